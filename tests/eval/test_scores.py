import pytest

from app.answers import Answer, Citation, Sentence, Timings
from eval.questions import Question
from eval.scores import mean, scores_of
from index.search import Hit
from ingest.documents import Chunk, Document, Link, Occurrence
from ingest.status import Source

TEXT = "Plato counts nodes. Plato needs MPI."


def _document(url: str) -> Document:
    place = Occurrence(("graphs",), "Plato", "", "", "", 1)
    return Document(Link(url, (place,)), url, "Plato", TEXT, (), Source.NOTE)


def _answer(*urls: str, text: str = "Plato needs MPI.", found: tuple[str, ...] = ()) -> Answer:
    """Return an answer that cites the given pages in order, and found the given ones."""
    citations = tuple(Citation(number, _document(url), 20, 36, "en") for number, url in enumerate(urls, 1))
    sentences = tuple(Sentence(text, (one.number,), "verbatim") for one in citations)
    hits = tuple(Hit(Chunk(_document(url), 0, 36, (), ((0, 19), (20, 36))), 0, 1, 0.9) for url in found)
    reason = None if urls else "nothing near"
    return Answer("What does Plato need?", "en", "extractive", sentences, citations, hits, Timings(1, 1), reason)


def _question(*urls: str) -> Question:
    return Question(
        id="q", question="What does Plato need?", language="en", urls=urls, article_language="en" if urls else None
    )


A, B = "https://a.example/x", "https://b.example/y"


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (
            _question(A),
            _answer(A, found=(A,)),
            {"source_1": 1.0, "cited": 1.0, "found@5": 1.0, "refusal": 1.0, "verbatim": 1.0},
        ),
        (
            _question(A),
            _answer(B, A, found=(B, A)),
            {"source_1": 0.0, "cited": 1.0, "found@5": 1.0, "refusal": 1.0, "verbatim": 1.0},
        ),
        (
            _question(A),
            _answer(B, found=(B,)),
            {"source_1": 0.0, "cited": 0.0, "found@5": 0.0, "refusal": 1.0, "verbatim": 1.0},
        ),
        (
            _question(A),
            _answer(found=(A,)),
            {"source_1": 0.0, "cited": 0.0, "found@5": 1.0, "refusal": 0.0, "verbatim": None},
        ),
        (
            _question(),
            _answer(found=(B,)),
            {"source_1": None, "cited": None, "found@5": None, "refusal": 1.0, "verbatim": None},
        ),
        (_question(), _answer(B), {"source_1": None, "cited": None, "found@5": None, "refusal": 0.0, "verbatim": 1.0}),
        (
            _question(A),
            _answer(A, text="Invented."),
            {"source_1": 1.0, "cited": 1.0, "found@5": 0.0, "refusal": 1.0, "verbatim": 0.0},
        ),
    ],
)
def test_scores_of_worked_examples(question: Question, answer: Answer, expected: dict[str, float | None]) -> None:
    """Right, second, wrong, wrongly refused, rightly refused, wrongly answered, invented."""
    assert scores_of(question, answer) == expected


def test_the_same_page_under_another_spelling_is_right() -> None:
    """A trailing slash or http for https makes no other article."""
    assert scores_of(_question("http://a.example/x/"), _answer(A))["source_1"] == 1.0


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1.0, 0.0, None], 0.5), ([None, None], None), ([], None), ([0.0], 0.0)],
)
def test_mean_leaves_out_what_does_not_apply(values: list[float | None], expected: float | None) -> None:
    """None is not zero: (1 + 0) / 2, not / 3."""
    assert mean(values) == expected
