"""What the options of `citeshelf build` say about where pages come from, from the command line to the answer."""

import json
from pathlib import Path

import pytest
from command_line import Cli, Contract
from shelf import LIST, STORE, STORE_TEXT, Shelf, page

from app.network import network_of
from app.settings import Settings

QUESTION = "How many bytes does a Tidewater record take?"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with a saved page of the shelf's list and one of another list."""
    folder = tmp_path / "saved"
    folder.mkdir()
    store = page("Tidewater", STORE_TEXT).replace("<head>", f'<head><link rel="canonical" href="{STORE}">')
    other = page("Elsewhere", STORE_TEXT).replace("<head>", '<head><link rel="canonical" href="http://else.example/">')
    (folder / "store.html").write_text(store, "utf-8")
    (folder / "other.html").write_text(other, "utf-8")
    return folder


def test_a_saved_page_answers(saved: Path, shelf: Shelf, tmp_path: Path, cli: Cli, contract: Contract) -> None:
    """With `--import` a saved page is read as its link's page and cited; a file of another list is named."""
    data = tmp_path / "data"
    built = cli("build", shelf.list, "--notes", shelf.notes, "--import", saved, "--offline", "--data", data)
    answer = cli("ask", QUESTION, "--json", "--data", data).json

    assert built.status == 0
    assert "saved files not used: other.html (the list does not link its page)" in built.out
    contract("ask", answer)
    assert (answer["citations"][0]["url"], answer["citations"][0]["source"]) == (STORE, "archive")
    assert "48 bytes" in answer["text"]


def test_a_missing_folder_of_saved_pages(shelf: Shelf, tmp_path: Path, cli: Cli) -> None:
    """A folder that is not there is said in one sentence, and nothing is built."""
    ran = cli("build", shelf.list, "--import", tmp_path / "nowhere", "--offline", "--data", tmp_path / "data")

    assert (ran.status, ran.out) == (1, "")
    assert "nowhere" in ran.complaint
    assert not (tmp_path / "data").exists()


def test_what_the_settings_say_of_the_network(tmp_path: Path) -> None:
    """Settings reach the network as they are; the token goes to GitHub's API alone and is not shown."""
    plain = network_of(Settings(data=tmp_path))
    said = Settings.model_validate(
        {"github_token": "hush", "respect_robots": True, "wayback": False, "allow_hosts": ["wiki.corp:8080"]}
    )
    network = network_of(said)

    assert (plain.tokens, plain.respect_robots, plain.wayback, plain.allow_hosts) == ({}, False, True, frozenset())
    assert network.tokens == {"api.github.com": "hush"}
    assert (network.respect_robots, network.wayback, network.allow_hosts) == (True, False, {"wiki.corp:8080"})
    assert "hush" not in f"{said!r} {network!r} {json.dumps(str(said))}"


def test_options_that_belong_to_the_web_do_no_harm_offline(shelf: Shelf, tmp_path: Path, cli: Cli) -> None:
    """`--respect-robots` and `--no-wayback` are taken, and change nothing where nobody is asked."""
    ran = cli(
        *("build", shelf.list, "--notes", shelf.notes, "--archive", shelf.archive, "--offline", "--json"),
        *("--respect-robots", "--no-wayback", "--data", tmp_path / "data"),
    )

    assert ran.json["by_status"] == {"ok": 3, "not_in_archive": 2}
    assert ran.json["links"] == LIST.count("](")
