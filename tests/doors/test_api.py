"""The HTTP API gives what the commands print, says what is wrong in one sentence, and describes itself."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import Contract, Printed, Served, untimed
from trap import ADDRESS

from app.desk import Desk
from app.doors.shapes import AnswerShape, LinksShape, PassagesShape, SearchShape, Shape, TopicsShape

ASKED: tuple[dict[str, Any], ...] = (
    {"id": "a", "question": "How many bytes does a Tidewater record take?"},
    {"id": "b", "question": "潮汐缓存最多占用多少内存？"},
    {"id": "c", "question": "How long do hens brood their eggs?"},
    {"id": "d", "question": "And who wrote its first version?", "history": ["What is Tidewater?"]},
    {"id": "e", "question": "Which articles are about queues?"},
    {"id": "f", "question": "Tidewater vs Gannet: how many bytes does a record take?"},
    {"id": "g", "question": "What does it keep?", "topic": "Queues"},
)


def test_an_answer_is_what_the_command_prints(
    served: Served, printed: Printed, contract: Contract, tmp_path: Path
) -> None:
    """Answers, refusals, follow-ups, lists and tables are the objects of `ask --json`; so are the hits of `search`."""
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in ASKED), "utf-8")
    answers = [served.client.post("/api/ask", json=one).json() for one in ASKED]
    searched = [{name: one[name] for name in one if name != "history"} for one in ASKED]
    found = [served.client.post("/api/search", json=one).json() for one in searched]

    for one in answers:
        contract("ask", one)
    for one in found:
        contract("search", one)
    assert [untimed(one) for one in answers] == printed("ask", "--batch", batch)
    assert [untimed(one) for one in found] == printed("search", "--batch", batch)
    assert {one["kind"] for one in answers} == {"extractive", "catalogue", "comparison"}
    assert {one["refused"] for one in answers} == {True, False}
    assert answers[3]["understood"]


def test_links_are_what_the_command_prints(served: Served, printed: Printed, contract: Contract) -> None:
    """`/api/links` is the object of `links --json`."""
    found = served.client.get("/api/links").json()

    contract("links", found)
    assert [found] == printed("links")


def test_topics_are_a_tree_with_counts(served: Served, contract: Contract) -> None:
    """Headings nest as on the list, a link counts once on all the way up, and a topic is asked for as it is given."""
    found = served.client.get("/api/topics").json()

    contract("topics", found)
    (harbour,) = [one for one in found["topics"] if one["name"] == "Harbour"]
    below = {one["name"]: one for one in harbour["topics"]}
    assert (found["links"], harbour["links"], below["Storage"]["links"], below["Boats"]["links"]) == (6, 6, 3, 2)
    (queues,) = below["Storage"]["topics"]
    assert (queues["topic"], queues["links"], queues["topics"]) == ("Harbour / Storage / Queues", 1, [])
    hits = served.client.post("/api/search", json={"question": "What?", "topic": queues["topic"]}).json()["hits"]
    assert {hit["title"] for hit in hits} == {"The Gannet queue"}


def test_a_passage_is_read_around_a_hit(served: Served, contract: Contract) -> None:
    """A hit's place in its text is found again by its url, start and end, and no more than 4,000 characters of it."""
    hit = served.client.post("/api/search", json={"question": "Tidewater records", "k": 1}).json()["hits"][0]
    place = {name: hit[name] for name in ("url", "start", "end")}
    found = served.client.get("/api/passage", params=place).json()

    contract("passages", found)
    assert hit["text"] in [one["text"] for one in found["passages"]]
    whole = served.client.get("/api/passage", params={"url": hit["url"]}).json()["passages"]
    assert all(one["start"] == 0 and one["end"] == min(one["length"], 4000) for one in whole)
    gone = served.client.get("/api/passage", params={"url": "http://nowhere.example/"})
    far = served.client.get("/api/passage", params={"url": hit["url"], "start": 100_000})
    assert (gone.status_code, far.status_code) == (400, 400)
    assert gone.json() == {
        "error": "the list has no link to “http://nowhere.example/”; give the url of a search's hit."
    }


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"{", 422, "the request's body is no JSON; send an object as /docs describes it."),
        (b"[]", 422, "the request's body is wrong ("),
        (b"{}", 422, "question is wrong (field required); send what /docs describes."),
        (b'{"question": 7}', 422, "question is wrong ("),
        (b'{"question": "What?", "colour": "blue"}', 422, "colour is wrong ("),
        (b'{"question": "What?", "history": "no list"}', 422, "history is wrong ("),
        (b'{"question": "?!"}', 400, "the question is empty; type one."),
        (b'{"question": "' + b"a" * 2001 + b'"}', 400, "the question has 2,001 characters; ask in at most 2,000."),
        (b'{"question": "What?", "topic": "Airships"}', 400, "the list has no topic “Airships”; choose one of: "),
        (b'{"question": "What?", "history": [" "]}', 400, "the question is empty; type one."),
        (b"\xff\xfe", 422, "the request's body is "),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(served: Served, body: bytes, status: int, sentence: str) -> None:
    """Bad input gets a 4xx and a JSON object with one sentence that says what to do."""
    said = served.client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})

    assert said.status_code == status
    assert set(said.json()) == {"error"}
    assert said.json()["error"].startswith(sentence)
    assert said.json()["error"].endswith(".")


