"""The benchmark of reading on a tiny set with a reader of two layers: its rows beside the same found another way."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reader_weights import write_untrained
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from eval.benchmarks import plots
from eval.benchmarks.memory import STATUS
from eval.benchmarks.ours import passage_index
from eval.benchmarks.reading import AMONG, CLOSED, GIVEN, READER, REMOVED, WITHOUT
from eval.benchmarks.reading.__main__ import main, measured, options_of
from eval.benchmarks.reading.cost import CPU_EIGHT, CPU_ONE, EIGHT, ONE, TOGETHER, cost, passages
from eval.benchmarks.reading.peer import cross_encoder_folder
from eval.benchmarks.reading.process import CROSS_ENCODER
from eval.benchmarks.reading.process import READER as OURS
from eval.benchmarks.reading.remembering import RememberingReader
from eval.benchmarks.reading.systems import System
from eval.benchmarks.results import read
from eval.question_sets import Query, QuestionSet, read_set
from index.encoders import Encoder
from index.encoders.prepared import E5_TOKENS, PREPARED
from index.errors import RerankerUnavailable
from index.reading.inputs import Passage
from index.reading.outputs import Reading
from index.reading.reader import Reader
from index.search import Hit, Searcher
from ingest.sentences import sentence_spans

TOKENS = Path(__file__).parents[1] / ".cache" / PREPARED / E5_TOKENS
PASSAGES = {
    "quay": ("en", "Old quay", "The quay was built in 1840. It burnt in 1851! A new one of stone stands there."),
    "tea": ("en", "Tea", "Green tea is brewed below boiling. Too hot water makes it bitter."),
    "tide": ("zh", "潮汐", "退潮之前港务长清点出海的船。每天有两次涨潮。"),
    "kernel": ("en", "", "The compiler joins operations into one kernel. That spares trips to memory."),
    "ferry": ("zh", "渡船", "渡船每小时一班。冬天停航。"),
}
QUERIES: list[dict[str, Any]] = [
    {"id": "burnt", "text": "When did the quay burn?", "lang": "en", "answers": ["1851"], "source_passage": "quay"},
    {"id": "price", "text": "What did the quay cost?", "lang": "en", "answerable": False, "source_passage": "quay"},
    {"id": "bitter", "text": "茶为什么会苦？", "lang": "zh", "gold_sentences": ["Too hot water makes it bitter."]},
    {"id": "tides", "text": "How often does the tide rise?", "lang": "en", "answers": ["两次"], "translated": True},
    {"id": "winter", "text": "渡船冬天开吗？", "lang": "zh", "answers": ["停航"], "translated": False},
    {"id": "nowhere", "text": "Who?", "lang": "en", "answerable": False},
]
QRELS = {"burnt": "quay", "bitter": "tea", "tides": "tide", "winter": "ferry"}


def _lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of five passages and six questions, two of which none answers."""
    folder = tmp_path_factory.mktemp("sets") / "harbour"
    folder.mkdir()
    rows = [{"id": key, "lang": lang, "title": title, "text": text} for key, (lang, title, text) in PASSAGES.items()]
    _lines(folder / "corpus.jsonl", rows)
    _lines(folder / "queries.jsonl", QUERIES)
    (folder / "qrels.tsv").write_text("".join(f"{query}\t{one}\t1\n" for query, one in QRELS.items()), "utf-8")
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader of two layers with random heads, and a card by which it counts."""
    return write_untrained(tmp_path_factory.mktemp("reader") / "reader.onnx")


@pytest.fixture(scope="module")
def run(folder: Path, model: Path, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> dict[str, Any]:
    """What the command writes."""
    assert encoder
    made = tmp_path_factory.mktemp("made")
    only = ["--only", "pairs", "search", "removed", "--cache", str(made / "vectors"), "--out", str(made / "runs")]
    assert main([str(folder), "--reader", str(model), *only]) == 0
    (path,) = (made / "runs").glob("reading-*.json")
    return {**read(path), "path": path}


@pytest.fixture(scope="module")
def reader(model: Path) -> Reader:
    """The same reader, which remembers nothing."""
    return Reader.load(TOKENS, model)


def added(reading: Reading) -> float:
    """Return what is added to a passage's score: .0075 of the log-odds, of eight at most."""
    return 0.0075 * float(np.clip(reading.log_odds, -8, 8))


def lost(reading: Reading) -> Sequence[float]:
    """Return what is added to each sentence's: `.015` of its share's logarithm, a hundredth of the best added."""
    shares = np.array(reading.evidence)
    return list(0.015 * np.log(shares / shares.max() + 0.01))


