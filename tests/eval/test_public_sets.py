"""Public question sets: built by the product's own build, asked as any others, scored beside a second computation."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.answers import Answer
from app.assistant import Assistant
from app.rebuild import Report
from app.settings import Settings
from eval.__main__ import main
from eval.measuring import Asking, measured
from eval.public_sets import asking_of
from eval.public_sets.arrived import arrived, said
from eval.public_sets.pages import url_of
from eval.question_sets import Passage, read_set, spread
from eval.questions import Kind, QuestionsInvalid
from eval.rows import Run, read_run
from index.folder import CURRENT, current
from index.reader import Index
from ingest.documents import Document, Link
from ingest.status import Source

CACHE = Path(__file__).parents[1] / ".cache"
HOSTILE = "<script>alert(1)</script></pre></article> & `[x](https://evil.example)` www.evil.example # \\]("
PASSAGES = {
    "ring": ("en", "Rings", "Workers stand in a ring.\nEach sends a slice of its gradients to the next of 8 workers."),
    "tea": ("zh", "", "泡绿茶的水不要烧开。水太热，茶就会发苦，水温以八十度为宜。"),
    "../..": ("en", HOSTILE, f"The harbour master counts the boats that leave before the tide turns. {HOSTILE}"),
}
DISTRACTORS = {"kernel": ("en", "Rings", "The compiler joins elementwise operations into one kernel.")}
QUERIES = (
    {"id": "q1", "text": "How many workers share gradients in a ring?", "lang": "en", "answers": ["8"]},
    {"id": "q2", "text": "绿茶用多少度的水？", "lang": "zh", "answers": ["八十度"]},
    {
        "id": "q3",
        "text": "Why is green tea bitter?",
        "lang": "en",
        "answers": ["水太热"],
        "answers_query_lang": ["hot"],
    },
    {"id": "q4", "text": "What does the harbour master count?", "lang": "en", "answers": ["the boats"]},
    {"id": "q5", "text": "Who built the harbour?", "lang": "en", "answerable": False, "source_passage": "../.."},
    {"id": "q6", "text": "谁赢得了一九九八年的世界杯？", "lang": "zh", "answers": [], "answerable": False},
)
ANSWERS = {"q1": "ring", "q2": "tea", "q3": "tea", "q4": "../.."}
NAMES = {"ring": "passage-ring", "tea": "passage-tea", "../..": "passage-..%2F.."}


def _lines(path: Path, rows: Sequence[Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _rows(passages: dict[str, tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"id": one, "lang": lang, "title": title, "text": text} for one, (lang, title, text) in passages.items()]


def _write(folder: Path) -> Path:
    folder.mkdir()
    _lines(folder / "corpus.jsonl", _rows(PASSAGES))
    _lines(folder / "distractors.jsonl", _rows(DISTRACTORS))
    _lines(folder / "queries.jsonl", QUERIES)
    qrels = [f"{query}\t{passage}\t1" for query, passage in ANSWERS.items()]
    (folder / "qrels.tsv").write_text("\n".join(qrels), "utf-8")
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The folder of a set of four passages and six questions."""
    return _write(tmp_path / "tiny")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> tuple[Run, Path]:
    """A run on that set, and the data folder that holds its index."""
    folder = tmp_path_factory.mktemp("set")
    data, out = folder / "data", folder / "runs"
    assert main(["--set", str(_write(folder / "tiny")), "--data", str(data), "--out", str(out)]) == 0
    (path,) = out.glob("tiny-*.json")
    return read_run(path), data


def test_passages_arrive_as_they_are(built: tuple[Run, Path]) -> None:
    """Every text and every title stands in the index's documents, markup as the characters it is made of."""
    run, data = built
    pages = {one.link.url.rpartition("/")[2]: one for one in Index.load(current(data)).documents if one.kind == "page"}
    assert len(pages) == len(PASSAGES) + len(DISTRACTORS)
    for name, (_, title, text) in PASSAGES.items():
        assert pages[NAMES[name]].text == text.replace("\n", "\n\n")  # each line is a paragraph
        assert pages[NAMES[name]].title == title
    assert run.questions["passages"] == {"number": 4, "whole": 4, "cut": [], "lost": [], "repeats": []}


