"""👍 and 👎: what readers think of an answer, with a reason, noted for the owner's review."""

from typing import Any, cast

import gradio as gr

from app.chat.words import I18N
from app.conversations.conversation import from_json
from app.conversations.feedback import Verdict, keep_feedback
from app.desk import Desk
from app.errors import AppError
from app.render import escaped

WRONG = tuple(one for one in Verdict if one is not Verdict.RIGHT)


class Voting:
    """The panel that asks what is wrong, and what writes it down."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._number = gr.State(None)  # of the turn that is marked
        with gr.Column(visible=False, elem_id="wrong") as self._panel:
            self._reason = gr.Radio(
                [(I18N(one.value), one.value) for one in WRONG], label=I18N("what_is_wrong"), elem_id="reason"
            )
            self._comment = gr.Textbox(label=I18N("comment"), lines=2, max_length=1000, elem_id="comment")
            with gr.Row():
                self._send = gr.Button(I18N("send"), variant="primary", size="sm", elem_id="send")
                self._cancel = gr.Button(I18N("cancel"), size="sm", elem_id="cancel")
        self._thanks = gr.Markdown(I18N("thanks"), visible=False, elem_id="thanks")

    def wire(self, chat: gr.Chatbot, kept: gr.Textbox) -> None:
        """Connect the chat's thumbs and the panel."""
        panel = [self._panel, self._number, self._thanks]
        chat.like(self._voted, kept, panel, api_visibility="private", show_progress="hidden")
        given = [kept, self._number, self._reason, self._comment]
        self._send.click(
            self._explained, given, [*panel, self._reason, self._comment],
            api_visibility="private", show_progress="hidden",
        )  # fmt: skip
        self._cancel.click(lambda: _panel(None), None, panel, api_visibility="private", show_progress="hidden")

    def _voted(self, event: gr.LikeData, kept: str) -> tuple[Any, ...]:
        number = cast("int", event.index) // 2  # of messages, two of which are a turn
        if event.liked is True:
            return _panel(None, self._noted(kept, number, Verdict.RIGHT))
        return _panel(number)

    def _explained(self, kept: str, number: int | None, reason: str | None, comment: str) -> tuple[Any, ...]:
        if number is None or reason is None:
            return *_panel(number), gr.skip(), gr.skip()
        return *_panel(None, self._noted(kept, number, Verdict(reason), comment)), None, ""

    def _noted(self, kept: str, number: int, verdict: Verdict, comment: str = "") -> Any:
        conversation = from_json(kept)
        if number >= len(conversation.turns) or conversation.turns[number].error:
            return None
        history = conversation.until(number).questions
        try:
            keep_feedback(self._desk.settings.data, conversation.turns[number], history, verdict, comment)
        except AppError as error:
            return escaped(str(error))
        return I18N("thanks")


def _panel(number: int | None, said: Any = None) -> tuple[Any, ...]:
    """Return the panel open for a turn, or shut; its turn; what is said below."""
    return gr.Column(visible=number is not None), number, gr.Markdown(said or "", visible=bool(said))
