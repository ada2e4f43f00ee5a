"""Shared terms among hits: their share beside Lucene's formula written out, translations, and what they weigh."""

import math
from collections import Counter
from collections.abc import Callable

import brute_force
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.search import Searcher, Weights
from index.search.fusion import shared_terms
from index.search.searcher import CANDIDATES
from index.terms import shipped, terms_of
from index.terms.glossary import Entry, Glossary
from index.texts import chunk_text
from ingest.documents import Document
from ingest.language import Language

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[..., Searcher]
UnitVectors = Callable[[int, int], Vectors]
K1, B = 1.5, 0.75
NO_GLOSSARY = Weights(glossary=False)
TEXTS = [
    "A ring of workers adds gradients.",
    "The ring again: a ring, and one more ring.",
    "Trees grow in the forest.",
    "用 ring 规约梯度，环上的进程各传一块。",
    "梯度下降也可以走树。",
]
WORDS = st.sampled_from(["ring", "tree", "gradient", "gpu", "梯度", "神经网络", "the", "—"])
FEW_WORDS = Glossary(
    (Entry(("gradient",), ("梯度",)), Entry(("neural network", "net"), ("神经网络",)), Entry(("ring",), ("环",)))
)


@pytest.fixture(scope="module")
def mixed(make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors) -> Searcher:
    """Five chunks, three English and two Chinese, with vectors that mean nothing."""
    return make_searcher([make_document(str(row), text) for row, text in enumerate(TEXTS)], unit_vectors(5, 1))


def lucene(searcher: Searcher, question: str) -> list[float]:
    """Return each chunk's share of a question's terms: BM25 written out, and divided by the most it can be."""
    texts = [Counter(terms_of(chunk_text(one))) for one in searcher.index.chunks]
    lengths = [max(1, text.total()) for text in texts]
    average = sum(lengths) / len(texts)
    found = []
    for text, length in zip(texts, lengths, strict=True):
        score = 0.0
        for term in set(terms_of(question)):
            holding = sum(term in one for one in texts)
            rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            score += rarity * text[term] / (text[term] + K1 * (1 - B + B * length / average))
        found.append(score / (len(set(terms_of(question))) * math.log(1 + len(texts))))
    return found


@pytest.mark.parametrize(
    ("question", "language", "rows"),
    [
        ("What is a ring?", "en", [0, 1, 3]),  # 3 has the word in a Chinese text
        ("ring 上的梯度", "zh", [0, 1, 3, 4]),
        ("Where do trees grow?", "en", [2]),
        ("What about kangaroos?", "en", []),
    ],
)
def test_shares_are_lucenes(mixed: Searcher, question: str, language: Language, rows: list[int]) -> None:
    """A chunk's share is its BM25 score in whichever language, in proportion to the most that the terms can give."""
    found = shared_terms(mixed.index, question, language, NO_GLOSSARY)
    assert found == pytest.approx(lucene(mixed, question), abs=1e-5)
    assert np.flatnonzero(found).tolist() == rows


@pytest.mark.parametrize("question", ["", "—？！", "What is it?", "这是什么？"])
def test_a_question_without_terms_shares_none(mixed: Searcher, unit_vectors: UnitVectors, question: str) -> None:
    """Where no word has a subject nothing is shared, and nothing is divided by nothing."""
    assert shared_terms(mixed.index, question, "en", Weights()).tolist() == [0.0] * 5
    assert len(mixed.near(question, unit_vectors(1, 2)[0], 5)) == 5


def test_no_weight_no_share(mixed: Searcher) -> None:
    """Without a weight for terms none are looked up."""
    assert not shared_terms(mixed.index, "a ring", "en", Weights(terms=0.0)).any()
    assert shared_terms(mixed.index, "a ring", "en", Weights()).any()


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=12), st.lists(WORDS, max_size=8))
def test_a_share_is_one_at_most(
    make_searcher: MakeSearcher,
    make_document: MakeDocument,
    unit_vectors: UnitVectors,
    texts: list[list[str]],
    question: list[str],
) -> None:
    """However often a term stands in texts and question, and in how many languages: a share lies between 0 and 1."""
    documents = [make_document(str(row), " ".join(words), "", [()]) for row, words in enumerate(texts)]
    index = make_searcher(documents, unit_vectors(len(texts), 3), glossary=FEW_WORDS).index
    for language in ("en", "zh"):
        found = shared_terms(index, " ".join(question), language, Weights())
        assert found.dtype == np.float32
        assert found.shape == (len(texts),)
        assert found.min() >= 0
        assert found.max() <= 1


