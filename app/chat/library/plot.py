"""The plot of an index: topics by link states and by languages, as a table whose cells hold bars and their numbers."""

from collections.abc import Sequence
from html import escape

from app.chat.bars import Part, stacked
from app.library.census import Census, Tally
from app.library.states import LinkState
from app.library.wording import WORDS, Words
from index.facts import LANGUAGES
from ingest.documents import Topic
from ingest.language import Language

MAX_TOPICS = 300
MAX_DEPTH = 4
Rows = Sequence[tuple[Topic, Tally]]


def plot_html(census: Census, language: Language) -> str:
    """Return the whole list's bars with the colours' names, and a row a topic."""
    words = WORDS[language]
    links, passages = _links(census.whole, words), _passages(census.whole, words)
    if not any(part.count for part in [*links, *passages]):
        return f'<p class="cs-empty">{escape(words.no_links)}</p>'
    return _whole(words.by_state, links) + _whole(words.by_language, passages) + _table(census, words)


def _links(tally: Tally, words: Words) -> list[Part]:
    return [Part(f"cs-{state}", tally.links[state], words.states[state]) for state in LinkState]


def _passages(tally: Tally, words: Words) -> list[Part]:
    return [Part(f"cs-in-{one}", tally.passages[one], words.languages[one]) for one in LANGUAGES]


def _whole(title: str, parts: Sequence[Part]) -> str:
    """Return the bar of everything; its legend has the numbers."""
    keys = "".join(
        f'<li><svg class="cs-key" width="12" height="12" aria-hidden="true"><rect class="{part.colour}" '
        f'width="12" height="12"/></svg> {escape(part.label)} <b>{part.count}</b></li>'
        for part in parts
    )
    bar = stacked(parts, sum(part.count for part in parts) or 1)
    return f'<figure class="cs-whole"><figcaption>{escape(title)}</figcaption>{bar}<ul>{keys}</ul></figure>'


def _table(census: Census, words: Words) -> str:
    rows = below_the_root(census)
    shown, hidden = rows[:MAX_TOPICS], len(rows) - MAX_TOPICS
    most = _most(shown)
    depth = min((len(path) for path, _ in shown if path), default=1)
    lines = "".join(_row(path, tally, depth, most, words) for path, tally in shown)
    more = f'<p class="cs-empty">{escape(words.more_topics.format(count=hidden))}</p>' if hidden > 0 else ""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (words.topic, words.links, words.passages))
    return (
        f'<table class="cs-plot"><caption>{escape(words.plot)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>{more}"
    )


def _most(rows: Rows) -> tuple[int, int]:
    """Return how many links, and how many passages, the fullest topic has; its bars fill their cells."""
    links = max((tally.links.total() for _, tally in rows), default=0)
    passages = max((tally.passages.total() for _, tally in rows), default=0)
    return max(links, 1), max(passages, 1)


def below_the_root(census: Census) -> Rows:
    """Return the topics; a first one that holds all of the others only repeats the whole, and is left out."""
    (first, *rest) = census.topics or [((), census.whole)]
    root = first[0]
    is_above_all = bool(root) and bool(rest) and all(path[: len(root)] == root for path, _ in rest)
    return rest if is_above_all else census.topics


def _row(path: Topic, tally: Tally, depth: int, most: tuple[int, int], words: Words) -> str:
    name = escape(path[-1] if path else words.no_heading)
    level = min(max(len(path) - depth, 0), MAX_DEPTH)
    cells = (_cell(_links(tally, words), most[0]), _cell(_passages(tally, words), most[1]))
    return f'<tr><th scope="row" class="cs-level-{level}">{name}</th>{"".join(cells)}</tr>'


def _cell(parts: Sequence[Part], most: int) -> str:
    total = sum(part.count for part in parts)
    bar = stacked(parts, most) if total else ""
    return f'<td><span class="cs-tally">{total}</span>{bar}</td>'
