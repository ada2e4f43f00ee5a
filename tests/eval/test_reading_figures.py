"""What the benchmark of reading counts: sentences that hold an answer, shares, areas, aims, tables and charts."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from eval.benchmarks.headlines import TARGETS, read_targets
from eval.benchmarks.ranks import RankRow
from eval.benchmarks.reading import ALONE, AMONG, CLOSED, GIVEN, READER, REMOVED, WITHOUT
from eval.benchmarks.reading.asking import AskedRow
from eval.benchmarks.reading.cost import medians
from eval.benchmarks.reading.drawn import tables, written
from eval.benchmarks.reading.figures import RECIPROCAL, figures
from eval.benchmarks.reading.gold import holding, telling
from eval.benchmarks.reading.pairs import PairRow
from eval.benchmarks.reading.reliability import by_languages
from eval.benchmarks.reading.tables import aim
from eval.question_sets import Query
from ingest.documents import Chunk, Document, Link
from ingest.sentences import sentence_spans
from ingest.status import Source

TEXT = "The quay was built in 1840. It burnt in 1851! A new one stands since 1860; it is of stone."


def _chunk(text: str) -> Chunk:
    document = Document(Link("https://a.example/", ()), "https://a.example/", "", text, (), Source.NOTE)
    return Chunk(document, 0, len(text), (), tuple(sentence_spans(text, 0, len(text))))


@pytest.mark.parametrize(
    ("answers", "gold", "held"),
    [
        (("1851",), (), [False, True, False]),
        (("18",), (), [True, True, True]),
        (("1851",), ("It burnt in 1851!",), [False, True, False]),
        (("18",), ("The quay was built  in 1840.",), [True, False, False]),  # an answer elsewhere does not count
        (
            ("18",),
            ("It burnt in 1851! A new one stands since 1860; it is of stone.",),
            [False, True, True],
        ),  # cut finer
        (("stone",), ("It burnt in 1851! A new one stands since 1860; it is of stone.",), [False, False, True]),
        (("fire ended it",), ("It burnt in 1851!",), [False, True, False]),  # in the set's own words
        (("1841",), (), [False, False, False]),
        (("",), (), [False, False, False]),
    ],
)
def test_a_sentence_that_holds_the_answer(answers: tuple[str, ...], gold: tuple[str, ...], held: list[bool]) -> None:
    """It is one that the set names, or a part of one; else one with an answer in it."""
    assert holding(Query("q", "When?", "en", answers=answers, gold_sentences=gold), _chunk(TEXT)) == held


def test_choosing_tells_something_where_sentences_differ() -> None:
    """Where all hold the answer, or none does, either choice is as good."""
    assert telling([False, True])
    assert not telling([True])
    assert not telling([False, False])
    assert not telling([])


def _pair(number: int, cosine: float, log_odds: float, *, answers: bool, **changes: Any) -> PairRow:
    given: dict[str, Any] = {
        "id": str(number),
        "passage": f"p{number // 2}",
        "written_for": True,
        "about": f"p{number // 2}",
        "languages": "en-zh",
        "answers": answers,
        "scores": {WITHOUT: cosine, READER: log_odds},
        "probability": 1 / (1 + np.exp(-log_odds)),
        "named": {WITHOUT: number % 2 == 0, READER: True} if answers else None,
    }
    return PairRow(**given | changes)


def _pairs(many: int = 60) -> list[PairRow]:
    """Return pairs of which the reader knows more than the cosine."""
    random = np.random.default_rng(2)
    answers = random.random(many) < 0.5
    return [
        _pair(number, random.normal(0.3 * one, 1), random.normal(2 * one - 1, 1.5), answers=bool(one))
        for number, one in enumerate(answers)
    ]


def _asked(number: int, before: int | None, after: int | None, sure: tuple[float, float]) -> AskedRow:
    ranks = RankRow(str(number), "en", number % 2 == 0, {WITHOUT: before, READER: after}, None, f"p{number}")
    named = {WITHOUT: False, READER: True} if number else None
    return AskedRow(ranks, number + 1, dict(zip((WITHOUT, READER), sure, strict=True)), named)


ASKED = [
    _asked(0, 1, 1, (0.8, 4.0)),
    _asked(1, 2, 1, (0.6, 1.0)),
    _asked(2, None, 4, (0.5, -1.0)),
    _asked(3, 1, 2, (0.9, 2.0)),
]
GONE = {
    "0": {WITHOUT: 0.7, READER: -3.0},
    "1": {WITHOUT: 0.6, READER: 1.0},
    "2": {WITHOUT: 0.4, READER: -2.0},
    "3": {WITHOUT: 0.95, READER: -4.0},
}


def _line(found: dict[str, Any], measure: str, group: str = "all") -> dict[str, Any]:
    (line,) = [one for one in found["lines"] if (one["measure"], one["group"]) == (measure, group)]
    return dict(line)


def test_the_areas_are_those_of_scikit_learn() -> None:
    """Of each question with its own passage, the nearest other left out; of the index with its passage and without."""
    rows = _pairs()
    others = [_pair(number, 9.0, 9.0, answers=False, written_for=False) for number in range(20)]
    line = _line(figures([*rows, *others], [], {}), CLOSED)
    for name in (WITHOUT, READER):
        assert line[name] == pytest.approx(
            roc_auc_score([row.answers for row in rows], [row.scores[name] for row in rows])
        )
    alone = _line(figures([*rows, *others], [], {}), ALONE)
    assert alone[READER] == roc_auc_score([row.answers for row in rows], [row.probability for row in rows])
    assert alone[WITHOUT] == line[WITHOUT]
    assert line["lead"] == pytest.approx(line[READER] - line[WITHOUT])
    assert line["bounds"][0] < line[READER] < line["bounds"][1]
    assert line["lead_bounds"][0] < line["lead"] < line["lead_bounds"][1]

    line = _line(figures([], ASKED, GONE), REMOVED)
    sure = [row.sure for row in ASKED] + list(GONE.values())
    for name in (WITHOUT, READER):
        assert line[name] == pytest.approx(roc_auc_score([1] * 4 + [0] * 4, [one[name] for one in sure]))


def test_ranks_before_and_after_by_hand() -> None:
    """Two of four come first, both times; reciprocals 1, 1/2, 0, 1 and 1, 1, 1/4, 1/2; 0 and 2 are translated."""
    found = figures([], ASKED, {})
    assert found["read"] == (1 + 2 + 3 + 4) / 4
    first = _line(found, "R@1")
    assert (first[WITHOUT], first[READER], first["lead"]) == (0.5, 0.5, 0.0)
    reciprocal = _line(found, RECIPROCAL)
    assert (reciprocal[WITHOUT], reciprocal[READER]) == (2.5 / 4, 2.75 / 4)
    translated = _line(found, RECIPROCAL, "translated")
    assert (translated["questions"], translated[WITHOUT], translated[READER]) == (2, 0.5, 1.25 / 2)


def test_evidence_counts_where_choosing_tells_something() -> None:
    """A question without a choice is not among them."""
    rows = [_pair(number, 0.0, 0.0, answers=number < 3) for number in range(5)]
    given, among = (_line(figures(rows, ASKED, {}), name) for name in (GIVEN, AMONG))
    assert (given["questions"], given[WITHOUT], given[READER]) == (3, 2 / 3, 1.0)
    assert (among["questions"], among[WITHOUT], among[READER]) == (3, 0.0, 1.0)


def test_what_was_not_measured_has_no_line() -> None:
    """A set without unanswerable questions has no area of its own; without rows there is nothing at all."""
    assert [one["measure"] for one in figures([_pair(0, 0.1, 1.0, answers=True)], [], {})["lines"]] == [GIVEN]
    assert figures([], [], {}) == {"lines": [], "read": None}


def test_probabilities_are_checked_as_they_are() -> None:
    """Nothing is fitted: Brier is scikit-learn's, bins are tenths; pairs of languages stand apart, few are left out."""
    rows = _pairs(200)
    few = [_pair(number, 0.0, 0.0, answers=True, languages="zh-en") for number in range(9)]
    found = by_languages({"one": rows[:100], "two": [*rows[100:], *few]})
    assert list(found) == ["en-zh"]
    one = found["en-zh"]
    probabilities, right = [row.probability for row in rows], [row.answers for row in rows]
    assert one["brier"] == pytest.approx(brier_score_loss(right, probabilities))
    order = np.argsort(probabilities)
    tenths = np.array_split(order, 10)
    errors = [abs(np.mean(np.array(probabilities)[part]) - np.mean(np.array(right)[part])) for part in tenths]
    assert one["error"] == pytest.approx(np.mean(errors), abs=0.01)
    assert [one["questions"] for one in one["bins"]] == [len(part) for part in tenths]


