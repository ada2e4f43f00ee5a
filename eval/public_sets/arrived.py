"""Which passages of a set came through a build, by what its documents hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.public_sets.pages import url_of
from eval.question_sets import Passage
from eval.rows import Json
from ingest.documents import Document
from ingest.extraction.blocks import visible
from ingest.status import FROM_PAGES

MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many passages there are, and the ids of those not in the index as they are.

    `cut` have lost some of their letters or digits, `lost` all; `repeats` are whole, and count as one article with
    another passage whose text they repeat.
    """

    passages: int
    cut: tuple[str, ...]
    lost: tuple[str, ...]
    repeats: tuple[str, ...]

    @property
    def whole(self) -> int:
        """How many passages have all their letters and digits."""
        return self.passages - len(self.cut) - len(self.lost)

    @property
    def described(self) -> Json:
        """What a run says of its passages."""
        named = {"cut": self.cut, "lost": self.lost, "repeats": self.repeats}
        return {"number": self.passages, "whole": self.whole} | {name: list(ids) for name, ids in named.items()}


def arrived(passages: Sequence[Passage], documents: Iterable[Document]) -> Arrived:
    """Look for every passage among the documents of its page."""
    pages = {one.link.url: one for one in documents if one.kind == "page" and one.source in FROM_PAGES}
    cut, lost, repeats = [], [], []
    for one in passages:
        page = pages.get(url_of(one.id))
        if page is None or not _bare(one.text):
            lost.append(one.id)
        elif _bare(one.text) not in _bare(page.text):
            cut.append(one.id)
        elif page.same_as:
            repeats.append(one.id)
    return Arrived(len(passages), tuple(cut), tuple(lost), tuple(repeats))


def said(name: str, found: Arrived) -> str:
    """Return in a line how many passages came through."""
    parts = [f"{found.whole} of {found.passages} passages of {name} are in the index whole"]
    for what, ids in (("cut", found.cut), ("lost", found.lost), ("repeating another", found.repeats)):
        if ids:
            more = ", …" if len(ids) > MAX_NAMED else ""
            parts.append(f"{len(ids)} {what} ({', '.join(ids[:MAX_NAMED])}{more})")
    return "; ".join(parts)


def _bare(text: str) -> str:
    """Return the letters and digits of a text, which extraction may set with other spaces and marks around them."""
    return "".join(filter(str.isalnum, visible(text)))
