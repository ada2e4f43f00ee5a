"""`citeshelf chat`: the browser chat."""

from argparse import Namespace

from app.errors import SettingsInvalid
from app.settings import Settings


def run(options: Namespace, settings: Settings) -> int:
    """Serve the page until interrupted."""
    auth = _auth(options.auth)
    from app.chat.server import serve  # imports Gradio

    serve(settings, auth)
    return 0


def _auth(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    user, colon, password = text.partition(":")
    if not (user and colon and password):
        raise SettingsInvalid("--auth needs a name and a password", "write it as --auth USER:PASSWORD")
    return user, password
