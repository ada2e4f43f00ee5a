import re
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
    expect(card.locator(".cs-article")).to_have_attribute("href", PLATO)
    expect(card.locator("mark")).to_contain_text(says)
    for sentence in card.locator("mark").inner_text().splitlines():
        expect(answer).to_contain_text(sentence)


def test_a_mark_leads_to_its_card_and_back(page: Page, chat: Server) -> None:
    """The number behind a sentence jumps to the card of that number, and the card's number to the first such mark."""
    answer = ask(opened(page, chat.url), "Is Haiku still getting new features?")

    answer.locator("sup a").first.click()
    target = page.locator("#sources .cs-card:target")
    expect(target.locator(".cs-number")).to_contain_text("1")
    expect(target).to_be_focused()
    target.locator(".cs-number").click()

    expect(answer.locator("sup a:target")).to_have_text("[1]")
    expect(answer.locator("sup a").first).to_be_focused()


def test_an_earlier_answers_mark_unfolds_its_cards(page: Page, chat: Server) -> None:
    """Cards of earlier answers are folded away; their marks lead there all the same, and ids are each there once."""
    opened(page, chat.url)
    first = ask(page, "Is Haiku still getting new features?")
    ask(page, "What is Optuna good for?")
    expect(page.locator("#source-1-1")).to_be_hidden()

    first.locator("sup a").first.click()

    expect(page.locator("#source-1-1")).to_be_in_viewport()
    ids = page.evaluate("[...document.querySelectorAll('[id^=source-], [id^=mark-]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_a_card_shows_the_quote_among_its_neighbours(page: Page, chat: Server) -> None:
    """The quote is marked, the sentences beside it are not; topics, date, language and state are told."""
    ask(opened(page, chat.url), "What licence is Haiku under?")
    card = first_card(page)

    expect(card.locator("mark")).to_have_text("Haiku is licensed under Apache 2.0.")
    expect(card.locator(".cs-around")).to_have_count(2)
    expect(card.locator(".cs-facts")).to_contain_text("JAX")
    expect(card.locator(".cs-facts")).to_contain_text("note")
    expect(card.locator(".cs-language")).to_contain_text("English")
    expect(card.locator("time")).to_have_text("2020")


def test_citations_are_copied(page: Page, chat: Server) -> None:
    """Markdown and BibTeX of a card go to the clipboard, and that is said to who cannot see it."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(opened(page, chat.url), "What licence is Haiku under?")

    first_card(page).get_by_role("button", name="BibTeX").click()
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_have_count(1)
    assert "@misc{deepmind2020-" in page.evaluate("navigator.clipboard.readText()")
    first_card(page).get_by_role("button", name="Markdown").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('['))")


def test_a_copied_answer_has_its_marks_and_sources(page: Page, chat: Server) -> None:
    """What the copy button copies is text: no tags, no escapes, each source with its address."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(opened(page, chat.url), "What licence is Haiku under?")

    page.locator("#chat .message-buttons-left button").first.click()

    page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('Apache 2.0.[1]'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] deepmind/haiku https://github.com/deepmind/haiku" in copied
    assert "<" not in copied
    assert "\\" not in copied


def test_a_far_question_is_refused_with_what_is_near(page: Page, chat: Server) -> None:
    """A refusal names the nearest articles and shows no source card."""
    answer = ask(opened(page, chat.url), "How long do hens brood their eggs?")

    expect(answer.locator("strong")).to_have_text("Not in these sources.")
    assert answer.locator("li").count() >= 1
    expect(page.locator("#sources .cs-card")).to_have_count(0)


def test_a_topic_that_is_typed_at_once_is_found(page: Page, chat: Server) -> None:
    """What stands in the box before the page's script runs narrows the tree as what is typed later does."""
    typed = "const box = document.querySelector('#find-topic'); if (box) { box.value = 'optu'; seen.disconnect(); }"
    watching = "{ subtree: true, childList: true }"
    page.add_init_script(f"new MutationObserver((_, seen) => {{ {typed} }}).observe(document, {watching})")
    opened(page, chat.url)
    expect(page.locator(".cs-tree button:visible > span:first-child")).to_have_text(["架构", "optuna"])


def test_the_topic_filter_keeps_to_its_topic(page: Page, chat: Server) -> None:
    """A topic of the tree is the filter: it stands by the question and in the answer, all cards are of it."""
    opened(page, chat.url)
    page.fill("#find-topic", "optu")
    expect(page.locator(".cs-tree button:visible > span:first-child")).to_have_text(["架构", "optuna"])
    page.locator(".cs-tree button", has_text="optuna").click()
    expect(page.locator("#topic input")).to_have_value(re.compile("optuna"))
    expect(page.locator(".cs-tree [aria-pressed=true]")).to_contain_text("optuna")

    answer = ask(page, "Which company developed the hyperparameter optimisation framework?")

    expect(answer.locator(".cs-own").first).to_have_text("Within the topic 架构 / optuna")
    expect(first_card(page)).to_be_visible()
    topics = page.locator("#sources .cs-topics").all_inner_texts()
    assert all("optuna" in text for text in topics)
    page.fill("#find-topic", "no such topic")
    expect(page.locator("#no-topic")).to_be_visible()
    page.fill("#find-topic", "")
    page.locator(".cs-tree button").first.click()
    expect(page.locator("#topic input")).to_have_value("All topics")


def test_the_tree_counts_articles(page: Page, chat: Server) -> None:
    """Each topic tells how many links stand below it: all of the list's at the top, four on JAX."""
    opened(page, chat.url)

    expect(page.locator(".cs-tree button").first.locator(".cs-count")).to_contain_text("53")
    expect(page.locator(".cs-tree button", has_text="JAX").locator(".cs-count")).to_contain_text("4")


def test_a_start_question_is_one_click(page: Page, chat: Server) -> None:
    """Questions are suggested of a topic, once it is chosen; clicking one asks it and finds sources."""
    opened(page, chat.url)
    expect(page.locator("#chat .example").first).to_be_visible()
    page.locator(".cs-tree button", has_text="JAX").click()
    expect(page.locator("#chat .example")).to_have_text([re.compile("JAX")] * 4)
    page.locator("#chat .example").nth(2).click()

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

    expect(answer.locator(".cs-searched")).to_be_visible(timeout=60_000)  # several searches, their passages read
    expect(answer.locator("table")).to_have_count(1)
    expect(answer.locator("tbody tr")).to_have_count(2)
    expect(answer.locator("tbody tr td:first-child")).to_have_text(["Haiku", "Trax"])
    expect(answer.locator("thead th")).to_have_text(["", asked.removeprefix("Haiku vs Trax: ").removesuffix("?")])
    expect(answer.locator("tbody tr").first.locator("td").nth(1)).to_contain_text("Apache 2.0")
    expect(answer.locator("table img, table th strong")).to_have_count(0)
    answer.locator("table sup a").last.click()
    expect(page.locator("#sources .cs-card:target .cs-number")).to_contain_text("2")


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
