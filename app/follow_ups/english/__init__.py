"""English questions that lean on those before them, and how they read alone."""

from app.follow_ups.english.completion import completed
from app.follow_ups.english.ellipsis import lack

__all__ = ["completed", "lack"]
