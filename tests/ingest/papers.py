"""Small PDF files that tests make up, written by hand: each line of a page at its place, Latin or Chinese."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 612, 792
CHINESE_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 "
    b">> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)


@dataclass(frozen=True, slots=True)
class Put:
    """A line of text, its lower left corner in points, its size; `upright` is false for a stamp in the margin."""

    text: str
    x: float = 72
    y: float = 720
    size: float = 10
    upright: bool = True


def column(*lines: str, x: float = 72, y: float = 720, size: float = 10, leading: float = 12) -> list[Put]:
    """Return lines one below the other; an empty one leaves its place free."""
    return [Put(line, x, y - leading * row, size) for row, line in enumerate(lines) if line]


def pdf(*pages: Sequence[Put], title: str = "", author: str = "", extra: str = "") -> bytes:
    """Return a file with these pages; `extra` goes into its trailer.

    Latin lines are in Courier, whose letters are 0.6 of their size wide; Chinese ones in a font that is not embedded,
    whose codes are Unicode's (PDF 32000-1, 9.7.5: the CMap UniGB-UCS2-H).
    """
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "/Font << /L 3 0 R /C 4 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        CHINESE_FONT,
        b"<< /Title " + _string(title) + b" /Author " + _string(author) + b" >>",
    ]
    for number, page in enumerate(pages):
        content = zlib.compress(b"BT\n" + b"\n".join(map(_shown, page)) + b"\nET")
        box = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
        objects.append(f"<< {box} /Resources << {fonts} >> /Contents {7 + 2 * number} 0 R >>".encode())
        head = f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n"
        objects.append(head.encode() + content + b"\nendstream")
    return _file(objects, extra)


def _file(objects: Sequence[bytes], extra: str) -> bytes:
    body = b"%PDF-1.7\n"
    offsets = []
    for number, written in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R {extra} >>".encode()
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return body + head + table + b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(body))


def _shown(line: Put) -> bytes:
    turned = "1 0 0 1" if line.upright else "0 1 -1 0"
    is_latin = line.text.isascii() or max(line.text) < "\u2e80"
    font = "L" if is_latin else "C"
    code = line.text.encode("cp1252") if is_latin else line.text.encode("utf-16-be")
    return f"/{font} {line.size} Tf {turned} {line.x} {line.y} Tm <{code.hex()}> Tj".encode()


def _string(text: str) -> bytes:
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"
