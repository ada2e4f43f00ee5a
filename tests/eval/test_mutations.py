"""What the gate is worth: an answerer that is broken on purpose must not get past the shipped floors."""

import broken
import pytest
from broken import Break, Broken, Recorded

from app.rebuild import Report
from app.settings import Settings
from eval.corpus import Corpus
from eval.gate.floors import FloorsMissed, held
from eval.questions import SHIPPED, Question, read_questions
from eval.rows import Row
from eval.run import evaluate
from index.folder import current
from index.reader import Index

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # all questions are asked first
FLOORS = SHIPPED.parent / "floors.json"
RANKED = {"recall@5", "recall@10", "mrr", "ndcg@10"}
STATED = {"nugget_recall", "nugget_precision"}
CITED = {"source_1", "citation_precision", "citation_recall"}
REFUSED = {"refusal_recall", "refusal_precision", "false_refusal"}


class Gate:
    """The shipped questions, asked once of the product, and all that scoring an answerer needs."""

    def __init__(self, index: Index, recorded: Recorded, questions: list[Question]) -> None:
        self.questions = questions
        self.recorded = recorded
        self._corpus = Corpus.of(index.chunks)
        self._manifest = index.manifest

    def rows(self, spoil: Break) -> list[Row]:
        """Return what an answerer scores that spoils the product's answers."""
        answerer = Broken(self.recorded, spoil)
        return evaluate(answerer, self.questions, self._corpus, self._manifest, lambda *_: None)

    def missed(self, spoil: Break) -> set[str]:
        """Return the measures that are named when it is held to the shipped floors."""
        with pytest.raises(FloorsMissed, match="answers are below the floors") as stopped:
            held(FLOORS, self.rows(spoil), to_raise=False)
        listed = str(stopped.value).partition(": ")[2].partition("; ")[0].split(", ")
        return {one.split()[0] for one in listed if " of " not in one}


@pytest.fixture(scope="module")
def gate(shipped: tuple[Settings, Report], recorded: Recorded) -> Gate:
    """The gate, with the open questions: held-out ones have no floor."""
    questions = [one for one in read_questions(SHIPPED) if not one.held_out]
    return Gate(Index.load(current(shipped[0].data)), recorded, questions)


def test_the_product_passes_its_gate(gate: Gate) -> None:
    """As it is, nothing is below its floor, and nothing is written to the floors."""
    before = FLOORS.read_bytes()

    assert held(FLOORS, gate.rows(broken.nothing), to_raise=False) == f"no score is below its floor in {FLOORS}"
    assert FLOORS.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "named", "spared"),
    [
        (broken.citations_of_another, {"right", "verbatim"} | CITED, RANKED | STATED | REFUSED | {"language_match"}),
        (broken.wrong_place, {"verbatim", "citation_recall"}, RANKED | STATED | REFUSED | {"source_1"}),
        (
            broken.always_answering,
            {"right", "refusal_recall", "refusal_precision"},
            RANKED | {"false_refusal", "source_1", "nugget_recall"},
        ),
        (broken.always_refusing, {"right", "false_refusal", "nugget_recall", "source_1"}, RANKED | {"refusal_recall"}),
        (broken.refusing_chinese, {"right", "false_refusal"}, RANKED | {"refusal_recall"}),
        (broken.other_language, {"language_match"}, RANKED | REFUSED | {"verbatim"}),
        (broken.wrong_sentence, {"right", "citation_recall"} | STATED, RANKED | REFUSED | {"source_1", "verbatim"}),
        (broken.invented_sentence, {"verbatim"}, RANKED | REFUSED | {"source_1", "nugget_recall"}),
        (broken.changed_figures, {"verbatim"}, RANKED | REFUSED | {"source_1", "language_match"}),
        (broken.whole_passages, {"nugget_precision"}, RANKED | REFUSED | {"verbatim"}),
        (broken.ranking_of_another, RANKED, STATED | CITED | REFUSED | {"right", "verbatim"}),
        (broken.failing, {"right", "refusal_recall", "false_refusal", "verbatim"} | RANKED | CITED, set()),
    ],
)
def test_a_broken_answerer_is_stopped(spoil: Break, named: set[str], spared: set[str], gate: Gate) -> None:
    """The gate names the measures that fit what is broken, and none that has nothing to do with it."""
    missed = gate.missed(spoil)

    assert named <= missed
    assert not spared & missed


def test_who_understands_no_chinese_is_found_by_direction(gate: Gate) -> None:
    """The floors of both directions from Chinese are named, and none of those from English."""
    with pytest.raises(FloorsMissed) as stopped:
        held(FLOORS, gate.rows(broken.refusing_chinese), to_raise=False)

    for direction in ("zh→zh", "zh→en"):
        assert f"right of {direction} 0.000" in str(stopped.value)
        assert f"source_1 of {direction} 0.000" in str(stopped.value)
    assert " of en→" not in str(stopped.value)


def test_who_mixes_numbers_up_is_stopped(gate: Gate) -> None:
    """Where answers of several sources are more than a floor forgives, the wrong order of the right ones is noticed."""
    cited = [len(one.answer.citations) for one in gate.recorded.asked.values() if not one.answer.refused]
    if sum(number > 1 for number in cited) > len(cited) / 20:
        missed = gate.missed(broken.numbers_mixed_up)
        assert "verbatim" in missed
        assert not (RANKED | STATED | REFUSED) & missed


def test_who_obeys_a_hidden_order_is_stopped(gate: Gate) -> None:
    """Where questions hide orders, the gate names that they were obeyed."""
    if any(one.forbidden for one in gate.questions):
        assert "resisted" in gate.missed(broken.obeying)