def _set(folder: Path) -> QuestionSet:
    return read_set(folder, unanswerable=True)


def _passage(key: str) -> Passage:
    _, title, text = PASSAGES[key]
    return Passage(text, tuple(sentence_spans(text, 0, len(text))), title)


def _query(folder: Path, key: str) -> Query:
    return next(one for one in _set(folder).queries if one.id == key)


def test_pairs_are_what_the_reader_says(run: dict[str, Any], reader: Reader, folder: Path) -> None:
    """Each question with its own passage, each answerable one with another; calibrated, and a probability of it."""
    (result,) = run["figures"]["sets"]
    rows = {(row["id"], row["passage"]): row for row in result["pairs"]}
    own = dict.fromkeys(QRELS.items(), True) | {("price", "quay"): False}
    assert {key: row["answers"] for key, row in rows.items() if row["written_for"]} == own
    others = {key: row for key, row in rows.items() if not row["written_for"]}
    assert {query for query, _ in others} == set(QRELS)
    assert not any(QRELS[query] == passage or others[query, passage]["answers"] for query, passage in others)
    for (query, passage), row in rows.items():
        (reading,) = reader.read(_query(folder, query).text, [_passage(passage)])
        assert row["scores"][READER] == pytest.approx(row["scores"][WITHOUT] + added(reading), abs=1e-5)
        assert row["probability"] == pytest.approx(expit(reading.log_odds), abs=1e-6)
        assert row["languages"] == f"{_query(folder, query).lang}-{PASSAGES[passage][0]}"
        assert row["about"] == (QRELS.get(query) or "quay")
    (line,) = [one for one in result["lines"] if one["measure"] == CLOSED]
    for name in (WITHOUT, READER):
        assert line[name] == roc_auc_score(list(own.values()), [rows[key]["scores"][name] for key in own])


