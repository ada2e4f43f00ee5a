"""Turns an answer into what is kept of it: cards with a quote's neighbours, the passages that were found."""

from app.answers import Answer, Citation
from app.contract import topic_names
from app.conversations.turn import Card, Near, Passage, Turn
from app.deep_link import deep_link
from app.digests import digest_of
from index.manifest import Manifest
from index.search import Hit
from ingest.language import Language, language_of
from ingest.sentences import sentence_spans

AROUND = 400  # characters beside a quote in which its neighbours are looked for
FOUND_CHARS = 300  # kept of a passage that was found


def recorded(answer: Answer, topic: str, asked: str, manifest: Manifest) -> Turn:
    """Return an answer, as far as it has grown, as a turn; `asked` is when its question came, in ISO 8601."""
    return Turn(
        question=answer.question,
        asked=asked,
        language=answer.language,
        topic=topic,
        kind=answer.kind,
        understood=answer.understood,
        reason=answer.reason,
        notice=answer.notice,
        sentences=answer.sentences,
        table=answer.table,
        cards=tuple(_card(one, answer.language) for one in answer.citations),
        near=tuple(map(_near, answer.hits)),
        timings=answer.timings,
        index_hash=manifest.corpus,
        index_built=manifest.built,
    )


def _card(citation: Citation, language: Language) -> Card:
    document = citation.document
    return Card(
        number=citation.number,
        url=document.link.url,
        title=document.title,
        topics=tuple(topic_names(document.link)),
        language=citation.language,
        source=document.source,
        passages=tuple(map(_passage, citation.passages)),
        published=document.published,
        fetched=document.fetched,
        author=document.author,
        site=document.site,
        digest=digest_of(citation, language),
    )


def _passage(citation: Citation) -> Passage:
    before, after = neighbours(citation.document.text, citation.start, citation.end)
    return Passage(citation.quote, before, after, deep_link(citation))


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the sentences before and after `text[start:end]`, cut with "…" where they are long.

    One in the other language is none: it belongs to the text's other half, as notes have it.
    """
    own = language_of(text[start:end])
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    earlier, later = sentence_spans(text, left, start), sentence_spans(text, end, right)
    before = after = ""
    if earlier:
        first, last = earlier[-1]
        before = ("…" if first == left > 0 else "") + text[first:last]
    if later:
        first, last = later[0]
        after = text[first:last] + ("…" if last == right < len(text) else "")
    return before * (language_of(before) == own), after * (language_of(after) == own)


def _near(hit: Hit) -> Near:
    document = hit.chunk.document
    return Near(document.link.url, document.title, tuple(topic_names(document.link)), hit.chunk.text[:FOUND_CHARS])
