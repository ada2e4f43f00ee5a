"""The links, headings and text of the HTML in a list."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.lists.parts import Part, made_link

OPAQUE = frozenset({"code", "pre", "samp", "script", "style", "textarea"})  # what looks like a link there is none
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "article", "blockquote", "center", "dd", "details", "div", "dl", "dt", "footer", "header", "hr", "li", "nav", "ol",
    "p", "section", "summary", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip


@dataclass(slots=True)
class Run:
    """A heading (level > 0) or the parts between two boundaries of blocks."""

    level: int
    parts: list[Part] = field(default_factory=list)


def html_runs(html: str, row: int = 0) -> list[Run]:
    """Return the runs of HTML that begins in a row of its block; comments, scripts and code are passed over."""
    reader = _Reader(row)
    reader.feed(html)
    reader.close()
    return [run for run in reader.runs if run.parts]


class _Reader(HTMLParser):
    """Collects anchors and text by run."""

    def __init__(self, row: int) -> None:
        super().__init__()
        self.runs = [Run(0)]
        self._first_row = row
        self._href: str | None = None
        self._row = row
        self._title = ""
        self._opaque = 0
        self._heading = 0  # the level of the one that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in OPAQUE:
            self._opaque += 1
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
            self.runs.append(Run(self._heading))  # a link around it becomes its link
        elif tag in _BLOCKS:
            self._end_block()
        elif tag == "a" and values.get("href") and not self._opaque:
            self._end_link()
            self._href, self._title, self._row = values["href"], "", self._first_row + self.getpos()[0] - 1
        elif tag == "img" and (self._href is not None or self._heading):
            self.handle_data(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in OPAQUE:
            self._opaque = max(0, self._opaque - 1)
        elif tag in _HEADINGS:
            self._heading = 0
            self._end_block()
        elif tag in _BLOCKS:
            self._end_block()
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._title += data
        elif not self._opaque:
            self.runs[-1].parts.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002 - as in the base
        """Read `<![…]>` as a comment, as browsers do; the base class raises on most of them."""
        return self.parse_bogus_comment(i)

    def close(self) -> None:
        super().close()
        self._end_link()

    def _end_block(self) -> None:
        """Begin a new run, but neither within a link nor within a heading: both may hold blocks."""
        if self._href is None and not self._heading:
            self.runs.append(Run(0))
        elif self._href is not None:
            self._title += " "

    def _end_link(self) -> None:
        if self._href is not None:
            self.runs[-1].parts.append(made_link(self._href.strip(), self._title, self._row))
            self._href = None
            if self.runs[-1].level and not self._heading:
                self.runs.append(Run(0))