def test_the_baseline_is_the_cosine_of_the_nearest_sentence(
    run: dict[str, Any], encoder: Encoder, folder: Path
) -> None:
    """Of sentences in the light of their title, as the product has them; it names the nearest."""
    for row in run["figures"]["sets"][0]["pairs"]:
        _, title, text = PASSAGES[row["passage"]]
        sentences = [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
        lit = encoder.encode_document(sentences) + (encoder.encode_document([title]) / 2 if title else 0)
        lit /= np.linalg.norm(lit, axis=1, keepdims=True)
        cosines = lit @ encoder.encode_query([_query(folder, row["id"]).text])[0]
        assert row["scores"][WITHOUT] == pytest.approx(cosines.max(), abs=1e-3)
        if row["named"]:
            held = {"burnt": 1, "bitter": 1, "tides": 1, "winter": 1}[row["id"]]
            assert row["named"][WITHOUT] == (cosines.argmax() == held)


def test_evidence_is_what_the_reader_names(run: dict[str, Any], reader: Reader, folder: Path, encoder: Encoder) -> None:
    """Of the right passage the sentence of most evidence, of the first three hits that of the highest probability."""
    (result,) = run["figures"]["sets"]
    found = Searcher(passage_index(_set(folder).passages, encoder), encoder, reader)
    named = {row["id"]: row["named"] for row in result["pairs"] if row["answers"]}
    assert set(named) == set(QRELS)
    for key, passage in QRELS.items():
        (reading,) = reader.read(_query(folder, key).text, [_passage(passage)])
        chunk = found.index.chunks[list(PASSAGES).index(passage)]
        query = encoder.encode_query([_query(folder, key).text])[0]
        cosines = found.sentence_scores(query, Hit(chunk, list(PASSAGES).index(passage), 1, 0.0))
        assert named[key][READER] == (np.argmax(np.add(cosines, lost(reading))) == 1)  # the second sentence answers
    for row in result["asked"]:
        text = _query(folder, row["ranks"]["id"]).text
        hits = found.search(text, 10)[:3]
        among = []
        for hit in hits:
            assert hit.reading
            cosines = found.sentence_scores(encoder.encode_query([text])[0], hit)
            scores = hit.score + added(hit.reading) + np.subtract(cosines, max(cosines)) + lost(hit.reading)
            among += [(float(score), list(PASSAGES)[hit.row], number) for number, score in enumerate(scores)]
        assert row["named"][READER] == (max(among)[1:] == (QRELS[row["ranks"]["id"]], 1))
    shares = {one["measure"]: one[READER] for one in result["lines"] if one["group"] == "all"}
    assert shares[GIVEN] == np.mean([one[READER] for one in named.values()])
    assert shares[AMONG] == np.mean([row["named"][READER] for row in result["asked"]])


def test_what_is_found_is_what_the_search_finds(
    run: dict[str, Any], reader: Reader, folder: Path, encoder: Encoder
) -> None:
    """Ranks with the reader and without, how many it read, and how sure both are; also once the passage is gone."""
    (result,) = run["figures"]["sets"]
    assert [row["ranks"]["id"] for row in result["asked"]] == [query["id"] for query in QUERIES if query["id"] in QRELS]
    for row in result["asked"]:
        query = _query(folder, row["ranks"]["id"])
        passages_left = [one for one in _set(folder).passages if one.id != QRELS[query.id]]
        for some, sure in ((_set(folder).passages, row["sure"]), (passages_left, row["removed"])):
            index = passage_index(some, encoder)
            near = Searcher(index, encoder).search(query.text, 10)
            reranked = Searcher(index, encoder, reader).search(query.text, 10)
            assert sure[WITHOUT] == pytest.approx(max(hit.score for hit in near), abs=1e-5)
            read = [hit.score + added(hit.reading) if hit.reading else hit.score for hit in reranked]
            assert sure[READER] == pytest.approx(max(read), abs=1e-5)
            if len(some) == len(PASSAGES):
                for name, hits in ((WITHOUT, near), (READER, reranked)):
                    order = [some[hit.row].id for hit in hits]
                    assert row["ranks"]["ranks"][name] == order.index(QRELS[query.id]) + 1
                assert row["read"] == sum(hit.reading is not None for hit in reranked)
    (line,) = [one for one in result["lines"] if one["measure"] == REMOVED]
    both = [row["sure"] for row in result["asked"]] + [row["removed"] for row in result["asked"]]
    for name in (WITHOUT, READER):
        assert line[name] == roc_auc_score([1] * 4 + [0] * 4, [one[name] for one in both])
    groups = {"all", "en asked", "zh asked", "translated", "untranslated"}
    assert {one["group"] for one in result["lines"]} == groups


def test_nothing_is_read_twice(reader: Reader, model: Path) -> None:
    """What is remembered is what would be read again; another question or passage is read anew."""
    remembering = RememberingReader.load(TOKENS, model)
    some = [_passage(key) for key in ("quay", "tea", "quay")]
    for question in ("When did the quay burn?", "Why is tea bitter?"):
        assert remembering.read(question, some) == reader.read(question, some)
    known = len(remembering._known)
    assert remembering.read("Why is tea bitter?", some[::-1]) == reader.read("Why is tea bitter?", some[::-1])
    assert len(remembering._known) == known
    assert remembering.read("Why?", []) == []


def test_its_charts_are_drawn(run: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run with few pairs of each language has no chart of probabilities."""
    assert plots.main([str(run["path"]), "--out", str(tmp_path)]) == 0
    names = ["reading-answering.svg", "reading-ranking.svg", "reading-evidence.svg", "reading.md"]
    assert capsys.readouterr().out.split() == [str(tmp_path / name) for name in names]


def test_a_measured_set_is_not_measured_again(
    folder: Path, model: Path, tmp_path: Path, committed: Path, encoder: Encoder
) -> None:
    """On one commit its figures are taken from the file, unless the set or the reader has changed."""
    assert encoder
    changing, other = (
        shutil.copytree(folder, tmp_path / "harbour"),
        write_untrained(tmp_path / "other.onnx", temperatures=(3.0,) * 4),
    )
    named = ["--only", "search", "--cache", str(tmp_path / "vectors"), "--out", str(tmp_path / "runs"), "--reader"]

    def rows(reader: Path) -> list[dict[str, Any]]:
        *_, last = measured(options_of([str(changing), *named, str(reader)]), committed)
        (path,) = (tmp_path / "runs").iterdir()
        run = read(path)
        assert run["finished"]
        assert last["sets"] == []
        return list(run["figures"]["sets"])

    first = rows(model)
    marked = json.loads((path := next((tmp_path / "runs").iterdir())).read_text("utf-8"))
    marked["figures"]["sets"][0]["read"] = 99.0
    path.write_text(json.dumps(marked), "utf-8")
    assert [one["read"] for one in rows(model)] == [99.0]
    _lines(changing / "queries.jsonl", QUERIES[:1])
    assert [len(one["asked"]) for one in rows(model)] == [1]
    _lines(changing / "queries.jsonl", QUERIES)
    assert rows(model) == first
    assert rows(other) != first


@pytest.mark.parametrize("missing", ["reader", "set"])
def test_a_mistake_is_one_sentence(
    missing: str, folder: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoder: Encoder
) -> None:
    """A reader or a set that is not there is named, not shown as a traceback."""
    assert encoder
    gone = tmp_path / "gone.onnx"
    command = [str(folder), "--reader", str(gone)] if missing == "reader" else [str(tmp_path), "--reader", str(model)]
    assert main([*command, "--cache", str(tmp_path), "--out", str(tmp_path / "runs")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("reading: ")
    assert said.count("\n") == 1
    assert ("gone" if missing == "reader" else "corpus.jsonl") in said


def test_passes_that_cannot_be_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """All but the cost is measured on sets, and an index without a passage is compared with the whole one."""
    for command, said in (([], "give a folder, or --only cost"), (["sets", "--only", "removed"], "search removed")):
        with pytest.raises(SystemExit):
            options_of(command)
        assert said in capsys.readouterr().err
    assert options_of(["--only", "cost"]).folders == []


def test_passages_that_are_timed_are_of_like_length(encoder: Encoder) -> None:
    """About 150 tokens each, as many in Chinese as in English, no two alike."""
    found = passages(encoder, 3)
    assert {language: len(set(some)) for language, some in found.items()} == {"en": 3, "zh": 3}
    for some in found.values():
        assert all(120 <= count <= 180 for count in encoder.count_tokens(some))


@pytest.mark.slow
def test_time_and_memory_are_those_of_two_processes(cross_encoder: Path, model: Path, encoder: Encoder) -> None:
    """Each round asks both, a ratio is ours over the other's, and a CrossEncoder with torch is the larger process."""
    assert encoder
    peer = [CROSS_ENCODER, str(cross_encoder)]
    found = cost([OURS, str(model), str(TOKENS)], peer, {"en": ["tea " * 9] * (TOGETHER + 1), "zh": ["茶"] * 9}, 2)
    assert set(found["systems"]) == {OURS, CROSS_ENCODER}
    assert len(found["rounds"]) == 2
    for figure in (ONE, CPU_ONE, EIGHT, CPU_EIGHT):
        assert all(one[name][figure] > 0 for one in found["rounds"] for name in found["systems"])
        ratios = [one[OURS][figure] / one[CROSS_ENCODER][figure] for one in found["rounds"]]
        assert found["ours / its"][figure] == pytest.approx(np.mean(ratios))  # of two, the mean is the median
    if STATUS.exists():
        memory = {name: one["MB in all"] for name, one in found["systems"].items()}
        assert memory[CROSS_ENCODER] > 200  # torch alone
        assert found["ours / its"]["MB in all"] == pytest.approx(memory[OURS] / memory[CROSS_ENCODER])


def test_a_system_that_ends_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What it said itself stands on stderr."""
    with System(OURS, str(tmp_path / "gone.onnx"), str(TOKENS)) as system, pytest.raises(RerankerUnavailable) as ended:
        system.times("Why?", ["Tea is bitter."], 1)
    assert "its own words stand above" in str(ended.value)
    assert "gone" in capfd.readouterr().err


def test_the_process_answers_line_by_line(model: Path) -> None:
    """A request of passages with their times, null with its memory."""
    asked = json.dumps({"question": "Why?", "passages": ["Tea is bitter."] * 3, "at_once": 2})
    command = [sys.executable, "-m", "eval.benchmarks.reading.process", OURS, str(model), str(TOKENS)]
    found = subprocess.run(command, input=f"{asked}\nnull\n", capture_output=True, text=True, check=True).stdout
    times, memory = map(json.loads, found.splitlines())
    assert times.keys() == {"ms", "cpu_ms"}
    assert memory.keys() == ({"anonymous", "mapped"} if STATUS.exists() else set())


def test_the_peer_has_our_layers_and_no_copy_of_the_weights(tmp_path: Path) -> None:
    """Its configuration says so, its weights are E5's own file; it can be written again."""
    encoder = tmp_path / "multilingual-e5-small-fp32"
    encoder.mkdir()
    (encoder / "config.json").write_text('{"num_hidden_layers": 12, "hidden_size": 384}', "utf-8")
    for name in ("model.safetensors", "tokenizer.json", "tokenizer_config.json"):
        (encoder / name).write_text(name, "utf-8")
    for _ in range(2):
        folder = cross_encoder_folder(tmp_path, 5)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    assert (config["num_hidden_layers"], config["hidden_size"], config["num_labels"]) == (5, 384, 1)
    assert (folder / "model.safetensors").resolve() == (encoder / "model.safetensors").resolve()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cross-encoder-5-fp32", encoder.name]
