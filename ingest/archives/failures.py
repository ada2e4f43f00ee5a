"""Requests that brought no response, as `metadata` records of our own: JSON with the status, the reason, the date."""

import json
from contextlib import suppress

from ingest.archives.addresses import archived
from ingest.errors import FetchFailed
from ingest.status import Status, Verdict

MEDIA_TYPE = "application/vnd.citeshelf.failure+json"
MAX_REASON = 500


def failure_block(url: str, failure: FetchFailed, robots: Verdict | None, date: str) -> bytes:
    """Return what is recorded of a failure; `date` is ISO 8601 in UTC."""
    fields = {
        "status": failure.status.value,
        "reason": failure.problem.replace(url, archived(url)),
        "retryable": failure.retryable,
        "robots": robots.value if robots else None,
        "date": date,
    }
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


def failure_in(url: str, block: bytes) -> FetchFailed:
    """Return the failure that a block records; whatever is not one of ours counts as not recorded."""
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        fields = json.loads(block)
        reason = "".join(character for character in fields["reason"][:MAX_REASON] if character.isprintable())
        return FetchFailed(Status(fields["status"]), reason, retryable=fields["retryable"] is True)
    return FetchFailed(Status.NOT_IN_ARCHIVE, f"{url} is not in the archive", retryable=True)
