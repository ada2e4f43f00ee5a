"""What a block of a list is made of: links, and the text between them."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkPart:
    """A link: its destination, its title ("" when that is only the URL), and its line within the block (from 0)."""

    url: str
    title: str
    row: int


Part = LinkPart | str
"""Either a link or plain text between links."""

_FOOTNOTE = re.compile(r"\^[^\s\]]*")


def clean(text: str) -> str:
    """Return text in NFC, without control and invisible format characters, with single spaces."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    kept = (mark for mark in spaced if unicodedata.category(mark) not in ("Cc", "Cf") or mark == "\u200d")
    return " ".join("".join(kept).split())


def made_link(url: str, title: str, row: int) -> LinkPart:
    """Return a link; a title that only repeats the URL, or is a footnote's mark, is none.

    "&amp;" is "&" in any spelling of a link, as GitHub has it: URLs are copied from HTML.
    """
    url, title = url.replace("&amp;", "&"), clean(title)
    says_nothing = title.replace("&amp;", "&").rstrip("/") == url.rstrip("/") or _FOOTNOTE.fullmatch(title)
    return LinkPart(url, "" if says_nothing else title, row)
