"""The link report as the JSON that scripts rely on (`links` in `docs/contract.schema.json`)."""

from collections import Counter

from app.contract import Json, index_json, topic_names
from app.health.report import Entry, Report
from index.manifest import Manifest


def report_json(report: Report, manifest: Manifest) -> Json:
    """Return what `links --json` prints."""
    return {
        "list": report.name,
        "by_status": dict(Counter(entry.row.status.value for entry in report.entries)),
        "links": [_link(entry) for entry in report.entries],
        "index": index_json(manifest),
    }


def _link(entry: Entry) -> Json:
    row = entry.row
    return {
        "url": entry.url,
        "final_url": row.final_url,
        "title": entry.title,
        "topics": topic_names(row.link),
        "lines": [place.line for place in row.link.occurrences],
        "status": row.status.value,
        "cause": row.cause.value if row.cause else None,
        "group": entry.group.value,
        "reason": row.reason,
        "retryable": row.retryable,
        "moved_to": row.moved_to or None,
        "snapshot": row.snapshot or None,
        "suggestion": entry.suggestion or None,
        "robots": row.robots.value if row.robots else None,
        "source": row.source.value,
        "documents": row.documents,
        "published": row.published,
        "fetched": row.fetched,
        "checked": row.checked,
        "changed": row.changed,
        "same_as": row.same_as or None,
    }
