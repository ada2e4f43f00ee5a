"""What becomes of a language model's words: numbers, links, injected orders, and how well each sentence is supported.

The model is a server on loopback that streams canned text through OpenAI's protocol and LangChain's real client.
"""

import re
from itertools import pairwise

import pytest
from chat_server import ChatServer
from command_line import Contract
from shelf import QUEUE, STORE

from app.abstaining import scales
from app.answers import Answer
from app.assistant import Assistant
from app.chat_model import LangChainModel
from app.contract import answer_json
from app.llm import EXCERPT_CHARS, MAX_WRITTEN_CHARS, Writer
from app.rebuild import Report
from app.settings import Settings
from index.folder import current

QUESTION = "How many bytes does a Tidewater record take?"
BOTH = "What are Tidewater and Gannet?"  # finds both articles
BYTES = "Every Tidewater record takes exactly 48 bytes, of which 16 bytes are the key."
FRAMES = "The Gannet protocol has three frame types, called dive, surface and rest."


@pytest.fixture
def writing(
    harbour: tuple[Settings, Report],
    harbour_assistant: Assistant,
    chat_server: ChatServer,  # noqa: ARG001 - the model is opened where it listens
) -> Assistant:
    """An assistant whose answers are written by the canned model."""
    searcher = harbour_assistant.searcher
    scale = scales.load(current(harbour[0].data), searcher)
    return Assistant(searcher, scale, harbour[0], Writer(LangChainModel.open("openai:canned", 10.0)))


def numbers(prompt: str) -> dict[str, int]:
    """Return the number that each article has in a prompt, by its title."""
    return {title: int(number) for number, title in re.findall(r'<excerpt number="(\d+)" title="([^"]*)">', prompt)}


def written(writing: Assistant, server: ChatServer, text: str) -> Answer:
    """Return the answer that becomes of a text; {T} and {G} in it are the numbers of Tidewater and Gannet."""
    server.says("")
    assert writing.ask(BOTH).notice  # nothing was written: only the prompt was wanted
    found = numbers(server.prompts[-1])
    text = text.replace("{T}", str(found["Tidewater, a store for small sensors"]))
    text = text.replace("{G}", str(found["The Gannet queue"]))
    server.says(*re.findall(r"(?s).{1,7}", text))
    return writing.ask(BOTH)


def texts(answer: Answer) -> list[tuple[str, tuple[int, ...]]]:
    """Return an answer's sentences with their numbers."""
    return [(one.text, one.citations) for one in answer.sentences]


def test_numbers_are_parsed_and_given_anew(writing: Assistant, chat_server: ChatServer) -> None:
    """The first source that is cited becomes [1], wherever its excerpt stood; each is a slice of its own document."""
    answer = written(writing, chat_server, f"{FRAMES[:-1]} [{{G}}]. {BYTES} [{{T}}] Both are old [{{T}}][{{G}}].")

    assert answer.kind == "llm"
    assert answer.notice is None
    assert texts(answer) == [(FRAMES, (1,)), (BYTES, (2,)), ("Both are old.", (2, 1))]
    assert [one.document.link.url for one in answer.citations] == [QUEUE, STORE]
    assert [one.quote for one in answer.citations] == [FRAMES, BYTES]


def test_numbers_of_no_excerpt_are_dropped(writing: Assistant, chat_server: ChatServer) -> None:
    """A citation cannot be invented: an unknown number is no citation, and its sentence is unsupported."""
    answer = written(writing, chat_server, f"{BYTES} [{{T}}][99] The tide is a myth [7, 0, 250].")

    assert texts(answer) == [(BYTES, (1,)), ("The tide is a myth.", ())]
    assert [one.support for one in answer.sentences] == ["verbatim", "unsupported"]
    assert len(answer.citations) == 1


def test_an_answer_without_a_source_is_none(writing: Assistant, chat_server: ChatServer) -> None:
    """When the model cites nothing, or only what there is not, the sources are quoted instead, and it is said."""
    for text in ("Records are small.", "Records are small [99].", "", "   \n"):
        chat_server.says(text)
        answer = writing.ask(QUESTION)

        assert answer.kind == "extractive"
        assert texts(answer) == [(BYTES, (1,))]
        assert answer.notice == "the model cited no source; quoting the sources instead."


def test_thoughts_are_not_the_answer(writing: Assistant, chat_server: ChatServer) -> None:
    """What a reasoning model thinks aloud before it answers is left out, while it streams too."""
    chat_server.says("<think>The user wants bytes. ", "I cite [1].", "</think>", f"{BYTES} [1]")
    drafts = list(writing.stream(QUESTION))

    assert not any("user wants" in sentence.text for draft in drafts for sentence in draft.sentences)
    assert [one.text for one in drafts[-1].sentences] == [BYTES]


