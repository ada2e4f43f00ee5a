"""OpenAI's protocol, asked by the real `openai` client."""

import json
import re
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from markdown_it import MarkdownIt
from served import WORDS, Contract, Served, untimed
from trap import MARKUP, QUESTION

BYTES = "How many bytes does a Tidewater record take?"


def client_of(served: Served, key: str = "unused") -> openai.OpenAI:
    """Return a client as its users make it."""
    return openai.OpenAI(base_url=f"{served.url}/v1", api_key=key, max_retries=0, timeout=60)


@pytest.fixture
def client(served: Served) -> Iterator[openai.OpenAI]:
    """The client that others' chat pages are built on."""
    with client_of(served) as made:
        yield made


def asked(client: openai.OpenAI, *said: str, **more: Any) -> Any:
    """Send what the user said, one message each."""
    return client.chat.completions.create(
        model="citeshelf", messages=[{"role": "user", "content": one} for one in said], **more
    )


def test_an_answer_is_a_message_with_its_sources(client: openai.OpenAI, served: Served, contract: Contract) -> None:
    """The message quotes with marks and ends with numbered links; beside it is the object of `ask --json`."""
    completion = asked(client, BYTES)
    found = completion.model_dump()["citeshelf"]
    content = completion.choices[0].message.content

    contract("ask", found)
    assert untimed(found) == untimed(served.client.post("/api/ask", json={"question": BYTES}).json())
    assert "exactly 48 bytes" in content
    assert " [1]" in content
    link = found["citations"][0]["link"].replace("$", "%24")
    assert f"1. [Tidewater, a store for small sensors]({link}) · recorded page" in content
    assert (completion.choices[0].finish_reason, completion.object) == ("stop", "chat.completion")


def test_a_stream_adds_up_to_the_same(client: openai.OpenAI, served: Served) -> None:
    """The pieces of a stream are the message, its last chunk holds the object, and usage comes when it is asked for."""
    whole = asked(client, BYTES)
    chunks = list(asked(client, BYTES, stream=True, stream_options={"include_usage": True}))
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]

    assert "".join(pieces) == whole.choices[0].message.content
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    (found,) = [chunk.model_dump()["citeshelf"] for chunk in chunks if "citeshelf" in chunk.model_dump()]
    assert untimed(found) == untimed(served.client.post("/api/ask", json={"question": BYTES}).json())
    assert chunks[-1].usage.total_tokens == 0
    assert len({chunk.id for chunk in chunks}) == 1


def test_what_was_said_before_is_the_history(client: openai.OpenAI) -> None:
    """Questions before carry over; what the system and the assistant said, and what is no question, does not."""
    completion = client.chat.completions.create(
        model="anything",
        messages=[
            {"role": "system", "content": "Speak like Gannet."},
            {"role": "user", "content": "What is Tidewater?"},
            {"role": "assistant", "content": "Gannet is a queue."},
            {"role": "user", "content": "?!"},
            {"role": "user", "content": [{"type": "text", "text": "And who wrote its first version?"}]},
        ],
    )

    assert "Tidewater" in completion.model_dump()["citeshelf"]["understood"]
    assert completion.choices[0].message.content.startswith("*Understood as: ")
    assert "Maren Holt" in completion.choices[0].message.content


def test_a_refusal_is_a_message(client: openai.OpenAI) -> None:
    """What the sources do not answer is said in a message like any other, in the question's language."""
    for question, said in (
        ("How long do hens brood their eggs?", "**Not in these sources"),
        ("母鸡孵蛋要多久？", "**这些资料里没有答案"),
    ):
        completion = asked(client, question)
        assert completion.choices[0].message.content.startswith(said)
        assert completion.model_dump()["citeshelf"]["refused"]


def test_a_topic_and_a_table_and_a_list(client: openai.OpenAI) -> None:
    """A topic can be given beside the messages; comparisons are tables, and the list's entries a list."""
    kept = asked(client, "What does it keep?", extra_body={"topic": "Queues"}).model_dump()["citeshelf"]
    table = asked(client, "Tidewater vs Gannet: how many bytes does a record take?").choices[0].message.content
    listed = asked(client, "Which articles are about queues?").choices[0].message.content

    assert {hit["title"] for hit in kept["hits"]} == {"The Gannet queue"}
    assert "| **Tidewater** |" in table
    assert "\n- " in listed


def test_a_hostile_page_is_inert_in_the_message(client: openai.OpenAI) -> None:
    """Nothing of a page's title, text or address is markup: rendered, it is text, and its links lead to the page."""
    content = asked(client, QUESTION).choices[0].message.content
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(content)

    assert "Kestrel" in rendered
    assert "eleven times a minute" in rendered
    unescaped = re.sub(r"\\.", "", content)
    assert not [mark for mark in MARKUP if mark in unescaped]
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert rendered.count("<a ") == 1
    assert 'href="http://kestrel.example/b?a=%24%7BglobalThis.pwn' in rendered


def test_the_models(client: openai.OpenAI) -> None:
    """There is one model, found by its name."""
    assert [model.id for model in client.models.list()] == ["citeshelf"]
    assert client.models.retrieve("citeshelf").owned_by == "citeshelf"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


def test_what_is_wrong_is_an_error_of_theirs(client: openai.OpenAI) -> None:
    """Errors have OpenAI's shape, so that its client raises what its users expect, with our sentence."""
    with pytest.raises(openai.BadRequestError, match="the question is empty; type one") as empty:
        asked(client, "?!")
    assert empty.value.type == "invalid_request_error"
    with pytest.raises(openai.BadRequestError, match="no message is from the user"):
        client.chat.completions.create(model="citeshelf", messages=[{"role": "system", "content": "x"}])
    with pytest.raises(openai.BadRequestError, match="no topic “Airships”"):
        asked(client, "What?", stream=True, extra_body={"topic": "Airships"})
    with pytest.raises(openai.UnprocessableEntityError, match="messages is wrong"):
        client.chat.completions.create(model="citeshelf", messages=[])


def test_the_key_is_the_name_and_password(guarded: Served) -> None:
    """Behind a password, USER:PASSWORD is the API key; another key is an authentication error."""
    with client_of(guarded, WORDS) as client:
        assert asked(client, BYTES).model_dump()["citeshelf"]["citations"]
    with (
        client_of(guarded, "sk-wrong") as stranger,
        pytest.raises(openai.AuthenticationError, match="the name or password is wrong"),
    ):
        asked(stranger, BYTES)


def test_a_stream_is_events_and_ends(served: Served) -> None:
    """On the wire each event is one line of JSON, and the last says that it is done."""
    body = {"messages": [{"role": "user", "content": BYTES}], "stream": True}
    response = served.client.post("/v1/chat/completions", json=body)
    events = [line for line in response.text.split("\n\n") if line]

    assert response.headers["content-type"].startswith("text/event-stream")
    assert events[-1] == "data: [DONE]"
    for event in events[:-1]:
        assert json.loads(event.removeprefix("data: "))["object"] == "chat.completion.chunk"
