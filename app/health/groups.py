"""What each status means in words, and what the list's curator has to do about it."""

from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import urlsplit

from index.records import LinkRow
from ingest.status import Status
from ingest.urls import identity_of


class Group(StrEnum):
    """What is to be done about a link, the most urgent first."""

    DEAD = "dead"
    MOVED = "moved"
    WRONG_ADDRESS = "wrong address"
    FAULTY = "faulty"
    THIN = "thin"
    BLOCKED = "blocked"
    ROBOTS = "left out"
    TEMPORARY = "unreachable for now"
    LIMITS = "not readable here"
    UNCHECKED = "not checked"
    FINE = "fine"

    @property
    def needs_action(self) -> bool:
        """Whether the list itself should change, or be looked at."""
        return self in (Group.DEAD, Group.MOVED, Group.WRONG_ADDRESS, Group.FAULTY, Group.THIN)


ADVICE = {
    Group.DEAD: "Replace these links or take them off the list: nobody can read the pages any more. "
    "`citeshelf links --check` looks for archived copies.",
    Group.MOVED: "Write the new addresses: redirects from the old ones may end one day.",
    Group.WRONG_ADDRESS: "Mend these addresses: they lead to no page on the public web.",
    Group.FAULTY: "Open these in a browser: where it fails as well, replace them.",
    Group.THIN: "Look whether these are the pages you mean: there is next to no text on them.",
    Group.BLOCKED: "Nothing to do on the list: these sites turn programs away and most likely open in a browser. "
    "To have their text searched, save the pages and build with --import.",
    Group.ROBOTS: "Nothing to do on the list: their owners ask programs to stay away, and --respect-robots obeys.",
    Group.TEMPORARY: "Nothing to do for now: build or check again another day.",
    Group.LIMITS: "Nothing to do on the list: the pages are there, but their text is beyond what Citeshelf reads.",
    Group.UNCHECKED: "Nothing is known of these yet: `citeshelf links --check` asks for them.",
    Group.FINE: "Nothing to do.",
}

MEANING = {
    Status.OK: (Group.FINE, "its page was read"),
    Status.OK_FALLBACK: (Group.TEMPORARY, "its page could not be read this time"),
    Status.THIN: (Group.THIN, "its page holds next to no text"),
    Status.EMPTY: (Group.THIN, "its page is empty"),
    Status.GONE: (Group.DEAD, "its page is gone"),
    Status.MOVED: (Group.DEAD, "its page says that it has moved, and could not be read at its new place"),
    Status.SOFT_404: (Group.DEAD, "an error page is served in its page's place"),
    Status.BLOCKED: (Group.BLOCKED, "its site turned us away"),
    Status.ROBOTS_DENIED: (Group.ROBOTS, "robots.txt forbids its page to programs"),
    Status.HTTP_ERROR: (Group.FAULTY, "its server answered with an error"),
    Status.DNS_ERROR: (Group.DEAD, "its host's name leads nowhere"),
    Status.TLS_ERROR: (Group.FAULTY, "its certificate is not valid, so that browsers warn of it too"),
    Status.TIMEOUT: (Group.TEMPORARY, "its server took too long to answer"),
    Status.INCOMPLETE: (Group.TEMPORARY, "the connection broke before its page was whole"),
    Status.TOO_LARGE: (Group.LIMITS, "its page is larger than Citeshelf reads"),
    Status.BAD_ENCODING: (Group.LIMITS, "its page is not encoded as its server says"),
    Status.UNSUPPORTED_TYPE: (Group.LIMITS, "it is no text, but for instance a picture or a program"),
    Status.BLOCKED_URL: (Group.WRONG_ADDRESS, "its address is none that can be fetched"),
    Status.SSRF_BLOCKED: (Group.WRONG_ADDRESS, "its address leads into a private network"),
    Status.EXTRACT_FAILED: (Group.LIMITS, "no text could be taken from its page"),
    Status.EXTRACT_TIMEOUT: (Group.LIMITS, "taking the text from its page took too long"),
    Status.NOT_IN_ARCHIVE: (Group.UNCHECKED, "it was not asked for"),
    Status.SKIPPED_HOST: (Group.BLOCKED, "it was not asked for, as its host had turned us away before"),
}
AT_NEW_ADDRESS = "its page stands at another address"
OFFLINE = "no host's name could be looked up, as happens without a network"
RETRYABLE = "its server answered with an error that may pass"


def has_moved(row: LinkRow) -> bool:
    """Return whether permanent redirects led to another page; http, https, `www.` and the like make no other."""
    return bool(row.moved_to) and identity_of(row.moved_to) != identity_of(row.link.url)


def is_offline(rows: Sequence[LinkRow]) -> bool:
    """Return whether no host's name could be looked up at last: then such a failure says nothing about the host."""
    latest = max((row.checked for row in rows if row.checked), default=None)
    asked = [row for row in rows if row.checked and row.checked == latest]
    hosts = {urlsplit(row.link.url).hostname for row in asked}
    return (len(hosts) > 1 or asked == list(rows)) and all(row.verdict is Status.DNS_ERROR for row in asked)


def meaning_of(row: LinkRow, *, offline: bool) -> tuple[Group, str]:
    """Return a link's group, and what is the matter with it as a clause."""
    if row.verdict is Status.DNS_ERROR and offline:
        return Group.TEMPORARY, OFFLINE
    if row.verdict is Status.HTTP_ERROR and row.retryable:
        return Group.TEMPORARY, RETRYABLE
    group, words = MEANING[row.verdict]
    if has_moved(row) and (group is Group.FINE or row.verdict is Status.MOVED):
        return Group.MOVED, AT_NEW_ADDRESS
    return group, words
