"""The Library and Evaluation tabs in a real browser: opened by keys, read by their names, a list built there."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from page_server import free_port, serving
from playwright.sync_api import Browser, Locator, Page, expect
from steps import answered, opened, violations

sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("app", "eval")]
from made_runs import RIGHT, question, row, run
from shelf import Shelf, write_shelf

from eval.rows import write_run

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BUILD_MS = 120_000  # a build loads the encoder anew
NEW_FACT = "Each lantern of the Skerry quay burns 7 litres of whale oil in one winter night."
QUESTION = "How many litres of whale oil does a lantern of the Skerry quay burn?"


@dataclass(frozen=True)
class Harbour:
    """A chat over the small shelf: its address, and the list that its owner may change."""

    url: str
    list: Path


def command(*arguments: object) -> list[str]:
    """Return a command of `citeshelf`."""
    return [sys.executable, "-m", "app.cli", *map(str, arguments)]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The small shelf's files."""
    return write_shelf(tmp_path_factory.mktemp("harbour"))


@pytest.fixture(scope="module")
def harbour(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """A chat over the small shelf, with one evaluation of it."""
    data, runs = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("runs")
    made = ("build", shelf.list, "--notes", shelf.notes, "--archive", shelf.archive, "--offline", "--data", data)
    subprocess.run(command(*made), check=True, capture_output=True)
    write_run(run(*(row(question(f"q{number}"), RIGHT, right=1.0) for number in range(3))), runs)
    port = free_port()
    chat = ["env", f"CITESHELF_EVALUATIONS={runs}", *command("chat", "--data", data, "--port", port)]
    with serving(chat, port) as server:
        yield Harbour(server.url, shelf.list)


def tab(page: Page, name: str) -> Locator:
    """Open a tab by keys alone, and return what it shows."""
    page.get_by_role("tab", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    shown = page.get_by_role("tabpanel").filter(visible=True)
    expect(shown).to_be_visible()
    return shown


def building(page: Page) -> Locator:
    """Return the sentence on the build."""
    return page.locator("#build-status [role=status]")


def test_the_library_is_opened_by_keys_and_read_by_its_names(page: Page, harbour: Harbour) -> None:
    """The plot is a table of topics, each bar has a name, and links lead to the web in a tab of their own."""
    library = tab(opened(page, harbour.url), "Library")

    expect(library.get_by_role("table").get_by_role("row")).to_have_count(4)
    expect(library.get_by_role("rowheader")).to_have_text(["Storage", "Queues", "Boats"])
    expect(library.get_by_role("img", name="1 note only · 1 list line only", exact=True)).to_be_visible()
    fold = library.locator("#links-unchecked summary")
    fold.focus()
    page.keyboard.press("Enter")
    link = library.get_by_role("link", name="A page that nobody recorded")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tabs_in_chinese_on_a_telephone(browser: Browser, harbour: Harbour, scheme: str) -> None:
    """At 390 pixels nothing stands beyond the edge; words are the browser's language, ink and paper its scheme.

    Axe-core finds nothing serious.
    """
    page = browser.new_page(
        viewport={"width": 390, "height": 800}, locale="zh-CN", color_scheme="dark" if scheme == "dark" else "light"
    )
    opened(page, f"{harbour.url}/?__theme={scheme}")
    for name, words in (("资料库", "全部链接，按读取情况"), ("评测", "总体结果")):
        shown = tab(page, name)
        expect(shown.get_by_text(words, exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert violations(page) == []
    key = page.locator("#library .cs-key .cs-note").evaluate("one => getComputedStyle(one).fill")
    assert key == ("rgb(37, 99, 235)" if scheme == "light" else "rgb(96, 165, 250)")
    page.close()


def test_the_evaluation_is_shown(page: Page, harbour: Harbour) -> None:
    """The run's figures stand in tables whose bars have names; without an earlier run nothing is compared."""
    evaluation = tab(opened(page, harbour.url), "Evaluation")

    expect(evaluation.get_by_role("rowheader", name="2026-11-23 00:00")).to_be_visible()
    expect(evaluation.get_by_role("img", name="open questions, right: 1.000")).to_be_visible()
    expect(evaluation).to_contain_text("There is no earlier run to compare with")
    assert violations(page) == []


def test_a_list_is_built_anew_and_answers(page: Page, harbour: Harbour) -> None:
    """What its owner added to the list is built from the page, also when that is reloaded meanwhile, and then found."""
    with harbour.list.open("a", encoding="utf-8") as file:
        file.write(f"\n## Lanterns\n\n{NEW_FACT}\n")
    library = tab(opened(page, harbour.url), "Library")
    library.get_by_role("button", name="Build the index anew").click()
    expect(page.locator("#build-panel")).to_contain_text(str(harbour.list))
    page.locator("#build-offline input").check()
    expect(page.locator("#cancel-build")).to_be_disabled()
    page.locator("#build").click()

    expect(building(page)).to_have_attribute("data-state", "running")
    expect(page.get_by_role("progressbar")).to_be_visible()
    library = tab(opened(page, harbour.url), "Library")
    expect(building(page)).to_have_attribute("data-state", "done", timeout=BUILD_MS)
    expect(library.get_by_role("rowheader", name="Lanterns")).to_be_visible()
    expect(page.locator("#build-status [role=log]")).to_contain_text("5 links: ")
    tab(page, "Chat")
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    expect(answered(page, 0)).to_contain_text("7 litres of whale oil", timeout=BUILD_MS)


def test_a_build_is_cancelled_from_the_page(page: Page, harbour: Harbour) -> None:
    """It ends in order, says so, and another may be started; the index in use is the one from before."""
    library = tab(opened(page, harbour.url), "Library")
    summary = library.locator("#library p").first
    before = summary.inner_text()
    library.get_by_role("button", name="Build the index anew").click()
    page.locator("#build-offline input").check()
    page.locator("#build").click()
    page.locator("#cancel-build").click()

    expect(building(page)).to_have_attribute("data-state", "cancelled", timeout=BUILD_MS)
    expect(page.locator("#build")).to_be_enabled()
    expect(page.locator("#cancel-build")).to_be_disabled()
    expect(summary).to_have_text(before)
