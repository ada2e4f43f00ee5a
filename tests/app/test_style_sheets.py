"""The page's style sheets: the chat's and the tabs' are served together; neither may change what the other names."""

import re
from pathlib import Path

from lxml import html

import app.chat
from app.chat.library.page import library_html
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index

FOLDER = Path(app.chat.__file__).parent
NAME = re.compile(r"(?:\.|--)cs-[a-z-]+(?=[\s.,:{>+~)])")


def named(sheet: str) -> set[str]:
    """Return the classes and variables that a style sheet says anything of."""
    return set(NAME.findall(re.sub(r"var\([^)]*\)", "", (FOLDER / sheet).read_text("utf-8"))))


def test_no_name_is_in_both() -> None:
    """A count in the tree is not drawn as a count in a plot, and a border is no whisker."""
    assert named("page.css") & named("tabs.css") == set()
    assert {".cs-tree", ".cs-card"} <= named("page.css")
    assert {".cs-tally", "--cs-whisker"} <= named("tabs.css")


def test_a_plot_is_there_in_either_language(shipped: tuple[Settings, Report]) -> None:
    """What the page hides in one of its languages is no part of a plot: passages in English stay when it is Chinese."""
    drawn = html.fromstring(library_html(Index.load(current(shipped[0].data)), "zh"))

    assert drawn.xpath("//rect[contains(@class, 'cs-in-en')]")
    assert not drawn.find_class("cs-en")
    assert not drawn.find_class("cs-zh")
