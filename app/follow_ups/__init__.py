"""Questions that need those before them: which these are, what they leave unsaid, and how they read with it said."""

from app.follow_ups.conversation import Conversation

__all__ = ["Conversation"]
