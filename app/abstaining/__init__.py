"""When the sources do not answer: what speaks for an answer, weighed as labelled questions taught."""

from app.abstaining.decision import EASED, Decision, Weights
from app.abstaining.scales import Scale
from app.abstaining.signals import Signals, signals_of

__all__ = ["EASED", "Decision", "Scale", "Signals", "Weights", "signals_of"]
