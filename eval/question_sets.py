"""Reads public question sets: folders of passages, distractors, questions and which passage answers which question.

A folder holds `corpus.jsonl` and, perhaps, `distractors.jsonl` {id, title, text, lang}, `queries.jsonl` {id, text,
lang, answers, answerable, …} and `qrels.tsv`: a question, a passage and its relevance a line; zero is no answer.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from eval.questions import QuestionsInvalid
from ingest.language import Language

T = TypeVar("T")
Something = Annotated[str, StringConstraints(pattern=r"\S")]


@dataclass(frozen=True)
class Passage:
    """What is searched."""

    id: Something
    text: str
    lang: Language
    title: str = ""

    @property
    def full(self) -> str:
        """The title, if there is one, above the text."""
        return f"{self.title}\n{self.text}".strip()


@dataclass(frozen=True)
class Query:
    """A question; `relevant` are the passages that answer it, `other` the same passages in the other language.

    `answers` are in the passages' language, `answers_query_lang` the same in the question's; `gold_sentences` are those
    of the passages that hold the answer, `source_passage` is what the question was written for, answered there or not.
    `translated` is false where the question stands untranslated in the other language, None where the set says nothing.
    """

    id: Something
    text: Something
    lang: Language
    answerable: bool | None = None
    answers: tuple[str, ...] = ()
    answers_query_lang: tuple[str, ...] = ()
    gold_sentences: tuple[str, ...] = ()
    source_passage: str = ""
    translated: bool | None = None
    relevant: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()


@dataclass(frozen=True)
class QuestionSet:
    """Passages, distractors among them, and the questions that one of them answers, or none."""

    name: str
    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]


def read_set(folder: Path, limit: int | None = None, *, unanswerable: bool = False) -> QuestionSet:
    """Read a folder.

    Args:
        folder: of the set.
        limit: keep all passages and so many questions, spread evenly over the file.
        unanswerable: keep the questions that no passage answers, too.

    Raises:
        QuestionsInvalid: a file is missing, a line does not follow the layout, an id stands twice, an answer is no
            passage, or no question is left; with `unanswerable`, a question that is said to be answerable has no
            passage, or the reverse.
    """
    passages = _rows(folder / "corpus.jsonl", Passage)
    if (folder / "distractors.jsonl").exists():
        passages += _rows(folder / "distractors.jsonl", Passage)
    relevant = _relevant(folder / "qrels.tsv")
    asked = _rows(folder / "queries.jsonl", Query)
    queries = [replace(one, relevant=relevant.get(one.id, frozenset())) for one in asked]
    _check(folder, passages, queries)
    if unanswerable:
        _check_answerable(folder, queries)
    kept = [one for one in queries if one.relevant or unanswerable]
    if not kept:
        raise _invalid(folder / "queries.jsonl", "it holds no question to ask")
    return QuestionSet(folder.resolve().name, passages, tuple(spread(kept, limit)))


def spread(questions: Sequence[T], limit: int | None) -> list[T]:
    """Return so many questions, spread evenly, in their order; all without a limit.

    Raises:
        QuestionsInvalid: the limit leaves none.
    """
    if limit is not None and limit < 1:
        raise QuestionsInvalid(f"a limit of {limit} leaves no question", "give 1 or more")
    count = len(questions) if limit is None else min(limit, len(questions))
    return [questions[number * len(questions) // count] for number in range(count)]


def _rows(path: Path, kind: type[T]) -> tuple[T, ...]:
    adapter = TypeAdapter(kind)
    return tuple(_row(adapter, line, f"{path}, line {number}") for number, line in _lines(path))


def _row(adapter: TypeAdapter[T], line: str, place: str) -> T:
    try:
        return adapter.validate_json(line)
    except ValidationError as error:
        raise _invalid(place, _wrong(error)) from error


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that are not empty, each with its number from 1."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise _invalid(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise _invalid(path, "it is not in UTF-8") from error
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"its {where} is missing or wrong" if where else "it is no JSON object"


def _relevant(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for number, line in _lines(path):
        try:
            query, passage, relevance = line.split("\t")
            if int(relevance) > 0:
                found.setdefault(query, set()).add(passage)
        except ValueError as error:
            raise _invalid(f"{path}, line {number}", "it is no question, passage and relevance") from error
    return {query: frozenset(passages) for query, passages in found.items()}


def _check(folder: Path, passages: Sequence[Passage], queries: Sequence[Query]) -> None:
    ids = {one.id for one in passages}
    if (twice := _repeated(one.id for one in passages)) is not None:
        raise _invalid(folder, f"two passages have the id {twice}")
    if (twice := _repeated(one.id for one in queries)) is not None:
        raise _invalid(folder / "queries.jsonl", f"two questions have the id {twice}")
    for one in queries:
        if unknown := sorted(one.relevant - ids):
            raise _invalid(folder / "qrels.tsv", f"there is no passage {unknown[0]}")


def _check_answerable(folder: Path, queries: Sequence[Query]) -> None:
    """A question without a passage is to be refused, unless the set says otherwise: then its passage is missing."""
    for one in queries:
        if one.answerable is not None and one.answerable != bool(one.relevant):
            said = "answerable, and has no passage" if one.answerable else "not answerable, and has one"
            raise _invalid(folder / "queries.jsonl", f"the question {one.id} is {said}")


def _repeated(ids: Iterable[str]) -> str | None:
    return next((one for one, times in Counter(ids).items() if times > 1), None)


def _invalid(path: Path | str, reason: str) -> QuestionsInvalid:
    return QuestionsInvalid(f"{path} is no part of a question set ({reason})", "mend it as docs/evaluation.md says")
