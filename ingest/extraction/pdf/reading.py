"""PDF files to lines with their places; the one file that knows pdfium and pypdf."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import FetchFailed
from ingest.language import CJK
from ingest.status import Status

MAX_BYTES = 64_000_000
MAX_PAGES = 500
JUNK_BYTES = 1024  # that may stand before the header (ISO 32000-1, implementation note 13)
TAIL_BYTES = 2048
UPRIGHT = 0.1  # radians that a line may lean; what stands across the margin is a stamp
SPACE, GENERATED_SPACE = 0x20, 0x1F
LINE_END_HYPHEN = "\x02"
_LINE_ENDS = re.compile(f"[\r\n{LINE_END_HYPHEN}]")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes a line for each fault of a stranger's file


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on its page, from the page's lower left corner: in points, or in characters and lines."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How tall the line's letters can be."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as it is printed."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PdfLines:
    """What is printed on the pages of a file, and what the file says of itself; `total` counts pages left out too."""

    pages: tuple[tuple[Line, ...], ...]
    title: str
    author: str
    total: int


def is_pdf(body: bytes) -> bool:
    """Return whether a body is a PDF: its header may stand behind a little junk."""
    return b"%PDF-" in body[:JUNK_BYTES]


def read_pdf(body: bytes) -> PdfLines:
    """Return the lines of a PDF's first 500 pages: as pdfium reads it, else as pypdf does.

    Raises:
        FetchFailed: `extract_failed` (no PDF, encrypted, damaged, pictures of text only) or `too_large`.
    """
    if not is_pdf(body):
        raise FetchFailed(Status.EXTRACT_FAILED, "it is no PDF")
    if len(body) > MAX_BYTES:
        raise FetchFailed(Status.TOO_LARGE, f"it is larger than {MAX_BYTES // 1_000_000} MB")
    tail = body[-TAIL_BYTES:]
    if b"%%EOF" not in tail and b"startxref" not in tail:  # pdfium would show the half that came as the whole
        raise FetchFailed(Status.EXTRACT_FAILED, "the PDF ends early", retryable=True)
    found = _by_pdfium(body)
    if found is None or not _has_text(found):
        found = _by_pypdf(body) or found
    if found is None:
        raise FetchFailed(Status.EXTRACT_FAILED, "the PDF is damaged")
    if not _has_text(found):
        raise FetchFailed(Status.EXTRACT_FAILED, "the PDF shows pictures of text: it needs OCR")
    return found


def _has_text(found: PdfLines) -> bool:
    """Tell text from pictures of it, and from glyphs whose font does not say which characters they are."""
    return any(mark.isalnum() for page in found.pages for line in page for mark in line.text)


def _by_pdfium(body: bytes) -> PdfLines | None:
    try:
        file = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise FetchFailed(Status.EXTRACT_FAILED, "the PDF is encrypted") from error
        return None
    try:
        said = file.get_metadata_dict()
        pages = tuple(_lines_of(file, number) for number in range(min(len(file), MAX_PAGES)))
        return PdfLines(pages, said.get("Title", ""), said.get("Author", ""), len(file))
    finally:
        file.close()


def _lines_of(file: pdfium.PdfDocument, number: int) -> tuple[Line, ...]:
    try:
        page = file[number]
    except pdfium.PdfiumError:  # one damaged page keeps its number
        return ()
    text = page.get_textpage()
    try:
        lines = [(line, _is_upright(text, start)) for start, line in _printed(text)]
    finally:
        text.close()
        page.close()
    upright = tuple(line for line, stands in lines if stands)
    return upright if 2 * len(upright) > len(lines) else tuple(line for line, _ in lines)


def _printed(text: pdfium.PdfTextPage) -> Iterator[tuple[int, Line]]:
    """Yield each line with the index of its first character."""
    characters = _characters(text)
    start = 0
    for end in (*(found.start() for found in _LINE_ENDS.finditer(characters)), len(characters)):
        hyphen = "-" if characters[end : end + 1] == LINE_END_HYPHEN else ""
        line = characters[start:end]
        words = re.sub(f"(?<=[{CJK}]){chr(GENERATED_SPACE)}(?=[{CJK}])", "", line).replace(chr(GENERATED_SPACE), " ")
        if words.strip():
            first, last = start + len(line) - len(line.lstrip()), start + len(line.rstrip()) - 1
            yield first, Line(words.strip() + hyphen, _box(text, first, last))
        start = end + 1


def _characters(text: pdfium.PdfTextPage) -> str:
    """Return all characters, each one long so that offsets stay indexes; NUL and half characters are spaces."""
    code_at, page = pdfium_c.FPDFText_GetUnicode, text.raw  # called a thousand times a page
    codes = [code_at(page, index) for index in range(text.count_chars())]
    for index, code in enumerate(codes):
        if code == SPACE and pdfium_c.FPDFText_IsGenerated(page, index) == 1:
            codes[index] = GENERATED_SPACE
        elif not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            codes[index] = SPACE
    return "".join(map(chr, codes))


def _box(text: pdfium.PdfTextPage, first: int, last: int) -> Box:
    """Measure a line by three of its characters: a bullet or a small word at one end says little of its height."""
    boxes = [text.get_charbox(index, loose=True) for index in (first, (first + last) // 2, last)]
    return Box(boxes[0][0], min(box[1] for box in boxes), boxes[-1][2], max(box[3] for box in boxes))


def _is_upright(text: pdfium.PdfTextPage, index: int) -> bool:
    return bool(abs(pdfium_c.FPDFText_GetCharAngle(text, index)) < UPRIGHT)


def _by_pypdf(body: bytes) -> PdfLines | None:
    try:
        with pypdf.PdfReader(BytesIO(body)) as file:
            said = file.metadata
            title, author = (said.title, said.author) if said else (None, None)
            texts = [file.pages[number].extract_text() for number in range(min(len(file.pages), MAX_PAGES))]
            return PdfLines(tuple(map(_placed, texts)), title or "", author or "", len(file.pages))
    except Exception:  # noqa: BLE001 - a damaged file: whatever its parser met, the file is unreadable
        return None


def _placed(text: str) -> tuple[Line, ...]:
    """Give lines of bare text the places that they would have on a page."""
    rows = enumerate(line.strip() for line in text.splitlines())
    return tuple(Line(line, Box(0.0, -row - 1.0, float(len(line)), float(-row))) for row, line in rows if line)
