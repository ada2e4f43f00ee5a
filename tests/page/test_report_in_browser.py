"""A run's page in a real browser: both colour schemes, a telephone's width, the keyboard, and strangers' strings."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.report.changes import Changes
from eval.report.page import write_page

sys.path.append(str(Path(__file__).parents[1] / "eval"))
from made_runs import RIGHT, edge, hostile, question, row, run

pytestmark = pytest.mark.browser
LUMINANCE = """name => {
  const [red, green, blue] = getComputedStyle(document.body)[name].match(/[0-9.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""


def _opened(page: Page, path: Path) -> list[str]:
    """Open a page, unfold all of it, and return what it asked for and what the browser complained of."""
    told: list[str] = []
    page.on("request", lambda one: told.append(one.url))
    page.on("console", lambda one: told.append(one.text))
    page.on("pageerror", lambda one: told.append(str(one)))
    page.on("dialog", lambda one: told.append(one.message))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.wait_for_timeout(200)  # long enough for a request or an error that should not come
    return told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_hostile_run_does_nothing_in_a_browser(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """The page asks for itself alone, runs nothing, says no error, and is as its colour scheme wants it."""
    made = hostile()
    before = run(row(made.rows[0].question, RIGHT), commit="old")
    path = write_page(run(*made.rows), Changes.of(before, made), tmp_path)
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    assert _opened(page, path) == [path.as_uri()]
    assert page.title() == "Answer quality: made-abc1234"
    page.locator("summary").first.click()
    page.mouse.move(300, 300)
    assert page.title() == "Answer quality: made-abc1234"
    ink, paper = (page.evaluate(LUMINANCE, name) for name in ("color", "backgroundColor"))
    assert (ink < 0.2 and paper > 0.9) if scheme == "light" else (ink > 0.8 and paper < 0.2)
    page.close()


def test_a_report_is_read_on_a_telephone_and_worked_by_keys(browser: Browser, tmp_path: Path) -> None:
    """At 390 pixels nothing stands beyond the edge but what scrolls; answers unfold and are filtered by keys alone."""
    rows = [row(question(f"a{number}"), RIGHT, 0.1 * number, right=1.0) for number in range(6)]
    path = write_page(run(*rows, *edge("unsure").rows, *edge("unanswerable").rows), None, tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    entry = page.locator("details.row").first
    entry.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(entry.locator("blockquote").first).to_be_visible()
    page.locator("#show-all").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#show-wrong")).to_be_checked()
    expect(page.locator("details.row.right").first).to_be_hidden()
    expect(page.locator("details.row:not(.right)").first).to_be_visible()
    page.close()
