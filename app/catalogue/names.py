"""Whether a text names a thing: case, width, spacing, joints and simple inflection do not matter."""

import re
from collections.abc import Iterable
from functools import lru_cache

from index.terms import Glossary
from index.terms.inflection import plural
from index.terms.words import spelt_alike, units

LEAST = 2  # characters of a name, "R" is none
_QUOTES = " \"'“”‘’「」『』《》<>`*"
_ARTICLE = re.compile(
    r"(?:the|a|an|any|all|my|your|its) |(?:topics?|headings?|sections?|subjects?)(?: of| on)? ", re.IGNORECASE
)
_GENERIC = re.compile(
    r"(?<=\S) ?(?:librar(?:y|ies)|frameworks?|projects?|tools?|toolkits?|框架|库|项目|工具)$", re.IGNORECASE
)
_SPEAKING = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Z])(?=[^/]*[a-z])[\w-]{16,}")  # not: an article's number in an address


def bare(words: str) -> str:
    """Return a name without quotation marks and articles around it."""
    words = words.strip(_QUOTES)
    while found := _ARTICLE.match(words):
        words = words[found.end() :].strip(_QUOTES)
    return words


def spellings(name: str) -> frozenset[str]:
    """Return the name's spellings in one piece, with its singular and plural; none when it is too short."""
    whole = "".join(units(spelt_alike(name)))
    if len(whole) < LEAST:
        return frozenset()
    if not (whole.isascii() and whole[-1].isalpha()):
        return frozenset({whole})
    ends = (("ies", "y"), ("es", ""), ("s", ""))
    singular = {
        whole.removesuffix(end) + start for end, start in ends if whole.endswith(end) and len(whole) > len(end) + 2
    }
    return frozenset({whole, plural(whole), *singular})


def shorter(name: str) -> str:
    """Return a name without a word like “library” behind it; the name itself where there is none."""
    return _GENERIC.sub("", name)


def translations(name: str, glossary: Glossary) -> frozenset[str]:
    """Return the spellings of what the glossary calls the thing besides, in both languages."""
    wanted = spellings(name)
    entries = (entry for entry in glossary.entries if any(wanted & spellings(one) for one in (*entry.en, *entry.zh)))
    return frozenset(one for entry in entries for word in (*entry.en, *entry.zh) for one in spellings(word))


def is_named(wanted: frozenset[str], text: str) -> bool:
    """Return whether a text is nothing but one of the spellings."""
    return "".join(_units(text)) in wanted


def names(wanted: frozenset[str], text: str) -> bool:
    """Return whether one of the spellings stands in a text, as whole words."""
    found = _units(text)
    longest = max(map(len, wanted), default=0)
    return any(_begins(wanted, found[start:], longest) for start in range(len(found)))


def address_words(url: str) -> str:
    """Return host and path of a URL, without parts that are but numbers of articles."""
    return _SPEAKING.sub(" ", re.sub(r"^\w+://(?:www\.)?", "", url))


def _begins(wanted: frozenset[str], words: Iterable[str], longest: int) -> bool:
    whole = ""
    for word in words:
        whole += word
        if whole in wanted:
            return True
        if len(whole) > longest:
            return False
    return False


@lru_cache(maxsize=1 << 14)
def _units(text: str) -> tuple[str, ...]:
    return units(spelt_alike(text))
