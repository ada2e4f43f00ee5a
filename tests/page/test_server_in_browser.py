"""The server's gate in a real browser: the page works under its policy and behind a password, and nothing complains."""

import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from page_server import Server, free_port, serving
from playwright.sync_api import Browser, Error, Page, expect
from steps import ask, opened

from app.rebuild import Report
from app.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = ("127.0.0.1", None)


@pytest.fixture(scope="module")
def guarded(shipped: tuple[Settings, Report]) -> Iterator[Server]:
    """A chat that asks for a name and password."""
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "chat", "--data", str(shipped[0].data), "--port", str(port)]
    with serving([*command, "--auth", "keeper:the lamp"], port) as server:
        yield server


def heard(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains of and with requests that fail or leave this machine."""
    told: list[str] = []
    page.on("console", lambda one: told.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: told.append(str(one)))
    page.on("response", lambda one: told.append(f"{one.status} {one.url}") if one.status >= 400 else None)
    page.on("request", lambda one: told.append(one.url) if urlsplit(one.url).hostname not in HERE else None)
    return told


def test_the_page_works_under_its_policy(page: Page, chat: Server) -> None:
    """With the policy in force the page opens, asks and shows sources, and no console line says it was hindered."""
    told = heard(page)
    answer = page.goto(chat.url)
    assert answer
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]

    ask(opened(page, chat.url), "What is Optuna good for?")

    assert told == []


def test_a_browser_asks_for_the_password_once(browser: Browser, guarded: Server) -> None:
    """With it, page, answer and all that they load are had; without it there is nothing to see, not even a file."""
    context = browser.new_context(http_credentials={"username": "keeper", "password": "the lamp"}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(30_000)
    told = heard(page)
    expect(ask(opened(page, guarded.url), "What is Optuna good for?")).to_contain_text("[1]")
    assert told == []
    context.close()

    stranger = browser.new_page()
    with pytest.raises(Error, match="ERR_INVALID_AUTH_CREDENTIALS"):  # a headless browser has nobody to ask
        stranger.goto(guarded.url)
    stranger.close()


def test_the_description_loads_nothing(page: Page, chat: Server) -> None:
    """The API's page shows its routes, asks for nothing else, and its links to shapes lead somewhere."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    told = heard(page)
    page.goto(f"{chat.url}/docs")

    expect(page.locator("h2", has_text="POST /api/ask")).to_be_visible()
    for place in page.locator("a[href^='#']").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        assert page.locator(place).count() == 1, place
    assert [one for one in asked if not one.endswith("/favicon.ico")] == [f"{chat.url}/docs"]
    assert told == []