def test_equal_names_in_two_sets_are_two_passages() -> None:
    """A bin's interval is narrower when its pairs are about more things."""
    rows = [_pair(number, 0.0, 0.5, answers=number % 3 > 0, about=f"p{number % 6}") for number in range(60)]

    def width(sets: dict[str, list[PairRow]]) -> float:
        ((bin_,),) = [one["bins"] for one in by_languages(sets).values()]
        return float(bin_["high"] - bin_["low"])

    assert width({name: rows[place::5] for place, name in enumerate("abcde")}) < width({"a": rows})


def _measured() -> dict[str, Any]:
    shown = {"name": "squad2_en", "passages": 9, **figures(_pairs(), ASKED, GONE)}
    times = {"reader": {"ms": 10.0}, "cross-encoder": {"ms": 40.0}}
    cost = {"systems": times, "ours / its": {"ms": 0.25}, "rounds": []}
    return {"sets": [shown], "reliability": by_languages({"squad2_en": _pairs(200)}), "cost": cost}


def test_an_aim_is_a_figure_or_a_lead() -> None:
    """A lead counts from what there is without the reader; what nobody asked for has none."""
    line = {"measure": "R@1", "group": "translated", WITHOUT: 0.5}
    assert aim(line, {"R@1, translated": {"lead": 0.25}}) == 0.75
    assert aim(line, {"R@1, translated": {"least": 0.9}}) == 0.9
    assert aim(line, {"R@1": {"least": 0.9}}) is None


