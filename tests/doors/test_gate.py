"""The gate: no route without the password, no page of another server, no other name on loopback."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from served import WORDS, Served
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute

from app.errors import SettingsInvalid
from app.serving.credentials import Credentials
from app.serving.gate import WRONG_TRIES_PER_MINUTE, Gate
from app.serving.hosts import HostNames

BASIC = {"Authorization": "Basic " + b64encode(WORDS.encode()).decode()}
BEARER = {"Authorization": f"Bearer {WORDS}"}


def walked(routes: list[BaseRoute], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield a method and path of every route, mounted apps' included, with something for each parameter."""
    for route in routes:
        path = above + getattr(route, "path", "").replace("{", "").replace("}", "").replace(":path", "")
        included = getattr(route, "original_router", None)  # FastAPI keeps an included router whole
        if below := getattr(included or route, "routes", None):
            yield from walked(below, path)
        elif path:
            for method in getattr(route, "methods", None) or {"GET", "POST", "DELETE"}:
                yield method, path.replace("//", "/")


def test_no_route_is_open_without_the_password(guarded: Served) -> None:
    """Every route of the assembled app asks for it: page, assets, doors, MCP, and what is shut anyway."""
    found = sorted(set(walked(guarded.app.routes)))
    paths = {path for _, path in found}
    assert {"/api/ask", "/v1/chat/completions", "/mcp", "/docs", "/openapi.json", "/", "/config"} <= paths
    assert {"/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/file=path_or_url"} <= paths
    assert len(paths) > 60

    for method, path in [*found, ("GET", "/assets/index.js"), ("GET", "/nowhere"), ("OPTIONS", "/api/ask")]:
        said = guarded.client.request(method, path)
        assert said.status_code == 401, (method, path)
        assert said.headers["www-authenticate"].startswith("Basic ")


def test_the_password_opens_page_and_doors(guarded: Served) -> None:
    """As HTTP Basic, which browsers ask for, and as a bearer token, which programs send."""
    for headers in (BASIC, BEARER):
        for path in ("/", "/theme.css", "/api/topics", "/v1/models", "/docs"):
            assert guarded.client.get(path, headers=headers).status_code == 200, path
    wrong = [WORDS[:-1], f"{WORDS} ", f"keeper:{WORDS}", "keeper", ":"]
    headers = [f"Basic {b64encode(one.encode()).decode()}" for one in wrong[:4]]
    for header in [*headers, "Basic %%%", "Bearer", f"Digest {WORDS}", f"Basic {WORDS}"]:
        said = guarded.client.get("/api/topics", headers={"Authorization": header})
        assert said.status_code == 401, header
        assert said.json() == {"error": "the name or password is wrong; send the right ones."}


def test_no_route_of_the_open_server_asks_for_one(served: Served) -> None:
    """Without a password the doors are open, and what the page does not need is shut."""
    assert served.client.get("/api/topics").status_code == 200
    for method, path in (
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/run/predict"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/mcp/schema"),
        ("GET", "/monitoring"),
        ("POST", "/login"),
        ("GET", "/redoc"),
        ("GET", "/mcp/sse"),
        ("GET", "/docs/oauth2-redirect"),
    ):
        said = served.client.request(method, path)
        assert (said.status_code, set(said.json())) == (404, {"error"}), path


@pytest.mark.parametrize(
    "host", ["pirate.example", "localhost.pirate.example:7860", "", "[::1", "127.0.0.1.pirate.example"]
)
def test_another_name_is_not_this_server(served: Served, host: str) -> None:
    """A page whose name was made to lead to this machine gets nothing, neither data nor the page (DNS rebinding)."""
    for path in ("/", "/api/topics", "/mcp"):
        said = served.client.get(path, headers={"Host": host})
        assert said.status_code in (400, 421), path
        assert "harbour" not in said.text


@pytest.mark.parametrize("origin", ["http://pirate.example", "null", "http://localhost:1", "https://127.0.0.1"])
def test_a_page_of_another_server_may_not_ask(served: Served, origin: str) -> None:
    """A request that a foreign page makes the browser send is turned away, and no header lets it read an answer."""
    for said in (
        served.client.post("/api/ask", json={"question": "What is Tidewater?"}, headers={"Origin": origin}),
        served.client.options("/v1/models", headers={"Origin": origin, "Access-Control-Request-Method": "GET"}),
        served.client.post("/gradio_api/queue/join", json={}, headers={"Origin": origin}),
    ):
        assert said.status_code == 403
        assert not [name for name in said.headers if name.startswith("access-control-")]
    same = served.client.get("/api/topics", headers={"Origin": served.url})
    assert same.status_code == 200
    assert not [name for name in same.headers if name.startswith("access-control-")]


