"""One server for all tests of the doors, and the same behind a password."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import SecretStr
from served import WORDS, Contract, Json, Printed, Served, changed, serving, untimed
from trap import build_trap

from app.cli import main
from app.desk import Desk
from app.settings import Settings

SCHEMA = Path(__file__).parents[2] / "docs" / "contract.schema.json"


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> Desk:
    """A desk over the small shelf and a hostile page."""
    settings = Settings(data=tmp_path_factory.mktemp("doors"))
    build_trap(tmp_path_factory.mktemp("trap"), settings)
    return Desk(settings)


@pytest.fixture(scope="session")
def served(desk: Desk) -> Iterator[Served]:
    """A server as it is when nothing is said."""
    with serving(desk) as found:
        yield found


@pytest.fixture(scope="session")
def guarded(desk: Desk) -> Iterator[Served]:
    """A server that asks for a name and password."""
    with serving(changed(desk, auth=SecretStr(WORDS))) as found:
        yield found


@pytest.fixture(scope="session")
def contract() -> Contract:
    """Checks a JSON value against one definition of the published contract."""
    schema = json.loads(SCHEMA.read_text("utf-8"))

    def check(name: str, value: Any) -> None:
        whole = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}
        Draft202012Validator(whole).validate(value)

    return check


@pytest.fixture
def printed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Printed:
    """What a command prints with `--json`, its times left out."""

    def run(*arguments: object) -> list[Json]:
        capsys.readouterr()
        assert main([*map(str, arguments), "--json", "--data", str(desk.settings.data)]) == 0
        return [untimed(json.loads(line)) for line in capsys.readouterr().out.splitlines()]

    return run
