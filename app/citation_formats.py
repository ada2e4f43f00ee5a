"""A source as others cite it: a line of Markdown, an entry of BibTeX. Titles and quotes are strangers' text."""

import re
from hashlib import sha256
from urllib.parse import quote, urlsplit

from app.conversations.turn import Card
from ingest.urls import is_web_url

# What means something within a line of Markdown, or becomes a link in it ("://", "a@b", a bare "a.com").
_INLINE = re.compile(r"([\\`*_\[\]<>&|~$@{}])|(?<=www)(\.)|(\.)(?=[^\W\d])|(:)(?=//)", re.IGNORECASE)
_AT_START = re.compile(r"^(?:\d+[.)]|[#+\-=:])")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?")


def plain_markdown(text: str) -> str:
    """Return text in one line of Markdown that shows it as it stands, wherever the line begins."""
    line = _INLINE.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _AT_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)


def markdown_citation(card: Card) -> str:
    """Return a source as one line of Markdown: title, link, who and when, and the quote."""
    title = plain_markdown(card.title)
    linked = f"[{title}](<{_safe_url(card.passages[0].link)}>)" if is_web_url(card.url) else title
    facts = [plain_markdown(one) for one in (card.author, card.site, card.published or "") if one]
    accessed = [f"accessed {card.fetched[:10]}"] if card.fetched else []
    return f"{', '.join([linked, *facts, *accessed])}: “{plain_markdown(card.passages[0].quote)}”"


def bibtex(card: Card) -> str:
    """Return a source as a BibTeX entry; what means something to TeX in it does not."""
    fields = {"title": f"{{{_tex(card.title)}}}"}
    if card.author or card.site:
        fields["author"] = f"{{{_tex(card.author or card.site)}}}"
    if dated := _DATE.match(card.published or ""):
        fields["year"] = dated[1]
        if dated[2] and 1 <= int(dated[2]) <= len(_MONTHS):
            fields["month"] = _MONTHS[int(dated[2]) - 1]
    fields["url"] = _safe_url(card.url)
    if card.fetched:
        fields["note"] = f"Accessed {_tex(card.fetched[:10])}"
    rows = (f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items())
    return "\n".join([f"@misc{{{_key(card)},", *rows, "}"])


def _tex(text: str) -> str:
    return "".join(_TEX.get(mark, mark) for mark in " ".join(text.split()) if mark.isprintable())


def _safe_url(url: str) -> str:
    """Return a URL without what ends a Markdown link or a BibTeX field."""
    return quote(url, safe="!#$%&'()*+,-./:;=?@[]_~")


def _key(card: Card) -> str:
    words = re.findall(r"[a-z0-9]+", card.title.casefold()) or re.findall(r"[a-z0-9]+", urlsplit(card.url).netloc)
    dated = _DATE.match(card.published or "")
    return f"{(words or ['source'])[0]}{dated[1] if dated else ''}-{sha256(card.url.encode()).hexdigest()[:6]}"
