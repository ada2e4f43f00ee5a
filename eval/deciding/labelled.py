"""Questions of which it is known whether the sources answer, with what the assistant knows before it decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.abstaining import Scale, Signals, scales, signals_of
from app.evidence import HITS, candidates, chosen
from app.questions import checked
from eval.questions import Kind, Question
from eval.removal import index_without
from index.facts import LANGUAGES
from index.search import Searcher
from ingest.language import language_asked
from ingest.urls import identity_of

REMOVED = "removed"  # the kind of a question whose articles were taken out
APART = frozenset({Kind.CATALOGUE, Kind.COMPARISON, Kind.FOLLOW_UP})  # answered, or asked, in another way


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question: its kind, what it is about (twins stay together), whether it has an answer, what is known of it."""

    kind: str
    about: str
    answerable: bool
    signals: Signals


def labelled(questions: Sequence[Question], searcher: Searcher, scale: Scale) -> Iterator[Labelled]:
    """Yield each question as it is asked and, of an answerable one, asked again without the articles that answer it."""
    for one in questions:
        if one.kind in APART:
            continue
        yield Labelled(one.kind, one.about, one.answerable, _signals(one.question, searcher, scale))
        if one.answerable:
            yield Labelled(REMOVED, one.about, False, _signals(one.question, _without(one, searcher), scale))


def crossed(questions: Sequence[Question], searcher: Searcher) -> Iterator[Labelled]:
    """Yield the same of the questions of each language, asked of all passages that are in the other one."""
    for language in LANGUAGES:
        rows = np.flatnonzero(searcher.index.written_in(language)).tolist()
        others = Searcher(index_without(searcher.index, set(rows)), searcher.encoder, searcher.reranker)
        asked = [one for one in questions if one.language == language]
        yield from labelled(asked, others, scales.of(others))


def _signals(question: str, searcher: Searcher, scale: Scale) -> Signals:
    question = checked(question)
    query = searcher.encoder.encode_query([question])[0]
    hits = searcher.ranked(question, query, HITS)
    picked = chosen(candidates(query, hits, searcher, language_asked(question)), searcher)
    return signals_of(question, query, hits, picked, searcher, scale)


def _without(one: Question, searcher: Searcher) -> Searcher:
    """Return the search over all but the relevant articles and their reposts."""
    gone = set(map(identity_of, one.urls))
    rows = {
        row
        for row, chunk in enumerate(searcher.index.chunks)
        if not gone.isdisjoint({identity_of(chunk.document.link.url), identity_of(chunk.document.same_as or "-")})
    }
    return Searcher(index_without(searcher.index, rows), searcher.encoder, searcher.reranker)
