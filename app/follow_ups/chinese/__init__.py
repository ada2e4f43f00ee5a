"""Chinese questions that lean on those before them, and how they read alone."""

from app.follow_ups.chinese.completion import completed
from app.follow_ups.chinese.ellipsis import lack

__all__ = ["completed", "lack"]
