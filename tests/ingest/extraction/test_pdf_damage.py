"""PDF files that are broken, locked, pictures, too long or none (fault 57): text, or one failure with its reason."""

import subprocess
import sys
from io import BytesIO

import pypdf
import pytest
from papers import Put, column, pdf

from ingest.errors import FetchFailed
from ingest.extraction.pdf.reading import MAX_PAGES, read_pdf
from ingest.extraction.pdf.text import pdf_text
from ingest.status import Status

LINES = ["The lamp on the northern pier burns all night.", "灯塔整夜亮着。"]
WHOLE = pdf(column(*LINES), column("A second page."))
DAMAGED = "the PDF is damaged"


def text(body: bytes) -> str:
    """Return the text of a file."""
    return pdf_text(read_pdf(body)).text


def encrypted(password: str) -> bytes:
    """Return the file locked with a password; everybody knows the empty one."""
    writer, out = pypdf.PdfWriter(clone_from=BytesIO(WHOLE)), BytesIO()
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def picture() -> bytes:
    """Return a file whose only page is a scan: one image and no text."""
    writer, out = pypdf.PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "it is no PDF"),
        (b"<!doctype html><title>Sign in</title>", "it is no PDF"),
        (b"x" * 5000 + WHOLE, "it is no PDF"),
        (WHOLE[: len(WHOLE) // 2], "the PDF ends early"),
        (WHOLE[:200], "the PDF ends early"),
        (b"%PDF-1.7\n%%EOF", DAMAGED),
        (b"%PDF-1.7\n" + b"\0\xff" * 5000 + b"%%EOF", DAMAGED),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n99999999999999999999\n%%EOF", DAMAGED),
        (encrypted("secret"), "the PDF is encrypted"),
        (picture(), "the PDF shows pictures of text: it needs OCR"),
    ],
    ids=[
        "empty", "HTML as PDF", "junk of 5000 bytes", "half", "its first bytes", "no objects", "rubbish", "no end",
        "encrypted", "image only",
    ],
)  # fmt: skip
def test_no_text(body: bytes, reason: str) -> None:
    """Fault 57: what cannot be read fails with the reason why, and never with a piece of the text as the whole."""
    with pytest.raises(FetchFailed, match=reason) as caught:
        read_pdf(body)
    assert caught.value.status is Status.EXTRACT_FAILED
    assert caught.value.retryable is (reason == "the PDF ends early")


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n<junk>" * 62 + WHOLE,
        WHOLE + b"<!-- served in 3 ms -->" * 40,
        WHOLE.replace(b"0000000", b"0000999"),
        WHOLE.replace(b"/Root 1 0 R", b"/Rxxx 1 0 R"),
        encrypted(""),
    ],
    ids=["junk before it", "junk behind it", "wrong offsets", "only pypdf opens it", "no password to read"],
)
def test_text_all_the_same(body: bytes) -> None:
    """Fault 57: junk around a file, a wrong table of its objects, a lock without password: the text is read in full."""
    assert text(body) == text(WHOLE)
    assert text(WHOLE).startswith("The lamp on the northern pier burns all night.")
    assert text(WHOLE).endswith("A second page.")


def test_ten_thousand_pages() -> None:
    """Fault 57: of 10000 pages the first 500 are read, and the file's own number is known."""
    found = pdf_text(read_pdf(pdf(*([Put(f"Lamp number {number} burns.")] for number in range(10_000)))))

    assert (len(found.pages), found.total) == (MAX_PAGES, 10_000)
    assert found.lacks == "only the first 500 of its 10000 pages were read"
    assert found.text.startswith("Lamp number 0 burns.")
    assert found.text.endswith("Lamp number 499 burns.")


def test_too_large() -> None:
    """A file of more than 64 MB is not opened."""
    with pytest.raises(FetchFailed, match="larger than 64 MB") as caught:
        read_pdf(WHOLE + b" " * 64_000_000)
    assert caught.value.status is Status.TOO_LARGE


def test_nothing_is_printed() -> None:
    """Neither library writes to the terminal, whatever is wrong with a file, and nothing is left open."""
    program = (
        "import sys, warnings; warnings.simplefilter('error')\n"
        "from ingest.errors import FetchFailed\nfrom ingest.extraction.pdf.reading import read_pdf\n"
        "for body in (sys.stdin.buffer.read(), b'%PDF-1.7\\n1 0 obj << /Type /Catalog >> endobj %%EOF'):\n"
        "    try: print(read_pdf(body).total)\n"
        "    except FetchFailed as failure: print(failure.status.value)\n"
    )
    done = subprocess.run([sys.executable, "-X", "dev", "-c", program], input=WHOLE, capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (b"2\nextract_failed\n", b"")
