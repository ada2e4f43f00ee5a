"""Sentences of both languages, as exact places in the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    """Return a text's sentences."""
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["One sentence."],
        ["No stop at the end"],
        ["First one.", "Second one.", "3 more follow.", "Done."],
        ["Is it fast?", "Yes!", "Very."],
        ["He said “stop.”", "She left.", '"Why?"', "(Nobody knows.)", "[Really.]"],
        ["Wait...", "What?", "So ... well."],
        ["Use e.g. This one, i.e. That one, cf. Smith et al. 2019 and Fig. 3."],
        ["Dr. A. Smith of Acme Inc. Boston wrote No. 7."],
        ["Version 2.0 runs in 3.5 s.", "Python 3.11 is next."],
        ["Go to https://e.example/?a=1&b=2!c=3 now.", "If a != b, it stops."],
        ["It reads config.yaml and README.md first.", "中文也一样。"],
        ["1. First item.", "Then more."],
    ],
)
def test_english(expected: list[str]) -> None:
    """A stop ends a sentence before white space and a new start, not within numbers, names, URLs and abbreviations."""
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["图引擎很快。", "它支持十亿个节点！", "真的吗？", "真的"],
        ["“很快。”", "他说（真的！）", "好。"],
        ["为什么?", "因为它快!", "PyTorch 也快。"],
        ["什么？！", "竟然如此!!", "好。"],
        ["版本2.0于2019年发布，比1.5快。", "下载见https://e.example/?a=1。"],
        ["用 Angel.", "它来自北京大学。"],
        ["甲；乙：丙，丁……戊。"],
    ],
)
def test_chinese(expected: list[str]) -> None:
    """Chinese stops end a sentence without a space, with closing marks; also when typed as ASCII behind a character."""
    parts = [one + " " if one.endswith(".") else one for one in expected]

    assert sentences("".join(parts)) == expected


def test_lines_and_marks() -> None:
    """A line break ends a sentence; a line without a letter or digit goes with the sentence before, or is nothing."""
    assert sentences("- item one\n- item two\n\ncode = 1") == ["- item one", "- item two", "code = 1"]
    assert sentences("***\nTitle\n---\nText") == ["Title\n---", "Text"]
    assert sentences("") == []
    assert sentences(" \n。…\n") == []


def test_within_a_text() -> None:
    """Only the part asked for is read, and the offsets are those of the whole text."""
    text = "Before. First one. Second one. After."

    assert sentence_spans(text, 8, 30) == [(8, 18), (19, 30)]


MARKS = st.sampled_from(
    [*"aZ9中。！？.!?”\"'）)(“ \n\t\u3000-", "e.g.", "A.", "https://e.ex/?q=1", "图。", "...", "12."]
)


@given(st.lists(MARKS | st.characters(codec="utf-8"), max_size=60).map("".join), st.data())
@settings(derandomize=True, max_examples=400)
def test_spans_cover_every_word(text: str, data: st.DataObject) -> None:
    """Spans are in order, apart, free of white space at their ends, within bounds, and hold every letter and digit."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentence_spans(text, start, end)

    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(start <= first < last <= end for first, last in spans)
    assert all(text[first:last] == text[first:last].strip() for first, last in spans)
    covered = {place for first, last in spans for place in range(first, last)}
    assert all(place in covered for place in range(start, end) if text[place].isalnum())


@pytest.mark.parametrize("mark", [".", "!", "。", ".'", '?"', ". ", "a.", "! ", "\n"])
def test_a_page_of_marks_takes_no_time(mark: str) -> None:
    """100 000 marks in a row are read in well under a second: time grows with length, not with its square."""
    text = mark * 100_000
    started = time.perf_counter()
    sentence_spans(text, 0, len(text))

    assert time.perf_counter() - started < 2
