"""What the browser keeps and gives back, what is exported of it, and what readers mark."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_turns import HOSTILE, card, turn
from markdown_it import MarkdownIt

from app.answers import Sentence, Table
from app.chat.cards import cards_html
from app.conversations import feedback
from app.conversations.conversation import Conversation, from_json, to_json
from app.conversations.export import conversation_markdown
from app.conversations.feedback import Verdict, keep_feedback
from app.conversations.recording import neighbours
from app.errors import FeedbackNotKept


def test_a_conversation_comes_back_as_it_was() -> None:
    """What is kept as JSON is read as the same, turn by turn."""
    conversation = (
        Conversation.new().with_turn(turn()).with_turn(replace(turn(HOSTILE, HOSTILE, HOSTILE), stopped=True))
    )

    assert from_json(to_json(conversation)) == conversation


@pytest.mark.parametrize(
    "text",
    [
        "", "no JSON", "[]", '{"id": "x"}', '{"id": "../../etc", "turns": []}',
        '{"id": "0123456789abcdef", "turns": [1]}',
        to_json(Conversation("0" * 16, (replace(turn(), cards=(replace(card(), passages=()),)),))),
        to_json(Conversation("0" * 16, (replace(turn(), table=Table(("a",), ("b",), ((7,),))),))),
        to_json(Conversation("0" * 16, (turn(),))).replace('"verbatim"', '"proven"'),
    ],
)  # fmt: skip
def test_what_is_no_conversation_is_an_empty_one(text: str) -> None:
    """The browser's storage may hold anything; what does not add up is a new conversation, never an error."""
    assert from_json(text).turns == ()
    assert from_json(text).id != "0" * 16


def test_an_export_has_quotes_citations_and_the_index() -> None:
    """Question, topic, sentence with its mark, source with link and quote, the index's hash and date."""
    text = conversation_markdown(Conversation.new().with_turn(turn()))

    assert text == (
        "# Citeshelf\n\n"
        "## What are keels made of?\n\n"
        "*Within the topic Boats*\n\n"
        "Keels are of oak. \\[1\\]\n\n"
        "**Sources**\n\n"
        "- \\[1\\] [Keels](<https://harbour.example/keels#:~:text=Keels>), 2020-05-01, accessed 2026-11-20: "
        "“Keels are of oak.”\n\n"
        "<sub>Asked 2026-11-23T10:00:00+00:00 · index c0ffee of 2026-11-22T10:00:00+00:00</sub>\n"
    )


def test_an_export_tells_refusals_errors_doubts_and_what_was_stopped() -> None:
    """A refusal names what is near; an error is its sentence; a sentence that is not carried says so."""
    doubted = replace(turn(), sentences=(Sentence("Oak floats.", (1,), "weak"),), stopped=True)
    refused = replace(turn(), reason="nothing", sentences=(), cards=())
    failed = replace(turn(), error="the question is empty; type one.", sentences=(), cards=())
    text = conversation_markdown(Conversation("0" * 16, (doubted, refused, failed)))

    assert "Oak floats. \\[1\\] *(only partly in its source)*\n\n*Stopped before the end.*" in text
    assert "**Not in these sources.**\n\nThe nearest articles:\n\n- Keels" in text
    assert "the question is empty; type one." in text


def test_an_export_of_hostile_text_is_inert() -> None:
    """Titles, quotes and questions bring no tag, image or link of their own; links are those of sources."""
    hostile = turn(HOSTILE, HOSTILE, HOSTILE)
    text = conversation_markdown(Conversation.new().with_turn(hostile))
    inner = [
        child
        for one in MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(text)
        for child in one.children or []
    ]

    assert not [one for one in inner if one.type == "image"]
    assert {one.content for one in inner if one.type == "html_inline"} == {"<sub>", "</sub>"}
    links = [one.attrs["href"] for one in inner if one.type == "link_open"]
    assert links == ["https://harbour.example/keels#:~:text=Keels"]


def test_cards_of_hostile_text_are_inert() -> None:
    """Nothing in a card is a tag of a stranger's, an address that is none of the web's is no link."""
    evil = card(text=HOSTILE, title=HOSTILE, url='javascript:alert("1")')
    html = cards_html([replace(turn(HOSTILE), cards=(evil,))])

    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_neighbours_of_a_quote() -> None:
    """They are the sentences beside it in its own language, cut where they are long; at an end there is none."""
    text = "One is here. Two is there. Three is gone."
    assert neighbours(text, 13, 26) == ("One is here.", "Three is gone.")
    assert neighbours(text, 0, 12) == ("", "Two is there.")
    assert neighbours("一在这里。\n\nTwo is there.", 7, 20) == ("", "")
    before, after = neighbours(f"{'x' * 900} {'a' * 10}. Two is. {'y' * 900} end.", 913, 920)
    assert before.startswith("…x")
    assert after.endswith("y…")


def test_what_readers_mark_is_appended(tmp_path: Path) -> None:
    """One JSON object a line, one behind the other, with the questions before it and a comment of limited length."""
    path = keep_feedback(tmp_path / "data", turn(), ["Is it a boat?"], Verdict.WRONG_SOURCE, "x" * 2000)
    keep_feedback(tmp_path / "data", turn(HOSTILE, HOSTILE, HOSTILE), [], Verdict.RIGHT)
    first, second = map(json.loads, path.read_text("utf-8").splitlines())

    assert (first["reason"], first["history"], len(first["comment"])) == ("wrong source", ["Is it a boat?"], 1000)
    assert second["reason"] == "right"
    assert second["answer"]["citations"][0]["title"] == HOSTILE
    assert first["id"] != second["id"]


def test_a_full_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would not fit is refused in one sentence, and nothing is written; so is a folder that is none."""
    path = keep_feedback(tmp_path, turn(), [], Verdict.OTHER)
    before = path.read_bytes()
    monkeypatch.setattr(feedback, "MAX_BYTES", len(before) + 10)

    with pytest.raises(FeedbackNotKept, match="is full; have its owner review it"):
        keep_feedback(tmp_path, turn(), [], Verdict.OTHER)
    assert path.read_bytes() == before
    with pytest.raises(FeedbackNotKept, match="cannot be written"):
        keep_feedback(path, turn(), [], Verdict.OTHER)
