"""The page: a tab for the chat, one for what the library holds, one for how good answers are. It only composes."""

from pathlib import Path
from typing import cast

import gradio as gr

from app.chat.asking import Asking
from app.chat.cards import cards_html
from app.chat.chips import chips
from app.chat.evaluation.tab import evaluation_tab
from app.chat.header import header
from app.chat.library.tab import library_tab
from app.chat.shelf import shelf
from app.chat.tree import ALL, topic_choices, tree
from app.chat.voting import Voting
from app.chat.wiring import QUIET, Parts, wire
from app.chat.words import I18N, both
from app.desk import Desk

STYLES = [Path(__file__).parent / name for name in ("page.css", "tabs.css")]
SCRIPT = Path(__file__).parent / "page.js"


def build_page(desk: Desk, *, may_build: bool = False) -> gr.Blocks:
    """Return the page for the index at a desk; it needs no model until somebody asks.

    `may_build` lets who opens it build the index anew: on loopback or behind a password.
    """
    with gr.Blocks(title="Citeshelf", analytics_enabled=False, fill_width=True) as page:
        header(desk)
        spoken = gr.Textbox("en", visible="hidden", container=False, elem_id="spoken")  # page.js sets it
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(I18N("tab"), id="chat"):
                _chat_tab(desk, page, spoken)
            with gr.Tab(I18N("library"), id="library") as library:
                library_tab(desk, library, spoken, may_build=may_build)
            with gr.Tab(I18N("evaluation"), id="evaluation") as evaluation:
                evaluation_tab(desk, evaluation, spoken)
        page.load(None, js=SCRIPT.read_text("utf-8"), **QUIET)
    return cast("gr.Blocks", page)


def _chat_tab(desk: Desk, page: gr.Blocks, spoken: gr.Textbox) -> None:
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(elem_id="side", scale=2, min_width=200):
            topics, conversations = tree(desk.index), shelf()
        with gr.Column(elem_id="middle", scale=6, min_width=320):
            chat = _chat()
            voting = Voting(desk)
            follow_ups = chips()
            question, ask, stop = _asking()
            topic, export = _below(desk)
        with gr.Column(elem_id="right", scale=4, min_width=260):
            gr.HTML(f'<h2 class="cs-heading">{both("sources")}</h2>', apply_default_css=False)
            sources = gr.HTML(cards_html(()), apply_default_css=False, elem_id="sources")
    kept, asked, written = (gr.Textbox(visible="hidden", container=False) for _ in range(3))
    parts = Parts(
        chat, question, ask, stop, export, topic, topics, conversations, follow_ups, sources, kept, asked, written,
        spoken,
    )  # fmt: skip
    wire(Asking(desk), parts, page)
    voting.wire(chat, kept)


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label=I18N("chat"),
        show_label=False,
        elem_id="chat",
        height=None,
        buttons=["copy"],
        latex_delimiters=[],
        editable="user",
        placeholder=f'<div class="cs-welcome"><p>{both("welcome")}</p></div>',
        group_consecutive_messages=False,
    )


def _asking() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="asking"):
        question = gr.Textbox(
            placeholder=I18N("hint"),
            label=I18N("question"),
            elem_id="question",
            lines=1,
            max_lines=6,
            scale=8,
            autofocus=True,
            min_width=160,
        )
        ask = gr.Button(I18N("ask"), variant="primary", elem_id="ask", scale=1, min_width=80)
        stop = gr.Button(I18N("stop"), elem_id="stop", scale=1, min_width=80)
    return question, ask, stop


def _below(desk: Desk) -> tuple[gr.Dropdown, gr.Button]:
    with gr.Row(elem_id="below"):
        topic = gr.Dropdown(
            topic_choices(desk.index),
            value=ALL,
            label=I18N("topic"),
            elem_id="topic",
            filterable=True,
            scale=6,
            min_width=160,
        )
        export = gr.Button(I18N("export"), size="sm", elem_id="export", scale=1, min_width=80)
    return topic, export
