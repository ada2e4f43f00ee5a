"""`citeshelf chat`: the browser chat, and on the same port the doors for programs."""

from argparse import Namespace

from pydantic import SecretStr

from app.serving.credentials import Credentials
from app.settings import Settings


def run(options: Namespace, settings: Settings) -> int:
    """Serve the page and the doors until interrupted."""
    if options.auth is not None:
        settings = settings.model_copy(update={"auth": SecretStr(options.auth)})
    if settings.auth is not None:
        Credentials(settings.auth.get_secret_value())  # before anything is opened or built
    from app.serving.server import serve  # imports Gradio

    serve(settings)
    return 0
