"""Source cards and messages of the page. All that comes from lists, pages and questions is escaped here."""

from html import escape

from app.answers import Answer, Citation, Sentence
from app.deep_link import deep_link
from app.render import catalogue_lines, escaped, nearest_titles, nearest_topics, paragraphs, refusal_reason, state_of
from app.tables import markdown_table
from app.wording import NEAREST, SOURCES, TOPICS, UNDERSTOOD
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
    blocks = [f"*{UNDERSTOOD[answer.language]}{escaped(answer.understood)}*"] if answer.understood else []
    if answer.refused:
        return "\n\n".join([*blocks, _refusal(answer)])
    if answer.notice:
        blocks.append(f"*{escaped(answer.notice)}*")
    blocks += _said(answer, turn)
    if answer.citations:
        blocks.append(_sources(answer))
    return "\n\n".join(blocks)


def _said(answer: Answer, turn: int) -> list[str]:
    def said(sentence: Sentence) -> str:
        return _marked(sentence, turn)

    if answer.table:
        return [markdown_table(answer, answer.table, said, escaped)]
    if answer.kind == "catalogue":
        lead, *entries = catalogue_lines(answer, said)
        return [lead, "\n".join(entries)]
    return [" ".join(map(said, group)) for group in paragraphs(answer)]


def _marked(sentence: Sentence, turn: int) -> str:
    marks = (f'<sup><a href="#source-{turn}-{number}">[{number}]</a></sup>' for number in sentence.citations)
    return escaped(sentence.text) + "".join(marks)


def _refusal(answer: Answer) -> str:
    lines = [f"**{escaped(refusal_reason(answer))}**"]
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
    state = escape(state_of(citation, language))
    number = citation.number
    return (
        f'<li class="cs-card" id="source-{turn}-{number}">'
        f'<div class="cs-title"><span class="cs-number">{number}</span> {_anchor(citation, document.title)}</div>'
        f'<div class="cs-facts"><span class="cs-state">{state}</span> <span class="cs-topics">{facts}</span></div>'
        f"{_quotes(citation)}</li>"
    )


def _quotes(citation: Citation) -> str:
    """Return each passage as a quote; one that is not the first has a link of its own."""
    shown = [f"{escape(one.quote)}" for one in citation.passages]
    links = ["", *(f" {_anchor(one, '↗')}" for one in citation.passages[1:])]
    return "".join(
        f'<blockquote class="cs-quote" lang="{citation.language}">{quote}{link}</blockquote>'
        for quote, link in zip(shown, links, strict=True)
    )


def _anchor(citation: Citation, title: str) -> str:
    address = deep_link(citation)
    if not is_web_url(address):
        return f"<span>{escape(title)} ({escape(address)})</span>"
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'
