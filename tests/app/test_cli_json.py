"""What `--json` prints: one object of the contract, or one a line, and nothing else on stdout."""

import json
from pathlib import Path

import pytest
from command_line import Cli, Contract, run_process
from jsonschema import ValidationError
from shelf import CACHE, KEEL, LOST, QUEUE, RECORDED, STORE, Shelf

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]


def test_build_in_a_process_of_its_own(shelf: Shelf, tmp_path: Path, contract: Contract) -> None:
    """`build --json` prints the build's object on stdout, and its progress on stderr only."""
    options = ("--notes", shelf.notes, "--archive", shelf.archive, "--offline", "--data", tmp_path, "--json")
    ran = run_process("build", shelf.list, *options)

    assert ran.status == 0, ran.err
    contract("build", ran.json)
    # 5 links; three are in the archive; the harbour master's paragraph is no link, and five entries are no documents.
    assert ran.json["links"] == 5
    assert ran.json["by_status"] == {"ok": 3, "not_in_archive": 2}
    assert ran.json["documents"] == 5
    assert ran.json["reused"] == 0
    assert "reading 5/5" in ran.err
    assert f"encoding {ran.json['embedded']}/{ran.json['embedded']}" in ran.err


def test_ask_in_a_process_of_its_own(harbour: Harbour, contract: Contract) -> None:
    """`ask --json` answers in one object, silent on stderr, with the page, the place in it and when it was recorded."""
    ran = run_process("ask", "How many bytes does a Tidewater record take?", "--json", "--data", harbour[0].data)

    assert (ran.status, ran.err) == (0, "")
    contract("ask", ran.json)
    (citation,) = ran.json["citations"]
    said = "Every Tidewater record takes exactly 48 bytes, of which 16 bytes are the key."
    assert ran.json["text"] == f"{said} [1]"
    assert ran.json["sentences"] == [{"text": said, "citations": [1], "support": "verbatim"}]
    assert (citation["url"], citation["quote"], citation["source"]) == (STORE, said, "archive")
    assert citation["topics"] == ["Harbour / Storage"]
    assert citation["fetched"] == RECORDED
    assert ran.json["id"] is None


def test_a_batch_of_plain_lines_and_json_lines(harbour: Harbour, contract: Contract, cli: Cli, tmp_path: Path) -> None:
    """A batch answers in the file's order, hands ids back as strings, and searches each question in its own topic."""
    batch = tmp_path / "questions.txt"
    lines = [
        "Who wrote the first version of Tidewater?",
        "",
        json.dumps({"id": 7, "question": "潮汐缓存最多占用多少内存？"}, ensure_ascii=False),
        json.dumps({"id": "g-1", "question": "How many messages are kept?", "topic": "Queues", "answer": "ignored"}),
        "Who scored in the cup final?",
    ]
    batch.write_text("\n".join(lines), "utf-8")
    ran = cli("ask", "--batch", batch, "--json", "--data", harbour[0].data)

    assert (ran.status, ran.err) == (0, "")
    for one in ran.objects:
        contract("ask", one)
    assert [one["id"] for one in ran.objects] == [None, "7", "g-1", None]
    assert [one["refused"] for one in ran.objects] == [False, False, False, True]
    assert [one["language"] for one in ran.objects] == ["en", "zh", "en", "en"]
    assert "256 KB" in ran.objects[1]["text"]
    assert {hit["url"] for hit in ran.objects[2]["hits"]} == {QUEUE}


def test_search_prints_hits_by_rank(harbour: Harbour, contract: Contract, cli: Cli, tmp_path: Path) -> None:
    """`search` prints k hits a question, ranked from 1, best score first; a byte order mark is no question."""
    batch = tmp_path / "questions.jsonl"
    lines = ('{"id": "a", "question": "oak keel"}', '{"id": "b", "question": "退潮时缓存怎么办？"}')
    batch.write_text("\r\n".join(lines), "utf-8-sig")
    ran = cli("search", "--batch", batch, "-k", "3", "--json", "--data", harbour[0].data)

    assert (ran.status, ran.err) == (0, "")
    assert [(one["id"], one["question"]) for one in ran.objects] == [("a", "oak keel"), ("b", "退潮时缓存怎么办？")]
    assert [one["hits"][0]["url"] for one in ran.objects] == [KEEL, CACHE]
    for one in ran.objects:
        contract("search", one)
        assert [hit["rank"] for hit in one["hits"]] == [1, 2, 3]
        scores = [hit["score"] for hit in one["hits"]]
        assert scores == sorted(scores, reverse=True)


def test_links_name_every_link_once(harbour: Harbour, contract: Contract, cli: Cli) -> None:
    """`links --json` says of each link of the list its lines, status and what stands in for it."""
    ran = cli("links", "--json", "--data", harbour[0].data)

    assert (ran.status, ran.err) == (0, "")
    contract("links", ran.json)
    assert ran.json["list"] == "harbour.md"
    found = {link["url"]: (link["lines"], link["status"], link["source"]) for link in ran.json["links"]}
    # The lines as they stand in shelf.LIST.
    assert found == {
        STORE: ([5], "ok", "archive"),
        CACHE: ([7], "ok", "archive"),
        QUEUE: ([11], "ok", "archive"),
        LOST: ([15], "not_in_archive", "stub"),
        KEEL: ([17], "not_in_archive", "note"),
    }


def test_the_contract_is_strict(harbour: Harbour, contract: Contract, cli: Cli) -> None:
    """The published schema notices a key that is missing, added or of another kind, and a refusal without a reason."""
    found = cli("ask", "What is Gannet?", "--json", "--data", harbour[0].data).json

    for key in found:
        with pytest.raises(ValidationError, match=f"'{key}' is a required property"):
            contract("ask", {name: value for name, value in found.items() if name != key})
    with pytest.raises(ValidationError, match="Additional properties are not allowed"):
        contract("ask", {**found, "surprise": 1})
    with pytest.raises(ValidationError, match="None is not of type 'string'"):
        contract("ask", {**found, "refused": True, "sentences": [], "citations": []})
    with pytest.raises(ValidationError, match="7 is not of type 'string', 'null'"):
        contract("ask", {**found, "id": 7})
