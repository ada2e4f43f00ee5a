"""The Library tab's wiring: drawn when it is opened, and again when the language changes or a build has ended."""

from typing import Any

import gradio as gr

from app.chat.language import language_named
from app.chat.library.building import Building, build_panel
from app.chat.library.page import library_html
from app.chat.shown import QUIET, sentence_if_wrong
from app.desk import Desk


def library_tab(desk: Desk, tab: gr.Tab, language: gr.components.Component, *, may_build: bool = False) -> None:
    """Fill the tab; call it within `with tab:`.

    Args:
        desk: whose index is shown; after a build it takes up the new one.
        tab: the tab itself, whose opening draws it.
        language: a component whose value is "en" or "zh"; the tab follows its changes.
        may_build: whether who opens the page is the operator and may start builds: on loopback, or behind --auth.
            Without it nothing that could start one is on the page, nor can it be asked for over HTTP.
    """
    panel = build_panel() if may_build else None
    shown = gr.HTML(elem_id="library", js_on_load=None)
    opened: Any = [tab.select, *([language.change] if hasattr(language, "change") else [])]

    def draw(chosen: str) -> str:
        return sentence_if_wrong(lambda: library_html(desk.index, language_named(chosen)))

    gr.on(opened, draw, language, shown, **QUIET)
    if panel:
        building = Building(desk)
        gr.on(opened, lambda chosen: building.labels(language_named(chosen)), language, panel.all, **QUIET)
        given = [language, panel.offline, panel.refresh]
        panel.build.click(
            lambda chosen, offline, refresh: building.start(language_named(chosen), offline, refresh),
            given,
            panel.changing,
            **QUIET,
        )
        panel.cancel.click(lambda chosen: building.cancel(language_named(chosen)), language, panel.changing, **QUIET)

        def tick(chosen: str) -> list[Any]:
            moved = building.moving(language_named(chosen))
            return [*moved, gr.skip() if building.is_running else draw(chosen)]

        panel.timer.tick(tick, language, [*panel.changing, shown], **QUIET)
