"""What happens when somebody asks: the answer grows, is settled, and follow-ups are offered; all else is shown again.

The page holds its conversation (JSON, in a hidden box): a server that was restarted meanwhile goes on where it was.
What is being answered is held here, so that an answer that was stopped stays as far as it had come.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from app.assistant import Assistant
from app.chat.cards import cards_html
from app.chat.chips import chips_html
from app.chat.language import language_named
from app.chat.messages import Message, asked, message_markdown, messages_of
from app.chat.starters import start_questions
from app.conversations.conversation import Conversation, from_json, to_json
from app.conversations.export import conversation_markdown
from app.conversations.follow_ups import FollowUps
from app.conversations.recording import recorded
from app.conversations.turn import Turn, now
from app.desk import Desk
from app.errors import USER_ERRORS
from ingest.language import language_asked

Update = dict[str, Any]
Shown = tuple[str, list[Message], str]
"""A conversation as JSON, its messages, its cards."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that is being answered; `turn` is its answer as far as it has come."""

    question: str
    before: Conversation
    turn: Turn | None = None
    is_complete: bool = False


class Asking:
    """Answers the page's questions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._follow_ups: tuple[Assistant, FollowUps] | None = None
        self._starts: tuple[Assistant, dict[tuple[str, str], list[str]]] | None = None

    def answers(
        self, question: str, topic: str, kept: str, pending: Pending | None
    ) -> Iterator[tuple[Any, Any, Pending | None]]:
        """Yield messages, cards and what is pending, as the answer grows; nothing while another one does."""
        if pending or not question.strip():
            yield gr.skip(), gr.skip(), pending
            return
        before = from_json(kept)
        pending = Pending(question, before)
        earlier = [*messages_of(before.turns), asked(question)]
        yield earlier, gr.skip(), pending
        for turn, is_complete in self._turns(question, topic, before):
            pending = replace(pending, turn=turn, is_complete=is_complete)
            number = len(before.turns) + 1
            content = message_markdown(turn, number, is_complete=is_complete)
            yield (
                [*earlier, {"role": "assistant", "content": content}],
                cards_html((*before.turns, turn)),
                pending,
            )

    def _turns(self, question: str, topic: str, before: Conversation) -> Iterator[tuple[Turn, bool]]:
        started, turn = now(), None
        try:
            assistant = self._desk.assistant  # and what it answers from: a build may put another in its place meanwhile
            for answer in assistant.stream(question, topic or None, before.questions):
                turn = recorded(answer, topic, started, assistant.searcher.index.manifest)
                yield turn, False
        except USER_ERRORS as error:
            turn = Turn(question.strip(), started, language_asked(question), topic, error=str(error))
        if turn:
            yield turn, True

    def settled(self, kept: str, pending: Pending | None) -> tuple[Any, ...]:
        """Return conversation, messages, cards, nothing pending, and the question where no word was answered yet."""
        if pending is None:
            return gr.skip(), gr.skip(), gr.skip(), None, gr.skip()
        if pending.turn is None:
            return kept, messages_of(pending.before.turns), gr.skip(), None, pending.question
        turn = pending.turn if pending.is_complete else replace(pending.turn, stopped=True)
        return *shown(pending.before.with_turn(turn)), None, gr.skip()

    def follow_ups(self, kept: str) -> str:
        """Return chips with what may be asked next."""
        turns = from_json(kept).turns
        if not turns or not self._desk.is_ready:
            return ""
        assistant = self._desk.assistant
        if self._follow_ups is None or self._follow_ups[0] is not assistant:
            self._follow_ups = (assistant, FollowUps(assistant))
        return chips_html(self._follow_ups[1].after(turns[-1]), turns[-1].language)

    def starters(self, topic: str, kept: str, spoken: str) -> Any:
        """Return the chat with questions to start from; waits for the models, unless there is a conversation.

        `spoken` is the page's language as browsers call it.
        """
        if from_json(kept).turns:
            return gr.skip()
        try:
            assistant = self._desk.assistant
        except USER_ERRORS:  # told when somebody asks
            return gr.skip()
        if self._starts is None or self._starts[0] is not assistant:
            self._starts = (assistant, {})
        language = language_named(spoken)
        if (topic, language) not in self._starts[1]:
            self._starts[1][topic, language] = start_questions(assistant, language, topic)
        return gr.Chatbot(examples=[{"text": question} for question in self._starts[1][topic, language]])


def shown(conversation: Conversation) -> Shown:
    """Return a conversation as the page holds and shows it."""
    return to_json(conversation), messages_of(conversation.turns), cards_html(conversation.turns)


def opened(event: gr.EventData) -> tuple[Any, ...]:
    """Return the conversation that the browser kept, shown; an empty one for nothing."""
    return *shown(from_json(str(event.conversation))), None, ""


def retried(event: gr.RetryData, kept: str) -> tuple[str, str]:
    """Return the question to ask again, and the conversation before it."""
    conversation, number = from_json(kept), _turn_number(event)
    if number >= len(conversation.turns):
        return "", kept
    return conversation.turns[number].question, to_json(conversation.until(number))


def edited(event: gr.EditData, kept: str) -> tuple[str, str]:
    """Return the question as it was changed, and the conversation before it."""
    return str(event.value), to_json(from_json(kept).until(_turn_number(event)))


def undone(event: gr.UndoData, kept: str) -> tuple[Any, ...]:
    """Return the conversation without its last turn, shown, and that turn's question to type over."""
    conversation, number = from_json(kept), _turn_number(event)
    if number >= len(conversation.turns):
        return gr.skip(), gr.skip(), gr.skip(), gr.skip()
    return *shown(conversation.until(number)), conversation.turns[number].question


def exported(kept: str) -> str:
    """Return the conversation as Markdown; nothing of an empty one."""
    conversation = from_json(kept)
    return conversation_markdown(conversation) if conversation.turns else ""


def _turn_number(event: Any) -> int:
    """Return the number of the turn, from 0, whose message an event is about: each has two."""
    return int(event.index) // 2
