"""An article and its repost in one index: both are found, one is cited."""

from itertools import pairwise

import pytest
from chat_server import ChatServer
from shelf import QUEUE, QUEUE_TEXT, STORE, STORE_TEXT

from app.abstaining import scales
from app.answers import Answer
from app.assistant import Assistant
from app.chat_model import LangChainModel
from app.evidence import candidates, chosen
from app.llm import Writer
from app.settings import Settings
from index.build import Contents, write_index
from index.encoders import Encoder
from index.search import Searcher
from ingest.documents import Document, Link, Occurrence
from ingest.duplicates import with_repeats
from ingest.status import Source

COPY = "http://mirror.example/tidewater"
MIRROR = "The mirror of this page on Tidewater is refreshed by Ilse Brandt every second Thursday."
IN_BOTH = [
    "How many bytes does a Tidewater record take?",
    "When does the store flush its log to flash memory?",
    "Who wrote the first version of Tidewater?",
    "Tidewater 的一条记录占多少字节？",
]


def listed(url: str, title: str, sentences: tuple[str, ...], published: str) -> Document:
    """Return an article of a list with one topic."""
    link = Link(url, (Occurrence(("Storage",), title, "", "", "", 1),))
    return Document(link, url, title, "\n".join(sentences), (), Source.ARCHIVE, None, published)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    """An assistant on three links; the first is a later repost of the second, with a sentence of its own."""
    documents = with_repeats(
        [
            listed(COPY, "Tidewater explained", (*STORE_TEXT, MIRROR), "2022-06-01"),
            listed(STORE, "Tidewater, a store for small sensors", STORE_TEXT, "2021-04-01"),
            listed(QUEUE, "The Gannet queue", QUEUE_TEXT, "2020-01-01"),
        ]
    )
    assert [one.same_as for one in documents] == [STORE, "", ""]
    folder = tmp_path_factory.mktemp("reposts")
    write_index(folder, Contents(documents, (), "reposts.md"), encoder, None, lambda *_: None)
    searcher = Searcher.open(folder, encoder)
    return Assistant(searcher, scales.of(searcher), Settings(refusal="eager"))


def cited(answer: Answer) -> list[str]:
    """Return the URLs that an answer cites."""
    return [one.document.link.url for one in answer.citations]


@pytest.mark.parametrize("question", IN_BOTH)
def test_both_are_found_and_the_original_is_cited(question: str, assistant: Assistant) -> None:
    """A search brings the copy and the original; the answer quotes the original only."""
    found = {hit.chunk.document.link.url for hit in assistant.searcher.search(question, 4)}
    answer = assistant.ask(question)

    assert {COPY, STORE} <= found
    assert cited(answer)[0] == STORE
    assert COPY not in cited(answer)
    assert all(one.text in STORE_TEXT + QUEUE_TEXT for one in answer.sentences)


def test_the_copy_is_cited_for_what_only_it_says(assistant: Assistant) -> None:
    """A sentence that the original lacks is quoted from the copy, which is then the only one of the two cited."""
    answer = assistant.ask("Who refreshes the mirror of the page on Tidewater?")

    assert answer.sentences[0].text == MIRROR
    assert cited(answer)[0] == COPY
    assert STORE not in cited(answer)
    assert answer.citations[0].quote.count(MIRROR) == 1


def test_the_order_of_hits_does_not_matter(assistant: Assistant) -> None:
    """The original is quoted also when its copy's passage comes first."""
    searcher = assistant.searcher
    query = searcher.encoder.encode_query([IN_BOTH[0]])[0]
    ranked = candidates(query, searcher.near(IN_BOTH[0], query, 8), searcher, "en")
    copy_first = sorted(ranked, key=lambda one: (-round(one.score, 2), one.hit.chunk.document.link.url != COPY))

    assert copy_first[0].hit.chunk.document.link.url == COPY
    picked = chosen(copy_first, searcher)
    assert picked[0].hit.chunk.document.link.url == STORE
    assert all(one.article != other.article for one, other in pairwise(picked) if one.hit.row != other.hit.row)


def test_a_model_sees_one_source(assistant: Assistant, chat_server: ChatServer) -> None:
    """Excerpts of both copies bear one number, and what a model writes from it is cited to the original."""
    model = LangChainModel.open("openai:canned", 10.0)
    scale = scales.of(assistant.searcher)
    writing = Assistant(assistant.searcher, scale, Settings(refusal="eager"), Writer(model))
    chat_server.says("Every Tidewater record takes exactly 48 bytes, of which 16 bytes are the key [1].")
    answer = writing.ask(IN_BOTH[0])

    prompt = chat_server.prompts[-1]
    assert '<excerpt number="1" title="Tidewater explained">' in prompt
    assert '<excerpt number="1" title="Tidewater, a store for small sensors">' in prompt
    assert cited(answer) == [STORE]
    assert answer.sentences[0].support == "verbatim"