def test_questions_are_scored_as_any_others(built: tuple[Run, Path]) -> None:
    """Scores are those that the answer's own words and sources give, counted here in another way."""
    rows = {row.id: row for row in built[0].rows}
    assert list(rows) == [query["id"] for query in QUERIES]
    assert [rows[one].question.direction for one in ("q1", "q2", "q3", "q5")] == ["en→en", "zh→zh", "en→zh", "en→∅"]
    for query in QUERIES[:4]:
        row = rows[str(query["id"])]
        page = NAMES[ANSWERS[row.id]]
        wordings = [*query["answers"], *query.get("answers_query_lang", ())]
        assert row.scores["recall@5"] == float(any(one.endswith(page) for one in row.ranking[:5])) == 1.0
        assert row.scores["source_1"] == float((row.source_1 or "").endswith(f"/{page}"))
        assert row.scores["nugget_recall"] == float(any(one in row.text for one in wordings))
        assert row.scores["refusal_recall"] is None
    assert [rows[one].scores["right"] for one in ("q1", "q2", "q4")] == [1.0, 1.0, 1.0]
    for one in ("q5", "q6"):
        assert rows[one].scores["refusal_recall"] == rows[one].scores["right"] == float(rows[one].refused)
        assert rows[one].scores["recall@5"] is None
    assert rows["q6"].refused
    assert [rows[one].question.kind for one in ("q5", "q6")] == [Kind.NEAR_MISS, Kind.NEAR]


