"""The JSON that scripts rely on; its shape is a promise (`docs/contract.schema.json`)."""

from typing import Any

from app.answers import Answer, Citation, Sentence, Table
from app.deep_link import deep_link
from app.digests import digest_of
from app.render import plain_text
from index.manifest import Manifest
from index.search import Hit
from index.topics import SEPARATOR
from ingest.documents import Link
from ingest.language import Language

Json = dict[str, Any]


def answer_json(answer: Answer, manifest: Manifest, key: str | None = None) -> Json:
    """Return what `ask --json` prints."""
    return {
        "id": key,
        "question": answer.question,
        "understood": answer.understood,
        "language": answer.language,
        "refused": answer.refused,
        "reason": answer.reason,
        "kind": answer.kind,
        "text": plain_text(answer),
        "sentences": [_sentence(one) for one in answer.sentences],
        "citations": [citation_json(one, answer.language) for one in answer.citations],
        "table": _table(answer.table),
        "hits": [_hit(one) for one in answer.hits],
        "timings_ms": {
            "search": round(answer.timings.search, 2),
            "answer": round(answer.timings.answer, 2),
            "total": round(answer.timings.total, 2),
        },
        "index": index_json(manifest),
    }


def search_json(question: str, hits: list[Hit], took_ms: float, manifest: Manifest, key: str | None = None) -> Json:
    """Return what `search --json` prints."""
    return {
        "id": key,
        "question": question,
        "hits": [_hit(one) for one in hits],
        "timings_ms": {"search": round(took_ms, 2), "total": round(took_ms, 2)},
        "index": index_json(manifest),
    }


def citation_json(citation: Citation, language: Language) -> Json:
    """Return one citation for a reader of a language."""
    document = citation.document
    return {
        "number": citation.number,
        "url": document.link.url,
        "link": deep_link(citation),
        "title": document.title,
        "topics": topic_names(document.link),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "language": citation.language,
        "published": document.published,
        "fetched": document.fetched,
        "source": document.source.value,
        "digest": digest_of(citation, language),
        "more": [
            {"quote": one.quote, "start": one.start, "end": one.end, "link": deep_link(one)}
            for one in citation.passages[1:]
        ],
    }


def index_json(manifest: Manifest) -> Json:
    """Return what identifies an index."""
    return {"hash": manifest.corpus, "built": manifest.built}


def topic_names(link: Link) -> list[str]:
    """Return a link's topics as paths: "architecture / JAX"."""
    return [SEPARATOR.join(path) for path in link.topics if path]


def _sentence(sentence: Sentence) -> Json:
    return {"text": sentence.text, "citations": list(sentence.citations), "support": sentence.support}


def _table(table: Table | None) -> Json | None:
    if table is None:
        return None
    return {"things": list(table.things), "aspects": list(table.aspects), "cells": [list(row) for row in table.cells]}


def _hit(hit: Hit) -> Json:
    chunk = hit.chunk
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "url": chunk.document.link.url,
        "title": chunk.document.title,
        "topics": topic_names(chunk.document.link),
        "text": chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "language": chunk.language,
    }
