"""Pages saved as one file of many parts, as Chrome and Edge write them (MHTML, RFC 2557)."""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

_HTML = ("text/html", "application/xhtml+xml")


class NoPage(Exception):
    """A file holds no page that can be read."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page of an MHTML file: where it was (surest address first), when it was saved (ISO 8601, or empty)."""

    addresses: tuple[str, ...]
    date: str
    content_type: str
    body: bytes


def read_mhtml(path: Path) -> SavedPage:
    """Return the page of an MHTML file, its own encoding kept and named in the content type.

    Raises:
        NoPage: no part of it is HTML, or it is no MHTML at all.
        OSError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            message = email.message_from_binary_file(file)
        part = next(_pages(message), None)
        body = part.get_payload(decode=True) if part else None
        if part is None or not isinstance(body, bytes):
            raise NoPage("no part of it is a page")
        return SavedPage(_addresses(message, part), _date(message), _content_type(part), body)
    except (
        RecursionError,
        LookupError,
        TypeError,
        AttributeError,
        ValueError,
    ) as error:  # what the parser makes of strange files
        raise NoPage("it is no MHTML file") from error


def _pages(message: Message) -> Iterator[Message]:
    """Yield the parts that are HTML; the page comes first, frames follow."""
    for part in message.walk():
        if part.get_content_type() in _HTML:
            yield part


def _addresses(message: Message, part: Message) -> tuple[str, ...]:
    found = (message["Snapshot-Content-Location"], part["Content-Location"], message["Content-Location"])
    return tuple("".join(str(address).split()) for address in found if address)


def _content_type(part: Message) -> str:
    charset = part.get_content_charset()
    return f"text/html; charset={charset}" if charset else "text/html"


def _date(message: Message) -> str:
    try:
        date = parsedate_to_datetime(str(message["Date"]))
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
