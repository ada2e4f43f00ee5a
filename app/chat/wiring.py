"""Connects what people do on the page with what happens then."""

from typing import Any, NamedTuple

import gradio as gr

from app.chat.asking import Asking, edited, exported, opened, retried, undone

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
ANSWERS_AT_ONCE = 8
# The stop button shows by a style, as a component that Python hides and shows no longer follows the page's language.
BUSY = "(asked) => { window.citeshelf.busy(Boolean(asked.trim())); return asked; }"
IDLE = "() => window.citeshelf.busy(false)"
# The language as page.js finds it: on loading, its box may not have it yet, or not be listened to.
SPEAKING = """(topic, kept) => {
  let chosen = "";
  try { chosen = localStorage.getItem("citeshelf.language") || ""; } catch { /* nothing was kept */ }
  return [topic, kept, chosen || navigator.language];
}"""
KEEP = "(kept) => window.citeshelf.keep(kept)"


class Parts(NamedTuple):
    """The components that events read and write."""

    chat: gr.Chatbot
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    export: gr.Button
    topic: gr.Dropdown
    tree: gr.HTML
    shelf: gr.HTML
    follow_ups: gr.HTML
    sources: gr.HTML
    kept: gr.Textbox  # the conversation, as JSON
    asked: gr.Textbox  # the question on its way
    written: gr.Textbox  # the conversation as Markdown, on its way to a file
    spoken: gr.Textbox  # the page's language


class _Wiring:
    """The events of one page."""

    def __init__(self, asking: Asking, parts: Parts) -> None:
        self._asking = asking
        self._parts = parts
        self._pending = gr.State(None)
        self._running: list[Any] = []

    def asks(self, event: Any, question: Any, inputs: Any, outputs: Any) -> None:
        """Have an event ask: `question` writes it, and what comes before it, into boxes of the page."""
        parts = self._parts
        asked = event(question, inputs, outputs, **QUIET)
        begun = asked.then(_nothing_next, parts.asked, parts.follow_ups, js=BUSY, **QUIET)
        answered = begun.then(
            self._asking.answers,
            [parts.asked, parts.topic, parts.kept, self._pending],
            [parts.chat, parts.sources, self._pending],
            api_visibility="private",
            show_progress="hidden",
            concurrency_limit=ANSWERS_AT_ONCE,
            concurrency_id="answers",
        )
        self._running += [begun, answered]
        self._settle(answered)

    def stops(self) -> None:
        """Have the stop button keep what was answered so far, and a conversation that is opened end the one before."""
        parts = self._parts
        self._settle(parts.stop.click(None, cancels=self._running, **QUIET))
        shown = [parts.kept, parts.chat, parts.sources]
        begun = parts.shelf.click(opened, None, [*shown, self._pending, parts.question], cancels=self._running, **QUIET)
        self._offer(begun.then(None, js=IDLE, **QUIET))

    def _settle(self, event: Any) -> None:
        parts = self._parts
        settled = event.then(
            self._asking.settled,
            [parts.kept, self._pending],
            [parts.kept, parts.chat, parts.sources, self._pending, parts.question],
            **QUIET,
        ).then(None, js=IDLE, **QUIET)
        self._offer(settled)

    def _offer(self, event: Any) -> None:
        """Keep the conversation in the browser, then offer what may be asked next."""
        parts = self._parts
        event.then(None, parts.kept, None, js=KEEP, **QUIET)
        event.then(
            self._asking.follow_ups, parts.kept, parts.follow_ups, concurrency_limit=1, concurrency_id="offers", **QUIET
        )

    def rest(self, page: gr.Blocks) -> None:
        """Connect undo, the topics, what is offered to start from, and the export."""
        parts = self._parts
        undo = parts.chat.undo(undone, parts.kept, [parts.kept, parts.chat, parts.sources, parts.question], **QUIET)
        self._offer(undo)
        parts.chat.option_select(_value, None, parts.question, **QUIET)
        parts.tree.click(_topic, None, parts.topic, **QUIET)
        parts.topic.change(None, parts.topic, None, js="(topic) => window.citeshelf.chosen(topic)", **QUIET)
        for event, script in ((page.load, SPEAKING), (parts.topic.change, None), (parts.spoken.change, None)):
            event(
                self._asking.starters, [parts.topic, parts.kept, parts.spoken], parts.chat, js=script,
                concurrency_limit=1, concurrency_id="starters", **QUIET,
            )  # fmt: skip
        written = parts.export.click(exported, parts.kept, parts.written, **QUIET)
        written.then(None, parts.written, None, js="(text) => window.citeshelf.download(text)", **QUIET)


def wire(asking: Asking, parts: Parts, page: gr.Blocks) -> None:
    """Connect the chat's parts."""
    wiring = _Wiring(asking, parts)
    typed = [parts.asked, parts.question]
    for event in (parts.question.submit, parts.ask.click):
        wiring.asks(event, lambda text: (text, ""), parts.question, typed)
    wiring.asks(parts.chat.example_select, _example, None, parts.asked)
    wiring.asks(parts.follow_ups.click, _question, None, parts.asked)
    wiring.asks(parts.chat.retry, retried, parts.kept, [parts.asked, parts.kept])
    wiring.asks(parts.chat.edit, edited, parts.kept, [parts.asked, parts.kept])
    wiring.stops()
    wiring.rest(page)


def _nothing_next(asked: str) -> Any:
    """Take back what was offered, where something is asked."""
    return "" if asked.strip() else gr.skip()


def _example(event: gr.SelectData) -> str:
    return str(event.value["text"])


def _value(event: gr.SelectData) -> str:
    return str(event.value)


def _question(event: gr.EventData) -> str:
    return str(event.question)


def _topic(event: gr.EventData) -> str:
    return str(event.topic)