def test_another_kind_of_body_is_not_read(served: Served) -> None:
    """A form that a foreign page could send without asking first is not taken for JSON."""
    said = served.client.post("/api/ask", content=b'{"question": "What?"}', headers={"Content-Type": "text/plain"})

    assert said.status_code == 422


def test_the_api_describes_itself(served: Served) -> None:
    """The description has every route with a typed answer; its page shows them and names no other host."""
    description = served.client.get("/openapi.json").json()
    page = served.client.get("/docs")

    assert {"/api/ask", "/api/search", "/api/topics", "/api/links", "/api/passage", "/v1/chat/completions"} <= set(
        description["paths"]
    )
    for path, methods in description["paths"].items():
        for route in methods.values():
            assert "$ref" in route["responses"]["200"]["content"]["application/json"]["schema"], path
        assert path in page.text
    assert "://" not in page.text


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("ask", AnswerShape),
        ("search", SearchShape),
        ("links", LinksShape),
        ("topics", TopicsShape),
        ("passages", PassagesShape),
    ],
)
def test_types_and_contract_say_the_same(name: str, shape: type[Shape]) -> None:
    """Each object of the doors' types has the keys of the published contract, all required, with the same choices."""
    schema = json.loads((Path(__file__).parents[2] / "docs" / "contract.schema.json").read_text("utf-8"))
    typed = shape.model_json_schema()

    assert _keys(typed, typed, ()) == _keys(schema["$defs"][name], schema, ())


def _keys(part: Any, whole: dict[str, Any], seen: tuple[str, ...]) -> Any:
    """Return a schema's objects as nested keys, and its choices, without what only one of the two says."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return "again" if seen.count(name) > 1 else _keys(whole["$defs"][name], whole, (*seen, name))
    if "properties" in part:
        assert set(part["required"]) == set(part["properties"])
        assert part["additionalProperties"] is False
        return {name: _keys(one, whole, seen) for name, one in part["properties"].items()}
    if "anyOf" in part:
        (part,) = [one for one in part["anyOf"] if one.get("type") != "null"]
        return _keys(part, whole, seen)
    if "items" in part:
        return [_keys(part["items"], whole, seen)]
    return frozenset(part.get("enum", ())) - {None}


def test_a_wrong_method_or_path_is_said(served: Served) -> None:
    """What is not served is a 404 with a sentence, in the shape of the door that it was asked of."""
    assert served.client.get("/api/ask").json() == {"error": "GET /api/ask is not served here; see /docs."}
    assert served.client.post("/api/nothing").status_code == 404
    assert served.client.get("/v1/engines").json()["error"]["message"].startswith("GET /v1/engines is not served")


def test_a_stranger_address_is_found_by_its_url(served: Served, desk: Desk) -> None:
    """An address full of marks is data: it comes back as it stands on the list."""
    rows = [row.link.url for row in desk.index.links if "kestrel" in row.link.url]
    found = served.client.get("/api/passage", params=httpx.QueryParams({"url": rows[0]})).json()

    assert found["url"] == rows[0]
    assert "globalThis.pwn()" in rows[0]
    assert ADDRESS.startswith("http://kestrel.example/")
