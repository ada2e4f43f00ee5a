"""Which sentences of a passage hold the answer, by what a question set says of it."""

from collections.abc import Sequence

from eval.question_sets import Query
from ingest.documents import Chunk


def holding(query: Query, chunk: Chunk) -> list[bool]:
    """Return for each sentence of a passage whether it holds the answer.

    Where the set names the sentences, a sentence holds it that is one of them, or a part or the whole of one cut
    otherwise; of parts only those with an answer in them, if any has one. Else it is a sentence with an answer in it.
    """
    sentences = [_plain(chunk.sentence(number)) for number in range(len(chunk.sentences))]
    answers = [_plain(one) for one in query.answers]
    stated = [any(answer in one for answer in answers if answer) for one in sentences]
    if not query.gold_sentences:
        return stated
    gold = [_plain(one) for one in query.gold_sentences]
    among = [any(one in whole or whole in one for whole in gold if whole) for one in sentences]
    both = [one and other for one, other in zip(among, stated, strict=True)]
    return both if any(both) else among


def telling(marks: Sequence[bool]) -> bool:
    """Return whether some sentences hold the answer and others do not: else choosing one tells nothing."""
    return any(marks) and not all(marks)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
