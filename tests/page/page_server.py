"""Runs the chat as a user starts it, for the page's tests and screenshots."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

START_TIMEOUT_S = 120


@dataclass(frozen=True)
class Server:
    """A running chat: its address, its process."""

    url: str
    process: subprocess.Popen[bytes]


class serving:  # noqa: N801 - used as a context manager
    """Run a chat command on a port until the block ends."""

    def __init__(
        self, command: list[str], port: int, folder: Path | None = None, timeout_s: float = START_TIMEOUT_S
    ) -> None:
        process = subprocess.Popen(command, cwd=folder, start_new_session=True)
        self._server = Server(f"http://127.0.0.1:{port}", process)
        self._until = time.monotonic() + timeout_s

    def __enter__(self) -> Server:
        while not self._answers():
            if self._server.process.poll() is not None or time.monotonic() > self._until:
                self._stop()
                raise RuntimeError("the chat did not start")
            time.sleep(0.2)
        return self._server

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self._server.url, timeout=5) as answer:
                return bool(answer.status == 200)
        except HTTPError:
            return True  # it asks for a password
        except OSError:
            return False

    def _stop(self) -> None:
        """Stop the whole process group: `make` does not pass signals on."""
        for how in (signal.SIGINT, signal.SIGKILL):
            if self._server.process.poll() is None:
                os.killpg(self._server.process.pid, how)
                try:
                    self._server.process.wait(10)
                except subprocess.TimeoutExpired:
                    continue


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
