"""What a turn says, as blocks of Markdown: paragraphs, a list, a table, or why there is no answer."""

from collections.abc import Callable
from itertools import islice

from app.answers import Sentence
from app.conversations.turn import Turn
from app.render import MAX_NEAREST, catalogue_lines, paragraphs
from app.tables import markdown_table
from app.wording import NEAREST, TOPICS
from index.topics import SEPARATOR

Said = Callable[[Sentence], str]
Escaped = Callable[[str], str]


def said_blocks(turn: Turn, said: Said, escaped: Escaped) -> list[str]:
    """Return the sentences of an answer.

    Args:
        turn: that is not refused.
        said: a sentence with its marks, as Markdown in one line.
        escaped: any text, as Markdown in one line that shows it as it stands.
    """
    answer = turn.answer
    if turn.table:
        return [markdown_table(answer, turn.table, said, escaped)]
    if turn.kind == "catalogue" and turn.sentences:
        lead, *entries = catalogue_lines(answer, said)
        return [lead, "\n".join(entries)]
    space = "" if turn.language == "zh" else " "
    return [space.join(map(said, group)) for group in paragraphs(answer)]


def near_blocks(turn: Turn, escaped: Escaped) -> list[str]:
    """Return what is nearest to a question that was refused: articles, topics."""
    titles = dict.fromkeys(one.title for one in turn.near)
    topics = dict.fromkeys(path.split(SEPARATOR)[-1] for one in turn.near for path in one.topics)
    blocks = []
    if titles:
        lines = (f"- {escaped(title)}" for title in islice(titles, MAX_NEAREST))
        blocks.append("\n".join([NEAREST[turn.language], "", *lines]))
    if topics:
        blocks.append(f"{TOPICS[turn.language]} {escaped(' · '.join(islice(topics, MAX_NEAREST)))}")
    return blocks
