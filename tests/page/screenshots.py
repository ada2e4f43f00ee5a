"""Makes the pictures in docs/ with the real page in a real browser: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from conftest import ARGUMENTS, browser_path
from page_server import free_port, serving
from playwright.sync_api import sync_playwright
from steps import ask, first_card, opened

from app.rebuild import rebuild
from app.settings import read_settings
from app.sources import Request

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = {
    "chat-en.png": ("en-US", "which GNN framework scales to billions of nodes"),
    "chat-zh.png": ("zh-CN", "哪个图神经网络框架能扩展到十亿节点？"),
}


def main() -> None:
    """Build the shipped list, ask one question in each language, and keep what the page shows."""
    with tempfile.TemporaryDirectory() as data:
        rebuild(Request(offline=True), read_settings().model_copy(update={"data": Path(data)}))
        port = free_port()
        command = [sys.executable, "-m", "app.cli", "chat", "--data", data, "--port", str(port)]
        with serving(command, port) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
            for name, (locale, question) in PICTURES.items():
                page = browser.new_page(viewport={"width": 1280, "height": 760}, locale=locale)
                ask(opened(page, server.url), question)
                first_card(page).wait_for()
                page.screenshot(path=DOCS / name)
            browser.close()


if __name__ == "__main__":
    main()
