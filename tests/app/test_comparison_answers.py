"""Answers to questions that compare: quotes of each thing's own documents in a table; what else is asked goes on."""

from collections.abc import Iterator

import pytest
from command_line import Cli, Contract
from shelf import QUEUE, QUEUE_TEXT, STORE, STORE_TEXT

from app.answers import Answer
from app.assistant import Assistant
from app.contract import answer_json
from app.llm import Writer
from app.rebuild import Report
from app.settings import Settings
from ingest.duplicates import article_of

WHO_WROTE = "Who wrote the first version of each, Tidewater and Gannet?"


class Parrot:
    """A chat model that writes one thing to whatever it is asked."""

    def __init__(self, written: str) -> None:
        self._written = written

    def stream(self, prompt: str) -> Iterator[str]:
        """Yield the text."""
        assert prompt
        yield self._written


@pytest.fixture(scope="module")
def harbour_reader(harbour: tuple[Settings, Report]) -> Assistant:
    """An assistant on the small shelf as users have it, with the reader."""
    return Assistant.open(harbour[0])


@pytest.fixture(scope="module")
def shipped_reader(shipped: tuple[Settings, Report]) -> Assistant:
    """An assistant on the shipped list as users have it, with the reader."""
    return Assistant.open(shipped[0])


def told(answer: Answer) -> list[list[str | None]]:
    """Return the cells' quotes."""
    assert answer.table is not None
    return [[None if one is None else answer.sentences[one].text for one in row] for row in answer.table.cells]


def test_a_cell_is_a_quote_of_its_things_own_page_or_says_that_there_is_none(harbour_reader: Assistant) -> None:
    """One page names its author, the other does not: its cell is empty, not filled with the neighbour's."""
    answer = harbour_reader.ask(WHO_WROTE)

    assert (answer.kind, answer.refused) == ("comparison", False)
    assert answer.table is not None
    assert answer.table.things == ("Tidewater", "Gannet")
    assert told(answer) == [[STORE_TEXT[3]], [None]]
    assert [one.document.link.url for one in answer.citations] == [STORE]


def test_each_thing_has_its_source(harbour_reader: Assistant) -> None:
    """Where both pages say it, both are cited, numbered in reading order."""
    answer = harbour_reader.ask("Compare Gannet and Tidewater")

    assert answer.table is not None
    assert answer.table.aspects[0] == "What it is"
    assert [row[0] for row in told(answer)] == [QUEUE_TEXT[0], STORE_TEXT[0]]
    assert answer.citations[0].document.link.url == QUEUE
    assert STORE in {one.document.link.url for one in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "Compare Tidewater and Gannet by the colour of their mascots",  # no page says anything of it
        "compare Gannet and gannet",
        "Compare Gannet and Cormorant",
        "What is the difference between a store and a queue?",
    ],
)
def test_what_no_table_answers_goes_on_as_an_ordinary_question(question: str, harbour_reader: Assistant) -> None:
    """Without a quote, a second thing, or documents on it, the answer is the ordinary one: quotes or a refusal."""
    answer = harbour_reader.ask(question)

    assert (answer.kind, answer.table) == ("extractive", None)


def test_without_the_reader_there_is_no_table(harbour_assistant: Assistant) -> None:
    """Nothing else tells whether a cell answers."""
    assert harbour_assistant.ask(WHO_WROTE).kind == "extractive"


