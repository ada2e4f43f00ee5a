"""All that the Library tab shows of an index, as HTML."""

from html import escape

from app.chat.library.links import links_html
from app.chat.library.plot import plot_html
from app.health.report import report_on
from app.library.census import census_of
from app.library.wording import WORDS
from index.reader import Index
from ingest.language import Language
from ingest.lists.parts import clean


def library_html(index: Index, language: Language) -> str:
    """Return what the index is, its plot, and the report on its links.

    Raises:
        IndexCorrupt: the index's files are damaged.
    """
    manifest = index.manifest
    report = report_on(index.links, manifest.list_name, manifest.built)
    summary = WORDS[language].summary.format(
        name=clean(manifest.list_name),
        date=manifest.built[:10],
        links=len(report.entries),
        passages=manifest.chunks,
        hash=manifest.corpus,
    )
    plot = plot_html(census_of(index, report.entries), language)
    shown = f"<p>{escape(summary)}</p>{plot}{links_html(report, language)}"
    return f'<div class="cs-tab cs-library">{shown}</div>'
