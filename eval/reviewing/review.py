"""From what a user marked to a question: which pages may answer it, what it is called, and where it is written."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from app.conversations.feedback import Verdict
from eval.files import locked, rewrite
from eval.harmless import in_one_line
from eval.questions import Kind, Question, QuestionsInvalid, read_questions
from eval.reviewing.candidates import Candidate
from ingest.language import Language, language_of
from ingest.urls import identity_of

HELD_OUT = 5  # of so many accepted questions one is held out
ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
UNANSWERED = frozenset({Verdict.NOT_IN_SOURCES})
_NUMBER = re.compile(
    r"\bhow (?:many|much|fast|long)\b|\bwhich version|多少|几[个种层位倍年条]|多[快长大]|哪个版本", re.IGNORECASE
)
_WHO_WHEN = re.compile(
    r"\b(?:who|whose|when)\b|谁|哪[天年月]|哪一[天年]|什么时候|何时|哪[家些几]\w*(?:公司|大学|机构)", re.IGNORECASE
)
_HOW = re.compile(r"^how\b|\bhow (?:do|does|can|to|is|are)\b|怎么|怎样|如何", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page that may answer; `text` is all that the index, or else the candidate, has of it."""

    url: str
    title: str
    text: str

    @property
    def language(self) -> Language:
        """The language of its title: a note's text has both."""
        return language_of(self.title or self.text)


Pages = Mapping[str, SourcePage]
"""Pages by their identities."""


def seen(candidate: Candidate) -> Pages:
    """Return the pages of a candidate's hits in their order, then those that are only cited."""
    passages = [(one.url, one.title, one.text) for one in candidate.answer.hits]
    passages += [(one.url, one.title, quote) for one in candidate.answer.citations for quote in one.quotes]
    found: dict[str, SourcePage] = {}
    for url, title, text in passages:
        before = found.setdefault(identity_of(url), SourcePage(in_one_line(url), in_one_line(title), text))
        if text not in before.text:
            found[identity_of(url)] = replace(before, text=f"{before.text}\n{text}")
    return found


def already_there(candidate: Candidate, questions: Iterable[Question]) -> Question | None:
    """Return the question that asks the same in the same words, whatever their case, width and spacing."""
    for question in questions:
        same_history = not question.history or _words(*question.history) == _words(*candidate.history)
        if same_history and _words(question.question) == _words(candidate.question):
            return question
    return None


def kinds(candidate: Candidate, *, answerable: bool) -> tuple[list[Kind], Kind]:
    """Return the kinds that a candidate can be of, and the likeliest."""
    if not answerable:
        return [Kind.FAR, Kind.NEAR, Kind.NEAR_MISS, Kind.INJECTION], Kind.NEAR
    possible = [Kind.FACT, Kind.NUMBER, Kind.WHO_WHEN, Kind.HOW, Kind.CATALOGUE, Kind.COMPARISON, Kind.TYPO]
    if candidate.history:
        return [*possible, Kind.INJECTION, Kind.FOLLOW_UP], Kind.FOLLOW_UP
    by_answer = {"catalogue": Kind.CATALOGUE, "comparison": Kind.COMPARISON}
    by_words = {_NUMBER: Kind.NUMBER, _WHO_WHEN: Kind.WHO_WHEN, _HOW: Kind.HOW}
    likely = next((kind for words, kind in by_words.items() if words.search(candidate.question)), Kind.FACT)
    return [*possible, Kind.INJECTION], by_answer.get(candidate.answer.kind, likely)


def suggested_id(candidate: Candidate, taken: Container[str]) -> str:
    """Return an id that is not taken, of the question's Latin words and its language."""
    question = in_one_line(candidate.question)
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain)[:6])[:50].strip("-")
    stem = f"user-{words or sha256(question.encode()).hexdigest()[:8]}"
    stems = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 10_000))
    return next(f"{one}-{candidate.language}" for one in stems if f"{one}-{candidate.language}" not in taken)


def is_held_out(key: str) -> bool:
    """Return whether a question is only reported, never tuned on: a fifth are, by a hash of their ids."""
    return int.from_bytes(sha256(key.encode()).digest()[:8]) % HELD_OUT == 0


def questions_in(path: Path) -> list[Question]:
    """Return the questions of a file; none when it is not there yet, or empty.

    Raises:
        QuestionsInvalid: as `read_questions`, or there is no folder for the file.
    """
    if not path.parent.is_dir():
        raise QuestionsInvalid(f"there is no folder {path.parent}", "make it, or name another file")
    if not path.exists() or (path.is_file() and not path.read_bytes().strip()):
        return []
    return read_questions(path)


def add(path: Path, question: Question) -> None:
    """Write a question behind those of a file, which stay byte for byte.

    Raises:
        QuestionsInvalid: the file cannot be written, or has a question of that id by now.
    """
    with locked(path):
        if question.id in {one.id for one in questions_in(path)}:
            raise QuestionsInvalid(f"{path} has a question {question.id} by now", "run the same command again")
        before = path.read_bytes() if path.exists() else b""
        between = b"" if not before or before.endswith(b"\n") else b"\n"
        rewrite(path, before + between + line_of(question).encode() + b"\n")


def line_of(question: Question) -> str:
    """Return a question as its file has it, without what goes without saying."""
    return question.model_dump_json(exclude_defaults=True)


def _words(*texts: str) -> Sequence[str]:
    return [unicodedata.normalize("NFKC", in_one_line(text)).casefold() for text in texts]