def test_tables_hold_every_line() -> None:
    """Each measure with its questions, both figures, the lead, and the aim that is asked for."""
    found = _measured()
    text = tables(found, {"squad2_en": {CLOSED: {"least": 0.78}}})
    for line in found["sets"][0]["lines"]:
        group = "" if line["group"] == "all" else f", {line['group']}"
        (row,) = [one for one in text.splitlines() if one.startswith(f"| squad2_en: {line['measure']}{group} |")]
        cells = row.strip("| ").split(" | ")
        assert cells[1:3] == [str(line["questions"]), f"{line[WITHOUT]:.3f}"]
        assert cells[3].startswith(f"**{line[READER]:.3f}** (")
        assert row.endswith("| ≥ 0.780 |" if line["measure"] == CLOSED else "|  |")
    assert "| squad2_en: candidates read a question |  |  | 2.50 |  |  |" in text
    assert "| en-zh | 200 |" in text
    assert "| ms | 10.0 | 40.0 | 0.25 |" in text
    assert tables({"sets": [], "reliability": {}, "cost": None}, {}) == ""


def test_each_kind_of_measure_has_its_chart(tmp_path: Path) -> None:
    """One for areas, one for ranks, one for sentences, one a pair of languages; all are SVG, and a table stands by."""
    found = written(_measured(), {}, tmp_path)
    names = {path.name for path in found}
    assert names == {
        *(f"reading-{name}.svg" for name in ("answering", "ranking", "evidence", "reliability-en-zh")),
        "reading.md",
    }
    for path, text in found.items():
        if path.suffix == ".svg":
            assert ET.fromstring(text).tag.endswith("svg")


def test_the_shipped_aims_are_of_measures_that_there_are() -> None:
    """Each names a set's measure, and a figure or a lead that a share can have."""
    for measures in read_targets(TARGETS)["reading"].values():
        for measure, wanted in measures.items():
            assert measure in {CLOSED, ALONE, REMOVED, GIVEN, AMONG, "R@1", RECIPROCAL}
            ((kind, value),) = wanted.items()
            assert kind in {"least", "lead"}
            assert 0 <= value < 1


def test_a_figure_is_the_median_of_the_rounds() -> None:
    """Of an even number, the middle of the two in between."""
    assert medians([{"ms": 1.0}, {"ms": 9.0}, {"ms": 2.0}, {"ms": 4.0}]) == {"ms": 3.0}
