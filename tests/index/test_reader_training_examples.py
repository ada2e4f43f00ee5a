"""What the reader is trained on: lines that are wrong are named, nothing stands on both sides of the split."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reader_examples import record, records, write_examples

from index.errors import TrainingDataInvalid
from index.reading.training.examples import Example, read_examples, simplified, split

FACT = "Bread dough rises because yeast makes gas."
GOOD = record("What makes dough rise?", FACT, "yeast")
REMEDY = r"; give the folder of \*\.jsonl files that docs/reader\.md describes\.$"
TRADITIONAL = "麵團發起來，是因為酵母產生氣體。頭髮乾了以後，皇后在臺灣後面的麵館裡吃麵。"


def example(group: str, passage: str, source: str = "own") -> Example:
    """An example whose answer is its passage's first character."""
    return Example("What?", passage, True, ((0, 1),), "en", "en", group, source)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "is no question and passage"),
        ("[]", "is no question and passage"),
        (json.dumps({key: value for key, value in GOOD.items() if key != "group"}), "is no question and passage"),
        (json.dumps(GOOD | {"passage_language": "fr"}), "is no question and passage"),
        (json.dumps(GOOD | {"spans": [[26]]}), "is no question and passage"),
        (json.dumps(GOOD | {"question": None}), "is no question and passage"),
        (json.dumps(GOOD | {"spans": [[26, 200]]}), "has an answer that is not in its passage"),
        (json.dumps(GOOD | {"spans": [[-3, 4]]}), "has an answer that is not in its passage"),
        (json.dumps(GOOD | {"spans": [[26, 26]]}), "has an answer that is not in its passage"),
        (json.dumps(GOOD | {"spans": []}), "has an answer that is not in its passage"),
        (json.dumps(GOOD | {"answerable": False}), "has an answer that is not in its passage"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    """A line that does not follow the layout is one sentence with its file and line, counted as an editor does."""
    good = json.dumps(GOOD)
    (tmp_path / "a.jsonl").write_text(f"{good}\n", "utf-8")
    (tmp_path / "b.jsonl").write_text(f"{good}\n\n{good}\n \n{line}\n{good}\n", "utf-8")
    with pytest.raises(TrainingDataInvalid, match=rf"^{tmp_path}/b\.jsonl, line 5 {complaint}{REMEDY}"):
        read_examples(tmp_path)


def test_what_cannot_be_read_at_all(tmp_path: Path) -> None:
    """A missing folder, one without data, a file in another encoding and a folder in a file's place say so."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(TrainingDataInvalid, match=f"^{folder} holds no training data{REMEDY}"):
            read_examples(folder)
    (tmp_path / "a.jsonl").write_bytes(json.dumps(GOOD | {"question": "麵"}, ensure_ascii=False).encode("big5"))
    with pytest.raises(TrainingDataInvalid, match=rf"^{tmp_path}/a\.jsonl cannot be read \(.*\){REMEDY}"):
        read_examples(tmp_path)
    (tmp_path / "a.jsonl").unlink()
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(TrainingDataInvalid, match=rf"^{tmp_path}/a\.jsonl cannot be read \(.*directory.*\){REMEDY}"):
        read_examples(tmp_path)


def test_lines_are_read_in_order(tmp_path: Path) -> None:
    """Each line is an example, in the order of the files' names; its answers are the words of the passage."""
    lines = list(records())
    (tmp_path / "b.jsonl").write_text(json.dumps(GOOD), "utf-8")
    write_examples(tmp_path / "whole")
    (tmp_path / "whole" / "own.jsonl").rename(tmp_path / "c.jsonl")
    found = read_examples(tmp_path)
    assert [one.question for one in found] == [GOOD["question"], *(line["question"] for line in lines)]
    assert found[0].answers == {"yeast"}
    assert sum(not one.answerable for one in found) == sum(not line["spans"] for line in lines) > 5


def test_languages_are_the_texts(tmp_path: Path) -> None:
    """Whatever a line says, question and passage are in the language that they are in."""
    wrong: dict[str, Any] = {"question_language": "zh", "passage_language": "zh"}
    lines = [
        GOOD | wrong,
        GOOD | wrong | {"question": "What does the sign 茶 mean in English, on a shop?"},
        record("面团为什么会发起来？", "面团发起来，是因为酵母产生气体。", "酵母"),
        record("What makes dough rise?", "面团发起来，是因为酵母产生气体。", "酵母"),
    ]
    assert [one.direction for one in read_examples(write_examples(tmp_path, lines))] == [
        "en-en",
        "en-en",
        "zh-zh",
        "en-zh",
    ]


def test_the_split_is_by_article(tmp_path: Path) -> None:
    """A third of each source's articles is held back; no article and no passage stands on both sides."""
    examples = read_examples(write_examples(tmp_path))
    train, held = split(examples, 1 / 3, 7)
    assert Counter(train + held) == Counter(examples)
    assert not {one.group for one in train} & {one.group for one in held}
    assert not {one.passage for one in train} & {one.passage for one in held}
    assert Counter(source for source, _ in {(one.source, one.group) for one in held}) == {"own en": 2, "own zh": 2}
    assert split(examples, 1 / 3, 7) == (train, held)
    assert any(split(examples, 1 / 3, seed)[1] != held for seed in range(8, 12))


def test_sources_about_the_same_articles() -> None:
    """An article of two sources is on one side; a passage in an article that is held back is not trained on."""
    shared = "The same words in two articles."
    examples = [example(f"own-{n}", shared if n < 10 else f"Passage {n}.") for n in range(20)]
    examples += [example(f"own-{n}", f"Another of {n}.", "other") for n in range(20)]
    train, held = split(examples, 0.25, 7)
    assert not {one.group for one in train} & {one.group for one in held}
    assert not {one.passage for one in train} & {one.passage for one in held}
    assert any(one.passage == shared for one in held)
    assert {one.source for one in train} == {one.source for one in held} == {"own", "other"}


def test_simplified_keeps_the_answers() -> None:
    """Most articles become Simplified, the same ones each time; a span still holds its answer."""
    spans = tuple((at, at + len(one)) for one in ("酵母產生氣體", "頭髮") if (at := TRADITIONAL.index(one)))
    asked = Example("麵團為什麼會發起來？", TRADITIONAL, True, spans, "zh", "zh", "", "own")
    whole = [replace(asked, group=f"own-{n}") for n in range(200)]
    found = simplified(whole, 7)
    assert {(one.question, *sorted(one.answers)) for one in found} == {
        ("麵團為什麼會發起來？", "酵母產生氣體", "頭髮"),
        ("面团为什么会发起来？", "头发", "酵母产生气体"),
    }
    assert 30 < sum(one == kept for one, kept in zip(found, whole, strict=True)) < 70  # a quarter stays
    assert simplified(whole, 7) == found
    english = [example(f"own-{n}", "The sign reads 麵, in the old script.") for n in range(9)]
    assert simplified(english, 7) == english
