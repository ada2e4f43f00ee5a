"""A real browser and a real server for the page's tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from page_server import Server, free_port, serving
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from app.rebuild import Report
from app.settings import Settings

CACHE = Path(__file__).parents[1] / ".cache"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
EXPECT_TIMEOUT_MS = 20_000  # an answer takes longer where other tests run
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def browser_path() -> str | None:
    """Return a browser of this machine, or Debian's chromium where it may be installed; None for Playwright's own."""
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "browser.lock"):  # tests run in two processes, and one of them installs it
        return _browser_path()


def _browser_path() -> str | None:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found or Path(MAC_CHROME).exists():
        return found or MAC_CHROME
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
        return shutil.which("chromium")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    return None


@pytest.fixture(scope="module")
def browser(shipped: tuple[Settings, Report]) -> Iterator[Browser]:  # noqa: ARG001 - a build needs its own event loop
    """A headless Chromium.

    Playwright holds this thread's event loop meanwhile: the index is built before, and other modules' tests run
    before or after.
    """
    with sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        except Error as error:
            pytest.skip(f"no browser here, which CI counts as a failure: {str(error).splitlines()[0]}")
        expect.set_options(timeout=EXPECT_TIMEOUT_MS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page in English, wide enough for two columns."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def chat(shipped: tuple[Settings, Report]) -> Iterator[Server]:
    """The chat over the shipped list, as a user starts it."""
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "chat", "--data", str(shipped[0].data), "--port", str(port)]
    with serving(command, port) as server:
        yield server
