"""What readers mark, as candidates for the evaluation's questions: one JSON object a line, in a file of the owner's."""

import json
import secrets
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from app.conversations.blocks import near_blocks, said_blocks
from app.conversations.turn import Card, Turn, now
from app.errors import FeedbackNotKept
from app.render import marked, refusal_reason

NAME = "candidates.jsonl"
MAX_BYTES = 20_000_000  # of the file; whoever is asked to review more never will
MAX_COMMENT_CHARS = 1000
PATIENCE_S = 10.0


class Verdict(StrEnum):
    """What a reader says of an answer."""

    RIGHT = "right"  # worth keeping: what is right today must stay so
    WRONG_SOURCE = "wrong source"
    WRONG_ANSWER = "wrong answer"
    NOT_IN_SOURCES = "not in the sources"  # it was answered, and should have been refused
    SHOULD_HAVE_ANSWERED = "should have answered"
    WRONG_LANGUAGE = "wrong language"
    OTHER = "other"


def keep_feedback(folder: Path, turn: Turn, history: list[str], verdict: Verdict, comment: str = "") -> Path:
    """Append what a reader marked to the file of candidates, and return the file.

    Args:
        folder: of the data.
        turn: that was marked.
        history: the questions before it in its conversation, oldest first.
        verdict: what is the matter with it.
        comment: what the reader wrote; what is too long is cut.

    Raises:
        FeedbackNotKept: the file is full, or cannot be written.
    """
    path = folder / NAME
    line = json.dumps(_candidate(turn, history, verdict, comment), ensure_ascii=False) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{NAME}.lock"), timeout=PATIENCE_S):  # as eval's reviews take it
            _append(path, line.encode("utf-8", "replace"))
    except (OSError, Timeout) as error:
        raise FeedbackNotKept(f"{path} cannot be written", "tell whoever runs this server") from error
    return path


def _append(path: Path, line: bytes) -> None:
    size = path.stat().st_size if path.exists() else 0
    if size + len(line) > MAX_BYTES:
        raise FeedbackNotKept(f"{path} is full", "have its owner review it with `citeshelf-eval review`")
    with path.open("ab") as file:
        file.write(line)


def _candidate(turn: Turn, history: list[str], verdict: Verdict, comment: str) -> dict[str, object]:
    return {
        "id": f"{now()[:10]}-{secrets.token_hex(6)}",
        "asked": now(),
        "question": turn.question,
        "language": turn.language,
        "history": history,
        "reason": verdict,
        "comment": comment.strip()[:MAX_COMMENT_CHARS],
        "answer": _answer(turn),
    }


def _answer(turn: Turn) -> dict[str, object]:
    """Return what was shown, in the words of `ask --json`."""
    said = [refusal_reason(turn.answer), *near_blocks(turn, str)] if turn.refused else said_blocks(turn, marked, _flat)
    return {
        "question": turn.question,
        "understood": turn.understood,
        "language": turn.language,
        "kind": turn.kind,
        "refused": turn.refused,
        "reason": turn.reason,
        "text": "\n\n".join(said),
        "sentences": [{"text": one.text, "citations": one.citations, "support": one.support} for one in turn.sentences],
        "citations": [_citation(one) for one in turn.cards],
        "hits": [{"url": one.url, "title": one.title, "text": one.text} for one in turn.near],
        "index": {"hash": turn.index_hash, "built": turn.index_built},
    }


def _citation(card: Card) -> dict[str, object]:
    quote, *more = (one.quote for one in card.passages)
    return {
        "number": card.number,
        "url": card.url,
        "title": card.title,
        "quote": quote,
        "more": [{"quote": one} for one in more],
    }


def _flat(text: str) -> str:
    return " ".join(text.split())
