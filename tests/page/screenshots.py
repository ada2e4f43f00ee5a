"""Makes the pictures in docs/ with the real page in a real browser: `make screenshots`."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from conftest import ARGUMENTS, browser_path
from page_server import Server, free_port, serving
from playwright.sync_api import Browser, expect, sync_playwright
from steps import ask, first_card, opened

from app.rebuild import rebuild
from app.settings import read_settings
from app.sources import Request

DOCS = Path(__file__).parents[2] / "docs"
WIDE = (1366, 860)
NARROW = (390, 844)
ENGLISH = "which GNN framework scales to billions of nodes"
CHINESE = "哪个图神经网络框架能扩展到十亿节点？"
COMPARISON = "How do Haiku and Trax differ?"


@dataclass(frozen=True)
class Picture:
    """What is asked, and by whom."""

    questions: tuple[str, ...]
    locale: str
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"
    tab: str = ""  # another than the chat


PICTURES = {
    "chat-en.png": Picture((ENGLISH,), "en-US"),
    "chat-zh.png": Picture((CHINESE,), "zh-CN"),
    "chat-dark.png": Picture((ENGLISH, COMPARISON), "en-US", scheme="dark"),
    "chat-narrow.png": Picture((CHINESE,), "zh-CN", NARROW),
    "chat-narrow-dark.png": Picture((ENGLISH,), "en-US", NARROW, "dark"),
    "library.png": Picture((), "en-US", tab="Library"),
    "library-narrow-dark.png": Picture((), "zh-CN", NARROW, "dark", tab="资料库"),
}


def main() -> None:
    """Build the shipped list, ask, and keep what the page shows."""
    expect.set_options(timeout=60_000)  # a loaded machine is slow, and nobody waits
    with tempfile.TemporaryDirectory() as data:
        rebuild(Request(offline=True), read_settings().model_copy(update={"data": Path(data)}))
        port = free_port()
        command = [sys.executable, "-m", "app.cli", "chat", "--data", data, "--port", str(port)]
        with serving(command, port) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
            for name, picture in PICTURES.items():
                take(browser, server, picture, DOCS / name)
            browser.close()


def take(browser: Browser, server: Server, picture: Picture, path: Path) -> None:
    """Ask a picture's questions in a fresh page, and keep what it shows: all of it where it is narrow."""
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, locale=picture.locale, color_scheme=picture.scheme
    )
    opened(page, server.url)
    for question in picture.questions:
        ask(page, question)
    if picture.tab:
        page.get_by_role("tab", name=picture.tab, exact=True).click()
        page.locator("#library").get_by_role("table").wait_for()
    else:
        first_card(page).wait_for()
        page.locator("#follow-ups button").first.wait_for()
        page.locator("#question textarea").blur()
    page.screenshot(path=path, full_page=picture.size == NARROW)
    page.close()


if __name__ == "__main__":
    main()
