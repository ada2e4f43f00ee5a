"""No module opens a socket but those named here, each with its reason; an offline build opens none at all."""

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest
from index.encoders import Encoder

ROOT = Path(ingest.__file__).parents[1]
OPENERS = (
    *("socket", "_socket", "socketserver", "httpx", "httpcore", "anyio", "requests", "aiohttp", "urllib3", "ssl"),
    *("urllib.request", "http.client", "http.server", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "nntplib"),
    *("xmlrpc", "webbrowser", "websockets", "pycurl", "grpc", "uvicorn", "starlette", "fastapi", "mcp", "selectors"),
    *(
        "multiprocessing.connection",
        "gradio",
        "gradio_client",
        "langchain",
        "langchain_core",
        "openai",
        "sentence_transformers",
    ),
    *("transformers", "huggingface_hub"),
)
CALLS = frozenset(
    {
        *("open_connection", "open_unix_connection", "create_connection", "create_datagram_endpoint", "sock_connect"),
        *("start_server", "create_server", "getaddrinfo", "gethostbyname", "urlopen", "urlretrieve", "fetch_url"),
        *("fetch_response", "snapshot_download", "hf_hub_download", "import_module", "__import__"),
    }
)
GRADIO = (
    *("asking", "chips", "header", "page", "shelf", "tree", "voting", "wiring", "words"),
    *("evaluation/tab", "library/building", "library/tab"),
)
NAMED = {
    # every connection of a build is opened by the guard; the others hand it a request, or a trust store
    "ingest/fetching/transport/guard.py": {"httpcore", "socket", "ssl", "getaddrinfo"},
    "ingest/fetching/transport/client.py": {"httpx", "ssl"},
    "ingest/fetching/network.py": {"ssl"},
    "ingest/fetching/transport/tls.py": {"ssl"},
    "ingest/fetching/transport/addresses.py": {"socket"},  # reads the spellings of addresses
    # archives answer httpx's requests from files
    "ingest/archives/addresses.py": {"httpx"},
    "ingest/archives/messages.py": {"httpx"},
    "ingest/archives/replay.py": {"httpx"},
    # says whether a page could be fetched, when the user asks what is the matter
    "app/doctor.py": {"socket", "create_connection"},
    # the server of the page and the doors, which listens where the user says and calls nobody
    "app/chat/mounting.py": {"fastapi", "gradio"},
    "app/doors/api.py": {"fastapi"},
    "app/doors/asking.py": {"anyio"},  # threads
    "app/doors/completions.py": {"fastapi"},
    "app/doors/problems.py": {"fastapi", "starlette"},
    "app/doors/tools.py": {"mcp"},
    "app/serving/app.py": {"fastapi", "mcp"},
    "app/serving/gate.py": {"starlette"},
    "app/serving/headers.py": {"starlette"},
    "app/serving/limits.py": {"starlette"},
    "app/serving/pages.py": {"starlette"},
    "app/serving/server.py": {"fastapi", "getaddrinfo", "socket", "uvicorn", "webbrowser"},
    **{f"app/chat/{name}.py": {"gradio"} for name in GRADIO},
    # the model that the user names may be elsewhere
    "app/chat_model.py": {"langchain"},
    "app/langchain_retriever.py": {"langchain_core"},  # which reports to LangSmith where the user's environment says so
    # a model that the user names may have to be downloaded
    "index/encoders/sentence_transformer.py": {"sentence_transformers", "transformers"},
    "index/rerankers/cross_encoder.py": {"sentence_transformers", "transformers"},
    "index/reading/training/network.py": {"transformers"},  # weights come from the wheel; only `make reader` trains
    "app/cli.py": {"import_module"},  # of the command that is run
}
HOOK = """
import sys
def note(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        with open({log!r}, "a") as log:
            print(event, *details[1:], file=log)
sys.addaudithook(note)
"""


def used(tree: ast.AST) -> Iterator[str]:
    """Yield the names of modules imported, and of functions called, anywhere in a file."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{name.name}" for name in names)
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in CALLS:
                yield name


def openers(path: Path) -> set[str]:
    """Return what a file uses that can open a connection."""
    names = set(used(ast.parse(path.read_text(encoding="utf-8"))))
    modules = {opener for opener in OPENERS if any(name == opener or name.startswith(f"{opener}.") for name in names)}
    return modules | (names & CALLS)


def test_who_may_open_a_socket() -> None:
    """Only the files named above import or call what opens connections, and each of them still does."""
    files = [path for room in ("ingest", "index", "app") for path in sorted((ROOT / room).rglob("*.py"))]
    found = {path.relative_to(ROOT).as_posix(): openers(path) for path in files}

    assert len(files) > 80
    assert {name: those for name, those in found.items() if those} == NAMED


def test_what_counts_as_opening(tmp_path: Path) -> None:
    """The search above finds every way to write an import."""
    path = tmp_path / "a.py"
    path.write_text("def a():\n    from urllib import request\n    import http.client as h\n    loop.getaddrinfo(1)\n")

    assert openers(path) == {"urllib.request", "http.client", "getaddrinfo"}


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where processes started from here, and those that they start, write down what they connect to and look up."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK.format(log=os.fspath(tmp_path / "log")))
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path / "hook"))
    return tmp_path / "log"


def test_an_offline_build(log: Path, tmp_path: Path, encoder: Encoder) -> None:
    """A whole build of the shipped list with `--offline` connects to nothing and looks nothing up."""
    assert encoder  # it is prepared: the build needs not do so
    command = ["-c", "from app.cli import main; raise SystemExit(main())", "build", "--offline", "--data"]
    done = subprocess.run([sys.executable, *command, tmp_path / "data"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert not log.exists(), log.read_text()


def test_that_it_would_be_seen(log: Path) -> None:
    """A process that does connect is found out."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        code = f"import socket; socket.create_connection(('127.0.0.1', {listening.getsockname()[1]}))"
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)

    assert [line.split()[0] for line in log.read_text().splitlines()] == ["socket.getaddrinfo", "socket.connect"]
