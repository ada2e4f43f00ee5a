"""The operator's panel: builds the list in use again, shows how far it is, and lets it be cancelled."""

import shlex
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from app.desk import Desk
from app.library.again import command_line, recipe_in_use
from app.library.builder import Builder, BuildRunning
from app.library.progress import STAGES, Progress
from app.library.recipe import Recipe
from app.library.wording import BUILD_WORDS, BuildWords
from index.errors import SearchIndexError
from ingest.language import Language
from ingest.lists.parts import clean

TICK_S = 1.0
LINES_MEANWHILE = 8  # of the log while a build runs: all of it can be read afterwards
Updates = list[Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel's parts: those that are words only, and those that change with a build."""

    frame: gr.Accordion
    about: gr.HTML
    offline: gr.Checkbox
    refresh: gr.Checkbox
    build: gr.Button
    cancel: gr.Button
    status: gr.HTML
    timer: gr.Timer

    @property
    def all(self) -> Updates:
        """Every part, in the order of `labels` and `moving`."""
        return [self.frame, self.about, self.offline, self.refresh, *self.changing]

    @property
    def changing(self) -> Updates:
        """What changes while a build runs."""
        return [self.build, self.cancel, self.status, self.timer]


def build_panel() -> Panel:
    """Draw the panel where it is called; its words come with the first update."""
    with gr.Accordion("…", open=False, elem_id="build-panel") as frame:
        about = gr.HTML(js_on_load=None)
        offline = gr.Checkbox(False, label="…", elem_id="build-offline")
        refresh = gr.Checkbox(False, label="…", elem_id="build-refresh")
        with gr.Row():
            build = gr.Button("…", variant="primary", elem_id="build")
            cancel = gr.Button("…", elem_id="cancel-build")
        status = gr.HTML(elem_id="build-status", js_on_load=None)
    return Panel(frame, about, offline, refresh, build, cancel, status, gr.Timer(TICK_S, active=False))


class Building:
    """What the panel does: all of it is kept by the builder, so that another page, or this one reloaded, shows it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._builder = Builder(desk.settings, desk.reopen)

    def start(self, language: Language, offline: bool, refresh: bool) -> Updates:  # noqa: FBT001 - Gradio's checkboxes
        """Start a build of the list in use; of the page's words only the two ticks count."""
        if recipe := self._recipe():
            with suppress(BuildRunning):  # by another page: this one shows how far it is
                self._builder.start(recipe, offline=bool(offline), refresh=bool(refresh))
        return self.moving(language)

    def cancel(self, language: Language) -> Updates:
        """Cancel the build that is running."""
        self._builder.cancel()
        return self.moving(language)

    def labels(self, language: Language) -> Updates:
        """Return all of the panel in a language."""
        words, running = BUILD_WORDS[language], self.is_running
        frame = gr.Accordion(label=words.title, open=True) if running else gr.Accordion(label=words.title)
        about = gr.HTML(self._about(words))
        ticks = [gr.Checkbox(label=words.offline), gr.Checkbox(label=words.refresh)]
        return [frame, about, *ticks, *self.moving(language)]

    def moving(self, language: Language) -> Updates:
        """Return what changes while a build runs."""
        words, progress = BUILD_WORDS[language], self._builder.progress
        busy = progress.state.is_busy
        return [
            gr.Button(words.build, interactive=not busy and self._recipe() is not None),
            gr.Button(words.cancel, interactive=busy),
            gr.HTML(status_html(progress, words)),
            gr.Timer(active=busy),
        ]

    @property
    def is_running(self) -> bool:
        """Whether a build is running."""
        return self._builder.progress.state.is_busy

    def _recipe(self) -> Recipe | None:
        try:
            return recipe_in_use(self._desk.settings, self._desk.index)
        except SearchIndexError:
            return None  # the data folder was emptied meanwhile: nobody knows what was in it

    def _about(self, words: BuildWords) -> str:
        recipe = self._recipe()
        name = clean(self._desk.index.manifest.list_name)
        if recipe is None:
            command = escape(shlex.join(command_line(self._desk.settings, name)))
            return f"<p>{escape(words.of_unknown.format(name=name))}</p><pre>{command}</pre>"
        return f"<p>{escape(words.of_list.format(path=recipe.list_path) if recipe.list_path else words.of_shipped)}</p>"


def status_html(progress: Progress, words: BuildWords) -> str:
    """Return how far a build is, or how it ended, with its last lines."""
    said = escape(words.states[progress.state].format(complaint=progress.complaint).strip())
    return f'<p role="status" data-state="{progress.state}">{said}</p>{_bar(progress, words)}{_log(progress, words)}'


def _bar(progress: Progress, words: BuildWords) -> str:
    """Return how much of a stage is done; how much is left of all nobody knows before it is encoded."""
    if not progress.state.is_busy:
        return ""
    said = escape(words.stages[progress.stage].format(done=progress.done, total=progress.total))
    known = f' value="{progress.done}" max="{progress.total}"' if progress.stage in STAGES and progress.total else ""
    return f'<label class="cs-progress">{said}<progress{known}></progress></label>'


def _log(progress: Progress, words: BuildWords) -> str:
    lines = progress.log[-LINES_MEANWHILE:] if progress.state.is_busy else progress.log
    if not lines:
        return ""
    shown = escape("\n".join(lines))
    return f'<pre class="cs-log" tabindex="0" role="log" aria-label="{escape(words.log)}">{shown}</pre>'
