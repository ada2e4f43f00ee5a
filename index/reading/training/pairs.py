"""What a step of training sees: for each question a passage that answers it, where there is one, and some that do not.

Those that do not are made on the way: the same passage without the answer's sentences (`removed`), the nearest other
passage of the product's own search (`nearest`), another of the article (`article`), the nearest in the other language
(`across`), the right one under an altered question (`altered`). Some questions are asked in words of both languages.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.reading.inputs import Inputs
from index.reading.training.altered import altered
from index.reading.training.examples import Example
from index.reading.training.neighbours import Searched
from index.reading.training.switched import Dictionary
from index.reading.training.windows import LEAST_ROOM, MOST_ROOM, Windows
from ingest.language import Language
from ingest.sentences import sentence_spans

KINDS: Mapping[str, float] = {"removed": 0.3, "nearest": 0.3, "article": 0.1, "across": 0.1, "altered": 0.2}
TITLED = 0.5  # of windows stand under the article's title
SWITCHED = 0.25  # of questions have words of the other language,
LEAST_SWITCHED = 0.4  # this share of them or more
NOWHERE = (0, 0)
_OTHER: Mapping[Language, Language] = {"en": "zh", "zh": "en"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids, the first and last token of the answer (`NOWHERE` where there is none), and of what kind it is.

    `direction` is the languages of question and passage, as "en-zh".
    """

    ids: tuple[int, ...]
    answer: tuple[int, int]
    kind: str
    direction: str

    @property
    def answers(self) -> bool:
        """Whether the passage answers the question."""
        return self.answer != NOWHERE


@dataclass(frozen=True, slots=True)
class _Asked:
    """An example, how its question is worded, in which language, and how many tokens of a passage there is room for."""

    example: Example
    worded: Callable[[str], str]
    language: Language
    room: int


class Pairs:
    """Makes the pairs of examples; what chance decides comes from the generator that is handed in.

    Args of the constructor: the examples, whose articles other passages are taken from; what the search finds; the
    tokens; the dictionary, without which no question has words of both languages; how often one has; kinds left out.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        searched: Searched,
        inputs: Inputs,
        dictionary: Dictionary | None = None,
        switched: float = SWITCHED,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._searched = searched
        self._windows = Windows(inputs)
        self._dictionary = dictionary
        self._switched = switched
        self._kinds = {kind: share for kind, share in KINDS.items() if kind not in without}
        self._articles: dict[tuple[str, Language], list[str]] = defaultdict(list)
        for one in dict.fromkeys(examples):
            self._articles[one.group, one.passage_language].append(one.passage)
        self._ways: Mapping[str, Callable[[_Asked, random.Random], Pair | None]] = {
            "removed": self._removed,
            "nearest": self._nearest,
            "article": self._of_article,
            "across": self._across,
            "altered": self._altered,
        }

    def group(self, one: Example, wrong: int, rng: random.Random) -> list[Pair]:
        """Return an example's own pair, and so many that do not answer; fewer where they cannot be made."""
        asked = self._asked(one, rng)
        if not one.answerable:
            return [self._anywhere(asked, one.passage, "unanswerable", rng)]
        right = self._right(asked, one.question, rng)
        kinds = rng.choices(list(self._kinds), list(self._kinds.values()), k=4 * wrong) if self._kinds else []
        found = (pair for kind in kinds if (pair := self._ways[kind](asked, rng)))
        return ([right] if right else []) + [pair for _, pair in zip(range(wrong), found, strict=False)]

    def _asked(self, one: Example, rng: random.Random) -> _Asked:
        dictionary, room = self._dictionary, rng.randint(LEAST_ROOM, MOST_ROOM)
        if dictionary is None or rng.random() >= self._switched:
            return _Asked(one, str, one.question_language, room)
        share = rng.uniform(LEAST_SWITCHED, 1)
        return _Asked(one, lambda text: dictionary.switched(text, share, rng), _OTHER[one.question_language], room)

    def _right(self, asked: _Asked, question: str, rng: random.Random) -> Pair | None:
        one = asked.example
        found = self._windows.around(
            asked.worded(question), _title(one, rng), one.passage, one.spans[0], asked.room, rng
        )
        return Pair(*found, "right", f"{asked.language}-{one.passage_language}") if found else None

    def _altered(self, asked: _Asked, rng: random.Random) -> Pair | None:
        one = asked.example
        other = rng.choice(self._articles[one.group, one.passage_language])
        question = altered(one.question, one.passage, (other,), one.answers, rng)
        pair = self._right(asked, question, rng) if question else None
        return replace(pair, answer=NOWHERE, kind="altered") if pair else None

    def _removed(self, asked: _Asked, rng: random.Random) -> Pair | None:
        one = asked.example
        spans = [
            (start, end)
            for start, end in sentence_spans(one.passage, 0, len(one.passage))
            if not _holds(one, start, end)
        ]
        rest = (" " if one.passage_language == "en" else "").join(one.passage[start:end] for start, end in spans)
        return self._anywhere(asked, rest, "removed", rng) if rest else None

    def _of_article(self, asked: _Asked, rng: random.Random) -> Pair | None:
        one = asked.example
        others = [text for text in self._articles[one.group, one.passage_language] if text != one.passage]
        return self._without(asked, others, "article", rng)

    def _nearest(self, asked: _Asked, rng: random.Random) -> Pair | None:
        near = self._searched.near(asked.example, asked.example.passage_language)
        return self._without(asked, near, "nearest", rng)

    def _across(self, asked: _Asked, rng: random.Random) -> Pair | None:
        language = _OTHER[asked.example.passage_language]
        pair = self._without(asked, self._searched.near(asked.example, language), "across", rng)
        return replace(pair, direction=f"{asked.language}-{language}") if pair else None

    def _without(self, asked: _Asked, texts: Sequence[str], kind: str, rng: random.Random) -> Pair | None:
        """Return a window of a text that does not hold the answer, not even by chance."""
        fitting = [text for text in texts if not any(answer in text for answer in asked.example.answers)]
        return self._anywhere(asked, rng.choice(fitting), kind, rng) if fitting else None

    def _anywhere(self, asked: _Asked, text: str, kind: str, rng: random.Random) -> Pair:
        one = asked.example
        ids = self._windows.anywhere(asked.worded(one.question), _title(one, rng), text, asked.room, rng)
        return Pair(ids, NOWHERE, kind, f"{asked.language}-{one.passage_language}")


def _holds(one: Example, start: int, end: int) -> bool:
    """Say whether a sentence has the answer, there or in the same words elsewhere."""
    sentence = one.passage[start:end]
    return any(answer in sentence for answer in one.answers) or any(start < b and a < end for a, b in one.spans)


def _title(one: Example, rng: random.Random) -> str:
    """Return the article's title, or none: some sources number their articles, and not every passage has a title."""
    title = one.group.partition("-")[2]
    return title if rng.random() < TITLED and not title.isdigit() else ""
