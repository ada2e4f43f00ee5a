"""The link report on the page: a fold for each group, the most urgent first. All in it is a stranger's text."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from app.chat.marked import with_code
from app.health.groups import Group, has_moved
from app.health.report import Entry, Report, day, shortened
from app.library.wording import WORDS, Words, meaning_in
from app.wording import SOURCE_STATE
from ingest.language import Language
from ingest.lists.parts import clean
from ingest.status import Verdict
from ingest.urls import identity_of, is_web_url

MAX_LISTED = 500  # of a group: a page of ten thousand links is of no use to anybody


def links_html(report: Report, language: Language) -> str:
    """Return the report; groups where the list should change are unfolded."""
    titles = {identity_of(entry.url): entry.title for entry in report.entries}
    groups = "".join(_group(report, group, titles, language) for group in Group if report.counts[group])
    return f"<h3>{escape(WORDS[language].report)}</h3>{groups}"


def _group(report: Report, group: Group, titles: Mapping[str, str], language: Language) -> str:
    words, entries = WORDS[language], report.within(group)
    items = "".join(_item(entry, titles, language) for entry in entries[:MAX_LISTED])
    hidden = len(entries) - MAX_LISTED
    more = f"<p>{with_code(words.more_links.format(count=hidden))}</p>" if hidden > 0 else ""
    is_open = " open" if group.needs_action else ""
    return (
        f'<details class="cs-group" id="links-{group.name.lower()}"{is_open}>'
        f'<summary><span class="cs-state">{escape(words.groups[group])}</span> <b>{len(entries)}</b></summary>'
        f"<p>{with_code(words.advice[group])}</p><ul>{items}</ul>{more}</details>"
    )


def _item(entry: Entry, titles: Mapping[str, str], language: Language) -> str:
    facts = "".join(f"<li>{fact}</li>" for fact in _facts(entry, titles, language))
    lines = sorted({place.line for place in entry.row.link.occurrences})
    where = escape(WORDS[language].line.format(numbers=", ".join(map(str, lines))))
    return (
        f'<li class="cs-link"><div>{_anchor(entry.url, clean(entry.title))} <span class="cs-where">{where}</span></div>'
        f'<div class="cs-url">{escape(entry.url)}</div><ul class="cs-told">{facts}</ul></li>'
    )


def _facts(entry: Entry, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    """Yield what is to be said of a link, as HTML."""
    words, row = WORDS[language], entry.row
    if entry.group not in (Group.UNCHECKED, Group.FINE):
        yield escape(_problem(entry, language))
    if entry.group is not Group.MOVED and has_moved(row):
        yield f"{escape(words.moved_to)} {_anchor(row.moved_to, row.moved_to)}"
    if found := entry.replacement:
        yield f"{escape(words.look_first if found.doubt else words.replace_with)} {_anchor(found.url, found.url)}"
    if row.same_as:
        yield escape(words.repeats.format(title=clean(titles.get(identity_of(row.same_as), row.same_as))))
    if row.changed:
        yield escape(words.changed)
    if row.robots is Verdict.DENIED:
        yield escape(words.forbidden)
    yield escape(
        " · ".join([words.answered_from.format(source=SOURCE_STATE[language][row.source]), *_dates(entry, words)])
    )


def _problem(entry: Entry, language: Language) -> str:
    meaning, reason = meaning_in(language, entry.meaning), shortened(clean(entry.row.reason))
    return WORDS[language].problem.format(meaning=meaning, reason=reason) if reason else meaning


def _dates(entry: Entry, words: Words) -> Sequence[str]:
    row = entry.row
    known = ((words.published, row.published), (words.read, row.fetched), (words.checked, row.checked))
    return [said.format(date=day(date)) for said, date in known if date]


def _anchor(url: str, text: str) -> str:
    """Return a link where it leads to the web; else its text, and no way to follow it."""
    if not is_web_url(url):
        return f"<span>{escape(text)}</span>"
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
