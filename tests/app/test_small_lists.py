"""The smallest lists: one passage, one language only, a topic without a text, questions that share no word with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Cli, Contract
from shelf import CACHE, CACHE_TEXT, QUEUE, QUEUE_TEXT, STORE, STORE_TEXT, page, write_warc

from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from index.folder import current
from index.reader import Index

ONE = f"# Radio\n\n<{QUEUE}>\n"
ENGLISH = f"# Harbour\n\n## Empty\n\n## Storage\n\n<{STORE}>\n\n## Queues\n\n<{QUEUE}>\n"
CHINESE = f"# 港口\n\n## 缓存\n\n<{CACHE}>\n"
PAGES = {
    STORE: page("Tidewater, a store for small sensors", STORE_TEXT),
    CACHE: page("潮汐缓存怎样淘汰旧数据", CACHE_TEXT),
    QUEUE: page("The Gannet queue", QUEUE_TEXT),
}
FAR = ("Who painted the ceiling of the Sistine Chapel?", "红楼梦的作者是谁？")
# No word of these is the list's or the glossary's; what is no question at all is not always refused.
STRANGE = {"Wie viele Ringe hat Saturn?": True, "海の色はなぜ青いのですか": True, "xyzzy": None, "é" * 2000: None}
Build = Callable[[str], Path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds a list from recorded pages once and gives its data folder."""
    folder = tmp_path_factory.mktemp("small")
    write_warc(folder / "pages.warc.gz", PAGES)
    done: dict[str, Path] = {}

    def build(text: str) -> Path:
        if text not in done:
            data = folder / str(len(done))
            data.mkdir()
            (data / "list.md").write_text(text, "utf-8")
            request = Request(data / "list.md", archives=(folder / "pages.warc.gz",), offline=True)
            rebuild(request, Settings(data=data))
            done[text] = data
        return done[text]

    return build


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many messages does Gannet keep?", QUEUE_TEXT[2]),
        ("Which frame types does the Gannet protocol have?", QUEUE_TEXT[3]),
        ("Gannet 的协议有哪几种帧？", QUEUE_TEXT[3]),
    ],
)
def test_a_list_of_one_passage_answers(question: str, said: str, built: Build, cli: Cli, contract: Contract) -> None:
    """With nothing to compare it with, the only passage is found, quoted when it answers, in either language."""
    data = built(ONE)
    assert len(Index.load(current(data)).chunks) == 1
    asked = cli("ask", question, "--json", "--data", data).json
    searched = cli("search", question, "--json", "--data", data).json

    contract("ask", asked)
    contract("search", searched)
    assert said in asked["text"]
    assert [hit["rank"] for hit in searched["hits"]] == [1]


@pytest.mark.parametrize("text", [ONE, ENGLISH, CHINESE])
@pytest.mark.parametrize("question", FAR)
def test_a_small_list_refuses_what_is_far(text: str, question: str, built: Build, cli: Cli) -> None:
    """Lists of a few passages, in one language only, refuse in both languages what has nothing to do with them."""
    asked = cli("ask", question, "--json", "--data", built(text)).json

    assert asked["refused"]
    assert asked["hits"]


@pytest.mark.parametrize(
    ("text", "question", "url"),
    [
        (ENGLISH, "How many bytes does a Tidewater record take?", STORE),
        (ENGLISH, "Tidewater 的每条记录占多少字节？", STORE),
        (CHINESE, "潮汐缓存最多占用多少内存？", CACHE),
        (CHINESE, "How much memory does the tide cache 潮汐缓存 use at most?", CACHE),
    ],
)
def test_a_list_in_one_language_answers_in_both(text: str, question: str, url: str, built: Build, cli: Cli) -> None:
    """A language without a passage has no background of its own; questions in it are answered all the same."""
    asked = cli("ask", question, "--json", "--data", built(text)).json

    assert not asked["refused"]
    assert asked["citations"][0]["url"] == url


@pytest.mark.parametrize("text", [ONE, ENGLISH, CHINESE])
def test_questions_that_share_no_word(text: str, built: Build, cli: Cli) -> None:
    """What neither the list nor the glossary has a word of is searched by meaning alone, and refused."""
    for question, refused in STRANGE.items():
        asked, searched = (cli(command, question, "--json", "--data", built(text)) for command in ("ask", "search"))
        assert (asked.status, searched.status) == (0, 0), question[:20]
        assert asked.json["refused"] == refused or refused is None, question[:20]
        assert len(searched.json["hits"]) >= 1


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_topic_without_a_text(command: str, built: Build, cli: Cli) -> None:
    """A heading with nothing below is no topic, said with those there are; one with a single passage is searched."""
    ran = cli(command, "How many messages does Gannet keep?", "--topic", "Empty", "--data", built(ENGLISH))
    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == "the list has no topic “Empty”; choose one of: Storage, Queues."

    found = cli(command, "How many messages does Gannet keep?", "--topic", "Queues", "--json", "--data", built(ENGLISH))
    assert {hit["url"] for hit in found.json["hits"]} == {QUEUE}
    none = cli(command, "How many messages does Gannet keep?", "--topic", "", "--json", "--data", built(ENGLISH))
    assert {hit["url"] for hit in none.json["hits"]} == {QUEUE, STORE}
