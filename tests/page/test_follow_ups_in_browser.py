"""A follow-up in the chat: it is understood from what was asked before, says so, and can be changed and sent."""

import pytest
from page_server import Server
from playwright.sync_api import Page, expect
from steps import ask, first_card, opened

pytestmark = pytest.mark.browser
OPTUNA = "https://github.com/optuna/optuna"


def test_a_follow_up_is_shown_as_it_was_understood(page: Page, chat: Server) -> None:
    """The second question's pronoun stands for what the first one named; a first question shows no such line."""
    opened(page, chat.url)
    first = ask(page, "What is Optuna good for?")
    expect(first).not_to_contain_text("Understood as")

    second = ask(page, "And what is its licence?")

    expect(second).to_contain_text("Understood as: What is Optuna's licence?")
    expect(second).to_contain_text("MIT")
    expect(first_card(page).locator(".cs-facts")).to_contain_text("optuna")
    expect(page.locator("#chat .user").nth(1)).to_contain_text("And what is its licence?")


def test_what_was_understood_can_be_changed_and_sent(page: Page, chat: Server) -> None:
    """The offer puts the question as it was understood where it can be typed over; sent, it is complete in itself."""
    opened(page, chat.url)
    ask(page, "Trax 是什么？")
    ask(page, "它是什么时候建的？")
    box = page.locator("#question textarea")

    page.get_by_role("button", name="修改这个问题").click()

    expect(box).to_have_value("Trax 是什么时候建的？")
    changed = ask(page, box.input_value().replace("Trax", "Streamlit"))
    expect(changed).not_to_contain_text("理解为")
    expect(page.locator("#chat .user").last).to_contain_text("Streamlit 是什么时候建的？")


def test_a_page_that_is_opened_again_has_no_history(page: Page, chat: Server) -> None:
    """What one visit asked is not carried over into the next."""
    opened(page, chat.url)
    ask(page, "What is Optuna good for?")
    opened(page, chat.url)

    answer = ask(page, "Under which licence is it released?")

    expect(answer).not_to_contain_text("Understood as")
