"""Checks a list's notes before they ship: `python -m ingest.lint_notes [--list FILE] [--notes DIR] [--archive FILE …]`.

With archives of the real pages, it also finds sentences that are not in our own words.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ingest.archives.replay import recorded_bodies
from ingest.errors import IngestError
from ingest.extraction.charset import to_text
from ingest.language import CJK, Language
from ingest.lists.link_list import LinkList, read_list
from ingest.notes import SHIPPED_NOTES, Note, read_notes
from ingest.sentences import sentence_spans
from ingest.urls import identity_of

SHIPPED_LIST = SHIPPED_NOTES.parent / "reading-list.md"
# Words of English or characters of Chinese: of the section in the article's language, and of the digest in the other.
BODY: Mapping[Language, tuple[int, int]] = {"en": (120, 300), "zh": (250, 600)}
DIGEST: Mapping[Language, tuple[int, int]] = {"en": (60, 120), "zh": (110, 240)}
SHARED_WORDS = 6
SHARED_CHARACTERS = 13  # about six words of Chinese
_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
_OTHER = re.compile(f"[^{CJK}]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every fault and return 1 if there is one."""
    parser = argparse.ArgumentParser(prog="lint_notes", description=__doc__)
    parser.add_argument("--list", type=Path, default=SHIPPED_LIST)
    parser.add_argument("--notes", type=Path, default=SHIPPED_NOTES)
    parser.add_argument("--archive", type=Path, nargs="+", default=[])
    options = parser.parse_args(arguments)
    try:
        links, notes = read_list(options.list), read_notes(options.notes)
        faults = [
            *coverage_faults(links, notes),
            *(fault for note in notes.values() for fault in note_faults(note, links)),
        ]
        faults += repeated_faults(notes)
        faults += shared_faults(notes, [to_text(body) for body in recorded_bodies(options.archive)])
    except IngestError as error:
        faults = [str(error)]
    print("\n".join([*faults, f"{len(faults)} faults"]) if faults else f"{len(notes)} notes: no fault")
    return int(bool(faults))


def coverage_faults(links: LinkList, notes: Mapping[str, Note]) -> Iterator[str]:
    """Yield links without a note and notes without a link."""
    linked = {identity_of(link.url): link.url for link in links.links}
    yield from (f"{url} has no note" for key, url in linked.items() if key not in notes)
    yield from (
        f"{note.path.name} is about a page that the list does not link"
        for key, note in notes.items()
        if key not in linked
    )


def note_faults(note: Note, links: LinkList) -> Iterator[str]:
    """Yield what is wrong with one note's length, title and topics."""
    for language, text in note.prose.items():
        size = len(re.sub(r"\s", "", text)) if language == "zh" else len(text.split())
        least, most = (BODY if language == note.head.language else DIGEST)[language]
        if not least <= size <= most:
            unit = "characters" if language == "zh" else "words"
            yield f"{note.path.name}: {size} {unit} of {language}, not {least} to {most}"
    link = next((link for link in links.links if identity_of(link.url) == note.identity), None)
    if link and note.head.topics not in link.topics:
        yield f"{note.path.name}: its topics are not where the list has the link"
    if link and link.title and link.title != note.head.title:
        yield f"{note.path.name}: its title is not the list's"


def repeated_faults(notes: Mapping[str, Note]) -> list[str]:
    """Return sentences that stand in more than one note: links to one thing share facts, never text."""
    counts = Counter(sentence for note in notes.values() for sentence in set(_sentences(note)))
    return [f"in {count} notes: {sentence}" for sentence, count in counts.items() if count > 1]


def shared_faults(notes: Mapping[str, Note], pages: Sequence[str]) -> list[str]:
    """Return sentences that share six words, or thirteen Chinese characters, in a row with a recorded page."""
    words = {run for page in pages for run in _runs(_WORD.findall(page.lower()), SHARED_WORDS)}
    characters = {run for page in pages for run in _runs(_OTHER.sub("", page), SHARED_CHARACTERS)}
    found = []
    for note in notes.values():
        for sentence in _sentences(note):
            shared = set(_runs(_WORD.findall(sentence.lower()), SHARED_WORDS)) & words
            shared |= set(_runs(_OTHER.sub("", sentence), SHARED_CHARACTERS)) & characters
            found += [
                f"{note.path.name} copies: {' '.join(run) if run[0].isascii() else ''.join(run)}"
                for run in sorted(shared)[:1]
            ]
    return found


def _joined(run: tuple[str, ...]) -> str:
    return (" " if run[0].isascii() else "").join(run)


def _sentences(note: Note) -> Iterator[str]:
    for text in note.prose.values():
        yield from (text[start:end] for start, end in sentence_spans(text, 0, len(text)))


def _runs(parts: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(parts[start : start + length]) for start in range(len(parts) - length + 1))


if __name__ == "__main__":
    sys.exit(main())
