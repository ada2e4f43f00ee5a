"""The outermost gate: nothing of the server, not even its assets, is reached by a request that it turns away."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.doors.problems import problem
from app.serving.buckets import Buckets, client_of
from app.serving.credentials import Credentials
from app.serving.hosts import HostNames, is_foreign

WRONG_TRIES_PER_MINUTE = 10
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Citeshelf", charset="UTF-8"'}
UNAUTHORIZED, FORBIDDEN, MISDIRECTED, TOO_MANY = 401, 403, 421, 429
Refusal = tuple[int, str, dict[str, str]]


class Gate:
    """Looks at who asks: under which name, from which page, and with which name and password."""

    def __init__(self, app: ASGIApp, names: HostNames, credentials: Credentials | None) -> None:
        self._app = app
        self._names = names
        self._credentials = credentials
        self._wrong = Buckets(WRONG_TRIES_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with what is missing; there are no web sockets here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif refusal := self._refusal(scope):
            status, sentence, headers = refusal
            await problem(scope["path"], status, sentence, headers)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._names.allow(host):
            return MISDIRECTED, "this server has another name; ask localhost, or add the name to host_names.", {}
        if origin is not None and is_foreign(origin, host):
            return FORBIDDEN, "a page of another server may not ask here; ask from this one, or without a browser.", {}
        return self._unknown(scope, headers.get("authorization")) if self._credentials else None

    def _unknown(self, scope: Scope, given: str | None) -> Refusal | None:
        """Return what keeps somebody out; after too many wrong tries, an address is not heard for a while."""
        if given is None:
            return UNAUTHORIZED, "a name and password are wanted; send them as HTTP Basic or as a bearer.", CHALLENGE
        client = client_of((scope.get("client") or ("",))[0])
        if wait_s := self._wrong.wait_s(client):
            return TOO_MANY, f"too many wrong passwords; wait {wait_s} s.", {"Retry-After": str(wait_s)}
        if self._credentials and self._credentials.fit(given.encode("latin-1")):
            return None
        self._wrong.take(client)
        return UNAUTHORIZED, "the name or password is wrong; send the right ones.", CHALLENGE
