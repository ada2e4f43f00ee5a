"""Real parts for all tests: the bundled encoder, the shipped list's index, and no network but loopback."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cross_encoders import write_cross_encoder

from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request
from index.encoders import BUNDLED, Encoder, load_encoder

CACHE = Path(__file__).parent / ".cache"  # the prepared encoder, kept between runs
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", None, ""})


def pytest_configure() -> None:
    """Keep libraries from the network; they read this once, when the first test module imports them."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False"}


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """Let no test look up a name on the network: nothing here may need it."""
    resolve = socket.getaddrinfo

    def guarded(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOOPBACK:
            raise socket.gaierror(socket.EAI_NONAME, f"tests have no network: {name}")
        return resolve(host, *rest, **named)

    socket.getaddrinfo = guarded
    yield
    socket.getaddrinfo = resolve


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let Ctrl-C reach the commands that tests start: a shell in the background has them ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep tests, and the commands they start, away from the user's own data and settings."""
    for name in [name for name in os.environ if name.startswith("CITESHELF_")]:
        del os.environ[name]
    os.environ |= {
        "CITESHELF_CACHE": str(CACHE),
        "CITESHELF_DATA": str(tmp_path_factory.mktemp("data")),
    }


@pytest.fixture(scope="session")
def encoder(_own_folders: None) -> Encoder:
    """The bundled encoder, prepared once into the tests' cache."""
    return load_encoder(BUNDLED, CACHE)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> tuple[Settings, Report]:
    """The shipped list, built offline from its notes: settings that find the index, and the build's report."""
    settings = Settings(data=tmp_path_factory.mktemp("shipped"), cache=CACHE)
    return settings, rebuild(Request(offline=True), settings)


@pytest.fixture(scope="session")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a real CrossEncoder, made here: a small layer of random weights that tell texts apart."""
    return write_cross_encoder(tmp_path_factory.mktemp("reranker"))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where a browser is required, as in CI, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_BROWSER") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
