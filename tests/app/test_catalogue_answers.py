"""Answers from the list itself: counts that the Markdown, read by itself, gives; titles as they stand; lines cited."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from chat_server import ChatServer
from shelf import CACHE, KEEL, LOST, QUEUE, STORE

from app.abstaining import scales
from app.answers import Answer
from app.assistant import Assistant
from app.catalogue.answering import MOST_LINKS, Catalogue
from app.catalogue.recogniser import recognised
from app.catalogue.shelf import Shelf
from app.chat_model import LangChainModel
from app.llm import Writer
from app.rebuild import SHIPPED_LIST, Report
from app.settings import Settings
from index.folder import current
from index.records import LinkRow
from index.topics import UnknownTopic
from ingest.documents import Link, Occurrence
from ingest.status import Source, Status

URL = re.compile(r"\]\((https?://[^)]+)\)")


def urls_by_heading(path: Path) -> dict[str, list[str]]:
    """Return the addresses under each heading of a list, sub-headings included, without our parser."""
    found: dict[str, list[str]] = {}
    open_headings: list[tuple[int, str]] = []
    for line in path.read_text("utf-8").splitlines():
        if heading := re.match(r"(#+) (.+)", line):
            level = len(heading[1])
            open_headings = [one for one in open_headings if one[0] < level] + [(level, heading[2])]
            found.setdefault(heading[2], [])
        for url in URL.findall(line):
            for _, name in open_headings:
                found[name].append(url)
    return found


SHIPPED_URLS = urls_by_heading(SHIPPED_LIST)


def cited(answer: Answer) -> list[str]:
    """Return the addresses that an answer cites, in its order."""
    return [one.document.link.url for one in answer.citations]


@pytest.mark.parametrize("heading", [name for name, urls in SHIPPED_URLS.items() if urls])
@pytest.mark.parametrize("wording", ["How many articles are under the heading {}?", "清单里 {} 这个主题下有几篇文章？"])
def test_counts_are_those_of_the_markdown(heading: str, wording: str, shipped_assistant: Assistant) -> None:
    """Under each heading of the shipped list stand as many links as its text has there, and the answer cites them."""
    urls = SHIPPED_URLS[heading]
    answer = shipped_assistant.ask(wording.format(heading))

    assert answer.kind == "catalogue"
    assert re.findall(r"\d+ (?:articles?|篇文章)", answer.sentences[0].text)[0].split()[0] == str(len(urls))
    assert cited(answer) == urls[:MOST_LINKS]
    assert len(answer.sentences) == 1 + len(urls[:MOST_LINKS])


@pytest.mark.parametrize(
    "heading",
    ["Spark", "SPARK", "\uff33\uff50\uff41\uff52\uff4b", "Tensor RT", "kaggle相关工具", "架构 / spark", "auto ml架构"],
)
def test_case_width_and_spacing_do_not_matter(heading: str, shipped_assistant: Assistant) -> None:
    """A heading is found however its letters are written."""
    answer = shipped_assistant.ask(f"Show me everything on the list filed under {heading}.")

    assert answer.kind == "catalogue"
    assert not answer.refused


@pytest.mark.parametrize(
    ("question", "urls"),
    [
        ("How many articles are under Storage?", [STORE, CACHE, QUEUE]),
        ("List everything under Queues", [QUEUE]),
        ("What is on the list under the topic boat?", [LOST, KEEL]),
        ("Which entries of the list are about Tidewater?", [STORE, CACHE]),
        ("Which entries of the list are about the Gannet queue?", [QUEUE]),
        ("Show me all articles about keels", [KEEL]),
        ("Which links on the list are about keels and queues?", [QUEUE, KEEL]),
        ("清单里有多少篇关于潮汐缓存的文章？", [CACHE]),
        ("清单里关于 Gannet 的链接有哪些？", [QUEUE]),
        ("How many links are on the list?", [STORE, QUEUE, LOST]),
    ],
)
def test_the_harbours_links(question: str, urls: list[str], harbour_assistant: Assistant) -> None:
    """Headings hold what is below their sub-headings; names are found in titles and addresses."""
    answer = harbour_assistant.ask(question)

    assert answer.kind == "catalogue"
    assert cited(answer) == urls


@pytest.mark.parametrize(
    "question",
    [
        "List everything the list has on DeepMind",
        "Which topics are there?",
        "清单里有哪些关于飞桨的文章？",
        "How many links are on the list?",
        "What was added with the last build?",
    ],
)
def test_sentences_are_quotes_or_counted(question: str, shipped_assistant: Assistant) -> None:
    """What is called verbatim is a slice of each line that it cites; the lead, which is ours, is not; all is cited."""
    answer = shipped_assistant.ask(question)
    quotes = {one.number: one for one in answer.citations}

    assert answer.sentences[0].support == "supported"
    for one in answer.sentences:
        assert one.citations
        is_slice = all(one.text in quotes[number].quote for number in one.citations)
        assert is_slice == (one.support == "verbatim")
    for citation in answer.citations:
        assert citation.document.source is Source.STUB
        assert citation.document.text[citation.start : citation.end] == citation.quote
        assert citation.document.url == citation.document.link.url


def test_topics_with_their_links(harbour_assistant: Assistant) -> None:
    """Each heading is told with its number of links, sub-headings included, and cites a line that stands below it."""
    english = harbour_assistant.ask("Which topics are there?")
    chinese = harbour_assistant.ask("这份清单有哪些主题？")

    assert [one.text for one in english.sentences] == [
        "The list has 5 links under 4 topics.",
        "Harbour: 5 links",
        "Harbour / Storage: 3 links",
        "Harbour / Storage / Queues: 1 link",
        "Harbour / Boats: 2 links",
    ]
    assert chinese.sentences[0].text == "清单共有 5 条链接，分在 4 个主题下。"
    for one in english.sentences[1:]:
        (citation,) = (citation for citation in english.citations if citation.number in one.citations)
        assert one.text.partition(":")[0] in citation.quote


def test_a_topic_filter_holds(harbour_assistant: Assistant) -> None:
    """Within a topic only its links are counted and listed; an unknown topic is an error, as for a search."""
    counted = harbour_assistant.ask("How many links are on the list?", "Boats")
    named = harbour_assistant.ask("Which entries of the list are about Tidewater?", "Queues")

    assert counted.sentences[0].text == "“Boats” has 2 links under 1 topic."
    assert named.refused
    assert {hit.chunk.document.link.url for hit in named.hits} == {QUEUE}
    with pytest.raises(UnknownTopic, match="Lighthouses"):
        harbour_assistant.ask("How many links are on the list?", "Lighthouses")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "How many articles on the list are about Kubernetes?",
            "no heading, title or address on the list names “Kubernetes”",
        ),
        ("清单里有多少篇关于 Kubernetes 的文章？", "清单里没有以“Kubernetes”为主题或提到它的条目"),
        ("Which links are dead?", "no link of the list is known to be dead; 2 of 5 were not asked for yet"),
        ("哪些链接失效了？", "清单里没有已知失效的链接；5 条里有 2 条还没有检查过"),
        ("What was added in 1999?", "nothing was added to the list from 1999-01-01 to 1999-12-31"),
    ],
)
def test_what_the_list_lacks_is_refused_with_a_reason(question: str, reason: str, harbour_assistant: Assistant) -> None:
    """A question that is surely about the list, and finds nothing there, is told so."""
    answer = harbour_assistant.ask(question)

    assert answer.kind == "catalogue"
    assert answer.refused
    assert not answer.citations
    assert (answer.reason or "").startswith(reason)


@pytest.mark.parametrize(
    "question",
    [
        "Which articles mention Kubernetes?",
        "Which links on the list are about boats in heavy weather?",
        "清单里有哪些关于航海天气的文章？",
        "List everything about oak from the old days",
        "List all articles on arXiv",
    ],
)
def test_what_may_mean_something_else_goes_on(question: str, harbour_assistant: Assistant) -> None:
    """Where nothing shows that the list is meant, and it has nothing of that name, the sources are asked."""
    assert recognised(question)
    assert harbour_assistant.ask(question).kind == "extractive"


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("List everything the list has on IBM's MAX", True),
        ("List everything the list has on Google's MAX", False),
        ("清单里有哪些关于百度的 paddle 的文章？", True),
        ("清单里有哪些关于谷歌的 paddle 的文章？", False),
        ("Which entries of the list are about Tencent's plato framework?", True),
        ("清单里跟 IBM 的 MAX 有关的链接有哪些？", True),
    ],
)
def test_whose_library_it_is_must_stand_on_the_list(
    question: str, *, is_found: bool, shipped_assistant: Assistant
) -> None:
    """“IBM's MAX” is what is called MAX, if the list says IBM of it."""
    answer = shipped_assistant.ask(question)

    assert (answer.kind == "catalogue" and not answer.refused) == is_found


