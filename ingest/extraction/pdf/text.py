"""Lines of a PDF to running text: paragraphs instead of lines, nothing that only repeats from page to page."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from ingest.documents import Heading
from ingest.extraction.blocks import visible
from ingest.extraction.pdf.headings import headings_of
from ingest.extraction.pdf.layout import Seam, seams
from ingest.extraction.pdf.margins import without_margins
from ingest.extraction.pdf.reading import Line, PdfLines
from ingest.language import CJK

MAX_TITLE_CHARS = 200
LARGE = 1.15  # times the height of most lines: a title
# Ligatures, radicals and styled letters are ways to print a character; NFKC of all text would turn “x²” into “x2”.
_PRINTED = re.compile("[\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff\U0001d400-\U0001d7ff\u00a0]")
_NO_TITLE = re.compile(
    r"untitled|microsoft \w+ - |arxiv:|\.(?:docx?|dvi|tex|indd|pdf|pptx?|ps)\b|^[\W\d_]*$|^\w{1,3}$", re.IGNORECASE
)
_FULL_NAME = re.compile(f"\\w \\w|[{CJK}]{{2}}")
_WIDE = f"[{CJK}\u3000-\u303f\uff00-\uffef“”‘’]"
_BOTH_WIDE = re.compile(f"{_WIDE}\n{_WIDE}")
_HALVES = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF; `pages` are the offsets at which its pages begin, `total` counts pages left out too."""

    title: str
    author: str
    text: str
    headings: tuple[Heading, ...]
    pages: tuple[int, ...]
    total: int

    @property
    def lacks(self) -> str:
        """What was not read of it, in words."""
        return f"only the first {len(self.pages)} of its {self.total} pages were read" * (self.total > len(self.pages))


def pdf_text(found: PdfLines) -> PdfText:
    """Return the text of a PDF's lines: paragraphs apart by an empty line, words no longer cut by hyphens."""
    pages = without_margins([[_readable(line) for line in page] for page in found.pages])
    text, starts = _joined(pages)
    title = visible(found.title).strip()
    if not title or _NO_TITLE.search(title) or len(title) > MAX_TITLE_CHARS:
        title = _largest(pages[0])
    author = visible(found.author).strip()
    author = author if _FULL_NAME.search(author) and len(author) <= MAX_TITLE_CHARS else ""
    return PdfText(title, author, text, headings_of(text), starts, found.total)


def _readable(line: Line) -> Line:
    text = _PRINTED.sub(lambda one: unicodedata.normalize("NFKC", one[0]), line.text)
    return Line(re.sub(r"\s+", " ", visible(text.replace("\u00ad", "-"))).strip(), line.box)


def _joined(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """Return the text and where each page begins in it; a page without text begins where the next one does."""
    known = {word.lower() for page in pages for line in page for word in _WORD.findall(line.text)}
    between = iter((Seam.SAME, *seams(pages)))
    pieces: list[tuple[int, str, str]] = []  # page, what stands before the line, the line
    for number, page in enumerate(pages):
        for line in page:
            seam = next(between)
            if pieces and seam is Seam.SAME:
                at, lead, before = pieces[-1]
                before, space = _same(before, line.text, known)
                pieces[-1] = (at, lead, before)
            else:
                space = seam.value if pieces else ""
            pieces.append((number, space, line.text))
    return "".join(lead + text for _, lead, text in pieces), _starts(pieces, len(pages))


def _same(before: str, after: str, known: set[str]) -> tuple[str, str]:
    """Return the end of a line as it stands in running text, and what stands between it and the next line."""
    if _BOTH_WIDE.fullmatch(f"{before[-1]}\n{after[0]}"):
        return before, ""
    if halves := _HALVES.search(f"{before}\n{after}"):
        whole, hyphenated = halves[1] + halves[2], f"{halves[1]}-{halves[2]}"
        keep = hyphenated.lower() in known and whole.lower() not in known
        return (before if keep or not halves[2].islower() else before[:-1]), ""
    return before, "" if re.search(r"\w-$", before) else " "


def _starts(pieces: Sequence[tuple[int, str, str]], count: int) -> tuple[int, ...]:
    first: dict[int, int] = {}
    end = 0
    for number, lead, text in pieces:
        first.setdefault(number, end + len(lead))
        end += len(lead) + len(text)
    starts = [end] * (count + 1)
    for number in reversed(range(count)):
        starts[number] = first.get(number, starts[number + 1])
    return tuple(starts[:count])


def _largest(page: Sequence[Line]) -> str:
    """Return the tallest lines of a page when they stand out, else nothing."""
    heights = [line.box.height for line in page]
    if not heights or max(heights) < LARGE * median(heights):
        return ""
    first = next(index for index, height in enumerate(heights) if height == max(heights))
    tall = [line.text for line in takewhile(lambda one: one.box.height > 0.95 * max(heights), page[first:])]
    return " ".join(tall)[:MAX_TITLE_CHARS]
