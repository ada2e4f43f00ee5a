"""Follow-up questions as chips below the chat."""

from collections.abc import Mapping, Sequence
from html import escape

import gradio as gr

from app.chat.words import LOCALES
from ingest.language import Language

NEXT: Mapping[Language, str] = {"en": "You could ask next", "zh": "接下来可以问"}
ON_LOAD = """
element.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-ask]");
  if (chip) trigger("click", { question: chip.dataset.ask });
});
"""


def chips() -> gr.HTML:
    """Return an empty row of chips; a click tells `question`."""
    return gr.HTML("", apply_default_css=False, js_on_load=ON_LOAD, elem_id="follow-ups")


def chips_html(questions: Sequence[str], language: Language) -> str:
    """Return questions as a row of buttons; nothing for none."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" data-ask="{escape(one)}">{escape(one)}</button></li>' for one in questions
    )
    return (
        f'<div lang="{LOCALES[language]}"><span class="cs-hidden">{NEXT[language]}</span>'
        f'<ul class="cs-chips">{buttons}</ul></div>'
    )
