"""Opens the language model that the settings name, if they name one."""

import sys

from app.errors import ModelUnavailable
from app.llm import Writer
from app.settings import Settings


def writer_of(settings: Settings) -> Writer | None:
    """Return a writer for the model in the settings; when it cannot be opened, say so and go on without one."""
    try:
        return opened_writer(settings)
    except ModelUnavailable as error:
        print(f"citeshelf: {error}", file=sys.stderr)
        return None


def opened_writer(settings: Settings) -> Writer | None:
    """Return a writer for the model in the settings, None where they name none.

    Raises:
        ModelUnavailable: it cannot be opened.
    """
    if not settings.llm:
        return None
    from app.chat_model import LangChainModel  # imports LangChain, which only this needs

    return Writer(LangChainModel.open(settings.llm, settings.llm_timeout_s))
