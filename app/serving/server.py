"""Starts the server and serves until it is interrupted."""

import os
import socket
import sys
import webbrowser
from threading import Thread

import uvicorn
from fastapi import FastAPI

from app.errors import SettingsInvalid
from app.first_build import opened_desk
from app.serving.app import whole_app
from app.serving.hosts import is_loopback
from app.settings import Settings

LAST_WORDS_S = 2  # for answers that are on their way when the server is stopped
LOOK_S = 0.05


def serve(settings: Settings) -> None:
    """Serve the page and all doors until interrupted.

    Raises:
        SettingsInvalid: the address or port cannot be listened on.
        SearchIndexError: the index does not fit this version or encoder.
    """
    with listening(settings.host, settings.port) as listener:
        desk = opened_desk(settings)
        server = Server(whole_app(desk), listener)
        server.start()
        url = _url(settings.host, listener.getsockname()[1])
        print(f"Citeshelf is at {url} (stop with Ctrl-C)", flush=True)
        if not is_loopback(settings.host) and settings.auth is None:
            print("citeshelf: others can reach it and ask without a password; see --auth.", file=sys.stderr)
        if _has_screen():
            webbrowser.open(url)
        try:
            desk.assistant  # noqa: B018 - raises what keeps the models from being loaded
            server.wait()
        except KeyboardInterrupt:
            print("citeshelf: stopped.", file=sys.stderr)
        finally:
            server.stop()


class Server:
    """Serves an app in a thread of its own, so that the first one can wait for the models and for Ctrl-C."""

    def __init__(self, app: FastAPI, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # who says to speak for another is counted as itself
            server_header=False,
            timeout_graceful_shutdown=LAST_WORDS_S,
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)

    def start(self) -> None:
        """Return once requests are answered."""
        self._thread.start()
        while self._thread.is_alive() and not self._server.started:
            self._thread.join(LOOK_S)

    def wait(self) -> None:
        """Return once it has ended."""
        while self._thread.is_alive():
            self._thread.join(LOOK_S)

    def stop(self) -> None:
        """End it; what is being answered has two seconds more."""
        self._server.should_exit = True
        self._thread.join(2 * LAST_WORDS_S)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address and port; 0 is any that is free.

    Raises:
        SettingsInvalid: it cannot be listened on.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _not_to_be_had(host, port) from error
    try:
        if os.name != "nt":  # where it would share the port with another server
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _not_to_be_had(host, port) from error
    return listener


def _not_to_be_had(host: str, port: int) -> SettingsInvalid:
    return SettingsInvalid(f"{host}:{port} cannot be listened on", "choose another --port or --host")


def _url(host: str, port: int) -> str:
    name = host.strip("[]")
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _has_screen() -> bool:
    """Return whether opening a browser can work: a terminal browser in its place would hold the server up."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
