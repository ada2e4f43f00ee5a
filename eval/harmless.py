"""Strangers' text for a terminal: what would move its cursor, colour it, rename its window or turn its lines around."""

import re

from ingest.extraction.blocks import visible

_SEQUENCE = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # a string up to its end
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)


def harmless(text: str) -> str:
    """Return text without a terminal's escape sequences (ECMA-48) and invisible characters; line breaks stay."""
    return visible(_SEQUENCE.sub("", text)).replace("\t", " ")


def in_one_line(text: str) -> str:
    """Return such text as one line, each run of white space a space."""
    return " ".join(harmless(text).split())
