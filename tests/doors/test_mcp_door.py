"""The MCP server, asked by the official client over HTTP and over stdio."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from served import WORDS, Contract, Served, untimed

from app.desk import Desk

QUESTION = {"question": "How many bytes does a Tidewater record take?"}


async def all_tools(client: Client) -> dict[str, Any]:
    """Call every tool and return what each gave; its text must be the JSON that it gave as an object."""
    found: dict[str, Any] = {}
    hits = await client.call_tool("search", {**QUESTION, "k": 3})
    place = (hits.structured_content or {})["hits"][0]
    calls: dict[str, dict[str, Any]] = {
        "ask": QUESTION,
        "search": {**QUESTION, "k": 3},
        "list_topics": {},
        "get_passage": {name: place[name] for name in ("url", "start", "end")},
    }
    for name, arguments in calls.items():
        result = await client.call_tool(name, arguments)
        assert not result.is_error, result.content
        (text,) = result.content
        found[name] = json.loads(text.text)  # type: ignore[union-attr]
        assert found[name] == result.structured_content
    return found


def test_every_tool_over_http(served: Served, contract: Contract) -> None:
    """The four tools give what the HTTP API gives, as typed objects and as JSON text."""

    async def talk() -> tuple[dict[str, Any], list[Any], str]:
        async with Client(f"{served.url}/mcp") as client:
            return await all_tools(client), (await client.list_tools()).tools, client.instructions or ""

    found, listed, instructions = anyio.run(talk)

    assert {tool.name for tool in listed} == set(found) == {"ask", "search", "list_topics", "get_passage"}
    assert all(tool.output_schema and tool.annotations.read_only_hint for tool in listed)
    assert "harbour.md" in instructions
    for name, definition in (
        ("ask", "ask"),
        ("search", "search"),
        ("list_topics", "topics"),
        ("get_passage", "passages"),
    ):
        contract(definition, found[name])
    assert untimed(found["ask"]) == untimed(served.client.post("/api/ask", json=QUESTION).json())
    assert untimed(found["search"]) == untimed(served.client.post("/api/search", json={**QUESTION, "k": 3}).json())
    assert found["list_topics"] == served.client.get("/api/topics").json()
    assert found["search"]["hits"][0]["text"] in [one["text"] for one in found["get_passage"]["passages"]]


def test_what_is_wrong_is_a_tools_error(served: Served) -> None:
    """A question or topic that cannot be used is the tool's error, in the sentence that the commands say."""

    async def talk() -> list[Any]:
        async with Client(f"{served.url}/mcp") as client:
            return [
                await client.call_tool("ask", {"question": "?!"}),
                await client.call_tool("search", {"question": "What?", "topic": "Airships"}),
                await client.call_tool("get_passage", {"url": "http://nowhere.example/"}),
                await client.call_tool("ask", {"question": "What?", "history": ["?"]}),
            ]

    results = anyio.run(talk)

    assert all(one.is_error for one in results)
    said = [one.content[0].text for one in results]
    assert said[0] == "Error executing tool ask: the question is empty; type one."
    assert "the list has no topic “Airships”; choose one of: " in said[1]
    assert "the list has no link to “http://nowhere.example/”" in said[2]
    assert "the question is empty" in said[3]


def test_a_client_brings_the_password(guarded: Served) -> None:
    """Behind a password a client with the bearer token is served, and one without is not."""

    async def talk() -> Any:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {WORDS}"}) as http,
            Client(streamable_http_client(f"{guarded.url}/mcp", http_client=http)) as client,
        ):
            return await client.call_tool("list_topics", {})

    assert anyio.run(talk).structured_content["links"] == 6
    assert guarded.client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).status_code == 401


def test_every_tool_over_stdio(desk: Desk, contract: Contract, tmp_path: Path) -> None:
    """`citeshelf mcp` serves the client that started it, and every line that it writes to stdout is of the protocol."""
    written = tmp_path / "stdout"
    command = [sys.executable, "-m", "app.cli", "mcp", "--data", str(desk.settings.data)]
    copied = ["-c", '"$@" | tee "$0"', str(written), *command]

    async def talk() -> dict[str, Any]:
        parameters = StdioServerParameters(command="sh", args=copied, env=dict(os.environ))
        async with Client(stdio_client(parameters)) as client:
            return await all_tools(client)

    found = anyio.run(talk)

    contract("ask", found["ask"])
    assert found["ask"]["citations"][0]["url"] == "http://tidewater.example/store"
    messages = [json.loads(line) for line in written.read_text("utf-8").splitlines()]
    assert len(messages) > len(found)
    assert {one["jsonrpc"] for one in messages} == {"2.0"}
