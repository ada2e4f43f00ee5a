"""Source cards and messages of the page. All that comes from lists, pages and questions is escaped here."""

from html import escape

from app.answers import Answer, Citation, Sentence
from app.deep_link import deep_link
from app.render import escaped, nearest_titles, nearest_topics, paragraphs
from app.tables import markdown_table
from app.wording import NEAREST, REFUSAL, SOURCE_STATE, SOURCES, TOPICS
from ingest.language import Language
from ingest.urls import is_web_url


def cards_html(answer: Answer | None, turn: int, placeholder: str) -> str:
    """Return the cards of an answer's sources: number, title, topics, date, state, the quote, a link to its place."""
    if answer is None or not answer.citations:
        return f'<p class="cs-empty">{escape(placeholder)}</p>'
    cards = "".join(_card(one, turn, answer.language) for one in answer.citations)
    return f'<ol class="cs-cards" aria-label="{escape(SOURCES[answer.language])}">{cards}</ol>'


def message_markdown(answer: Answer, turn: int) -> str:
    """Return an answer as the chat's Markdown: quotes escaped, marks as links to cards, sources folded below."""
    if answer.refused:
        return _refusal(answer)
    if answer.table:
        blocks = [markdown_table(answer, answer.table, lambda one: _marked(one, turn), escaped)]
    else:
        blocks = [" ".join(_marked(one, turn) for one in group) for group in paragraphs(answer)]
    if answer.notice:
        blocks.insert(0, f"*{escaped(answer.notice)}*")
    if answer.citations:
        blocks.append(_sources(answer))
    return "\n\n".join(blocks)


def _marked(sentence: Sentence, turn: int) -> str:
    marks = (f'<sup><a href="#source-{turn}-{number}">[{number}]</a></sup>' for number in sentence.citations)
    return escaped(sentence.text) + "".join(marks)


def _refusal(answer: Answer) -> str:
    lines = [f"**{REFUSAL[answer.language]}**"]
    if titles := nearest_titles(answer):
        lines.append("\n".join([NEAREST[answer.language], "", *(f"- {escaped(title)}" for title in titles)]))
    if topics := nearest_topics(answer):
        lines.append(f"{TOPICS[answer.language]} {escaped(' · '.join(topics))}")
    return "\n\n".join(lines)


def _sources(answer: Answer) -> str:
    rows = "".join(f"<li>{_anchor(one, one.document.title)}</li>" for one in answer.citations)
    return f"<details><summary>{SOURCES[answer.language]}</summary><ol>{rows}</ol></details>"


def _card(citation: Citation, turn: int, language: Language) -> str:
    document = citation.document
    topics = " · ".join(path[-1] for path in document.link.topics if path)
    date = document.published or (document.fetched or "")[:10]
    facts = escape(" · ".join(part for part in (topics, date) if part))
    state = escape(SOURCE_STATE[language][document.source])
    number = citation.number
    return (
        f'<li class="cs-card" id="source-{turn}-{number}">'
        f'<div class="cs-title"><span class="cs-number">{number}</span> {_anchor(citation, document.title)}</div>'
        f'<div class="cs-facts"><span class="cs-state">{state}</span> <span class="cs-topics">{facts}</span></div>'
        f'<blockquote class="cs-quote" lang="{citation.language}">{escape(citation.quote)}</blockquote>'
        "</li>"
    )


def _anchor(citation: Citation, title: str) -> str:
    address = deep_link(citation)
    if not is_web_url(address):
        return f"<span>{escape(title)} ({escape(address)})</span>"
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'
