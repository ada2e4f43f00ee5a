"""Answers about the list where people and scripts see them: terminal, JSON, the chat's Markdown and cards."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Cli, Contract
from markdown_it import MarkdownIt
from shelf import KEEL, LOST
from turns import turn_of

from app.answers import Answer
from app.assistant import Assistant
from app.catalogue.answering import Catalogue
from app.catalogue.recogniser import recognised
from app.catalogue.shelf import Shelf
from app.chat.cards import cards_html
from app.chat.messages import message_markdown
from app.contract import answer_json
from app.rebuild import Report
from app.render import plain_text, terminal_text
from app.settings import Settings
from index.records import LinkRow
from ingest.documents import Link, Occurrence
from ingest.status import Source, Status

HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/a.png) [click](javascript:alert(1)) **b** `c` | $y$ [7]"
Harbour = tuple[Settings, Report]


@pytest.fixture
def boats(harbour_assistant: Assistant) -> Answer:
    """What the small shelf has on boats."""
    return harbour_assistant.ask("List everything under the heading Boats")


def test_a_list_on_a_terminal(boats: Answer) -> None:
    """One line an entry, with its number; below, where each leads; the lead has no marks."""
    assert terminal_text(boats).splitlines() == [
        "2 links stand under “Boats”.",
        "- A page that nobody recorded [1]",
        "- Keels of wood and steel [2]",
        "",
        "Sources:",
        f"[1] {LOST} (the list's line)",
        f"[2] {KEEL} (the list's line)",
    ]


def test_a_list_in_the_chat(boats: Answer) -> None:
    """The chat shows a list whose marks lead to the cards of the list's lines."""
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(message_markdown(turn_of(boats), 3))
    cards = cards_html([turn_of(boats)])

    assert [one.type for one in tokens].count("list_item_open") == 2
    assert message_markdown(turn_of(boats), 3).count('href="#source-3-1"') == 1
    assert cards.count('class="cs-card"') == 2
    assert "list&#x27;s line" in cards


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("How many links are on the list?", False),
        ("清单里有多少篇关于龙骨的文章？", True),
        ("这份清单有哪些主题？", False),
        ("Which links are dead?", True),
        ("Is there anything about Kubernetes on the list?", True),
    ],
)
def test_json_keeps_the_contract(
    question: str, cli: Cli, contract: Contract, harbour: Harbour, *, refused: bool
) -> None:
    """Answers and refusals about the list have the published shape, of the kind `catalogue`."""
    ran = cli("ask", question, "--data", harbour[0].data, "--json")
    answer = json.loads(ran.out)

    contract("ask", answer)
    assert (ran.status, answer["kind"], answer["refused"]) == (0, "catalogue", refused)
    assert {one["source"] for one in answer["citations"]} <= {"stub"}


def test_a_batch_with_topics(cli: Cli, contract: Contract, harbour: Harbour, tmp_path: Path) -> None:
    """Each line of a batch keeps to its own topic; an unknown topic is one sentence."""
    batch = tmp_path / "questions.jsonl"
    asked = [
        {"id": topic, "question": "How many links are on the list?", "topic": topic} for topic in ("Boats", "Queues")
    ]
    batch.write_text("\n".join(map(json.dumps, asked)), "utf-8")
    answers = [
        json.loads(line) for line in cli("ask", "--batch", batch, "--data", harbour[0].data, "--json").out.splitlines()
    ]
    wrong = cli("ask", "Which topics are there?", "--topic", "Sails", "--data", harbour[0].data)

    for answer in answers:
        contract("ask", answer)
    assert [one["text"].splitlines()[0] for one in answers] == [
        "“Boats” has 2 links under 1 topic.",
        "“Queues” has 1 link under 1 topic.",
    ]
    assert (wrong.status, wrong.out) == (1, "")
    assert "the list has no topic “Sails”" in wrong.err


def test_a_refusal_says_what_the_list_lacks(harbour_assistant: Assistant) -> None:
    """In place of “not in these sources” stands what was looked for; what a search finds nearest follows."""
    answer = harbour_assistant.ask("Is there anything about Kubernetes on the list?")
    lines = plain_text(answer).splitlines()

    assert lines[0] == "No heading, title or address on the list names “Kubernetes”."
    assert [line.partition(":")[0] for line in lines[1:]] == ["The nearest articles", "Topics on the list"]
    said = '<strong class="cs-refused">No heading, title or address on the list names “Kubernetes”'
    assert message_markdown(turn_of(answer), 1).startswith(said)


@pytest.mark.parametrize("question", ["How many links are on the list under Fleet?", "Which links are dead?"])
def test_strangers_titles_stay_text(question: str, harbour_assistant: Assistant) -> None:
    """Markup in titles, headings and reasons is shown as it stands, in a list of two lines, and loads nothing."""
    answer = hostile(question, harbour_assistant)
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(
        message_markdown(turn_of(answer), 1).split("<details>")[0]
    )
    inline = [one for token in tokens for one in token.children or []]

    assert HOSTILE in " ".join(one.content for one in inline) or HOSTILE in "".join(one.content for one in inline)
    assert {one.type for one in inline} <= {"text", "text_special", "softbreak", "html_inline"}
    assert all(
        re.fullmatch(r'<span class="cs-[a-z]+">|<a class="cs-mark" [^>]*href="#source-1-\d+"[^>]*>', one.content)
        or one.content in ("<sup>", "</a>", "</sup>", "</span>")
        for one in inline
        if one.type == "html_inline"
    )
    assert "<script" not in cards_html([turn_of(answer)])


def test_a_hostile_list_keeps_the_contract(harbour_assistant: Assistant, contract: Contract) -> None:
    """Titles of any content are quoted exactly."""
    answer = hostile("How many links are on the list under Fleet?", harbour_assistant)

    contract("ask", answer_json(answer, harbour_assistant.searcher.index.manifest))
    assert answer.sentences[1].text == HOSTILE
    assert HOSTILE in answer.citations[0].quote


def hostile(question: str, assistant: Assistant) -> Answer:
    """Return the answer of a list with a hostile title under a hostile heading, whose page is gone."""
    url = "https://fleet.example/1"
    link = Link(url, (Occurrence(("Fleet", HOSTILE), HOSTILE, "", "", "", 3),))
    row = LinkRow(link, Status.GONE, HOSTILE, Source.STUB, url, None, 1, checked="2026-01-02T12:00:00+00:00")
    other = replace(
        row, link=Link("https://fleet.example/2", (Occurrence(("Quay",), "x", "", "", "", 5),)), status=Status.OK
    )
    request = recognised(question)
    assert request
    answer = Catalogue(assistant.searcher.index, Shelf([row, other], {})).answer(request, question)
    assert answer
    return answer
