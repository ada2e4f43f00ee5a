"""`citeshelf build`: read the links, build the index, say what became of each link."""

import json
from argparse import Namespace

from app.contract import index_json
from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request

MAX_NAMED = 5


def run(options: Namespace, settings: Settings) -> int:
    """Build, then print a summary or JSON."""
    report = rebuild(request_of(options), settings)
    print(json.dumps(_json(report), ensure_ascii=False) if options.json else text_of(report, settings))
    return 0


def request_of(options: Namespace) -> Request:
    """Return what the command line asks to be built."""
    return Request(options.list, options.notes, tuple(options.archive), options.saved, options.offline, options.refresh)


def _json(report: Report) -> dict[str, object]:
    manifest = report.built.manifest
    return {
        "links": len(report.reading.outcomes),
        "by_status": dict(report.by_status),
        "documents": report.documents,
        "chunks": manifest.chunks,
        "embedded": report.built.embedded,
        "reused": report.built.reused,
        "seconds": {name: round(value, 2) for name, value in report.seconds.items()},
        "index": index_json(manifest),
    }


def text_of(report: Report, settings: Settings) -> str:
    """Return what a build did, as the command prints it."""
    manifest = report.built.manifest
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(report.by_status.items()))
    sources = ", ".join(f"{count} from {source}" for source, count in _sources(report).items())
    listing = f"{len(report.reading.listing)} lines of the list"
    lines = [
        f"{len(report.reading.outcomes)} links: {statuses}",
        f"{report.documents} documents ({sources}) and {listing}, {manifest.chunks} passages",
        f"{report.built.embedded} texts encoded, {report.built.reused} taken over, {report.seconds['total']:.1f} s",
        f"index {manifest.corpus} in {settings.data}",
    ]
    if report.unused_notes:
        lines.append(f"notes on pages that the list does not link: {_some(report.unused_notes)}")
    if report.unused_saved:
        lines.append(f"saved files not used: {_some(tuple(f'{name} ({why})' for name, why in report.unused_saved))}")
    if report.without_text:
        lines.append(f"links that only their line on the list stands for: {_some(report.without_text)}")
    return "\n".join(lines)


def _sources(report: Report) -> dict[str, int]:
    found: dict[str, int] = {}
    for outcome in report.reading.outcomes:
        for document in outcome.documents:
            found[document.source.value] = found.get(document.source.value, 0) + 1
    return found


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return "; ".join(names[:MAX_NAMED]) + more
