"""A turn as messages of the chat. All that comes from lists, pages, questions and the browser is escaped here."""

from collections.abc import Sequence
from html import escape
from typing import Any

from app.answers import Sentence
from app.conversations.blocks import near_blocks, said_blocks
from app.conversations.turn import Card, Turn
from app.render import escaped, refusal_reason
from app.wording import (
    ALL_TOPICS,
    CHANGE,
    LISTED,
    NOT_STATED,
    SEARCHED,
    SOURCES,
    STOPPED,
    TOOK,
    UNDERSTOOD,
    WEAK,
    WITHIN,
)
from ingest.urls import is_web_url

Message = dict[str, Any]


def messages_of(turns: Sequence[Turn]) -> list[Message]:
    """Return all messages of a conversation."""
    found: list[Message] = []
    for number, turn in enumerate(turns, 1):
        found += [asked(turn.question), replied(turn, number, is_last=number == len(turns))]
    return found


def asked(question: str) -> Message:
    """Return a question as a message."""
    return {"role": "user", "content": escaped(question)}


def replied(turn: Turn, number: int, *, is_last: bool) -> Message:
    """Return an answer as a message; the last one offers what it was understood as, to be changed."""
    change = {"label": CHANGE[turn.language], "value": turn.understood}
    options = [change] if is_last and turn.understood else []
    return {"role": "assistant", "content": message_markdown(turn, number), "options": options}


def message_markdown(turn: Turn, number: int, *, is_complete: bool = True) -> str:
    """Return an answer as the chat's Markdown: quotes escaped, marks as links to cards, what was searched folded.

    Ids begin with the answer's number, from 1: `mark-1-2` is the first mark of source 2 in answer 1.
    """
    if turn.error:
        return f'<span class="cs-own">{escaped(turn.error)}</span>'
    blocks = [_own(f"{UNDERSTOOD[turn.language]}{escaped(turn.understood)}")] if turn.understood else []
    if turn.topic:
        blocks.append(_own(f"{WITHIN[turn.language]}{escaped(turn.topic)}"))
    if turn.notice:
        blocks.append(_own(escaped(turn.notice)))
    if turn.refused:
        blocks += [f'<strong class="cs-refused">{escaped(refusal_reason(turn.answer))}</strong>']
        blocks += near_blocks(turn, escaped)
    else:
        blocks += said_blocks(turn, _Marks(turn, number).said, lambda text: _cell(text, turn))
    if turn.stopped:
        blocks.append(_own(STOPPED[turn.language]))
    if is_complete:
        blocks += [_sources(turn)] if turn.cards else []
        blocks.append(_searched(turn))
    return "\n\n".join(blocks)


class _Marks:
    """Writes sentences with their marks; the first mark of each source has an id that its card leads back to."""

    def __init__(self, turn: Turn, number: int) -> None:
        self._turn = turn
        self._number = number
        self._titles = {one.number: one.title for one in turn.cards}
        self._marked: set[int] = set()

    def said(self, sentence: Sentence) -> str:
        """Return a sentence and its marks as Markdown in one line."""
        turn = self._turn
        is_lead = turn.kind == "catalogue" and not sentence.citations  # our words: what was counted
        kind = "cs-own" if is_lead else f"cs-{sentence.support}"
        doubt = WEAK[turn.language].get(sentence.support)
        note = f' <span class="cs-doubt">{escaped(doubt)}</span>' if doubt else ""
        marks = "".join(map(self._mark, sentence.citations))
        return f'<span class="{kind}">{escaped(sentence.text)}</span>{marks}{note}'

    def _mark(self, source: int) -> str:
        place = f"{self._number}-{source}"
        anchor = "" if source in self._marked else f' id="mark-{place}"'
        self._marked.add(source)
        title = _plain(self._titles.get(source, "")).replace("|", "&#124;")  # else it ends a table's cell
        return f'<sup><a class="cs-mark"{anchor} href="#source-{place}" title="{title}">[{source}]</a></sup>'


def _cell(text: str, turn: Turn) -> str:
    """Return a table's heading, thing, or our word for a cell that is empty."""
    return _own(escaped(text)) if text == NOT_STATED[turn.language] else escaped(text)


def _own(markdown: str) -> str:
    return f'<span class="cs-own">{markdown}</span>'


def _sources(turn: Turn) -> str:
    rows = "".join(f"<li>{_anchor(one)}</li>" for one in turn.cards)
    return f"<details><summary>{SOURCES[turn.language]} · {len(turn.cards)}</summary><ol>{rows}</ol></details>"


def _searched(turn: Turn) -> str:
    """Return what was searched and how long it took, folded away."""
    language, took = turn.language, turn.timings
    if turn.near:
        articles = len({one.url for one in turn.near})
        summary = SEARCHED[language].format(len(turn.near), articles, round(took.total))
    else:
        summary = LISTED[language].format(round(took.total))
    topic = f"{WITHIN[language]}{turn.topic}" if turn.topic else ALL_TOPICS[language]
    titles = dict.fromkeys(one.title for one in turn.near)
    rows = "".join(f"<li>{_plain(title)}</li>" for title in titles)
    spent = TOOK[language].format(round(took.search), round(took.answer))
    return (
        f'<details class="cs-searched"><summary>{summary}</summary>'
        f"<p>{_plain(topic)} · {spent}</p>{f'<ul>{rows}</ul>' if rows else ''}</details>"
    )


def _anchor(card: Card) -> str:
    address = card.passages[0].link
    if not is_web_url(address):
        return f"<span>{_plain(f'{card.title} ({address})')}</span>"
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{_plain(card.title)}</a>'


def _plain(text: str) -> str:
    """Return text within a block of HTML, in one line: a blank line would end the block and begin Markdown."""
    return escape(" ".join(text.split()))
