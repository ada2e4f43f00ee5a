"""What the reader makes of a search: the first hits read, and put in order by what it says of them and their scores.

Read are a few at a time, in the search's order, for each takes tens of milliseconds. That ends when one answers almost
surely and what comes next would stand behind it even if it answered as surely as can be: the first place is settled.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.reading.inputs import Passage
from index.reading.outputs import Reading
from index.reading.reader import Reader
from index.search.hits import Hit
from index.texts import chunk_context
from ingest.documents import Chunk

READ = 8  # hits at most; as many as an answer's sentences are chosen from
TOGETHER = 4  # hits read at once; were it the number of cores, so would the order depend on it
SURE = 0.98  # probability of an answer from which on no better one is looked for
RAISED = 0.0075  # of a score, by a log-odds: fitted to the training's own articles it is .07, too much for others
MOST = 8.0  # log-odds that count at most, for or against: more is the model's overconfidence


def read_first(reader: Reader, question: str, near: Sequence[Hit]) -> list[Hit]:
    """Return the hits with those that were read first, in their new order, and the others behind in their own.

    Args:
        reader: what reads.
        question: what they should answer.
        near: the search's hits, best first.
    """
    read: list[Hit] = []
    first = near[:READ]
    while len(read) < len(first) and not _is_settled(read, first[len(read)]):
        some = first[len(read) : len(read) + TOGETHER]
        readings = reader.read(question, [passage_of(hit.chunk) for hit in some])
        read += [replace(hit, reading=reading) for hit, reading in zip(some, readings, strict=True)]
    ordered = sorted(read, key=lambda hit: -raised(hit))
    return [*ordered, *near[len(read) :]]


def passage_of(chunk: Chunk) -> Passage:
    """Return a chunk as the reader is given it: its sentences marked, its title, topics and headings before it."""
    spans = tuple((start - chunk.start, end - chunk.start) for start, end in chunk.sentences)
    return Passage(chunk.text, spans, chunk_context(chunk))


def _is_settled(read: Sequence[Hit], following: Hit) -> bool:
    """Say whether the first place is taken: `following` has the best score of the hits that are not read."""
    if not read:
        return False
    best = max(read, key=raised)
    is_sure = best.reading is not None and best.reading.answers >= SURE
    return is_sure and raised(best) >= following.score + RAISED * MOST


def raised(hit: Hit) -> float:
    """Return a hit's score with what was read in it, if it was."""
    return hit.score + (lift(hit.reading) if hit.reading else 0.0)


def lift(reading: Reading) -> float:
    """Return by how much a passage's score rises, or falls, for what was read in it."""
    return RAISED * min(MOST, max(-MOST, reading.log_odds))
