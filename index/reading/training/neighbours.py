"""What the product's own search finds for each question among all passages: near ones that do not answer it."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Self

from index.build import Contents, write_index
from index.encoders.protocol import Encoder
from index.reading.training.examples import Example
from index.search import Searcher
from ingest.documents import Document, Link
from ingest.language import Language, language_of
from ingest.status import Source

FILE = "searched.json"
NEAREST = 40  # chunks that are kept of a question
NEIGHBOURS = 6  # passages of a language
TOGETHER = 256  # questions


class Searched:
    """All passages, and for each question the numbers of those that the search finds, best first."""

    def __init__(self, passages: Sequence[str], found: Mapping[str, Sequence[int]]) -> None:
        self._passages = passages
        self._found = found
        self._languages = [language_of(one) for one in passages]

    @classmethod
    def of(cls, examples: Sequence[Example], encoder: Encoder, folder: Path) -> Self:
        """Search all passages for all questions, a few minutes for ten thousand, or read what an earlier run found."""
        passages = list(dict.fromkeys(one.passage for one in examples))
        questions = list(dict.fromkeys(one.question for one in examples))
        digest = sha256(repr((encoder.identity, passages, questions)).encode("utf-8", "surrogatepass")).hexdigest()
        path = folder / FILE
        if not path.exists() or (kept := json.loads(path.read_text("utf-8")))["digest"] != digest:
            kept = {"digest": digest, "found": _searched(passages, questions, encoder)}
            path.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        return cls(passages, kept["found"])

    def near(self, one: Example, language: Language) -> list[str]:
        """Return the nearest passages in a language that are not the example's own."""
        fitting = [number for number in self._found.get(one.question, ()) if self._languages[number] == language]
        return [text for number in fitting if (text := self._passages[number]) != one.passage][:NEIGHBOURS]


def _searched(passages: Sequence[str], questions: Sequence[str], encoder: Encoder) -> dict[str, list[int]]:
    found = {}
    documents = [_document(number, text) for number, text in enumerate(passages)]
    numbers = {one.url: number for number, one in enumerate(documents)}
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), Contents(documents, (), "training"), encoder, None, _saying("texts encoded"))
        searcher, say = Searcher.open(Path(folder), encoder), _saying("questions searched")
        for start in range(0, len(questions), TOGETHER):
            some = questions[start : start + TOGETHER]
            for question, query in zip(some, encoder.encode_query(some), strict=True):
                hits = searcher.near(question, query, NEAREST)
                found[question] = list(dict.fromkeys(numbers[hit.chunk.document.url] for hit in hits))
            say(start + len(some), len(questions))
    return found


def _saying(what: str) -> Callable[[int, int], None]:
    def say(done: int, of: int) -> None:
        if done == of or done % (4 * TOGETHER) == 0:
            print(f"{done:,} of {of:,} {what}", flush=True)

    return say


def _document(number: int, text: str) -> Document:
    url = f"https://passages.example/{number}"
    return Document(Link(url, ()), url, "", text, (), Source.NOTE)