def test_a_thing_is_found_by_what_the_glossary_calls_it(shipped_assistant: Assistant) -> None:
    """A heading in the other language is found; one that is a name as it stands is not translated."""
    networks = shipped_assistant.ask("How many articles on the list are about graph neural networks?")
    max_framework = shipped_assistant.ask("Which entries of the list are about MAX?")

    assert networks.sentences[0].text.startswith("7 articles stand under “开源gnn平台”")
    assert cited(max_framework) == SHIPPED_URLS["MAX"]


def test_links_that_name_it_elsewhere_are_told_apart(shipped_assistant: Assistant) -> None:
    """Those under the heading come first, and are counted by themselves."""
    answer = shipped_assistant.ask("How many articles does the list have on PyTorch?")

    assert answer.sentences[0].text == "5 articles stand under “pytorch”, and 3 more name it."
    assert cited(answer)[:5] == SHIPPED_URLS["pytorch"]
    assert len(answer.citations) == 8


def test_a_long_list_is_cut_and_says_so(harbour_assistant: Assistant) -> None:
    """Of more links than are shown the number is that of all; a repost is a link of the list as any other."""
    rows = [row(number, same_as=row(0).link.url if number else "") for number in range(MOST_LINKS + 12)]
    answer = asked("How many links are under Fleet?", rows, harbour_assistant)

    assert answer.sentences[0].text == "42 links stand under “Fleet”. The first 30 of 42:"
    assert len(answer.sentences) == 1 + MOST_LINKS
    assert len(answer.citations) == MOST_LINKS


