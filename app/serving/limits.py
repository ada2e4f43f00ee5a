"""How much one client may ask for: requests a minute, and bytes a request."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.doors.problems import problem
from app.serving.buckets import Buckets, client_of

FREE = ("/assets/", "/static/", "/theme.css")  # files: a visit takes dozens
BODY_WAIT_S = 30.0
TIMED_OUT, TOO_LARGE, TOO_MANY = 408, 413, 429


class TooLarge(Exception):
    """A request's body goes on beyond what is allowed."""


class Limits:
    """Turns away who asks too often or says too much; a body is read whole before anybody works on it."""

    def __init__(self, app: ASGIApp, requests_per_minute: int, max_bytes: int) -> None:
        self._app = app
        self._buckets = Buckets(requests_per_minute)
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or say what is too much."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, client = scope["path"], client_of((scope.get("client") or ("",))[0])
        if not path.startswith(FREE) and not self._buckets.take(client):
            wait_s = self._buckets.wait_s(client)
            said = problem(path, TOO_MANY, f"too many requests; wait {wait_s} s.", {"Retry-After": str(wait_s)})
            await said(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(self._body(scope, receive), BODY_WAIT_S)
        except TooLarge:
            sentence = f"the request is too large; send at most {self._max_bytes:,} bytes."
            await problem(path, TOO_LARGE, sentence, {"Connection": "close"})(scope, receive, send)
        except TimeoutError:
            sentence = "the request did not arrive in time; send it again."
            await problem(path, TIMED_OUT, sentence, {"Connection": "close"})(scope, receive, send)
        else:
            await self._app(scope, _replayed(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive) -> list[Message]:
        """Return all messages of a body.

        Raises:
            TooLarge: it is longer than allowed, or says that it will be.
        """
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or int(said) > self._max_bytes:
            raise TooLarge
        messages, size = [], 0
        while True:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self._max_bytes:
                raise TooLarge
            if not message.get("more_body", False):
                return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    left = iter(messages)

    async def again() -> Message:
        return next(left, None) or await receive()

    return again