@pytest.mark.parametrize(
    ("question", "language", "row"),
    [
        ("How does gradient descent work?", "en", 4),
        ("决策树怎样生长？", "zh", 2),
        ("What are the gradients for?", "en", 3),
    ],
)
def test_translations_are_found_across_languages(
    make_searcher: MakeSearcher,
    make_document: MakeDocument,
    unit_vectors: UnitVectors,
    question: str,
    language: Language,
    row: int,
) -> None:
    """By the shipped glossary a question shares its words with texts in the other language; without it nothing."""
    texts = [*TEXTS[:2], "A decision tree splits the data.", *TEXTS[3:]]
    documents = [make_document(str(number), text) for number, text in enumerate(texts)]
    index = make_searcher(documents, unit_vectors(5, 4), glossary=shipped()).index
    bare, found = (shared_terms(index, question, language, one) for one in (NO_GLOSSARY, Weights()))
    assert bare[row] == 0
    assert found[row] > 0.1
    assert found[row] == pytest.approx(
        index.terms.glossary_scores(question, "en" if language == "zh" else "zh")[row]
        / (len(set(terms_of(question))) * math.log(6)),
        abs=1e-5,
    )


def test_a_match_by_chance_counts_little(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """One word of eight, which half of all texts hold, is a small share, though no text has a larger one."""
    documents = [make_document(str(row), "we use data here" if row % 2 else "nothing of it") for row in range(40)]
    index = make_searcher(documents, unit_vectors(40, 5), glossary=shipped()).index
    question = "Which quick brown foxes jump over data of lazy dogs at noon?"
    found = shared_terms(index, question, "en", Weights())
    assert 0 < found.max() < 0.02
    rare = make_searcher([*documents[:-1], make_document("fox", "quick brown foxes jump")], unit_vectors(40, 5))
    assert shared_terms(rare.index, question, "en", Weights()).max() > 10 * found.max()


def test_terms_bring_in_chunks_that_vectors_miss(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """A chunk behind all candidates by its vector is still found by a term."""
    query = unit_vectors(1, 6)[0]
    nearer = np.tile(query, (CANDIDATES + 50, 1))
    other = unit_vectors(1, 7)[0]
    behind = query + 0.1 * (other - (other @ query) * query)  # a cosine a little under 1
    behind /= np.linalg.norm(behind)
    documents = [make_document(str(row), "plain") for row in range(len(nearer))] + [make_document("rare", "a quokka")]
    searcher = make_searcher(documents, np.vstack([nearer, behind]).astype(np.float32))
    hit, second = searcher.near("quokka", query, 2)
    expected = brute_force.scores(searcher.index, "quokka", query, "en")
    assert hit.row == len(nearer)
    assert (hit.score, second.score) == pytest.approx((expected[-1], expected[0]), abs=1e-3)
    assert hit.score > second.score + 0.03


def test_terms_count_within_a_topic_as_without(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """Within a topic, terms bring in no chunk from outside, and a chunk scores what it scores without a topic."""
    topics = [[("Rings",)], [("Other",)], [("Other",)]]
    documents = [make_document(str(row), text, "", topics[row]) for row, text in enumerate(TEXTS[:3])]
    searcher = make_searcher(documents, unit_vectors(3, 4))
    query = unit_vectors(1, 5)[0]
    (hit,) = searcher.near("a ring, a ring", query, 3, "Rings")
    everywhere = {one.row: one.score for one in searcher.near("a ring, a ring", query, 3)}
    assert (hit.row, hit.score) == (0, everywhere[0])


@pytest.mark.parametrize(
    ("question", "language"),
    [("Does green tea taste bitter?", "en"), ("梯度怎样沿着环传递？", "zh"), ("Why pages of GPU memory?", "en")],
)
def test_scores_are_brute_forces(searcher: Searcher, encoder: Encoder, question: str, language: Language) -> None:
    """With the real encoder and index, each hit scores what the rule gives, and a twin what it was put before."""
    query = encoder.encode_query([question])[0]
    expected = brute_force.scores(searcher.index, question, query, language)
    hits = searcher.search(question, 10)
    assert [hit.row for hit in hits] == brute_force.ranked(searcher.index, question, query, 10, language)
    own = [hit for place, hit in enumerate(hits) if place == len(hits) - 1 or hit.score != hits[place + 1].score]
    assert len(own) >= 4
    assert [hit.score for hit in own] == pytest.approx([expected[hit.row] for hit in own], abs=1e-4)


def test_sentence_scores_are_cosines(searcher: Searcher, encoder: Encoder) -> None:
    """Each sentence of each hit scores what its own and half its title's vector give, within half precision."""
    query = encoder.encode_query(["How do gradients travel around a ring?"])[0]
    hits = searcher.near("How do gradients travel around a ring?", query, 10)
    assert sum(len(hit.chunk.sentences) for hit in hits) == len(searcher.index.sentence_vectors)
    for hit in hits:
        own = encoder.encode_document([hit.chunk.sentence(number) for number in range(len(hit.chunk.sentences))])
        both = own + 0.5 * encoder.encode_document([hit.chunk.document.title])
        expected = both @ query / np.linalg.norm(both, axis=1)
        assert searcher.sentence_scores(query, hit) == pytest.approx(expected.tolist(), abs=1e-3)
