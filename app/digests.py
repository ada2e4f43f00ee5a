"""What a note says in the reader's language about an article that is quoted in the other."""

from app.answers import Citation
from ingest.language import Language, language_of
from ingest.sentences import sentence_spans
from ingest.status import Source

SENTENCES = 2  # of a note, which begins with what its article is


def digest_of(citation: Citation, language: Language) -> str | None:
    """Return a few sentences on the article for a reader of another language than the quote's; None where none is."""
    document = citation.document
    note = document.text if document.source is Source.NOTE else document.note
    if citation.language == language:
        return None
    paragraph = next((one for one in note.split("\n\n") if one and language_of(one) == language), "")
    spans = sentence_spans(paragraph, 0, len(paragraph))[:SENTENCES]
    return paragraph[spans[0][0] : spans[-1][1]] if spans else None
