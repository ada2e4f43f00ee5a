"""Reads public question sets: folders of passages, distractors, questions and which passage answers which question.

A folder holds `corpus.jsonl` and, perhaps, `distractors.jsonl` {id, title, text, lang}, `queries.jsonl` {id, text,
lang, translated, …} and `qrels.tsv`: a question, a passage and its relevance a line; zero is no answer.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from eval.questions import QuestionsInvalid
from ingest.language import Language

T = TypeVar("T")


@dataclass(frozen=True)
class Passage:
    """What is searched."""

    id: str
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

    `translated` is false where the question stands untranslated in the other language, None where the set says nothing.
    """

    id: str
    text: str
    lang: Language
    translated: bool | None = None
    relevant: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()


@dataclass(frozen=True)
class QuestionSet:
    """Passages, distractors among them, and the questions that one of them answers."""

    name: str
    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]


def read_set(folder: Path, limit: int | None = None) -> QuestionSet:
    """Read a folder; with `limit`, keep all passages and so many questions, spread evenly over the file.

    Raises:
        QuestionsInvalid: a file is missing, a line does not follow the layout, or an answer is no passage.
    """
    passages = _rows(folder / "corpus.jsonl", Passage)
    if (folder / "distractors.jsonl").exists():
        passages += _rows(folder / "distractors.jsonl", Passage)
    relevant = _relevant(folder / "qrels.tsv")
    _check(folder, passages, relevant)
    asked = (replace(one, relevant=relevant.get(one.id, frozenset())) for one in _rows(folder / "queries.jsonl", Query))
    queries = [one for one in asked if one.relevant]
    return QuestionSet(folder.resolve().name, passages, tuple(_spread(queries, limit)))


def mixed(one: QuestionSet, two: QuestionSet) -> QuestionSet:
    """Return both sets as one: each question has its passage, and `other`: that of the same question in the other set.

    Raises:
        QuestionsInvalid: the sets share passages, or no question has a counterpart.
    """
    passages = (*one.passages, *two.passages)
    name = f"{one.name} + {two.name}"
    if len({passage.id for passage in passages}) < len(passages):
        raise QuestionsInvalid(f"{name} have passages in common", "give one folder for each language of the passages")
    queries = (*_paired(one, two), *_paired(two, one))
    if not queries:
        raise QuestionsInvalid(f"{name} have no question in common", "give two folders with the same questions")
    return QuestionSet(name, passages, queries)


def _paired(asked: QuestionSet, counterpart: QuestionSet) -> list[Query]:
    others = {query.id: query.relevant for query in counterpart.queries}
    return [replace(query, other=others[query.id]) for query in asked.queries if query.id in others]


def _spread(queries: Sequence[Query], limit: int | None) -> list[Query]:
    count = len(queries) if limit is None else min(limit, len(queries))
    return [queries[number * len(queries) // count] for number in range(count)]


def _rows(path: Path, kind: type[T]) -> tuple[T, ...]:
    adapter = TypeAdapter(kind)
    try:
        with path.open("rb") as file:
            return tuple(adapter.validate_json(line) for line in file if line.strip())
    except (OSError, ValidationError) as error:
        raise _invalid(path, error) from error


def _relevant(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    try:
        for line in path.read_text("utf-8").splitlines():
            query, passage, relevance = line.split("\t")
            if int(relevance) > 0:
                found.setdefault(query, set()).add(passage)
    except (OSError, ValueError) as error:
        raise _invalid(path, error) from error
    return {query: frozenset(passages) for query, passages in found.items()}


def _check(folder: Path, passages: Sequence[Passage], relevant: dict[str, frozenset[str]]) -> None:
    ids = {one.id for one in passages}
    unknown = sorted(frozenset().union(*relevant.values()) - ids)
    if unknown:
        raise _invalid(folder / "qrels.tsv", ValueError(f"there is no passage {unknown[0]}"))
    if len(ids) < len(passages):
        raise _invalid(folder, ValueError("two passages have one id"))


def _invalid(path: Path, error: Exception) -> QuestionsInvalid:
    reason = str(error).splitlines()[0]
    return QuestionsInvalid(f"{path} is no part of a question set ({reason})", "see eval/benchmarks/question_sets.py")
