"""The page of a run, read as a tree: its numbers are the run's, and what strangers wrote is text."""

import json
import re
from pathlib import Path
from statistics import fmean

import pytest
from lxml import html
from made_runs import EDGES, EVIL_URL, PICTURE, RIGHT, SCRIPT, TEMPLATE, answer, edge, hostile, question, row, run

from eval.report.changes import Changes
from eval.report.page import page, write_page
from eval.rows import write_run
from eval.scores.measures import BY_NAME

LABELS = {measure.label: name for name, measure in BY_NAME.items()}


def _tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def _table(tree: html.HtmlElement, caption: str) -> list[list[str]]:
    """Return the cells of the table whose caption begins so, its head first."""
    (table,) = [one for one in tree.iter("table") if one.findtext("caption/span").startswith(caption)]
    return [[cell.text_content().strip() for cell in line] for line in table.iter("tr")]


def test_numbers_on_the_page_are_the_means_of_the_json(tmp_path: Path) -> None:
    """Each measure's mean of each part, computed from the file by other means; every measure of the file is there."""
    rows = [
        row(question(f"q{number}", held_out=number % 3 == 0), RIGHT, number / 10, right=number % 2, nugget_recall=0.5)
        for number in range(10)
    ]
    made = run(*rows, row(question("none", urls=(), kind="near"), answer(), -0.2, right=1.0, refusal_recall=1.0))
    stored = json.loads(write_run(made, tmp_path).read_text("utf-8"))
    tree = _tree(write_page(made, None, tmp_path).read_text("utf-8"))

    head, *lines = _table(tree, "Means")
    parts = {"open": head.index("open"), "held-out": head.index("held-out")}
    shown = set()
    for line in lines:
        for part, column in parts.items():
            scores = [
                one["scores"][LABELS[line[0]]]
                for one in stored["rows"]
                if one["question"]["held_out"] == (part == "held-out")
            ]
            found = [score for score in scores if score is not None]
            assert (line[column].split()[0], line[column + 1]) == (
                (f"{fmean(found):.3f}", str(len(found))) if found else ("–", "–")
            )
        shown.add(LABELS[line[0]])
    applied = {name for one in stored["rows"] for name, score in one["scores"].items() if score is not None}
    assert shown == applied


def test_what_strangers_wrote_is_text_on_the_page() -> None:
    """No element, attribute or address comes of a question, an answer, a title, a URL, a setting or an error."""
    made = hostile()
    tree = _tree(page(made, Changes.of(run(*[row(made.rows[0].question, RIGHT)], commit="old"), made)))

    assert not list(tree.iter("script", "img", "iframe", "object", "link", "base", "b", "textarea"))
    assert len(list(tree.iter("h1"))) == 1
    names = {name for one in tree.iter() if isinstance(one.tag, str) for name in one.attrib}
    assert not [name for name in names if name.startswith("on")]
    addresses = [one.get(name) for one in tree.iter() for name in ("href", "xlink:href", "src") if one.get(name)]
    assert all(re.match(r"https?://|#", address) for address in addresses)
    text = tree.text_content()
    for written in (SCRIPT, TEMPLATE, PICTURE, EVIL_URL):
        assert written in text


def test_the_page_asks_for_nothing_outside_itself() -> None:
    """Its policy lets it load nothing, and nothing in its styles or drawings has an address."""
    text = page(edge("many alike"))
    tree = _tree(text)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not re.search(r"url\((?!#)|@import", text)


def test_names_within_the_page_are_unique() -> None:
    """Also those within its drawings, so that each refers to its own parts."""
    names = _tree(page(edge("many alike"))).xpath("//@id")
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", EDGES)
def test_a_page_of_whatever_there_is(kind: str) -> None:
    """A run that lacks a part, a kind or everything has a page all the same, also beside another."""
    made = edge(kind)
    for before in (None, edge("nothing" if kind == "answerable" else "answerable")):
        tree = _tree(page(made, Changes.of(before, made) if before else None))
        assert tree.findtext(".//h1") == "Answer quality"
        assert len(tree.xpath("//section[@id='questions']/details")) == len(made.rows)


def test_the_worst_answers_show_what_was_expected_said_and_found() -> None:
    """A fact that only a passage holds is marked so; a relevant passage, too, and what it holds."""
    asked = question("a")
    tree = _tree(page(run(row(asked, answer("Plato scales to billions of nodes."), nugget_recall=0.5, right=1.0))))

    (entry,) = tree.xpath("//article")
    expected, said, found = ([*one.itertext()] for one in entry.xpath(".//div/section"))
    texts = [" ".join("".join(one).split()) for one in (expected, said, found)]
    assert "stated “billions" not in texts[0]  # quotation marks are the style's
    assert re.search(r"stated billions of nodes or 十亿节点 only in a passage MPI", texts[0])
    assert "Plato scales to billions of nodes. [1] states 1" in texts[1]
    assert "relevant holds 2 Plato" in texts[2]


def test_settings_and_environment_stand_on_the_page() -> None:
    """What figures depend on is told down to the version of a package; what is not set has a dash."""
    text = " ".join(_tree(page(edge("answerable"))).get_element_by_id("depends").text_content().split())
    for told in (["commit", "abc1234"], ["hash", "1234"], ["packages", "numpy", "2"], ["llm", "–"]):
        assert "".join(told) in text.replace(" ", "")


def test_a_page_is_replaced_whole(tmp_path: Path) -> None:
    """The next one of the same name takes its place, and nothing unfinished stays."""
    for kind in ("answerable", "unsure"):
        path = write_page(edge(kind), None, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert "refused" in path.read_text("utf-8")