@pytest.mark.parametrize(
    ("question", "size"),
    [
        ("compare Haiku and Trax", (2, 5)),
        ("DGL 和 CogDL 有什么区别？", (2, 5)),
        ("Compare Haiku, Trax and Optuna by licence", (3, 1)),
        ("比较 Haiku、Optuna 和 CogDL 的许可证和开发者", (3, 2)),
        ("Haiku vs Trax: which one supports TPUs?", (2, 1)),
    ],
)
def test_every_quote_resolves(
    question: str, size: tuple[int, int], shipped_reader: Assistant, contract: Contract
) -> None:
    """Each sentence is a slice of what it cites and stands in a cell; numbers go up in reading order; JSON says all."""
    answer = shipped_reader.ask(question)

    assert answer.kind == "comparison"
    assert answer.table is not None
    assert (len(answer.table.things), len(answer.table.aspects)) <= size
    assert len(answer.table.things) == size[0]
    filled = [one for row in answer.table.cells for one in row if one is not None]
    assert sorted(set(filled)) == list(range(len(answer.sentences)))
    assert {len(row) for row in answer.table.cells} == {len(answer.table.aspects)}
    quotes = {one.number: one for one in answer.citations}
    assert list(quotes) == list(range(1, len(quotes) + 1))
    assert list(dict.fromkeys(one.citations[0] for one in answer.sentences)) == list(quotes)
    for one in answer.sentences:
        assert one.support == "verbatim"
        assert any(one.text in each.quote for each in quotes[one.citations[0]].passages)
    assert len({article_of(one.document) for one in answer.citations}) == len(quotes)
    found = answer_json(answer, shipped_reader.searcher.index.manifest)
    contract("ask", found)
    assert found["table"]["cells"] == [list(row) for row in answer.table.cells]
    assert found["text"].startswith("|  | ")


def test_no_cell_is_about_another_thing(shipped_reader: Assistant) -> None:
    """A sentence that names another thing and not its own never stands in a row."""
    answer = shipped_reader.ask("Compare Haiku, RLax and Trax by licence, maker and latest version")

    assert answer.table is not None
    for thing, row in zip(answer.table.things, told(answer), strict=True):
        others = set(answer.table.things) - {thing}
        for said in filter(None, row):
            assert thing in said or not any(other in said for other in others)


def test_a_column_that_nobody_asked_for_is_left_out_when_it_holds_nothing(harbour_reader: Assistant) -> None:
    """Of the general aspects only those stay in which something was found for at least one thing."""
    answer = harbour_reader.ask("Compare Tidewater and Gannet")

    assert answer.table is not None
    columns = list(zip(*answer.table.cells, strict=True))
    assert all(any(one is not None for one in column) for column in columns)
    assert "Licence" not in answer.table.aspects


def test_a_topic_keeps_to_its_documents(shipped_reader: Assistant) -> None:
    """With a topic chosen, all sources of a table are of that topic."""
    answer = shipped_reader.ask("Compare Haiku and Trax by licence", topic="JAX")

    assert {path[-1] for one in answer.citations for path in one.document.link.topics} == {"JAX"}


def test_a_language_model_writes_and_the_table_stands_in_for_it(harbour: tuple[Settings, Report]) -> None:
    """With a model its words are the answer; when it cites nothing, the table is, with a notice."""
    writing = Assistant.open(harbour[0], Writer(Parrot("Maren Holt wrote the first version of Tidewater [1].")))
    failing = Assistant.open(harbour[0], Writer(Parrot("Nobody knows.")))

    assert writing.ask(WHO_WROTE).kind == "llm"
    stand_in = failing.ask(WHO_WROTE)
    assert stand_in.kind == "comparison"
    assert "cited no source" in (stand_in.notice or "")


def test_the_command_prints_blocks_and_json(harbour: tuple[Settings, Report], cli: Cli, contract: Contract) -> None:
    """A terminal gets a block a thing and the sources; scripts get the table."""
    shown = cli("ask", WHO_WROTE, "--data", harbour[0].data)
    ran = cli("ask", WHO_WROTE, "--json", "--data", harbour[0].data)

    assert shown.out.startswith("Tidewater\n  Who wrote the first version of each: Maren Holt wrote")
    assert "Gannet\n  Who wrote the first version of each: not stated in the sources\n\nSources:\n[1]" in shown.out
    contract("ask", ran.json)
    assert ran.json["table"] == {
        "things": ["Tidewater", "Gannet"],
        "aspects": ["Who wrote the first version of each"],
        "cells": [[0], [None]],
    }
