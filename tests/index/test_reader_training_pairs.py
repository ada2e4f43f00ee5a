"""Pairs to train on: what answers is where it is said to be, and what is said not to answer does not."""

import random
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from reader_examples import write_examples
from tokenizers import Tokenizer

from index.encoders import Encoder
from index.encoders.onnx_model import open_tokenizer
from index.encoders.prepared import E5_TOKENS, PREPARED
from index.reading.inputs import BOS, EOS, Inputs
from index.reading.training.altered import altered
from index.reading.training.evaluation import held_pairs
from index.reading.training.examples import Example, read_examples
from index.reading.training.neighbours import Searched
from index.reading.training.pairs import KINDS, NOWHERE, Pair, Pairs

pytestmark = pytest.mark.slow
TOKENS = Path(__file__).parents[1] / ".cache" / PREPARED / E5_TOKENS
ROUNDS = 8  # groups of each example


@pytest.fixture(scope="module")
def tokenizer(encoder: Encoder) -> Tokenizer:  # noqa: ARG001 - the encoder prepares it
    """The encoder's own tokenizer."""
    return open_tokenizer(TOKENS)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """All examples of this folder."""
    return read_examples(write_examples(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def searched(examples: list[Example], encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Searched:
    """What the product's search finds for them."""
    return Searched.of(examples, encoder, tmp_path_factory.mktemp("searched"))


@pytest.fixture(scope="module")
def pairs(examples: list[Example], searched: Searched, tokenizer: Tokenizer) -> Pairs:
    """Makes pairs without a dictionary: each question stands in its own words."""
    return Pairs(examples, searched, Inputs(tokenizer))


@pytest.fixture(scope="module")
def made(examples: list[Example], pairs: Pairs) -> list[tuple[Example, list[Pair]]]:
    """Many groups of each example."""
    rng = random.Random(7)
    return [(one, pairs.group(one, 2, rng)) for one in examples for _ in range(ROUNDS)]


def of_kind(made: Sequence[tuple[Example, list[Pair]]], *kinds: str) -> list[tuple[Example, Pair]]:
    """Return the pairs of some kinds with their examples; there are some."""
    found = [(one, pair) for one, group in made for pair in group if pair.kind in kinds]
    assert {pair.kind for _, pair in found} == set(kinds)
    return found


def bare(text: str) -> str:
    """Return a text without spaces and other widths of characters, which tokens do not keep."""
    return "".join(unicodedata.normalize("NFKC", text).replace("▁", "").split())


def texts(pair: Pair, tokenizer: Tokenizer) -> tuple[str, str]:
    """Return the question of a pair, and what it is to be read in, title and all."""
    assert (pair.ids[0], pair.ids[-1], pair.ids.count(EOS)) == (BOS, EOS, 2)
    end = pair.ids.index(EOS)
    return bare(tokenizer.decode(pair.ids[1:end])), bare(tokenizer.decode(pair.ids[end + 1 : -1]))


def test_the_answer_is_where_it_is_said_to_be(made: list[tuple[Example, list[Pair]]], tokenizer: Tokenizer) -> None:
    """The tokens marked hold the answer, and no token could be left out; they stand behind question and title."""
    for one, pair in of_kind(made, "right"):
        (answer,), (first, last) = map(bare, one.answers), pair.answer
        assert answer in bare(tokenizer.decode(pair.ids[first : last + 1]))
        assert answer not in bare(tokenizer.decode(pair.ids[first + 1 : last + 1]))
        assert answer not in bare(tokenizer.decode(pair.ids[first:last]))
        assert first > pair.ids.index(EOS)
        assert pair.answers
        assert texts(pair, tokenizer)[0] == bare(one.question)
        assert pair.direction == one.direction


def test_groups_are_made_up_as_said(made: list[tuple[Example, list[Pair]]]) -> None:
    """One pair answers, then come as many that do not, of all kinds; what cannot be answered stands alone."""
    for one, group in made:
        if one.answerable:
            assert [pair.kind == "right" for pair in group] == [True, False, False]
        else:
            assert [pair.kind for pair in group] == ["unanswerable"]
        assert all(pair.answers == (pair.kind == "right") for pair in group)
        assert all(pair.answer == NOWHERE for pair in group[one.answerable :])
    kinds = Counter(pair.kind for _, group in made for pair in group)
    assert set(kinds) == {*KINDS, "right", "unanswerable"}


def test_without_the_answers_sentences(made: list[tuple[Example, list[Pair]]], tokenizer: Tokenizer) -> None:
    """What is left of a passage whose answer was removed does not hold it, and is of that passage."""
    for one, pair in of_kind(made, "removed"):
        question, rest = texts(pair, tokenizer)
        assert question == bare(one.question)
        assert not any(bare(answer) in rest for answer in one.answers)
        assert rest[-5:] in bare(one.passage)


def test_other_passages_do_not_hold_the_answer(
    made: list[tuple[Example, list[Pair]]], tokenizer: Tokenizer, examples: list[Example]
) -> None:
    """Another passage is not the example's own, does not hold the answer, and is of the article or language asked."""
    for one, pair in of_kind(made, "nearest", "article", "across"):
        question, other = texts(pair, tokenizer)
        assert question == bare(one.question)
        passage = other.removeprefix(one.group.partition("-")[2])
        assert not any(bare(answer) in passage for answer in one.answers)
        (found,) = {each.passage: each for each in examples if passage[:20] in bare(each.passage)}.values()
        assert found.passage != one.passage
        assert pair.direction == f"{one.question_language}-{found.passage_language}"
        assert (found.passage_language != one.passage_language) == (pair.kind == "across")
        assert found.group == one.group or pair.kind != "article"


def test_altered_questions(made: list[tuple[Example, list[Pair]]], tokenizer: Tokenizer) -> None:
    """An altered question differs from the one asked in front of the very passage, and counts as not answered."""
    for one, pair in of_kind(made, "altered"):
        question, passage = texts(pair, tokenizer)
        assert question != bare(one.question)
        assert any(bare(answer) in passage for answer in one.answers)
        assert not pair.answers


NUMBERS = {f"Who won in 19{n:02}?" for n in range(100)}
NAMES = {"Where did Cy Dow meet Bo Ek?", "Where did Ann Lee meet Cy Dow?"}


@pytest.mark.parametrize(
    ("question", "passage", "other", "wanted"),
    [
        ("Who won in 1987?", "In 1987 Ann Lee won.", "", {"Who lost in 1987?", *NUMBERS}),
        ("Where did Ann Lee meet Bo Ek?", "Here Ann Lee met Bo Ek.", "Now Cy Dow came.", NAMES),
        ("最大的湖在哪里？", "最大的湖在北部。", "", {"最小的湖在哪里？"}),
        ("陈玉梅在哪里上班？", "陈玉梅在杭州上班。", "王大勇修自行车。", {"王大勇在哪里上班？"}),
        ("Why is it so?", "It is so.", "", {None}),
    ],
)
def test_one_thing_is_altered(question: str, passage: str, other: str, wanted: set[str | None]) -> None:
    """A number, a name of the article or a word of contrary meaning changes, nothing else, and never to the answer."""
    answers = frozenset({"杭州", "北部"})
    found = {altered(question, passage, (other,), answers, random.Random(seed)) for seed in range(40)}
    assert found <= wanted
    assert question not in found
    assert len(found) >= min(len(wanted), 4)


def test_chance_is_the_generators(examples: list[Example], pairs: Pairs) -> None:
    """The same seed gives the same pairs, in training and in what is held back; another gives others."""
    for make in (
        lambda seed: [pairs.group(one, 2, random.Random(f"{seed} {n}")) for n, one in enumerate(examples)],
        lambda seed: held_pairs(examples, pairs, 2, seed, each=3),
    ):
        assert make(7) == make(7) != make(8)


def test_kinds_that_are_left_out(examples: list[Example], searched: Searched, tokenizer: Tokenizer) -> None:
    """A kind that an experiment leaves out is not made; without all of them, only what answers is."""
    for without, left in (({"altered", "across"}, {"right", "removed", "nearest", "article"}), (set(KINDS), {"right"})):
        some = Pairs(examples, searched, Inputs(tokenizer), without=frozenset(without))
        kinds = {pair.kind for one in examples for pair in some.group(one, 2, random.Random(3)) if one.answerable}
        assert kinds == left


def test_length_tells_nothing(searched: Searched, tokenizer: Tokenizer) -> None:
    """What answers is no longer and no shorter than what does not: the first reader had learned lengths instead."""
    text = " ".join(f"Kettle {number} whistles at noon, and then it is still." for number in range(40))
    at = text.index("noon")
    yes = Example("When?", text, True, ((at, at + 4),), "en", "en", "kettles", "test")
    no = replace(yes, answerable=False, spans=())
    some, rng = Pairs([yes], searched, Inputs(tokenizer)), random.Random(7)
    right, wrong = ([len(some.group(one, 0, rng)[0].ids) for _ in range(200)] for one in (yes, no))
    assert abs(np.mean(right) - np.mean(wrong)) < 0.15 * np.mean(right)
    assert np.std(right) > 0.2 * np.mean(right)
