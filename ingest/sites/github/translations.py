"""Which files of its repository a README names as itself in the other language."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from ingest.extraction.readme import MARKUPS, ending_of
from ingest.extraction.tree import found, tree_of
from ingest.language import Language
from ingest.sites.github.urls import place_of

MAX_CANDIDATES = 3
_MENTIONED = re.compile(r"(?<![\w/.-])(?:\.{0,2}/)?(?:[\w-]+/)*README[\w.-]*\.(?:md|markdown|rst|txt)\b", re.IGNORECASE)
_IN_NAME: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:^|[._-])(?:zh|cn|chs|chinese|tzh|zh[._-]?(?:cn|hans|tw|hk|hant))(?:[._-]|$)|中文|简体", re.IGNORECASE
    ),
    "en": re.compile(r"(?:^|[._-])(?:en|eng|english|en[._-]?us)(?:[._-]|$)|英文", re.IGNORECASE),
}
_IN_ANCHOR: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:(?:in |simplified )?chinese(?: version| readme)?|[简簡]体?中文.{0,4}|中文.{0,4})", re.IGNORECASE
    ),
    "en": re.compile(r"(?:(?:in )?english(?: version| readme)?|英文.{0,4})", re.IGNORECASE),
}
_TRADITIONAL = re.compile(r"tzh|[._-](?:tw|hk|hant)\b", re.IGNORECASE)


def translations(repository: str, path: str, text: str, html: str, language: Language) -> tuple[str, ...]:
    """Return the paths of at most three files that a README names, the likeliest first.

    Args:
        repository: `owner/name`.
        path: the README's own, from which relative links lead on.
        text: the README as its file has it.
        html: the same as HTML.
        language: the one that its translation is in.
    """
    linked = [
        link.get("href", "")
        for link in found(tree_of(html), "//a[@href]")
        if _names(link.get("href", ""), language)
        or _IN_ANCHOR[language].fullmatch(link.text_content().strip(" \n[]()|"))
    ]
    mentioned = [name for name in _MENTIONED.findall(text) if _names(name, language)]
    inside = (_inside(repository, path, target) for target in (*linked, *mentioned))
    others = [one for one in dict.fromkeys(inside) if one and one.lower() != path.lower()]
    return tuple(sorted(others, key=lambda one: bool(_TRADITIONAL.search(one))))[:MAX_CANDIDATES]


def _names(target: str, language: Language) -> bool:
    stem = posixpath.basename(target.partition("#")[0]).rpartition(".")[0]
    return stem.lower().startswith("readme") and bool(_IN_NAME[language].search(stem[len("readme") :]))


def _inside(repository: str, path: str, target: str) -> str | None:
    """Return the path that a link leads to when it is a text in the same repository."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        place = place_of(target)
        same = place is not None and place.is_file and place.repository.lower() == repository.lower()
        return place.path if place and same and ending_of(place.path) in MARKUPS else None
    folder = "" if parts.path.startswith("/") else posixpath.dirname(path)
    name = posixpath.normpath(posixpath.join(folder, unquote(parts.path).lstrip("/")))
    return name if ending_of(name) in MARKUPS and not name.startswith("..") else None
