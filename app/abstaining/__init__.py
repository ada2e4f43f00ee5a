"""When the sources do not answer: what speaks for an answer, weighed as labelled questions taught."""

from app.abstaining.decision import EASED, Decision, Weights
from app.abstaining.probes import Probes
from app.abstaining.signals import Signals, signals_of

__all__ = ["EASED", "Decision", "Probes", "Signals", "Weights", "signals_of"]
