"""Starts the chat: builds the shipped list first when there is no index, then serves the page on this machine."""

import os
import sys

from app.assistant import Assistant
from app.errors import SettingsInvalid
from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from app.writers import writer_of
from index.errors import IndexMissing
from index.folder import current

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when Gradio is imported

from app.chat.page import I18N, STYLE, build_page

ANSWERS_AT_ONCE = 8


def serve(settings: Settings, auth: tuple[str, str] | None) -> None:
    """Serve the page until interrupted.

    Raises:
        SettingsInvalid: the address or port cannot be listened on.
        SearchIndexError: the index does not fit this version or encoder.
    """
    page = build_page(_assistant(settings))
    try:
        page.queue(default_concurrency_limit=ANSWERS_AT_ONCE).launch(
            server_name=settings.host,
            server_port=settings.port,
            auth=auth,
            share=False,
            inbrowser=_has_screen(),
            css_paths=STYLE,
            i18n=I18N,
            footer_links=[],
            show_error=False,
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise SettingsInvalid(
            f"{settings.host}:{settings.port} cannot be listened on", "choose another --port or --host"
        ) from error
    print(f"Citeshelf is at http://{settings.host}:{settings.port} (stop with Ctrl-C)", flush=True)
    page.block_thread()


def _assistant(settings: Settings) -> Assistant:
    try:
        current(settings.data)
    except IndexMissing:
        print("citeshelf: no index yet, building the shipped list from its notes", file=sys.stderr)
        rebuild(Request(offline=True), settings)
    return Assistant.open(settings, writer_of(settings))


def _has_screen() -> bool:
    """Return whether opening a browser can work: a terminal browser in its place would hold the server up."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
