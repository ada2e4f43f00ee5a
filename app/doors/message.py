"""An answer as one Markdown message, for chat clients that show nothing else: [n] marks, then the numbered sources.

Clients differ in how they read Markdown, so all that is quoted is escaped, and no address can end its link.
"""

import re
from urllib.parse import quote

from app.answers import Answer, Citation, Sentence
from app.deep_link import deep_link
from app.render import catalogue_lines, escaped, nearest_titles, nearest_topics, paragraphs, refusal_reason, state_of
from app.tables import markdown_table
from app.wording import NEAREST, SOURCES, TOPICS, UNDERSTOOD
from ingest.urls import is_web_url

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\`<>()\[\]{}|^\"$*]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def message_blocks(answer: Answer) -> list[str]:
    """Return the message's parts; joined by empty lines they are the whole."""
    blocks = [f"*{UNDERSTOOD[answer.language]}{escaped(answer.understood)}*"] if answer.understood else []
    if answer.notice:
        blocks.append(f"*{escaped(answer.notice)}*")
    return [*blocks, *(_refusal(answer) if answer.refused else [*_said(answer), _sources(answer)])]


def _said(answer: Answer) -> list[str]:
    if answer.table:
        return [markdown_table(answer, answer.table, _marked, escaped)]
    if answer.kind == "catalogue":
        lead, *entries = catalogue_lines(answer, _marked)
        return [lead, "\n".join(entries)] if entries else [lead]
    return [" ".join(map(_marked, group)) for group in paragraphs(answer)]


def _marked(sentence: Sentence) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    return f"{escaped(sentence.text)} {marks}".strip()


def _refusal(answer: Answer) -> list[str]:
    blocks = [f"**{escaped(refusal_reason(answer))}**"]
    if titles := nearest_titles(answer):
        blocks.append("\n".join([NEAREST[answer.language], "", *(f"- {escaped(title)}" for title in titles)]))
    if topics := nearest_topics(answer):
        blocks.append(f"{TOPICS[answer.language]} {escaped(' · '.join(topics))}")
    return blocks


def _sources(answer: Answer) -> str:
    lines = [f"{one.number}. {_linked(one)} · {state_of(one, answer.language)}" for one in answer.citations]
    return "\n".join([f"**{SOURCES[answer.language]}**", "", *lines])


def _linked(citation: Citation) -> str:
    address = deep_link(citation)
    title = escaped(citation.document.title) or escaped(address)
    return f"[{title}]({_destination(address)})" if is_web_url(address) else f"{title} ({escaped(address)})"


def _destination(address: str) -> str:
    """Return an address as Markdown's links take it: nothing in it is markup, and it is the same address."""
    return _ENTITY.sub("&amp;", _UNSAFE.sub(lambda mark: quote(mark[0], safe=""), address))
