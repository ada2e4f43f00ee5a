"""How much one client may ask for: requests a minute, bytes a request, questions at once."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
from served import Served, untimed
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.desk import Desk
from app.doors.asking import Asking
from app.serving.buckets import MOST_CLIENTS, Buckets, client_of
from app.serving.limits import Limits

QUESTIONS = (
    "How many bytes does a Tidewater record take?",
    "潮汐缓存最多占用多少内存？",
    "Which articles are about queues?",
    "How long do hens brood their eggs?",
    "Tidewater vs Gannet: how many bytes does a record take?",
    "How many messages does Gannet keep?",
    "Who wrote Tidewater?",
    "海燕级引航艇的龙骨有多长？",
)


async def length(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer how many bytes a request's body has."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def sent(
    limits: Limits, *, times: int = 1, path: str = "/api/ask", client: str = "192.0.2.1", **more: Any
) -> list[httpx.Response]:
    """Send a request so many times through the limits."""

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(limits, client=(client, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            return [await http.post(path, **more) for _ in range(times)]

    return anyio.run(ask)


def test_who_asks_too_often_waits() -> None:
    """A client has so many requests a minute; the next is told how long to wait, other clients and files are free."""
    limits = Limits(length, requests_per_minute=5, max_bytes=1000)

    *first, last = sent(limits, times=6)
    assert {one.status_code for one in first} == {200}
    assert last.status_code == 429
    assert 0 < int(last.headers["retry-after"]) <= 12
    assert last.json()["error"].startswith("too many requests; wait ")
    assert sent(limits, client="192.0.2.2")[0].status_code == 200
    assert sent(limits, path="/assets/index.js")[0].status_code == 200
    error = sent(limits, path="/v1/chat/completions")[0].json()["error"]
    assert (error["type"], set(error)) == ("rate_limit_error", {"message", "type", "param", "code"})


def test_a_bucket_fills_again() -> None:
    """Tokens come back evenly, never more than a minute's, and an address of IPv6 is one with its neighbours."""
    now = [0.0]
    buckets = Buckets(6, clock=lambda: now[0])

    assert [buckets.take("a") for _ in range(7)] == [True] * 6 + [False]
    assert buckets.wait_s("a") == 10
    now[0] = 10.0
    assert [buckets.take("a"), buckets.take("a")] == [True, False]
    now[0] = 10_000.0
    assert [buckets.take("a") for _ in range(7)] == [True] * 6 + [False]
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff:1") != client_of("2001:db8:0:1::1")
    assert client_of("::ffff:192.0.2.1") == client_of("192.0.2.1") == "192.0.2.1"
    for number in range(2 * MOST_CLIENTS):
        buckets.take(str(number))
    assert len(buckets._kept) == MOST_CLIENTS


def test_a_large_request_is_refused() -> None:
    """Whether it says how long it is or not, and before anybody works on it."""
    limits = Limits(length, requests_per_minute=100, max_bytes=1000)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100

    async def few() -> AsyncIterator[bytes]:
        yield b"x" * 500
        yield b"x" * 500

    assert sent(limits, content=b"x" * 1000)[0].text == "1000"
    assert sent(limits, content=few())[0].text == "1000"
    for content in (b"x" * 1001, pieces()):
        (said,) = sent(limits, content=content)
        assert said.status_code == 413
        assert said.json() == {"error": "the request is too large; send at most 1,000 bytes."}
    assert sent(limits, content=b"x", headers={"Content-Length": "-1"})[0].status_code == 413


def test_the_server_refuses_a_large_request(served: Served) -> None:
    """On the wire as well, at every door."""
    for path in ("/api/ask", "/v1/chat/completions", "/mcp", "/gradio_api/queue/join"):
        said = served.client.post(path, content=b"x" * 2_000_001, headers={"Content-Type": "application/json"})
        assert said.status_code == 413, path


def test_half_a_request_holds_nobody_up(served: Served) -> None:
    """While clients send a head and no body, others are answered."""
    host, port = served.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(20)]
    for one in slow:
        one.sendall(b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")

    assert served.client.post("/api/ask", json={"question": QUESTIONS[0]}).status_code == 200
    for one in slow:
        one.close()


def test_fifty_at_once_get_what_one_gets(served: Served) -> None:
    """Fifty threads, all doors' questions mixed, on models and caches that they share: nobody gets another answer."""
    alone = {one: untimed(served.client.post("/api/ask", json={"question": one}).json()) for one in QUESTIONS}
    start = threading.Barrier(50)

    def ask(number: int) -> bool:
        question = QUESTIONS[number % len(QUESTIONS)]
        start.wait()
        with httpx.Client(base_url=served.url, trust_env=False, timeout=120) as client:
            return untimed(client.post("/api/ask", json={"question": question}).json()) == alone[question]

    with ThreadPoolExecutor(50) as pool:
        assert all(pool.map(ask, range(50)))


def test_threads_share_an_assistant_that_was_never_asked(desk: Desk) -> None:
    """What is read or made when it is first needed is the same for all who need it at once."""
    expected = [[one.text for one in desk.assistant.ask(question).sentences] for question in QUESTIONS]
    other = Desk(desk.settings)
    start = threading.Barrier(24)

    def ask(number: int) -> bool:
        start.wait()
        answer = other.assistant.ask(QUESTIONS[number % len(QUESTIONS)], None, QUESTIONS[: number % 3])
        return [one.text for one in answer.sentences] == expected[number % len(QUESTIONS)]

    with ThreadPoolExecutor(24) as pool:
        assert all(pool.map(ask, range(24)))


def test_only_a_few_are_answered_at_once(desk: Desk) -> None:
    """However many ask, no more than the settings say are worked on; the others wait and are answered."""
    asking = Asking(desk, 2)
    working, most = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        time.sleep(0.02)
        with lock:
            working -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(asking._run(work) for _ in range(12)))

    asyncio.run(all_at_once())
    assert most == 2
