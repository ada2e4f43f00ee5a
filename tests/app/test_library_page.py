"""What the Library tab shows: numbers in words beside each bar, strangers' text as text, all in both languages."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest
from lxml import html

from app.chat.library.page import library_html
from app.chat.library.plot import below_the_root
from app.health.groups import AT_NEW_ADDRESS, MEANING, OFFLINE, RETRYABLE, Group
from app.library.census import Census, Tally
from app.library.progress import State
from app.library.states import LinkState
from app.library.wording import BUILD_WORDS, WORDS, meaning_in
from app.rebuild import Report
from app.serving.hosts import is_loopback
from app.settings import Settings
from index.folder import current
from index.reader import Index
from index.records import LinkRow
from ingest.documents import Link, Occurrence
from ingest.language import Language
from ingest.status import Source, Status

Built = tuple[Settings, Report]
LANGUAGES: tuple[Language, ...] = get_args(Language)
EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} {{7*7}} `code`"
EVIL_URLS = ("javascript:alert(1)", 'http://b.example/"onmouseover="alert(1)', "data:text/html,<script>", "//x.example")


@pytest.fixture(scope="module")
def index(harbour: Built) -> Index:
    """The small shelf's index."""
    return Index.load(current(harbour[0].data))


def parsed(index: Index, language: Language = "en") -> html.HtmlElement:
    """Return the tab as a browser would read it."""
    return html.fromstring(library_html(index, language))


def test_bars_say_in_words_what_they_show(index: Index) -> None:
    """The table has a row a topic, a number in each cell, and the bar's name tells its parts."""
    rows = parsed(index).xpath("//table[contains(@class, 'cs-plot')]/tbody/tr")
    told = {
        row.xpath("string(th)"): (row.xpath("td/span/text()"), row.xpath("td//*[local-name()='title']/text()"))
        for row in rows
    }

    assert list(told) == ["Storage", "Queues", "Boats"]
    assert told["Boats"][0][0] == "2"
    assert told["Boats"][1][0] == "1 note only · 1 list line only"
    assert told["Queues"][1] == ["1 recorded copy", f"{told['Queues'][0][1]} in English"]


def test_a_bars_parts_are_as_wide_as_their_numbers(index: Index) -> None:
    """Of the five links' bar three fifths are recorded copies, and what follows begins there."""
    bar = parsed(index).xpath("(//figure//*[local-name()='svg'])[1]/*[local-name()='rect']")

    assert [(one.get("class"), one.get("x"), one.get("width")) for one in bar] == [
        ("cs-archive", "0.00%", "60.00%"),
        ("cs-note", "60.00%", "20.00%"),
        ("cs-stub", "80.00%", "20.00%"),
    ]


def test_a_root_above_all_topics_is_left_out() -> None:
    """It would say again what the whole says; one beside another topic, or alone, stays."""

    def topics(*paths: tuple[str, ...]) -> list[tuple[str, ...]]:
        tally = Tally(Counter(), Counter())
        return [path for path, _ in below_the_root(Census(tally, tuple((path, tally) for path in paths)))]

    assert topics(("a",), ("a", "b")) == [("a", "b")]
    assert topics(("a",), ("b",)) == [("a",), ("b",)]
    assert topics(("a",)) == [("a",)]
    assert topics((), ("a",)) == [(), ("a",)]
    assert topics() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_titles_and_addresses_are_text(index: Index, language: Language) -> None:
    """No element or attribute comes of them; only addresses on the web are links, and those tell nothing of us."""
    occurrence = Occurrence((EVIL,), EVIL, "", "", "", 3)
    rows = [
        LinkRow(
            Link(url, (occurrence,)),
            Status.GONE,
            EVIL,
            Source.NOTE,
            url,
            None,
            1,
            moved_to=url,
            snapshot=url,
            same_as=url,
        )
        for url in EVIL_URLS
    ]
    manifest = replace(index.manifest, list_name=EVIL)
    page = parsed(replace(index, links=rows, manifest=manifest), language)

    assert page.xpath("//script | //img | //iframe | //style") == []
    assert {name for one in page.iter() for name in one.keys()} <= {  # noqa: SIM118 - of lxml's elements
        *("class", "id", "open", "href", "target", "rel", "role", "width", "height", "x", "y", "aria-hidden", "scope")
    }
    links = page.xpath("//a")
    assert links
    assert all(one.get("href").startswith("http://b.example/") for one in links)
    assert {one.get("rel") for one in links} == {"noopener noreferrer"}
    assert page.xpath("count(//span[contains(., 'onerror=alert(2)')])") > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_link_stands_in_its_group(index: Index, language: Language) -> None:
    """What needs action is unfolded and says what to do; a group has as many links as it says."""
    gone = replace(index.links[0], status=Status.GONE, reason="answered 410")
    page = parsed(replace(index, links=[gone, *index.links[1:]]), language)
    groups = {one.get("id"): one for one in page.xpath("//details")}

    assert set(groups) == {"links-dead", "links-fine", "links-unchecked"}
    assert [name for name, one in groups.items() if one.get("open") is not None] == ["links-dead"]
    for group in groups.values():
        assert group.xpath("string(summary/b)") == str(len(group.xpath("ul/li")))
    dead = groups["links-dead"].text_content()
    assert gone.link.url in dead
    assert "answered 410" in dead
    assert groups["links-dead"].xpath("string(p/code)") == "citeshelf links --check"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_lacks_words(language: Language) -> None:
    """Each state, group, status and moment of a build has its words in both languages."""
    words, build = WORDS[language], BUILD_WORDS[language]

    assert (set(words.states), set(words.groups), set(words.advice)) == (set(LinkState), set(Group), set(Group))
    assert set(build.states) == set(State)
    for clause in [*(clause for _, clause in MEANING.values()), AT_NEW_ADDRESS, OFFLINE, RETRYABLE]:
        assert meaning_in(language, clause).isascii() == (language == "en"), clause


DRAWN = """
import json
import gradio as gr
from app.chat.library.tab import library_tab
with gr.Blocks(analytics_enabled=False) as page, gr.Tab("Library") as tab:
    library_tab(None, tab, gr.State("en"), may_build=False)
config = page.get_config_file()
print(json.dumps([one["props"].get("elem_id") for one in config["components"]]))
print(json.dumps([one["api_visibility"] for one in config["dependencies"]]))
"""


def test_who_is_no_operator_cannot_build() -> None:
    """Nothing on the page builds, nor does its HTTP API know of a build: it can only be drawn."""
    command = [sys.executable, "-c", DRAWN]  # Gradio leaves sockets open, which this process would take amiss
    drawn = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    parts, events = map(json.loads, drawn.splitlines())

    assert "library" in parts
    assert not {"build", "cancel-build", "build-panel"} & set(parts)
    assert events == ["private"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machines_own_page_is_its_operators(host: str) -> None:
    """Nobody else can reach it."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "shelf.example"])
def test_a_page_that_others_reach_is_not(host: str) -> None:
    """All addresses of this machine are not this machine alone."""
    assert not is_loopback(host)
