"""The bundled reader behind the assistant and the commands: another order of passages, and nothing else changes."""

from pathlib import Path

import numpy as np
import pytest
from command_line import Cli, Contract
from reader_weights import write_card, write_untrained

from app.abstaining import Decision, Signals, scales
from app.abstaining.names import names_asked
from app.assistant import Assistant
from app.evidence import candidates
from app.rebuild import Report
from app.settings import Settings, read_settings
from index.folder import current
from index.reading.reader import SHIPPED
from index.rerankers import BUNDLED, Reader, load_reranker
from index.search import Searcher
from index.search.reading import MOST, passage_of
from ingest.language import language_asked

Harbour = tuple[Settings, Report]
QUESTION = "How many bytes does a Tidewater record take?"
NEAR = ("Who develops Optuna?", "RLzoo 支持哪些强化学习算法？")
FAR = ("Who painted the ceiling of the Sistine Chapel?", "红楼梦的作者是谁？")


def loaded(shipped: Harbour, model: Path) -> Reader:
    """Return the reader whose model this is."""
    reader = load_reranker(BUNDLED, shipped[0].cache, model)
    assert isinstance(reader, Reader)
    return reader


@pytest.fixture(scope="module")
def reading(shipped: Harbour, shipped_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on the shipped list with a reader of random heads, whose log-odds weigh more than scores."""
    model = write_untrained(tmp_path_factory.mktemp("reader") / "reader.onnx", temperatures=(1.0,) * 4)
    plain = shipped_assistant.searcher
    some = [passage_of(chunk) for chunk in plain.index.chunks[:20]]
    odds = [one.log_odds for one in loaded(shipped, model).read(NEAR[0], some)]
    temperature = float(np.std(odds)) / 4
    write_card(model, -1.0 - float(np.mean(odds)), (temperature,) * 4)
    reader = loaded(shipped, model)
    scale = scales.load(current(shipped[0].data), plain)
    return Assistant(Searcher(plain.index, plain.encoder, reader), scale, shipped[0])


def test_what_is_read_has_a_say_in_what_is_refused(reading: Assistant, shipped: Harbour) -> None:
    """The best log-odds of what was read are weighed with how near it is, as the shipped weights say."""
    searcher, decision = reading.searcher, Decision.load()
    scale = scales.load(current(shipped[0].data), searcher)
    for question in (*NEAR, *FAR):
        answer, language = reading.ask(question), language_asked(question)
        query = searcher.encoder.encode_query([question])[0]
        read = max(hit.reading.log_odds for hit in answer.hits if hit.reading)
        cosine = max(score for hit in answer.hits for score in searcher.sentence_scores(query, hit))
        missing = tuple(names_asked(question, language)) if question in FAR else ()
        first = candidates(query, answer.hits, searcher, language)[0]
        signals = Signals(
            nearness=scale.standard(cosine, language),
            log_odds=max(-MOST, min(MOST, read)),
            missing=missing,
            crossed=first.hit.chunk.language != language,
        )
        wanted = decision.confidence(signals, "balanced")
        assert answer.confidence == pytest.approx(wanted, abs=1e-4)
        assert answer.refused == (wanted <= 0)


def test_answers_come_from_what_was_read_first(reading: Assistant, shipped_assistant: Assistant) -> None:
    """An answer's hits are the reader's, another order of the search's; its sentences stand in them, word for word."""
    orders = set()
    for question in NEAR:
        answer = reading.ask(question)
        plain = shipped_assistant.searcher.search(question, 8)
        assert {hit.row: hit.score for hit in answer.hits} == {hit.row: hit.score for hit in plain}
        assert answer.hits[0].reading is not None
        assert answer.sentences
        texts = [hit.chunk.text for hit in answer.hits]
        assert all(any(one.text in text for text in texts) for one in answer.sentences)
        orders.add([hit.row for hit in answer.hits] == [hit.row for hit in plain])
    assert False in orders


def test_a_setting_switches_it_off(
    harbour: Harbour, harbour_assistant: Assistant, cli: Cli, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `none`, by option or by setting, hits come in the search's own order."""
    plain = [(hit.chunk.text, hit.rank) for hit in harbour_assistant.searcher.search(QUESTION, 8)]
    command = ("search", QUESTION, "--json", "--data", harbour[0].data)
    given = cli(*command, "--reranker", "none").json
    contract("search", given)
    assert [(hit["text"], hit["rank"]) for hit in given["hits"]] == plain
    monkeypatch.setenv("CITESHELF_RERANKER", "none")
    assert cli(*command).json["hits"] == given["hits"]
    assert "orders the passages found" not in cli("doctor", "--data", harbour[0].data).out


def test_without_a_word_it_is_the_bundled_one(harbour: Harbour, cli: Cli) -> None:
    """By default the reader is on, wherever the package has it, and `doctor` says so only then."""
    assert read_settings().reranker == BUNDLED
    said = "the bundled reader orders the passages found" in cli("doctor", "--data", harbour[0].data).out
    assert said == SHIPPED.is_file()
