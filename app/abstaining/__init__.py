"""When the sources do not answer: what speaks for an answer, weighed as labelled questions taught."""

from app.abstaining.decision import EASED, Decision, Weights
from app.abstaining.scales import Scale
from app.abstaining.signals import Signals, lacking, signals_of

__all__ = ["EASED", "Decision", "Scale", "Signals", "Weights", "lacking", "signals_of"]
