"""Addresses on GitHub: which of them name a folder with a README, or a file to read, in a repository."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from ingest.extraction.readme import MARKUPS, ending_of

WEB_HOSTS = frozenset({"github.com", "www.github.com"})
RAW_HOST = "raw.githubusercontent.com"
API_HOST = "api.github.com"
HOSTS = WEB_HOSTS | {RAW_HOST, "gist.github.com"}
NO_OWNERS = frozenset({
    "about", "account", "apps", "blog", "codespaces", "collections", "contact", "customer-stories", "dashboard",
    "enterprise", "events", "explore", "features", "issues", "join", "login", "marketplace", "new", "notifications",
    "orgs", "organizations", "pricing", "pulls", "readme", "resources", "search", "security", "settings", "site",
    "solutions", "sponsors", "stars", "team", "topics", "trending", "users",
})  # fmt: skip
READABLE = (*MARKUPS, "ipynb", "pdf")
_NAME = re.compile(r"[\w.-]+")
_README_NAME = re.compile(r"(?:readme|license|contributing|changelog|authors)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a repository, whose README is meant, or a file; `ref` and `path` are empty at the front page.

    A branch may have slashes in its name, so that where it ends cannot be told from the address: `ref` is its first
    part, except for `refs/heads/…` and `refs/tags/…`.
    """

    repository: str
    ref: str = ""
    path: str = ""
    is_file: bool = False

    def api_url(self) -> str:
        """Return where the API gives the folder's README."""
        folder = f"/{quote(self.path)}" if self.path else ""
        return f"https://{API_HOST}/repos/{self.repository}/readme{folder}" + (
            f"?ref={quote(self.ref)}" if self.ref else ""
        )

    def raw_url(self, name: str = "") -> str:
        """Return where a file lies as it is: the place itself, or one in the folder."""
        path = "/".join(part for part in (self.repository, self.ref or "HEAD", self.path, name) if part)
        return f"https://{RAW_HOST}/{quote(path)}"

    def web_url(self, repository: str = "") -> str:
        """Return the page that shows it, under the repository's present name if that is given."""
        kind = "blob" if self.is_file else "tree"
        rest = "/".join(part for part in (kind, self.ref, self.path) if part) if self.ref else ""
        return f"https://github.com/{repository or self.repository}" + (f"/{quote(rest)}" if rest else "")


def place_of(url: str) -> Place | None:
    """Return the folder or the readable file that a URL names; None for users, issues, other files, other hosts."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    path = [unquote(part) for part in parts.path.split("/") if part]
    if host == RAW_HOST:
        path = [*path[:2], "raw", *path[2:]]
    if (host not in WEB_HOSTS and host != RAW_HOST) or len(path) < 2 or path[0].lower() in NO_OWNERS:
        return None
    owner, name = path[0], path[1].removesuffix(".git")
    if not _NAME.fullmatch(owner) or not _NAME.fullmatch(name) or ".." in path:
        return None
    return _place(f"{owner}/{name}", path[2:])


def _place(repository: str, rest: list[str]) -> Place | None:
    if not rest:
        return Place(repository)
    kind, *inside = rest
    named = 3 if inside[:1] == ["refs"] and inside[1:2] in (["heads"], ["tags"]) else 1
    ref, path = "/".join(inside[:named]), "/".join(inside[named:])
    if kind == "tree" and ref:
        return Place(repository, ref, path)
    if kind in ("blob", "raw") and path and (ending_of(path) in READABLE or _README_NAME.match(inside[-1])):
        return Place(repository, ref, path, is_file=True)
    return None
