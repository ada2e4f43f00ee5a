"""The index in LangChain: a real chain of its runnables around the real search, and its passages in another's store."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import ConfigurableField, Runnable, RunnableLambda, RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore
from pydantic import ValidationError
from shelf import CACHE, QUEUE, STORE

from app.assistant import Assistant
from app.contract import search_json
from app.errors import QuestionInvalid
from app.langchain_retriever import CiteshelfRetriever, documents
from app.rebuild import Report
from app.settings import Settings
from index.encoders import Encoder
from index.errors import IndexMissing
from index.topics import UnknownTopic

Harbour = tuple[Settings, Report]
QUESTION = "How many bytes does a Tidewater record take?"
CHINESE = "潮汐缓存最多占用多少内存？"
IN_CONTRACT = ("url", "title", "topics", "start", "end", "language", "rank")


@pytest.fixture(scope="module")
def retriever(harbour_assistant: Assistant) -> CiteshelfRetriever:
    """A retriever of two passages on the small shelf."""
    return CiteshelfRetriever(searcher=harbour_assistant.searcher, k=2)


@pytest.fixture(scope="module")
def chain(retriever: CiteshelfRetriever) -> Runnable[str, str]:
    """The usual chain: retrieve, format, fill a prompt; the model's place is taken by the prompt's own text."""
    prompt = ChatPromptTemplate.from_template("{context}\n---\n{question}")
    context = retriever | RunnableLambda(numbered)
    filled: Runnable[str, str] = (
        {"context": context, "question": RunnablePassthrough()}
        | prompt
        | RunnableLambda(lambda value: value.to_string())
    )
    return filled


def numbered(found: Sequence[Document]) -> str:
    """Format documents as a prompt's context."""
    return "\n".join(f"[{one.metadata['rank']}] {one.metadata['url']} {one.page_content}" for one in found)


def test_a_chain_gets_the_passages_that_search_finds(chain: Runnable[str, str], harbour_assistant: Assistant) -> None:
    """Invoked, batched, streamed or awaited, the chain's prompt holds the nearest passages, then the question."""
    hits = harbour_assistant.searcher.search(QUESTION, 2)
    context = "\n".join(f"[{hit.rank}] {hit.chunk.document.link.url} {hit.chunk.text}" for hit in hits)
    expected = f"Human: {context}\n---\n{QUESTION}"
    assert f"[1] {STORE} " in expected
    assert "exactly 48 bytes" in expected
    assert chain.invoke(QUESTION) == expected
    assert asyncio.run(chain.ainvoke(QUESTION)) == expected
    assert "".join(chain.stream(QUESTION)) == expected
    first, second = chain.batch([QUESTION, CHINESE])
    assert first == expected
    assert f"[1] {CACHE} " in second


def test_metadata_says_where_a_passage_stands(harbour_assistant: Assistant) -> None:
    """A document's text is an exact slice of its article; its metadata is what `search --json` says, and the source."""
    searcher = harbour_assistant.searcher
    hits = searcher.search(QUESTION, 50)
    found = CiteshelfRetriever(searcher=searcher, k=50).invoke(QUESTION)
    said = search_json(QUESTION, hits, 0, searcher.index.manifest)["hits"]
    assert [[one.metadata[name] for name in IN_CONTRACT] for one in found] == [
        [hit[name] for name in IN_CONTRACT] for hit in said
    ]
    assert [one.metadata["score"] for one in found] == [hit.score for hit in hits]
    for one, hit in zip(found, hits, strict=True):
        assert one.page_content == hit.chunk.document.text[one.metadata["start"] : one.metadata["end"]]
    assert {one.metadata["source"] for one in found} == {"archive", "note", "stub"}
    assert {one.metadata["language"] for one in found} == {"en", "zh"}


def test_topics_and_numbers_can_be_set_for_one_call(retriever: CiteshelfRetriever) -> None:
    """A chain's caller chooses topic and number through LangChain's configurable fields."""
    settable = retriever.configurable_fields(k=ConfigurableField(id="k"), topic=ConfigurableField(id="topic"))
    assert len(settable.invoke(QUESTION)) == 2
    for topic, urls in (("Queues", {QUEUE}), ("Storage", {QUEUE, STORE, CACHE})):
        found = settable.invoke(QUESTION, {"configurable": {"k": 20, "topic": topic}})
        assert {one.metadata["url"] for one in found} == urls


def test_opened_from_settings(harbour: Harbour, retriever: CiteshelfRetriever) -> None:
    """Opened from settings it finds the same; without an index, with a wrong topic or question, it says what to do."""
    opened = CiteshelfRetriever.open(harbour[0], k=2, tags=["harbour"])
    assert opened.invoke(QUESTION) == retriever.invoke(QUESTION)
    assert opened.tags == ["harbour"]
    with pytest.raises(IndexMissing, match="run `citeshelf build` first"):
        CiteshelfRetriever.open(harbour[0].model_copy(update={"data": harbour[0].data / "elsewhere"}))
    with pytest.raises(QuestionInvalid, match="the question is empty"):
        opened.invoke(" ?")
    with pytest.raises(UnknownTopic, match="no topic “Airships”; choose one of"):
        CiteshelfRetriever(searcher=opened.searcher, topic="Airships").invoke(QUESTION)
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        CiteshelfRetriever(searcher=opened.searcher, k=0)


def test_the_whole_index_moves_into_another_store(harbour_assistant: Assistant, encoder: Encoder) -> None:
    """All passages go into a store of LangChain's own under ids of their own, and are found there."""

    class Bundled(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(part) for part in row] for row in encoder.encode_document(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(part) for part in encoder.encode_query([text])[0]]

    index = harbour_assistant.searcher.index
    every = list(documents(index))
    store = InMemoryVectorStore(Bundled())
    ids = store.add_documents(every)
    assert ids == [one.id for one in every] == [one.id for one in documents(index)]
    assert len(set(ids)) == len(every) == len(index.chunks)
    assert [one.page_content for one in every] == [chunk.text for chunk in index.chunks]
    (found,) = store.as_retriever(search_kwargs={"k": 1}).invoke(QUESTION)
    assert (found.metadata["url"], found.metadata["source"]) == (STORE, "archive")
    assert found.metadata["topics"] == ["Harbour / Storage"]


def test_without_the_package_it_says_what_to_install() -> None:
    """Where langchain-core is missing, the import fails with the remedy; the commands do not import it."""
    code = "import sys; sys.modules['langchain_core'] = None; import app.assistant, app.commands.search; "
    command = [sys.executable, "-c", code + "import app.langchain_retriever"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    wanted = "LangChainUnavailable: langchain-core is not installed; run `pip install 'citeshelf[langchain]'`."
    assert done.stderr.splitlines()[-1].endswith(wanted)
