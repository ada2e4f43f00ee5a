"""A server over a desk, as the tests of the doors use it, and what commands print."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from app.desk import Desk
from app.serving.app import whole_app
from app.serving.server import Server, listening

WORDS = "keeper:the lamp:14"
Json = dict[str, Any]
Contract = Callable[[str, Any], None]
Printed = Callable[..., list[Json]]


@dataclass(frozen=True)
class Served:
    """A running server: its app, its address, and a client of it."""

    app: FastAPI
    url: str
    client: httpx.Client


@contextmanager
def serving(desk: Desk) -> Iterator[Served]:
    """Serve a desk on loopback until the block ends."""
    app = whole_app(desk)
    with listening("127.0.0.1", 0) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = Server(app, listener)
        server.start()
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            yield Served(app, url, client)
        server.stop()


def changed(desk: Desk, **settings: object) -> Desk:
    """Return the same desk under other settings; its models are shared."""
    other = copy(desk)
    other.settings = desk.settings.model_copy(update=settings)
    return other


def untimed(found: Json) -> Json:
    """Return a command's object without its times, which no two runs share."""
    return {name: value for name, value in found.items() if name != "timings_ms"}
