"""A conversation as Markdown, with its citations; questions, titles and quotes are shown as they stand."""

from app.answers import Sentence
from app.citation_formats import markdown_citation, plain_markdown
from app.conversations.blocks import near_blocks, said_blocks
from app.conversations.conversation import Conversation
from app.conversations.turn import Turn
from app.render import refusal_reason
from app.wording import ASKED, INDEX, SOURCES, STOPPED, UNDERSTOOD, WEAK, WITHIN


def conversation_markdown(conversation: Conversation) -> str:
    """Return a conversation: each question, its answer, its sources with their quotes, and the index that gave them."""
    return "\n\n".join(["# Citeshelf", *map(_turn, conversation.turns)]) + "\n"


def _turn(turn: Turn) -> str:
    language = turn.language
    blocks = [f"## {plain_markdown(turn.question)}"]
    if turn.understood:
        blocks.append(f"*{UNDERSTOOD[language]}{plain_markdown(turn.understood)}*")
    if turn.topic:
        blocks.append(f"*{WITHIN[language]}{plain_markdown(turn.topic)}*")
    if turn.notice:
        blocks.append(f"*{plain_markdown(turn.notice)}*")
    blocks += _answer(turn)
    if turn.cards:
        lines = (f"- \\[{one.number}\\] {markdown_citation(one)}" for one in turn.cards)
        blocks.append("\n".join([f"**{SOURCES[language]}**", "", *lines]))
    blocks.append(_origin(turn))
    return "\n\n".join(blocks)


def _answer(turn: Turn) -> list[str]:
    if turn.error:
        return [plain_markdown(turn.error)]
    if turn.refused:
        return [f"**{plain_markdown(refusal_reason(turn.answer))}**", *near_blocks(turn, plain_markdown)]
    stopped = [f"*{STOPPED[turn.language]}*"] if turn.stopped else []
    return said_blocks(turn, lambda sentence: _marked(sentence, turn), plain_markdown) + stopped


def _marked(sentence: Sentence, turn: Turn) -> str:
    marks = "".join(f"\\[{number}\\]" for number in sentence.citations)
    doubt = WEAK[turn.language].get(sentence.support)
    return " ".join(filter(None, [plain_markdown(sentence.text), marks, f"*({doubt})*" if doubt else ""]))


def _origin(turn: Turn) -> str:
    said = f"{ASKED[turn.language]}{plain_markdown(turn.asked)}"
    if turn.index_hash:
        said += f" · {INDEX[turn.language].format(plain_markdown(turn.index_hash), plain_markdown(turn.index_built))}"
    return f"<sub>{said}</sub>"
