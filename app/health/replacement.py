"""What to write in the place of a link that has moved or died, and whether that can be done without looking."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.health.groups import Group
from index.records import LinkRow
from ingest.urls import is_web_url

# Sites that are known to have taken another name: facts, not guesses.
RENAMED = {
    "nips.cc": "neurips.cc",
    "pypi.python.org": "pypi.org",
    "readthedocs.org": "readthedocs.io",
    "twitter.com": "x.com",
}
_GATE = re.compile(
    r"log-?in|sign-?in|sign-?up|auth|oauth2?|sso|passport|consent|captcha|verify|challenge", re.IGNORECASE
)
_LOCALE = re.compile(r"[a-z]{2}([-_][a-z]{2,4})?", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})


@dataclass(frozen=True, slots=True)
class Replacement:
    """An address for the list; `doubt` says why somebody should look at it first (empty: `--fix` writes it)."""

    url: str
    is_snapshot: bool
    doubt: str = ""


def replacement_for(row: LinkRow, group: Group) -> Replacement | None:
    """Return what to write in a link's place, if anything is known."""
    if group is Group.DEAD and row.snapshot:
        return Replacement(row.snapshot, is_snapshot=True)
    if group is Group.MOVED and is_web_url(row.moved_to):
        return Replacement(row.moved_to, is_snapshot=False, doubt=doubt_about(row.link.url, row.moved_to))
    return None


def doubt_about(old: str, new: str) -> str:
    """Return why a permanent redirect may not lead to the same page, or an empty string.

    Sites also answer "moved permanently" to send readers to a login page, to their country's pages or to the home page,
    and a domain that was sold sends everybody to its new owner.
    """
    before, after = urlsplit(old), urlsplit(new)
    steps = [step for step in unquote(after.path).split("/") if step]
    if any(_GATE.fullmatch(step) for step in steps):
        return "it looks like a login or verification page"
    if not steps and before.path.strip("/"):
        return "it is only the site's home page"
    if steps and _LOCALE.fullmatch(steps[0]) and "/".join(steps[1:]) == unquote(before.path).strip("/"):
        return "it may only be the page for our country or language"
    if _site(before.hostname or "") != _site(after.hostname or ""):
        return "it is on another site"
    return ""


def _site(host: str) -> str:
    """Return a host's site: its registered name, nearly (the public suffix list has more than we need)."""
    labels = host.lower().rstrip(".").split(".")
    is_long = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    name = ".".join(labels[-3:] if is_long else labels[-2:])
    return RENAMED.get(host, RENAMED.get(name, name))
