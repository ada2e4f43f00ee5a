"""What a person does on the page, for its tests and its screenshots."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

ANSWER = "#chat .bot"


def opened(page: Page, url: str) -> Page:
    """Open the page and wait until it can be typed into."""
    page.goto(url)
    expect(page.locator("#question textarea")).to_be_visible()
    return page


def ask(page: Page, question: str) -> Locator:
    """Ask a question and return the finished answer."""
    before = page.locator(ANSWER).count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    return answered(page, before)


def answered(page: Page, before: int) -> Locator:
    """Wait for one more answer than before, until it is complete and the next question can be asked."""
    answer = page.locator(ANSWER).nth(before)
    expect(answer.locator(".cs-searched")).to_be_visible(timeout=60_000)  # a comparison searches for each cell
    expect(page.locator("#ask")).to_be_visible()
    return answer


def first_card(page: Page) -> Locator:
    """Return the card of source 1 of the last answer."""
    return page.locator("#sources .cs-card").first


def violations(page: Page) -> list[str]:
    """Return what axe-core finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]
