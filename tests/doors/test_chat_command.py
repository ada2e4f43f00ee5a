"""`citeshelf chat` as its users start it: a free port, one that is taken, an address that is none, Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from app.cli import main
from app.desk import Desk


def test_it_starts_on_any_port_and_stops(desk: Desk) -> None:
    """Port 0 takes a free one and says which; page and doors answer there; Ctrl-C ends it without a traceback."""
    command = [sys.executable, "-m", "app.cli", "chat", "--port", "0", "--data", str(desk.settings.data)]
    words = {**os.environ, "CITESHELF_AUTH": "keeper:lamp"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=words) as chat:
        assert chat.stdout
        assert chat.stderr
        line = chat.stdout.readline()
        found = re.fullmatch(r"Citeshelf is at (http://127\.0\.0\.1:(\d+)) \(stop with Ctrl-C\)\n", line)
        assert found, line
        with httpx.Client(base_url=found[1], trust_env=False, timeout=60) as client:
            assert client.get("/api/topics").status_code == 401
            client.auth = ("keeper", "lamp")
            assert client.get("/").status_code == 200
            assert client.get("/api/topics").json()["links"] == 6
            assert client.post("/api/ask", json={"question": "What is Tidewater?"}).json()["citations"]
        chat.send_signal(signal.SIGINT)
        assert chat.wait(30) == 0
        assert chat.stderr.read() == "citeshelf: stopped.\n"
        assert chat.stdout.read() == ""


def test_a_port_that_is_taken(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """A port on which another program listens is said in one sentence."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["chat", "--port", str(port), "--data", str(desk.settings.data)]) == 1

    said = capsys.readouterr().err
    assert said == f"citeshelf: 127.0.0.1:{port} cannot be listened on; choose another --port or --host.\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "no..host", "[", "nowhere.invalid"])
def test_a_host_that_is_none(host: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """An address that is not this machine's, or no address, is said in the same sentence."""
    assert main(["chat", "--port", "0", "--host", host, "--data", str(desk.settings.data)]) == 1

    assert f"{host}:0 cannot be listened on; choose another" in capsys.readouterr().err
