"""Conversations on the page: retried, edited, undone, stopped, kept, exported, marked; follow-ups are one click."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import ChatServer
from page_server import Server, free_port, serving
from playwright.sync_api import Page, expect
from steps import ANSWER, answered, ask, first_card, opened

from app.rebuild import Report
from app.settings import Settings

pytestmark = pytest.mark.browser
ASKED = "#chat .message.user"


def test_a_follow_up_is_one_click(page: Page, chat: Server) -> None:
    """After an answer at most three questions in its language are offered; one is asked as it stands and answered."""
    opened(page, chat.url)
    ask(page, "Haiku 采用什么许可证？")
    chips = page.locator("#follow-ups button")
    expect(chips.first).to_have_text("Haiku 是谁开发的？")
    assert chips.count() <= 3

    chips.first.click()
    answer = answered(page, 1)

    expect(page.locator(ASKED).nth(1)).to_contain_text("Haiku 是谁开发的？")
    expect(answer.locator(".cs-refused")).to_have_count(0)


def test_a_question_is_edited_asked_again_and_undone(page: Page, chat: Server) -> None:
    """Editing shows the question as it was typed and replaces its answer; undo gives it back to be typed over."""
    opened(page, chat.url)
    ask(page, "What licence is [Haiku] under?")
    page.get_by_role("button", name="Edit").first.click()
    box = page.locator("#chat textarea")
    expect(box).to_have_value("What licence is [Haiku] under?")
    box.fill("What licence is Trax under?")
    page.get_by_role("button", name="Submit").click()

    expect(page.locator(ANSWER)).to_have_count(1)
    expect(answered(page, 0)).to_contain_text("Trax")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#stop")).to_be_visible()
    expect(answered(page, 0)).to_contain_text("Trax")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(ANSWER)).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("What licence is Trax under?")
    expect(page.locator("#kept li")).to_have_count(0)


@pytest.mark.slow
def test_conversations_outlive_the_server(page: Page, shipped: tuple[Settings, Report]) -> None:
    """What was asked is there after a restart, on the page that stayed open and on one that is opened again."""
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "chat", "--data", str(shipped[0].data), "--port", str(port)]
    with serving(command, port) as server:
        opened(page, server.url)
        ask(page, "What is Optuna good for?")
        quoted = first_card(page).locator("mark").inner_text()
        expect(page.locator("#kept li")).to_have_count(1)
    with serving(command, port) as server:
        opened(page, server.url)
        expect(page.locator(ANSWER)).to_have_count(0)
        page.locator("#kept [data-open]").click()
        expect(page.locator(ANSWER)).to_have_count(1)
        expect(first_card(page).locator("mark")).to_have_text(quoted)
        page.locator("#follow-ups button").first.wait_for()

        expect(ask(page, "And what is its licence?")).to_contain_text("Understood as: What is Optuna's licence?")
        page.locator("[data-new]").click()
        expect(page.locator(ANSWER)).to_have_count(0)
        page.locator("#kept [data-delete]").click()
        expect(page.locator("#kept li")).to_have_count(0)
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('citeshelf.conv'))") == []


def test_a_conversation_is_exported(page: Page, chat: Server, tmp_path: Path) -> None:
    """The file is made in the browser: question, quotes, sources, and the index that they came from."""
    opened(page, chat.url)
    ask(page, "What licence is Haiku under?")
    ask(page, "How long do hens brood their eggs?")

    with page.expect_download() as download:
        page.click("#export")
    download.value.save_as(tmp_path / "export.md")
    text = (tmp_path / "export.md").read_text("utf-8")

    assert download.value.suggested_filename.endswith(".md")
    assert "## What licence is Haiku under?\n\nHaiku is licensed under Apache 2.0. \\[1\\]" in text
    assert "- \\[1\\] [deepmind/haiku](<https://github.com/deepmind/haiku>)" in text
    assert "**Not in these sources.**" in text
    assert page.locator(".cs-header code").inner_text() in text


def test_a_marked_answer_becomes_a_candidate(page: Page, chat: Server, shipped: tuple[Settings, Report]) -> None:
    """A thumb down asks for a reason first; both thumbs are noted in the data folder, with what was shown."""
    path = shipped[0].data / "candidates.jsonl"
    path.unlink(missing_ok=True)
    opened(page, chat.url)
    ask(page, "What licence is Haiku under?")
    page.get_by_role("button", name="Dislike").click()
    page.get_by_label("The source is the wrong one").check()
    page.fill("#comment textarea", "It is the MIT licence.")
    page.click("#send")
    expect(page.locator("#thanks")).to_contain_text("noted for review")
    expect(page.locator("#wrong")).to_be_hidden()
    page.get_by_role("button", name="Like", exact=True).click()
    expect(page.locator("#thanks")).to_be_visible()

    for _ in range(50):
        lines = path.read_text("utf-8").splitlines()
        if len(lines) == 2:
            break
        page.wait_for_timeout(100)
    wrong, right = map(json.loads, lines)
    assert (wrong["reason"], wrong["comment"]) == ("wrong source", "It is the MIT licence.")
    assert wrong["answer"]["citations"][0]["quote"] == "Haiku is licensed under Apache 2.0."
    assert (right["reason"], right["question"]) == ("right", "What licence is Haiku under?")


class Slow(ChatServer):
    """A model that says a sentence a moment, for longer than anybody waits."""

    def stream(self) -> Iterator[str]:
        """Yield cited sentences until the server closes."""
        while not self.closing.is_set():
            yield "Plato is a graph framework [1]. "
            time.sleep(0.1)


@pytest.mark.slow
def test_stop_keeps_what_was_answered(
    page: Page, shipped: tuple[Settings, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an answer grows there is a stop button, and Escape is it; what came stays and says that it was stopped."""
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "chat", "--data", str(shipped[0].data), "--port", str(port)]
    with Slow() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        monkeypatch.setenv("CITESHELF_LLM", "openai:slow")
        with serving(command, port) as server:
            opened(page, server.url)
            expect(page.locator("#stop")).to_be_hidden()
            page.fill("#question textarea", "What is Plato?")
            page.press("#question textarea", "Enter")
            expect(page.locator(ANSWER)).to_contain_text("Plato is a graph framework")
            expect(page.locator("#ask")).to_be_hidden()

            page.keyboard.press("Escape")

            expect(page.locator(ANSWER)).to_contain_text("Stopped before the end.")
            expect(page.locator("#ask")).to_be_visible()
            expect(page.locator("#stop")).to_be_hidden()
            expect(page.locator("#kept li")).to_have_count(1)
