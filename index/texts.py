"""What the encoder is given for a chunk: its text with the title, topics and headings it stands under."""

from ingest.documents import Chunk

SEPARATOR = "\n"


def chunk_text(chunk: Chunk) -> str:
    """Return a chunk's text for encoding; the stored slice itself stays bare."""
    topics = " ".join(dict.fromkeys(heading for path in chunk.document.link.topics for heading in path[1:] or path))
    context = dict.fromkeys(part for part in (chunk.document.title, topics, *chunk.headings[-2:]) if part)
    return f"{' · '.join(context)}{SEPARATOR}{chunk.text}"


def sentence_texts(chunk: Chunk) -> list[str]:
    """Return the chunk's sentences for encoding: bare, for titles pull all sentences of an article together."""
    return [chunk.sentence(row) for row in range(len(chunk.sentences))]
