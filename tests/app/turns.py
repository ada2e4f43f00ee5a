"""Answers as the page keeps them, for tests."""

from app.answers import Answer
from app.conversations.recording import recorded
from app.conversations.turn import Turn
from index.encoders.protocol import EncoderIdentity
from index.manifest import Manifest

ASKED = "2026-11-23T10:00:00+00:00"
MANIFEST = Manifest(2, EncoderIdentity("toy", 2, "", ""), "1", 128, "harbour.md", "c0ffee", ASKED, 1, {})


def turn_of(answer: Answer, topic: str = "") -> Turn:
    """Return an answer as a turn, from an index that is called c0ffee."""
    return recorded(answer, topic, ASKED, MANIFEST)
