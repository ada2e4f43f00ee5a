"""What the tests of the room share: the command, its contract, a small shelf and the shipped one, built once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer
from command_line import Cli, Contract, Ran
from jsonschema import Draft202012Validator
from shelf import Shelf, write_shelf

from app.abstaining import scales
from app.assistant import Assistant
from app.cli import main
from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request
from index.encoders import Encoder
from index.folder import current
from index.reader import Index
from index.search import Searcher

SCHEMA = Path(__file__).parents[2] / "docs" / "contract.schema.json"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command in this process: status, stdout and stderr of one run."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            status = main([str(one) for one in arguments])
        except SystemExit as end:  # argparse's way out
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def contract() -> Contract:
    """Checks a JSON value against one definition of the published contract."""
    schema = json.loads(SCHEMA.read_text("utf-8"))

    def check(name: str, value: Any) -> None:
        whole = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}
        Draft202012Validator(whole).validate(value)

    return check


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The small shelf's files."""
    return write_shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def harbour(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> tuple[Settings, Report]:
    """The small shelf, built offline from its archive: settings that find the index, and the build's report."""
    settings = Settings(data=tmp_path_factory.mktemp("harbour"))
    return settings, rebuild(Request(shelf.list, shelf.notes, (shelf.archive,), offline=True), settings)


@pytest.fixture(scope="session")
def harbour_assistant(harbour: tuple[Settings, Report], encoder: Encoder) -> Assistant:
    """An assistant on the small shelf."""
    return assistant_on(harbour[0], encoder)


@pytest.fixture(scope="session")
def shipped_assistant(shipped: tuple[Settings, Report], encoder: Encoder) -> Assistant:
    """An assistant on the shipped list."""
    return assistant_on(shipped[0], encoder)


@pytest.fixture
def chat_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A server of chat completions on loopback, where the environment makes OpenAI's clients look for theirs."""
    with ChatServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "a-key-of-the-tests")
        yield server


def assistant_on(settings: Settings, encoder: Encoder) -> Assistant:
    """Return an assistant that shares the session's encoder: loading one takes longer than most tests."""
    folder = current(settings.data)
    searcher = Searcher(Index.load(folder, encoder.identity), encoder)
    return Assistant(searcher, scales.load(folder, searcher), settings)