def test_a_link_under_two_headings_counts_once(harbour_assistant: Assistant) -> None:
    """It belongs to each of them, and to the heading above both only once."""
    places = tuple(Occurrence(("Fleet", name), "A boat", "", "", "", 3) for name in ("Red", "Blue"))
    rows = [replace(row(0), link=Link("https://fleet.example/boat", places))]
    answer = asked("Which topics are there?", rows, harbour_assistant)

    assert [one.text for one in answer.sentences] == [
        "The list has 1 link under 3 topics.",
        "Fleet: 1 link",
        "Fleet / Red: 1 link",
        "Fleet / Blue: 1 link",
    ]


def test_a_list_without_headings(harbour_assistant: Assistant) -> None:
    """It has no topics, but links all the same."""
    bare = replace(row(0), link=Link("https://fleet.example/boat", (Occurrence((), "A boat", "", "", "", 3),)))

    assert [one.text for one in asked("Which topics are there?", [bare], harbour_assistant).sentences] == [
        "The list has 1 link.",
        "A boat",
    ]
    assert [one.text for one in asked("清单里有多少条链接？", [bare], harbour_assistant).sentences] == [
        "清单共有 1 条链接。",
        "A boat",
    ]


def test_no_model_is_asked(
    harbour: tuple[Settings, Report], harbour_assistant: Assistant, chat_server: ChatServer
) -> None:
    """With a language model set, the list still answers for itself."""
    searcher = harbour_assistant.searcher
    scale = scales.load(current(harbour[0].data), searcher)
    writing = Assistant(searcher, scale, harbour[0], Writer(LangChainModel.open("openai:canned", 10.0)))

    assert writing.ask("How many links are on the list?").kind == "catalogue"
    assert not chat_server.prompts


def row(number: int, same_as: str = "") -> LinkRow:
    """Return what a build knows of a link that we made up."""
    url = f"https://fleet.example/{number}"
    link = Link(url, (Occurrence(("Fleet",), f"Boat {number}", "", "", "", 3 + number),))
    return LinkRow(link, Status.OK, "", Source.LIVE, url, None, 1, same_as=same_as)


def asked(question: str, rows: list[LinkRow], assistant: Assistant) -> Answer:
    """Return the answer that a list of these links gives."""
    request = recognised(question)
    assert request
    answer = Catalogue(assistant.searcher.index, Shelf(rows, {})).answer(request, question)
    assert answer
    return answer