@pytest.mark.parametrize(
    ("text", "support"),
    [
        (f"{BYTES} [{{T}}]", "verbatim"),
        ("Each record in Tidewater takes exactly 48 bytes, and 16 of those bytes are its key [{T}].", "supported"),
        ("A record is 48 bytes long [{T}].", "weak"),
        ("每条 Tidewater 记录占 48 个字节，其中 16 个字节是键 [{T}]。", "supported"),
        ("每条 Tidewater 记录占 96 个字节，其中 16 个字节是键 [{T}]。", "unsupported"),
        ("The harbour of Esbjerg was dredged for the herring fleet [{T}].", "unsupported"),
        ("Every Tidewater record takes exactly 96 bytes, of which 16 bytes are the key [{T}].", "unsupported"),
        ("Every Tidewater record takes exactly 8 bytes, of which 16 bytes are the key [{T}].", "unsupported"),
        ("The Queen of Denmark likes to eat fresh herring for breakfast [{T}].", "unsupported"),
        (BYTES, "unsupported"),
        (
            "When the radio link is down, Gannet keeps up to 4000 messages in a buffer shaped like a ring [{G}].",
            "supported",
        ),
    ],
)
def test_how_well_a_sentence_is_supported(text: str, support: str, writing: Assistant, chat_server: ChatServer) -> None:
    """Word for word is verbatim, then supported, then weak; a figure that its source lacks, or no source, is not."""
    answer = written(writing, chat_server, f"{text} {FRAMES} [{{G}}]")

    assert answer.sentences[0].support == support


def test_a_quote_is_the_nearest_sentence_of_each_source(writing: Assistant, chat_server: ChatServer) -> None:
    """A sentence that rests on two sources shows of each what comes nearest to it."""
    answer = written(
        writing, chat_server, "Records take 48 bytes and frames are called dive, surface and rest [{T}][{G}]."
    )

    assert {one.document.link.url: one.quote for one in answer.citations} == {STORE: BYTES, QUEUE: FRAMES}


@pytest.mark.parametrize("said", ["NOT IN THESE SOURCES", "Not in these sources.", "I think: **not in these sources**"])
def test_a_model_may_refuse(said: str, writing: Assistant, chat_server: ChatServer) -> None:
    """The agreed words make a refusal, in the question's language, with nothing cited."""
    chat_server.says(*said)
    answer = writing.ask("Tidewater 的每条记录占多少字节？")

    assert answer.refused
    assert (answer.kind, answer.sentences, answer.citations) == ("llm", (), ())
    assert answer.reason == "没有与问题足够接近的段落"


def test_drafts_grow_and_are_unchecked_until_the_last(writing: Assistant, chat_server: ChatServer) -> None:
    """While the model writes its text grows, without citations; only the finished answer is checked."""
    chat_server.says(*re.findall(r"(?s).{1,9}", f"{BYTES} [1] Sensors like it [1]."))
    drafts = list(writing.stream(QUESTION))
    lengths = [sum(len(one.text) for one in draft.sentences) for draft in drafts]

    assert len(drafts) > 5
    assert max(later - earlier for earlier, later in pairwise(lengths)) <= 12  # white space waits
    assert lengths[-2] == lengths[-1]
    assert all(not draft.citations for draft in drafts[:-1])
    assert {one.support for draft in drafts[:-1] for one in draft.sentences} == {"weak"}
    assert texts(drafts[-1]) == [(BYTES, (1,)), ("Sensors like it.", (1,))]


def test_a_model_that_never_ends_is_stopped(writing: Assistant, chat_server: ChatServer) -> None:
    """A model that repeats itself for ever is cut off, and what it wrote until then is checked."""
    chat_server.says(f"{BYTES} [1] ")
    chat_server.endless = True
    answer = writing.ask(QUESTION)

    *whole, last = texts(answer)
    assert answer.kind == "llm"
    assert set(whole) == {(BYTES, (1,))}
    assert BYTES.startswith(last[0])
    # "…key. [1] " is 5 characters longer than its sentence.
    assert len(whole) == MAX_WRITTEN_CHARS // (len(BYTES) + 5)


def test_the_prompt(writing: Assistant, chat_server: ChatServer) -> None:
    """The prompt has the rules, the excerpts numbered by article within the budget, and the question, last."""
    chat_server.says(f"{BYTES} [1]")
    hits = writing.ask(QUESTION).hits
    (prompt,) = chat_server.prompts

    assert "Answer in English" in prompt
    assert prompt.rstrip().endswith(f"Question: {QUESTION}")
    blocks = re.findall(r'(?s)<excerpt number="(\d+)" title="[^"]*">\n(.*?)\n</excerpt>', prompt)
    assert [text for _, text in blocks] == [hit.chunk.text for hit in hits]
    assert sum(len(text) for _, text in blocks) <= EXCERPT_CHARS
    urls = list(dict.fromkeys(hit.chunk.document.link.url for hit in hits))
    assert [int(number) for number, _ in blocks] == [urls.index(hit.chunk.document.link.url) + 1 for hit in hits]


def test_json_of_a_written_answer(writing: Assistant, chat_server: ChatServer, contract: Contract) -> None:
    """A written answer keeps the contract, its marks in the text."""
    answer = written(writing, chat_server, f"{BYTES} [{{T}}] {FRAMES} [{{G}}]")
    found = answer_json(answer, writing.searcher.index.manifest)

    contract("ask", found)
    assert found["kind"] == "llm"
    assert found["text"] == f"{BYTES} [1]\n\n{FRAMES} [2]"
