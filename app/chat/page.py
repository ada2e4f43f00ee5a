"""The page: a chat in the middle, numbered sources beside it, a topic filter. It renders and never thinks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import gradio as gr

from app.answers import Answer
from app.assistant import Assistant
from app.chat.cards import cards_html, message_markdown
from app.chat.starters import start_questions
from app.errors import USER_ERRORS
from app.render import escaped
from app.wording import CHANGE
from index.topics import SEPARATOR
from ingest.documents import Topic

STYLE = Path(__file__).parent / "page.css"
ALL = ""
Messages = list[dict[str, Any]]
Answered = tuple[Messages, str, list[str]]

I18N = gr.I18n(
    en={
        "ask": "Ask", "stop": "Stop", "question": "Your question", "hint": "Ask in English or Chinese …",
        "topic": "Topic", "all": "All topics", "sources": "Sources", "chat": "Answers",
    },
    **{
        "zh-CN": {
            "ask": "提问", "stop": "停止", "question": "你的问题", "hint": "用中文或英文提问……",
            "topic": "主题", "all": "全部主题", "sources": "来源", "chat": "回答",
        }
    },
)  # fmt: skip


def build_page(assistant: Assistant) -> gr.Blocks:
    """Return the page for one assistant."""
    manifest = assistant.searcher.index.manifest
    with gr.Blocks(title="Citeshelf", analytics_enabled=False, fill_height=True) as page:
        gr.Markdown(
            f"# Citeshelf\n{escaped(manifest.list_name)} · {manifest.built[:10]} · {manifest.corpus}", elem_id="header"
        )
        with gr.Row(equal_height=False):
            with gr.Column(scale=3, min_width=320):
                chat = gr.Chatbot(
                    label=I18N("chat"),
                    elem_id="chat",
                    height="60vh",
                    buttons=["copy"],
                    latex_delimiters=[],
                    examples=[{"text": question} for question in start_questions(assistant)],
                )
                with gr.Row(equal_height=True):
                    question = gr.Textbox(
                        placeholder=I18N("hint"),
                        label=I18N("question"),
                        elem_id="question",
                        lines=1,
                        max_lines=4,
                        scale=6,
                        autofocus=True,
                    )
                    ask = gr.Button(I18N("ask"), variant="primary", elem_id="ask", scale=1, min_width=80)
                    stop = gr.Button(I18N("stop"), elem_id="stop", scale=1, min_width=80)
                topic = gr.Dropdown(
                    _topics(assistant), value=ALL, label=I18N("topic"), elem_id="topic", filterable=True
                )
            with gr.Column(scale=2, min_width=300):
                gr.Markdown(I18N("sources"), elem_id="sources-title")
                sources = gr.HTML(cards_html(None, 0, "—"), elem_id="sources")
        _wire(assistant, chat, question, ask, stop, topic, sources)
    return cast("gr.Blocks", page)


def _wire(
    assistant: Assistant,
    chat: gr.Chatbot,
    question: gr.Textbox,
    ask: gr.Button,
    stop: gr.Button,
    topic: gr.Dropdown,
    sources: gr.HTML,
) -> None:
    """Connect what people do with what the assistant does."""

    def put(text: str, history: Messages) -> tuple[str, Messages]:
        return "", [*history, {"role": "user", "content": escaped(text)}] if text.strip() else history

    def example(event: gr.SelectData) -> str:
        return str(event.value["text"])

    def change(event: gr.SelectData) -> str:
        return str(event.value)

    def answer(history: Messages, chosen: str, asked: str, before: list[str]) -> Iterator[Answered]:
        yield from _answers(assistant, history, chosen, asked, before)

    kept, before = gr.State(""), gr.State([])
    given, shown = [chat, topic, kept, before], [chat, sources, before]
    running = [
        event(lambda text: text, question, kept, api_visibility="private", show_progress="hidden")
        .then(put, [question, chat], [question, chat], api_visibility="private", show_progress="hidden")
        .then(answer, given, shown, api_visibility="private", show_progress="minimal")
        for event in (question.submit, ask.click)
    ]
    running.append(
        chat.example_select(example, None, kept, api_visibility="private")
        .then(put, [kept, chat], [question, chat], api_visibility="private")
        .then(answer, given, shown, api_visibility="private")
    )
    chat.option_select(change, None, question, api_visibility="private", show_progress="hidden")
    stop.click(None, cancels=running, api_visibility="private")


def _answers(
    assistant: Assistant, history: Messages, topic: str, question: str, before: list[str]
) -> Iterator[Answered]:
    """Yield the chat with the answer as it grows, its cards, and the questions that were answered so far."""
    if not question.strip():
        yield history, cards_html(None, 0, "—"), before
        return
    turn = sum(message["role"] == "user" for message in history)
    try:
        for answer in assistant.stream(question, topic or None, before):
            yield [*history, _reply(answer, turn)], cards_html(answer, turn, "—"), [*before, answer.question]
    except USER_ERRORS as error:
        reply = {"role": "assistant", "content": escaped(str(error))}
        yield [*history, reply], cards_html(None, turn, "—"), before


def _reply(answer: Answer, turn: int) -> dict[str, Any]:
    """Return an answer as a message; one that was completed offers what it was understood as, to be changed."""
    change = {"label": CHANGE[answer.language], "value": answer.understood}
    return {
        "role": "assistant",
        "content": message_markdown(answer, turn),
        "options": [change] if answer.understood else [],
    }


def _topics(assistant: Assistant) -> list[tuple[Any, str]]:
    """Return the filter's choices, indented as the list nests them; a choice's value is a topic's path."""
    paths: dict[Topic, None] = {}
    for path in assistant.searcher.index.topics:
        for depth in range(1, len(path) + 1):
            paths[path[:depth]] = None
    return [(I18N("all"), ALL), *((f"{'  ' * (len(path) - 1)}{path[-1]}", SEPARATOR.join(path)) for path in paths)]
