"""The Evaluation tab's wiring: the runs' folder is read when the tab is opened, and the chosen run is shown."""

from typing import Any

import gradio as gr

from app.chat.evaluation.page import evaluation_html, run_label
from app.chat.language import language_named
from app.chat.shown import QUIET, sentence_if_wrong
from app.desk import Desk
from app.evaluation.runs import read_runs
from app.evaluation.wording import WORDS


def evaluation_tab(desk: Desk, tab: gr.Tab, language: gr.components.Component) -> None:
    """Fill the tab; call it within `with tab:`.

    Args:
        desk: its settings name the runs' folder, its index is the one in use.
        tab: the tab itself, whose opening draws it.
        language: a component whose value is "en" or "zh"; the tab follows its changes.
    """
    choice = gr.Dropdown([], label="…", elem_id="evaluation-run", visible=False)
    shown = gr.HTML(elem_id="evaluation", js_on_load=None)

    def draw(spoken: str, chosen: Any) -> str:
        name = chosen if isinstance(chosen, str) else None
        in_use = desk.index.manifest.corpus
        return sentence_if_wrong(
            lambda: evaluation_html(read_runs(desk.settings.evaluations), name, in_use, language_named(spoken))
        )

    def opened(spoken: str, chosen: Any) -> tuple[Any, str]:
        runs = read_runs(desk.settings.evaluations)
        kept = runs.named(chosen if isinstance(chosen, str) else None)
        choices = [(run_label(one), one.path.name) for one in runs.kept]
        value = kept.path.name if kept else None
        label = WORDS[language_named(spoken)].chosen
        return gr.Dropdown(choices, value=value, label=label, visible=len(choices) > 1), draw(spoken, value)

    moments: Any = [tab.select, *([language.change] if hasattr(language, "change") else [])]
    gr.on(moments, opened, [language, choice], [choice, shown], **QUIET)
    choice.input(draw, [language, choice], shown, **QUIET)
