"""Windows for training, whatever the texts: never too long, always closed, and the answer is in them."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders import Encoder
from index.encoders.onnx_model import open_tokenizer
from index.encoders.prepared import E5_TOKENS, PREPARED
from index.reading.inputs import BOS, CONTEXT_TOKENS, EOS, MOST_TOKENS, QUESTION_TOKENS, Inputs
from index.reading.training.windows import LEAST_ROOM, MOST_ROOM, Windows

TOKENS = Path(__file__).parents[1] / ".cache" / PREPARED / E5_TOKENS
LONGEST = 1 + QUESTION_TOKENS + 1 + CONTEXT_TOKENS + MOST_ROOM + 1
SENTENCES = (
    "The kettle whistles at noon.",
    "茶壶在中午响起来。",
    "No. 7 is open!",
    "x" * 300 + ".",
    "水" * 260 + "。",
    "…",
    "\n\n",
    " \u3000 ",
    "She asked: “why?”",
)
words = st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20))
texts = st.lists(words, max_size=16).map(" ".join)
rooms = st.integers(LEAST_ROOM, MOST_ROOM)
some = settings(deadline=None, max_examples=60)


@pytest.fixture(scope="module")
def windows(encoder: Encoder) -> Windows:  # noqa: ARG001 - the encoder prepares the tokenizer
    """Makes windows with the encoder's own tokenizer."""
    return Windows(Inputs(open_tokenizer(TOKENS)))


def test_the_longest_fits_the_reader() -> None:
    """No window of training is longer than what is read at work."""
    assert LONGEST <= MOST_TOKENS


@some
@given(texts, words, texts, rooms, st.integers())
def test_windows_anywhere(windows: Windows, question: str, title: str, text: str, room: int, seed: int) -> None:
    """A window of any text begins and ends as the reader's own does, and keeps below the length."""
    ids = windows.anywhere(question, title, text, room, random.Random(seed))
    assert len(ids) <= LONGEST
    assert (ids[0], ids[-1]) == (BOS, EOS)
    assert EOS in ids[1 : QUESTION_TOKENS + 2]


@some
@given(words, words, texts.filter(str.strip), st.data(), st.integers())
def test_windows_around(windows: Windows, question: str, title: str, text: str, data: st.DataObject, seed: int) -> None:
    """A window around a span has it, behind question and title, or there is none; and it keeps below the length."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = windows.around(question, title, text, (start, end), data.draw(rooms), random.Random(seed))
    if found is None:
        return
    ids, (first, last) = found
    assert len(ids) <= LONGEST
    assert (ids[0], ids[-1]) == (BOS, EOS)
    assert EOS in ids[1:first]
    assert first <= last < len(ids) - 1
    tokens = windows._tokens(text)
    inside = [n for n, (a, b) in enumerate(tokens.offsets) if a < end and start < b]
    assert ids[first : last + 1] == tokens.ids[inside[0] : inside[-1] + 1]


def test_rooms_and_cuts(windows: Windows) -> None:
    """Short sentences are joined up to the room there is; an answer that is cut off makes no window."""
    many = " ".join(f"Kettle {n} whistles at noon." for n in range(100))
    for room in (LEAST_ROOM, 100, MOST_ROOM):
        assert room - 10 < len(windows.anywhere("", "", many, room, random.Random(7))) - 3 <= room
    endless = "kettle " * 300 + "whistles"
    assert windows.around("", "", endless, (0, 6), LEAST_ROOM, random.Random(7)) is not None
    assert windows.around("", "", endless, (2100, 2108), MOST_ROOM, random.Random(7)) is None
    assert windows.around("", "", "  \n ", (0, 2), MOST_ROOM, random.Random(7)) is None
