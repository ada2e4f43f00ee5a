"""What speaks for and against an answer, before it is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from app.abstaining.names import Mentions, kept_in_chinese, names_asked
from app.abstaining.scales import Scale, nearest
from app.comparison.names import Names
from app.evidence import Evidence
from index.encoders.protocol import Vectors
from index.reader import Index
from index.search import Hit, Searcher
from index.search.reading import MOST
from index.texts import chunk_text
from ingest.duplicates import article_of
from ingest.language import language_asked


@dataclass(frozen=True, slots=True)
class Signals:
    """Of one question and what was found for it.

    `nearness` is the best cosine in standard deviations above what questions from elsewhere reach, `log_odds` the
    reader's best that a passage answers, None where none was read, `missing` the names and numbers asked about that
    stand in no article which would be cited, and are not what another is about that was found. `crossed` says that what
    would be cited first is in another language than the question.
    """

    nearness: float
    log_odds: float | None
    missing: tuple[str, ...]
    crossed: bool = False


def signals_of(
    question: str, query: Vectors, hits: Sequence[Hit], picked: Sequence[Evidence], searcher: Searcher, scale: Scale
) -> Signals:
    """Return what is known before an answer is given.

    Args:
        question: what is asked.
        query: the same, encoded.
        hits: what was found.
        picked: the sentences that would be quoted.
        searcher: what found it.
        scale: what its cosines mean.
    """
    language = language_asked(question)
    read = [hit.reading.log_odds for hit in hits if hit.reading]
    return Signals(
        nearness=scale.standard(nearest(query, hits, searcher), language),
        log_odds=max(-MOST, min(MOST, max(read))) if read else None,
        missing=tuple(_missing(question, hits, picked, searcher)),
        crossed=any(one.hit.chunk.language != language for one in picked[:1]),
    )


def lacking(question: str, hits: Iterable[Hit], picked: Sequence[Evidence], searcher: Searcher) -> list[str]:
    """Return the names and numbers of a question that stand in no article of the picked sentences.

    Args:
        question: what is asked.
        hits: what is known of those articles, among others.
        picked: sentences that would be quoted.
        searcher: what found them.
    """
    language = language_asked(question)
    names = names_asked(question, language)
    if language == "en" and picked and all(one.hit.chunk.language == "zh" for one in picked):
        names = [name for name in names if kept_in_chinese(name)]
    if not names:
        return []
    cited = {one.article for one in picked}
    texts = dict.fromkeys(_said_of(hit) for hit in hits if article_of(hit.chunk.document) in cited)
    mentions = Mentions("\n".join(texts), searcher.index.terms.wordbook)
    return [name for name in names if not mentions.has(name)]


def _missing(question: str, hits: Sequence[Hit], picked: Sequence[Evidence], searcher: Searcher) -> list[str]:
    """Return the names that no cited article has, but for those that another is about which was found."""
    missing = lacking(question, hits, picked, searcher)
    others = _things_found(question, hits, searcher.index) if missing else ()
    return [name for name in missing if not any(name in other for other in others)]


def _said_of(hit: Hit) -> str:
    """Return what a hit's article says, and what the list says of it."""
    document = hit.chunk.document
    lines = [[*one.topic, one.title, one.label, one.remark] for one in document.link.occurrences]
    return "\n".join([document.text, chunk_text(hit.chunk), document.link.url, *chain.from_iterable(lines)])


def _things_found(question: str, hits: Sequence[Hit], index: Index) -> list[str]:
    """Return the things in a question that another article is about which was found: it may be about several."""
    found = {int(index.facts.table["document"][hit.row]) for hit in hits}
    return [one.text for one in Names(index).mentions(question) if one.titled and not found.isdisjoint(one.about)]
