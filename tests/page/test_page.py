from urllib.parse import urlsplit

import pytest
from page_server import Server
from playwright.sync_api import Page, expect
from steps import ANSWER, answered, ask, first_card, opened

pytestmark = pytest.mark.browser
PLATO = "https://github.com/tencent/plato"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("which GNN framework scales to billions of nodes", "billions of nodes"),
        ("哪个图神经网络框架能扩展到十亿节点？", "十亿"),
    ],
)
def test_the_missions_question_finds_plato_first(page: Page, chat: Server, question: str, says: str) -> None:
    """Source 1 is Plato's article, with a quote that says so, in both languages."""
    answer = ask(opened(page, chat.url), question)

    expect(answer).to_contain_text("[1]")
    card = first_card(page)
    expect(card.locator("a")).to_have_attribute("href", PLATO)
    expect(card.locator(".cs-quote")).to_contain_text(says)
    for sentence in card.locator(".cs-quote").inner_text().splitlines():
        expect(answer).to_contain_text(sentence)


def test_a_mark_leads_to_its_card(page: Page, chat: Server) -> None:
    """The number behind a sentence jumps to the card of that number."""
    answer = ask(opened(page, chat.url), "Is Haiku still getting new features?")

    answer.locator("sup a").first.click()

    expect(page.locator("#sources .cs-card:target .cs-number")).to_have_text("1")


def test_a_far_question_is_refused_with_what_is_near(page: Page, chat: Server) -> None:
    """A refusal names the nearest articles and shows no source card."""
    answer = ask(opened(page, chat.url), "How long do hens brood their eggs?")

    expect(answer.locator("strong")).to_have_text("Not in these sources.")
    assert answer.locator("li").count() >= 1
    expect(page.locator("#sources .cs-card")).to_have_count(0)


def test_the_topic_filter_keeps_to_its_topic(page: Page, chat: Server) -> None:
    """With a topic chosen, all cards are of that topic."""
    opened(page, chat.url)
    page.click("#topic input")
    page.locator("#topic [role=option]", has_text="optuna").click()

    ask(page, "Which company developed the hyperparameter optimisation framework?")

    expect(first_card(page)).to_be_visible()
    topics = page.locator("#sources .cs-topics").all_inner_texts()
    assert all("optuna" in text for text in topics)


def test_a_start_question_is_one_click(page: Page, chat: Server) -> None:
    """Clicking a question the list suggests asks it and finds sources."""
    opened(page, chat.url)
    page.locator("#chat .example").first.click()

    answered(page, 0)

    expect(first_card(page)).to_be_visible()


def test_an_empty_question_asks_for_one(page: Page, chat: Server) -> None:
    """Sending nothing adds no message; sending marks only is answered by a sentence that says what to do."""
    opened(page, chat.url)
    page.click("#ask")
    page.wait_for_timeout(2000)  # long enough for a reply that should not come
    expect(page.locator(ANSWER)).to_have_count(0)
    page.fill("#question textarea", "?!")
    page.press("#question textarea", "Enter")

    expect(page.locator(ANSWER)).to_contain_text("the question is empty")


def test_a_comparison_is_a_table(page: Page, chat: Server) -> None:
    """Things are rows, aspects columns with what was asked, markup and all, as text; a number leads to its card."""
    asked = "Haiku vs Trax: which one is under the Apache licence <img src=x> | **or** not?"

    opened(page, chat.url).fill("#question textarea", asked)
    page.press("#question textarea", "Enter")
    answer = page.locator(ANSWER).first

    expect(answer.locator("details")).to_be_visible(timeout=60_000)  # several searches, and all their passages read
    expect(answer.locator("table")).to_have_count(1)
    expect(answer.locator("tbody tr")).to_have_count(2)
    expect(answer.locator("tbody tr td:first-child")).to_have_text(["Haiku", "Trax"])
    expect(answer.locator("thead th")).to_have_text(["", asked.removeprefix("Haiku vs Trax: ").removesuffix("?")])
    expect(answer.locator("tbody tr").first.locator("td").nth(1)).to_contain_text("Apache 2.0")
    expect(answer.locator("table img, table th strong")).to_have_count(0)
    answer.locator("table sup a").last.click()
    expect(page.locator("#sources .cs-card:target .cs-number")).to_have_text("2")


def test_markup_in_a_question_stays_text(page: Page, chat: Server) -> None:
    """A question cannot bring an image, a script or a heading onto the page."""
    opened(page, chat.url)
    asked = (
        "Haiku <img src=x onerror=alert(1)> ![x](http://example.org/x.png) <script>alert(2)</script> # new features?"
    )
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    ask(page, asked)

    expect(page.locator("#chat .user").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert (
        page.locator("#chat .message-content img, #chat .message-content script, #chat .message-content h1").count()
        == 0
    )
    assert dialogs == []


def test_nothing_is_loaded_from_another_host(page: Page, chat: Server) -> None:
    """The page and an answer ask this machine only."""
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))

    ask(opened(page, chat.url), "What does DALI speed up?")

    assert {host for host in hosts if host} == {"127.0.0.1"}