def test_every_response_has_the_headers(served: Served, guarded: Served) -> None:
    """Page, JSON, errors and the gate's own words alike: no foreign script, no frame, no sniffing, no referrer."""
    for said in (
        served.client.get("/"),
        served.client.get("/api/topics"),
        served.client.get("/nowhere"),
        served.client.get("/", headers={"Host": "pirate.example"}),
        guarded.client.get("/"),
    ):
        policy = said.headers["content-security-policy"]
        assert "://" not in policy
        assert "*" not in policy
        for part in ("object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'", "default-src 'self'"):
            assert part in policy
        assert said.headers["x-content-type-options"] == "nosniff"
        assert said.headers["referrer-policy"] == "no-referrer"


def told(gate: Gate, path: str = "/", client: str = "192.0.2.1", **headers: str) -> httpx.Response:
    """Ask an app of one answer through a gate."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(gate, client=(client, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:7860") as http:
            return await http.get(path, headers=headers)

    return anyio.run(ask)


def test_wrong_tries_are_slowed_down() -> None:
    """After ten wrong passwords an address waits, even with the right one; others are served, and none is a try."""
    gate = Gate(PlainTextResponse("in"), HostNames("127.0.0.1"), Credentials(WORDS))
    for _ in range(3 * WRONG_TRIES_PER_MINUTE):
        assert told(gate).status_code == 401
    for _ in range(WRONG_TRIES_PER_MINUTE):
        assert told(gate, **BEARER | {"Authorization": "Bearer keeper:guess"}).status_code == 401

    slowed = told(gate, **BEARER)
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["retry-after"]) <= 6
    assert told(gate, client="192.0.2.2", **BEARER).text == "in"
    assert told(gate, client="192.0.2.2", **BASIC).text == "in"


def test_a_name_in_other_letters() -> None:
    """A browser sends a name and password in UTF-8 (RFC 7617), and that is how they are compared."""
    gate = Gate(PlainTextResponse("in"), HostNames("127.0.0.1"), Credentials("守塔人:灯塔"))
    basic = b64encode("守塔人:灯塔".encode()).decode()

    assert told(gate, Authorization=f"Basic {basic}").text == "in"
    assert told(gate, Authorization="Basic " + b64encode("守塔人:灯".encode()).decode()).status_code == 401


def test_names_that_a_proxy_uses() -> None:
    """On loopback the names in the settings are answered to; where others can reach it anyway, any name."""
    proxied = Gate(PlainTextResponse("in"), HostNames("127.0.0.1", ["Shelf.example"]), None)
    public = Gate(PlainTextResponse("in"), HostNames("0.0.0.0"), None)

    assert told(proxied, Host="shelf.EXAMPLE:443").text == "in"
    assert told(proxied, Host="other.example").status_code == 421
    assert told(public, Host="other.example").text == "in"
    assert told(public, Host="other.example", Origin="https://other.example").text == "in"
    assert told(public, Host="other.example", Origin="https://pirate.example").status_code == 403


def test_a_web_socket_is_closed() -> None:
    """There are none here, so none gets past the gate."""
    gate = Gate(PlainTextResponse("in"), HostNames("127.0.0.1"), None)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    anyio.run(gate, {"type": "websocket", "path": "/", "headers": []}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("text", ["keeper", ":lamp", "keeper:", ""])
def test_a_name_and_password_that_are_none_open_nothing(text: str) -> None:
    """A password that is missing is refused, never taken for an empty one."""
    with pytest.raises(SettingsInvalid, match="--auth needs a name and a password"):
        Credentials(text)


def test_the_hostile_page_is_data_in_every_json(served: Served) -> None:
    """What a page says comes back as a JSON string, served as JSON that no browser takes for a page."""
    for said in (
        served.client.post("/api/ask", json={"question": "How many times a minute does the Kestrel beacon blink?"}),
        served.client.post("/api/search", json={"question": "Kestrel <script>alert(1)</script>"}),
        served.client.get("/api/topics"),
        served.client.get("/api/links"),
    ):
        assert said.headers["content-type"] == "application/json"
        assert json.loads(said.text)
    assert "<script>alert(1)</script>" in json.dumps(served.client.get("/api/passage", params=_place(served)).json())


def _place(served: Served) -> dict[str, str]:
    links = served.client.get("/api/links").json()["links"]
    return {"url": next(one["url"] for one in links if "kestrel" in one["url"])}