def test_no_passage_is_encoded_twice(
    built: tuple[Run, Path], tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run with the same data folder encodes what is new: one passage, and its title's line on the list."""
    _lines(tiny / "distractors.jsonl", [*_rows(DISTRACTORS), *_rows({"new": ("en", "", "The tide turns at noon.")})])
    command = ["--set", str(tiny), "--data", str(built[1]), "--out", str(tmp_path / "runs"), "--limit", "2"]
    assert main(command) == 0
    said = capsys.readouterr().err
    assert "5 of 5 passages of tiny are in the index whole" in said
    # the passage as a chunk, and its one sentence
    assert [line for line in said.splitlines() if line.startswith("encoding")] == ["encoding 2/2"]
    (path,) = (tmp_path / "runs").glob("tiny-2-*.json")
    assert [row.id for row in read_run(path).rows] == ["q1", "q4"]  # numbers 0 and 3 of six


def test_what_the_build_loses_counts_as_not_found(tiny: Path, tmp_path: Path) -> None:
    """A passage without text has no page; equal texts are two articles where they are short, else one and its copy."""
    long = "Sediment settles where the river slows, and the delta grows by a hand's breadth every spring it floods."
    texts = {"one": "It is closed.", "two": "It is closed.", "none": "", "first": long, "copy": long}
    _lines(tiny / "distractors.jsonl", _rows({name: ("en", "", text) for name, text in texts.items()}))
    asked = [("q1", "Is it closed?", "none"), ("q2", "Is it closed?", "two"), ("q3", "What grows?", "copy")]
    _lines(
        tiny / "queries.jsonl",
        [{"id": one, "text": text, "lang": "en", "answers": ["spring"]} for one, text, _ in asked],
    )
    (tiny / "qrels.tsv").write_text("".join(f"{one}\t{passage}\t1\n" for one, _, passage in asked), "utf-8")
    out = tmp_path / "runs"
    assert main(["--set", str(tiny), "--out", str(out)]) == 0
    (path,) = out.glob("*.json")
    run = read_run(path)
    assert run.questions["passages"] == {"number": 8, "whole": 7, "cut": [], "lost": ["none"], "repeats": ["copy"]}
    assert [row.scores["recall@10"] for row in run.rows[1:]] == [1.0, 1.0]
    assert [row.scores["right"] for row in run.rows] == [0.0, 0.0, 1.0]  # "closed" says nothing of any spring


def test_a_passage_that_lost_a_word_is_cut() -> None:
    """Spaces and marks do not count, letters and digits do, and a note or the list's line is no page."""
    names = ("whole", "short", "noted")
    passages = [Passage(name, "| The tide | turns at 6. |", "en") for name in names]
    pages = {"whole": ("The tide\nturns at 6", Source.ARCHIVE), "short": ("The tide turns at", Source.ARCHIVE)}
    pages["noted"] = ("The tide turns at 6", Source.NOTE)
    links = {name: Link(url_of(name), ()) for name in names}
    documents = [
        Document(links[name], links[name].url, "", *text, (), source) for name, (*text, source) in pages.items()
    ]
    found = arrived(passages, documents)
    assert (found.whole, found.cut, found.lost) == (1, ("short",), ("noted",))
    assert said("tide", found) == "1 of 3 passages of tide are in the index whole; 1 cut (short); 1 lost (noted)"


class _Counting(Assistant):
    """The product's own, which counts what it is asked, and is interrupted after so many questions."""

    asked = 0
    most = 99

    def stream(self, question: str, topic: str | None = None, history: Sequence[str] = ()) -> Iterator[Answer]:
        if self.asked == self.most:
            raise KeyboardInterrupt
        self.asked += 1
        return super().stream(question, topic, history)


def test_a_stopped_run_goes_on_though_the_set_is_built_again(tiny: Path, tmp_path: Path) -> None:
    """An index of the same texts is the same: questions that were answered before the stop are not asked again."""

    def assistant(data: Path) -> tuple[Asking, _Counting, Settings]:
        settings = Settings(data=data, cache=CACHE)
        asking = asking_of(tiny, None, settings)
        return asking, _Counting.open(settings), settings

    asking, stopped, settings = assistant(tmp_path / "one")
    stopped.most = 2
    with pytest.raises(KeyboardInterrupt):
        measured(asking, stopped, settings, tmp_path)
    asking, again, settings = assistant(tmp_path / "two")
    run = measured(asking, again, settings, tmp_path)
    assert [row.id for row in run.rows] == [query["id"] for query in QUERIES]
    assert again.asked == len(QUERIES) - 2


Spoil = Callable[[Path], object]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "corpus.jsonl").unlink(), r"corpus\.jsonl is no part .*No such file"),
        (lambda folder: (folder / "queries.jsonl").write_bytes(b"\xff"), r"queries\.jsonl .*not in UTF-8"),
        (lambda folder: (folder / "queries.jsonl").write_text("\n"), r"queries\.jsonl .*no question"),
        (lambda folder: _lines(folder / "queries.jsonl", [*QUERIES, {"id": "q7"}]), r"jsonl, line 7 .*its text is"),
        (lambda folder: _lines(folder / "queries.jsonl", [*QUERIES, 7]), r"jsonl, line 7 .*"),
        (lambda folder: _lines(folder / "queries.jsonl", [*QUERIES, QUERIES[0]]), r"two questions have the id q1"),
        (
            lambda folder: _lines(folder / "queries.jsonl", [{**QUERIES[4], "answerable": True}]),
            r"the question q5 is answerable, and has no passage",
        ),
        (
            lambda folder: _lines(folder / "queries.jsonl", [{**QUERIES[0], "answerable": False}]),
            r"the question q1 is not answerable, and has one",
        ),
        (
            lambda folder: (
                _lines(folder / "queries.jsonl", [{**QUERIES[0], "answers": []}])
                or _lines(folder / "corpus.jsonl", _rows(dict.fromkeys(PASSAGES, ("en", "", ""))))
            ),
            r"the question q1 has no answer, and its passage no text",
        ),
        (lambda folder: (folder / "qrels.tsv").write_text("q1\tring\tyes"), r"qrels\.tsv, line 1 .*relevance"),
        (lambda folder: (folder / "qrels.tsv").write_text("q1\tgone\t1"), r"there is no passage gone"),
        (
            lambda folder: _lines(folder / "distractors.jsonl", _rows({"x" * 3000: ("en", "", "Text.")})),
            r"an id that is too long",
        ),
    ],
)
def test_a_wrong_set_is_one_sentence(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil, says: str
) -> None:
    """What does not follow the layout is named with its place before anything is built."""
    spoil(tiny)
    with pytest.raises(QuestionsInvalid, match=says):
        asking_of(tiny, None, Settings(data=tmp_path / "data", cache=CACHE))
    assert main(["--set", str(tiny), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("citeshelf-eval: ")
    assert said.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_set_takes_no_other_indexs_place(tiny: Path, shipped: tuple[Settings, Report]) -> None:
    """A data folder that holds the index of another list is left as it is."""
    before = (shipped[0].data / CURRENT).read_text("utf-8")
    with pytest.raises(QuestionsInvalid, match=r"holds the index of reading-list\.md, not of tiny\.md; give another"):
        asking_of(tiny, None, shipped[0])
    assert (shipped[0].data / CURRENT).read_text("utf-8") == before


def test_a_limit_below_one_is_refused(tiny: Path) -> None:
    """A limit that leaves nothing to ask is a mistake, not an empty run."""
    assert spread("abcdef", 4) == ["a", "b", "d", "e"]  # numbers 0, 6/4, 12/4 and 18/4, rounded down
    for limit in (0, -1):
        with pytest.raises(QuestionsInvalid, match="leaves no question"):
            read_set(tiny, limit)
