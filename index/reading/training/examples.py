"""Question and passage pairs to train on, read from a folder of `*.jsonl` and split by article.

A line holds `question`, `passage`, `answerable`, `spans` ([[start, end]] into the passage), `question_language`,
`passage_language`, `group` (the article) and `source` (where it is from, and its licence).
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from opencc import OpenCC
from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from index.errors import TrainingDataInvalid
from ingest.language import Language, language_asked, language_of

TRADITIONAL = 0.25  # of articles in Traditional Chinese stay in it; most of what is read is Simplified
REMEDY = "give the folder of *.jsonl files that docs/reader.md describes"


@dataclass(frozen=True)
class Example:
    """A question and a passage; `spans` are the answers in it, none where it does not answer."""

    question: str
    passage: str
    answerable: bool
    spans: tuple[tuple[int, int], ...]
    question_language: Language
    passage_language: Language
    group: str
    source: str

    @property
    def direction(self) -> str:
        """The languages of question and passage, as "en-zh"."""
        return f"{self.question_language}-{self.passage_language}"

    @property
    def answers(self) -> frozenset[str]:
        """The answers, as they stand in the passage."""
        return frozenset(self.passage[start:end] for start, end in self.spans)


def read_examples(folder: Path) -> list[Example]:
    """Return the examples of all files of a folder, files in the order of their names.

    Raises:
        TrainingDataInvalid: there is no file, or a line does not follow the layout.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise TrainingDataInvalid(f"{folder} holds no training data", REMEDY)
    adapter = TypeAdapter(Example)
    lines = ((path, n, line) for path in files for n, line in enumerate(_lines(path), 1) if line.strip())
    return [_example(adapter, line, f"{path}, line {n}") for path, n, line in lines]


def split(examples: Sequence[Example], share: float, seed: int) -> tuple[list[Example], list[Example]]:
    """Return the examples to train on and those of the articles held back, so large a share of each source's articles.

    Sources may be about the same articles: what shares a passage, or a title, is on one side.
    """
    held: set[str] = set()
    by_source: dict[str, list[str]] = defaultdict(list)
    for one in examples:
        by_source[one.source].append(one.group)
    for source, groups in sorted(by_source.items()):
        articles = sorted(set(groups))
        random.Random(f"{seed} {source}").shuffle(articles)
        held |= set(articles[: round(share * len(articles))])
    passages = {one.passage for one in examples if one.group in held}
    back = [one for one in examples if one.group in held]
    return [one for one in examples if one.group not in held and one.passage not in passages], back


def simplified(examples: Sequence[Example], seed: int) -> list[Example]:
    """Return the examples with most articles in Simplified Chinese; one whose length would change stays as it is."""
    converter = OpenCC("t2s")
    kept = {one.group for one in examples if random.Random(f"{seed} {one.group}").random() < TRADITIONAL}
    return [one if one.group in kept else _simplified(one, converter) for one in examples]


def _simplified(one: Example, converter: OpenCC) -> Example:
    question, passage = converter.convert(one.question), converter.convert(one.passage)
    if one.passage_language != "zh" or len(passage) != len(one.passage):
        return one
    return Example(question, passage, one.answerable, one.spans, one.question_language, "zh", one.group, one.source)


def _example(adapter: TypeAdapter[Example], line: str, place: str) -> Example:
    try:
        found = adapter.validate_json(line)
    except ValidationError as error:
        raise TrainingDataInvalid(f"{place} is no question and passage", REMEDY) from error
    inside = all(0 <= start < end <= len(found.passage) for start, end in found.spans)
    if not inside or found.answerable != bool(found.spans):
        raise TrainingDataInvalid(f"{place} has an answer that is not in its passage", REMEDY)
    languages = (
        language_asked(found.question),
        language_of(found.passage),
    )  # the files take a name's characters for Chinese
    return replace(found, question_language=languages[0], passage_language=languages[1])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingDataInvalid(f"{path} cannot be read ({error})", REMEDY) from error
