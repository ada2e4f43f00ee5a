"""A server that speaks OpenAI's chat-completions protocol on loopback and says what a test wants said."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class ChatServer:
    """Answers every request with `pieces`, streamed; or with `status` and `body` when they are set.

    `prompts` are what it was sent, `hang_s` is how long it stays silent first, `endless` repeats the pieces for ever.
    """

    def __init__(self) -> None:
        self.pieces: Sequence[str] = ()
        self.status = 200
        self.body: bytes | None = None
        self.hang_s = 0.0
        self.endless = False
        self.prompts: list[str] = []
        self.sent = 0
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """The address that OPENAI_BASE_URL names."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def says(self, *pieces: str) -> None:
        """Set what is streamed, piece by piece."""
        self.pieces = pieces

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def stream(self) -> Iterator[str]:
        """Yield the pieces, for ever when it is endless."""
        yield from self.pieces
        while self.endless and not self.closing.is_set():
            yield from self.pieces


def _handler_of(script: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.prompts.append(asked["messages"][-1]["content"])
            script.closing.wait(script.hang_s)
            try:
                self._answer()
            except OSError:  # the client went away, as it may
                return

        def _answer(self) -> None:
            self.send_response(script.status)
            plain = script.body is not None
            self.send_header("Content-Type", "application/json" if plain else "text/event-stream")
            self.end_headers()
            if script.body is not None:
                self.wfile.write(script.body)
                return
            for piece in script.stream():
                self.wfile.write(_event(piece))
                script.sent += 1
            self.wfile.write(_event(None) + b"data: [DONE]\n\n")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            """Keep the tests' stderr for the command."""

    return Handler


def _event(piece: str | None) -> bytes:
    choice = {"index": 0, "delta": {} if piece is None else {"content": piece}, "finish_reason": None}
    if piece is None:
        choice["finish_reason"] = "stop"
    chunk = {"id": "canned", "object": "chat.completion.chunk", "created": int(time.time()), "model": "canned"}
    return b"data: " + json.dumps({**chunk, "choices": [choice]}).encode() + b"\n\n"
