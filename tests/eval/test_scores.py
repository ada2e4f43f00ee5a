from worked import A, B, answer, citation, question, row

from eval.asking import Asked
from eval.corpus import Corpus
from eval.scores import BY_NAME, MEASURES, failed_scores, scores_of
from eval.statistics.summary import mean_of
from ingest.documents import Chunk
from ingest.urls import identity_of

NEEDS = "Plato needs MPI."
CITED = citation(1, A, NEEDS)
COPY = citation(1, B, NEEDS, same_as=A)


def _corpus() -> Corpus:
    return Corpus.of(Chunk(one.document, 0, len(NEEDS), (), ((0, len(NEEDS)),)) for one in (CITED, COPY))


def test_a_right_answer_has_every_score_at_its_best() -> None:
    """All that applies is 1, no refusal is false, and the length is told; MEASURES has the order."""
    asked = Asked(answer((NEEDS, [1]), citations=[CITED]), (identity_of(A),))
    found = scores_of(question(A), asked, _corpus())
    best = {name: 1.0 for name, score in found.items() if score is not None}
    # "PlatoneedsMPI." has 14 characters
    assert found == dict.fromkeys(BY_NAME) | best | {"false_refusal": 0.0, "sentences": 1.0, "characters": 14.0}
    assert [name for name, score in found.items() if score is None] == [
        *("refusal_recall", "refusal_precision", "supported", "resisted")
    ]
    assert list(found) == [measure.name for measure in MEASURES]


def test_a_copy_is_as_right_as_its_original() -> None:
    """Cited or asked for, under another spelling or named twice: pages of one article are one."""
    asked = Asked(answer((NEEDS, [1]), citations=[COPY]), (identity_of(A),))
    for urls in ((A,), (B,), (A, B), (A, A), ("http://a.example/x/",)):
        found = scores_of(question(*urls), asked, _corpus())
        assert (found["source_1"], found["recall@5"], found["ndcg@10"], found["right"]) == (1.0, 1.0, 1.0, 1.0), urls


def test_a_page_that_the_index_lacks_is_not_found() -> None:
    """Of two relevant pages one is not indexed: half of them is found, and what is cited is right."""
    asked = Asked(answer((NEEDS, [1]), citations=[CITED]), (identity_of(A),))
    found = scores_of(question(A, "https://gone.example/"), asked, _corpus())
    assert (found["recall@10"], found["source_1"]) == (0.5, 1.0)


def test_a_due_refusal_is_scored_as_such_only() -> None:
    """Nothing else applies to what nothing answers, but that it was said in the question's language."""
    found = scores_of(question(), Asked(answer(), ()), _corpus())
    applies = {"right", "refusal_recall", "refusal_precision", "language_match"}
    assert found == dict.fromkeys(BY_NAME) | dict.fromkeys(applies, 1.0)


def test_a_failure_counts_as_the_worst() -> None:
    """What applies to an answer is 0, a false refusal 1; nothing is told of what there is not."""
    failed = failed_scores(question(A))
    answered = scores_of(question(A), Asked(answer((NEEDS, [1]), citations=[CITED]), ()), _corpus())
    beside = {"language_match", "verbatim", "sentences", "characters"}
    assert {name for name, score in failed.items() if score is not None} == {
        name for name, score in answered.items() if score is not None and name not in beside
    }
    assert {name for name, score in failed.items() if score} == {"false_refusal"}

    unanswered = failed_scores(question())
    assert unanswered == dict.fromkeys(BY_NAME) | {"right": 0.0, "refusal_recall": 0.0}


def test_a_mean_leaves_out_what_does_not_apply() -> None:
    """None is not zero: (1 + 0) / 2, not / 3; of nothing there is no mean, and an older run may lack a measure."""
    rows = [row(question(url), {"right": score}) for url, score in ((A, 1.0), (B, 0.0), (A, None))]
    found = mean_of(rows, "right")
    assert found is not None
    assert (found.value, found.questions) == (0.5, 2)
    assert mean_of(rows[2:], "right") is None
    assert mean_of(rows, "source_1") is None
