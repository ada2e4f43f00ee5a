"""Puts the page into an app that serves more than the page."""

import asyncio
import os

from fastapi import FastAPI

from app.desk import Desk

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when Gradio is imported

import gradio as gr

from app.chat.page import STYLES, build_page
from app.chat.words import I18N


def mount_page(app: FastAPI, desk: Desk, *, may_build: bool) -> None:
    """Serve the page at / of an app, after its other routes; not where an event loop runs."""
    asyncio.run(_mounted(app, desk, may_build=may_build))


async def _mounted(app: FastAPI, desk: Desk, *, may_build: bool) -> None:
    """Mount it while a loop runs: Gradio would make some of its own otherwise, and never close them."""
    answers_at_once = desk.settings.answers_at_once
    page = build_page(desk, may_build=may_build).queue(default_concurrency_limit=answers_at_once, api_open=False)
    gr.mount_gradio_app(
        app,
        page,
        "/",
        css_paths=STYLES,
        footer_links=[],
        i18n=I18N,
        mcp_server=False,
        run_history=False,
        show_error=False,
        ssr_mode=False,
    )
