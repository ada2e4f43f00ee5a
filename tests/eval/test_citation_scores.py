import pytest
from worked import A, B, C, answer, citation

from app.answers import Answer
from eval.nuggets import Nugget
from eval.scores.citations import citation_scores
from eval.scores.faithfulness import faithfulness_scores
from ingest.urls import identity_of

MPI: Nugget = ("MPI",)
GRAPHS: Nugget = ("graphs", "图")
BOTH = (MPI, GRAPHS)
NEEDS, RUNS = "Plato needs MPI.", "It runs graphs."
RELEVANT = frozenset({identity_of(A)})
SOURCES = (citation(1, A, f"{NEEDS} {RUNS}"), citation(2, B, NEEDS))

EXAMPLES: dict[str, tuple[Answer, tuple[float | None, ...]]] = {
    # source 1: [1] is relevant. precision: 2 of 2. recall: MPI and graphs, 2 of 2.
    "all right": (answer((NEEDS, [1]), (RUNS, [1]), citations=SOURCES), (1.0, 1.0, 1.0)),
    # [2] comes first and is of another article. precision: [2] wrong, [1] right, 1 of 2. recall: graphs only, 1 of 2.
    "one wrong source": (answer((NEEDS, [2]), (RUNS, [1]), citations=SOURCES), (0.0, 0.5, 0.5)),
    # pairs: (needs, 1) right, (needs, 2) wrong: 1 of 2. MPI is rightly cited by one of them: 1 of 2.
    "a right and a wrong source": (answer((NEEDS, [1, 2]), citations=SOURCES), (1.0, 0.5, 0.5)),
    # a number twice in a sentence is one pair: [2] wrong, [1] right, 1 of 2.
    "cited twice": (answer((NEEDS, [2, 2]), (RUNS, [1]), citations=SOURCES), (0.0, 0.5, 0.5)),
    # the second sentence cites nothing: 1 of 2, and its fact has no source: 1 of 2.
    "a sentence without a source": (answer((NEEDS, [1]), (RUNS, []), citations=SOURCES), (1.0, 0.5, 0.5)),
    # what comes before the first citation has no source, so the first source is still [1]: 1 of 2.
    "a bare sentence first": (answer(("Well.", []), (NEEDS, [1]), citations=SOURCES), (1.0, 0.5, 0.5)),
    # [7] leads nowhere: 1 of 2.
    "a number without a source": (answer((NEEDS, [7]), (RUNS, [1]), citations=SOURCES), (0.0, 0.5, 0.5)),
    # the article is right, but its quote does not have the fact that the sentence states: 0 of 1.
    "a fact that the quote lacks": (answer((NEEDS, [1]), citations=(citation(1, A, RUNS),)), (1.0, 0.0, 0.0)),
    # a sentence without any fact, from a relevant article, is a right citation of nothing asked for: 1 of 1, 0 of 2.
    "nothing asked for": (answer(("Hello.", [1]), citations=(citation(1, A, "Hello."),)), (1.0, 1.0, 0.0)),
    # in another language than its quote: 图 is "graphs": 1 of 1, 1 of 2.
    "across languages": (answer(("它处理图。", [1]), citations=(citation(1, A, RUNS),)), (1.0, 1.0, 0.5)),
    # a copy of A stands for A.
    "a copy": (answer((NEEDS, [1]), citations=(citation(1, C, NEEDS, same_as=A),)), (1.0, 1.0, 0.5)),
    # no sentence has a source: 0 of 2 right; no source comes first.
    "no source at all": (answer((NEEDS, []), (RUNS, [])), (0.0, 0.0, 0.0)),
    # a refusal cites nothing, so that nothing can be wrong; but it found nothing either.
    "refused": (answer(), (0.0, None, 0.0)),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_citations_of_worked_examples(name: str) -> None:
    """Source 1, precision and recall are those of the arithmetic above."""
    given, (first, precision, recall) = EXAMPLES[name]
    assert citation_scores(given, RELEVANT, BOTH) == {
        "source_1": first,
        "citation_precision": precision,
        "citation_recall": recall,
    }


def test_facts_alike_count_once_in_citation_recall() -> None:
    """MPI of (MPI, MPI, graphs) is one of two facts."""
    found = citation_scores(answer((NEEDS, [1]), citations=SOURCES), RELEVANT, (MPI, MPI, GRAPHS))
    assert found["citation_recall"] == 0.5


def test_citations_do_not_apply_where_nothing_is_relevant() -> None:
    """Whatever is cited for an unanswerable question counts among the refusals."""
    assert set(citation_scores(answer((NEEDS, [1]), citations=SOURCES), frozenset(), ()).values()) == {None}


@pytest.mark.parametrize(
    ("given", "verbatim"),
    [
        (answer((NEEDS, [1]), (RUNS, [1]), citations=SOURCES), 1.0),
        (answer((NEEDS, [1]), ("It walks graphs.", [1]), citations=SOURCES), 0.5),  # one of two
        (answer((RUNS, [1, 2]), citations=SOURCES), 0.0),  # [1] has it, [2] does not
        (answer((NEEDS, [7]), (RUNS, []), (RUNS, [1]), citations=SOURCES), 1 / 3),  # no source, none given, right
        (answer(), None),
    ],
)
def test_verbatim_is_looked_up(given: Answer, verbatim: float | None) -> None:
    """The share of sentences that stand in all that they cite, whatever mark the answer gave itself."""
    assert faithfulness_scores(given) == {"verbatim": verbatim, "supported": None}


def test_support_is_told_of_a_model_only() -> None:
    """Of two sentences of a model whose sources carry one, half; quotes have no such score."""
    given = answer((NEEDS, [1]), ("It is the best.", [1]), citations=SOURCES, kind="llm")
    first, second = given.sentences
    weak = type(given)(*("", "en", "llm"), (first, type(second)(second.text, (1,), "weak")), SOURCES, (), given.timings)
    assert faithfulness_scores(given)["supported"] == 1.0  # both are marked "verbatim"
    assert faithfulness_scores(weak)["supported"] == 0.5
    assert faithfulness_scores(weak)["verbatim"] == 0.5


TWO: Nugget = ("2 links", "two")
COUNTED, PLATO = "2 links stand under “graphs”.", "Plato"
LINES = (citation(1, A, PLATO), citation(2, B, PLATO))


@pytest.mark.parametrize(
    ("said", "relevant", "precision", "recall"),
    [
        # two links are counted, and two cited: the lead's pairs and the line's pair are right, 3 of 3.
        ((COUNTED, [1, 2]), {A, B}, 1.0, 1.0),
        # two are said, one is cited: the lead's pair is wrong, the line's right, 1 of 2.
        ((COUNTED, [1]), {A, B}, 0.5, 0.0),
        # one of the two is no link that was asked for: the number is carried by nothing, 1 of 3.
        ((COUNTED, [1, 2]), {A}, 1 / 3, 0.0),
        # no number asked for at all.
        (("Links stand there.", [1, 2]), {A, B}, 1.0, 0.0),
    ],
)
def test_a_count_is_carried_by_as_many_links(
    said: tuple[str, list[int]], relevant: set[str], precision: float, recall: float
) -> None:
    """What an answer about the list counted stands in no quote: its sources carry it, being right and as many."""
    given = answer(said, (PLATO, [1]), citations=LINES, kind="catalogue")
    found = citation_scores(given, frozenset(map(identity_of, relevant)), (TWO,))

    assert (found["citation_precision"], found["citation_recall"]) == (pytest.approx(precision), recall)


def test_only_an_answer_about_the_list_counts() -> None:
    """A quote that states a number has it."""
    given = answer((COUNTED, [1, 2]), citations=LINES)

    assert citation_scores(given, frozenset({identity_of(A), identity_of(B)}), (TWO,))["citation_recall"] == 0.0


def test_what_an_answer_counted_is_no_quote() -> None:
    """Of an answer about the list its quotes are looked up, not its lead; of any other answer all sentences are."""
    said = ((COUNTED, [1, 2]), (PLATO, [1]), ("Platon", [2]))

    assert faithfulness_scores(answer(*said, citations=LINES, kind="catalogue"))["verbatim"] == 0.5
    assert faithfulness_scores(answer(*said[:1], citations=LINES, kind="catalogue"))["verbatim"] is None
    assert faithfulness_scores(answer(*said, citations=LINES))["verbatim"] == pytest.approx(1 / 3)
