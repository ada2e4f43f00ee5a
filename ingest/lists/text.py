"""A list's file as text, and as the parser is to see it."""

import codecs
import re
from pathlib import Path

from ingest.errors import ListUnreadable
from ingest.language import CJK

MAX_LIST_BYTES = 20_000_000
FEW, MAX_SPOILT = 2, 0.25  # spoilt characters, and their share of those that are not ASCII: more is another encoding
# YAML or TOML; but two rules across the page with a list between them are none.
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(?=\s*[\w-]+[ \t]*[:=]).*?\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(rf"^( {{0,3}}#{{1,6}})(?=[{CJK}\u00a0\u3000][^#\n]*$)", re.MULTILINE)


def list_text(path: Path) -> str:
    """Return a list's text: UTF-8 with a few spoilt bytes at most, UTF-16 with its mark, else GB 18030 where that fits.

    Raises:
        ListUnreadable: the file is missing or too large.
    """
    try:
        if path.stat().st_size > MAX_LIST_BYTES:
            raise ListUnreadable(f"the list {path} is larger than 20 MB", "split it into several lists")
        return _decoded(path.read_bytes())
    except OSError as error:
        raise ListUnreadable(f"the list {path} cannot be read ({error.strerror})", "check the path") from error


def readable(text: str) -> str:
    """Return a list's text as the parser is to see it; its lines stay the same ones.

    Line feeds only, no byte order mark, empty lines in place of front matter. A line that begins with "#" and a Chinese
    character, or a space that is not ASCII, is a heading without the space that Markdown asks for (unless a second "#"
    makes it a row of tags): the curators of Chinese lists mean it as one.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _FRONT_MATTER.sub(lambda found: "\n" * found.group().count("\n"), text)
    return _HEADING.sub(r"\1 ", text)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    text = data.decode("utf-8-sig", "replace")
    if text.count("\ufffd") > max(FEW, MAX_SPOILT * sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return text
