"""How tabs are drawn: quietly; where a file went bad meanwhile, one sentence stands in their place."""

from collections.abc import Callable
from html import escape
from typing import Any

from app.errors import USER_ERRORS

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""Of events that draw: they are no part of the HTTP API, and what they draw covers nothing meanwhile."""


def sentence_if_wrong(drawn: Callable[[], str]) -> str:
    """Return what is drawn, or in its place the sentence of a user's error."""
    try:
        return drawn()
    except USER_ERRORS as error:
        return f'<p class="cs-error" role="alert">{escape(str(error))}</p>'
