"""Source cards. All that comes from lists, pages and the browser is escaped here."""

from collections.abc import Sequence
from html import escape

from app.chat.words import LOCALES, both
from app.citation_formats import bibtex, markdown_citation
from app.conversations.turn import Card, Passage, Turn
from app.wording import IN_SHORT, SOURCE_STATE
from index.topics import SEPARATOR
from ingest.language import language_of
from ingest.urls import is_web_url

SPOKEN = {"en": "english", "zh": "chinese"}


def cards_html(turns: Sequence[Turn]) -> str:
    """Return the cards of all answers, the last one's first and open; ids begin with the answer's number, from 1."""
    if not turns:
        return f'<p class="cs-empty">{both("no_sources")}</p>'
    last = len(turns)
    earlier = [_folded(turn, number) for number, turn in enumerate(turns[:-1], 1) if turn.cards]
    return _cards(turns[-1], last) + "".join(reversed(earlier))


def _folded(turn: Turn, number: int) -> str:
    return (
        f'<details class="cs-earlier"><summary>{both("sources_of", number)}'
        f'<span class="cs-asked">{escape(turn.question)}</span></summary>{_cards(turn, number)}</details>'
    )


def _cards(turn: Turn, number: int) -> str:
    if not turn.cards:
        return f'<p class="cs-empty">{both("none_cited")}</p>'
    return f'<ol class="cs-cards">{"".join(_card(one, number) for one in turn.cards)}</ol>'


def _card(card: Card, turn: int) -> str:
    number = card.number
    back = (
        f'<a class="cs-number" href="#mark-{turn}-{number}"><span class="cs-hidden">{both("to_answer")} </span>'
        f"{number}</a>"
    )
    passages = "".join(_passage(one, card) for one in card.passages)
    return (
        f'<li class="cs-card" id="source-{turn}-{number}" tabindex="-1">'
        f'<div class="cs-title">{back} {_link(card.passages[0].link, escape(card.title))}</div>'
        f'<div class="cs-facts">{_facts(card)}</div>{passages}{_digest(card)}{_copies(card)}</li>'
    )


def _facts(card: Card) -> str:
    state = "".join(
        f'<span class="cs-{language}" lang="{LOCALES[language]}">{escape(words[card.source])}</span>'
        for language, words in SOURCE_STATE.items()
    )
    topics = escape(" · ".join(path.replace(SEPARATOR, " › ") for path in card.topics))
    parts = [f'<span class="cs-state cs-{card.source.value}">{state}</span>']
    parts.append(f'<span class="cs-language">{both(SPOKEN[card.language])}</span>')
    parts += [f'<span class="cs-topics">{topics}</span>'] if topics else []
    if card.published:
        parts.append(f"<span>{both('published')} <time>{escape(card.published[:10])}</time></span>")
    elif card.fetched:
        parts.append(f"<span>{both('fetched')} <time>{escape(card.fetched[:10])}</time></span>")
    return " ".join(parts)


def _passage(passage: Passage, card: Card) -> str:
    before = f'<span class="cs-around">{escape(passage.before)} </span>' if passage.before else ""
    after = f'<span class="cs-around"> {escape(passage.after)}</span>' if passage.after else ""
    word = "open_page" if passage.link == card.url else "open_quote"
    opened = _link(passage.link, both(word), "cs-open") if is_web_url(passage.link) else ""
    return (
        f'<blockquote class="cs-quote" lang="{LOCALES[card.language]}">'
        f"{before}<mark>{escape(passage.quote)}</mark>{after}</blockquote>{opened}"
    )


def _digest(card: Card) -> str:
    """Return what a note says, for a reader of the other language than the quote's."""
    if not card.digest:
        return ""
    language = language_of(card.digest)
    return f'<p class="cs-digest" lang="{LOCALES[language]}">{IN_SHORT[language]}{escape(card.digest)}</p>'


def _copies(card: Card) -> str:
    formats = {"Markdown": markdown_citation(card), "BibTeX": bibtex(card)}
    buttons = (
        f'<button type="button" class="cs-copy" data-copy="{escape(text)}">{name}</button>'
        for name, text in formats.items()
    )
    return f'<div class="cs-copies"><span>{both("copy")}</span> {" ".join(buttons)}</div>'


def _link(address: str, inner: str, kind: str = "cs-article") -> str:
    """Return a link around HTML; beside an address that is none of the web's, the HTML and the address as text."""
    if not is_web_url(address):
        return f'<span class="{kind}">{inner} ({escape(address)})</span>'
    return f'<a class="{kind}" href="{escape(address)}" target="_blank" rel="noopener noreferrer">{inner}</a>'
