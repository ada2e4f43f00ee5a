"""Regular forms of an English word, so that `install` finds `installing`; texts themselves are not stemmed."""

_VOWELS = frozenset("aeiou")
_LEAST = 3  # letters of a word that is inflected
_HISSING = ("s", "x", "z", "ch", "sh")


def plural(word: str) -> str:
    """Return the regular plural of a word."""
    if word.endswith(_HISSING):
        return f"{word}es"
    return f"{word[:-1]}ies" if _ends_in_consonant_y(word) else f"{word}s"


def forms(word: str) -> tuple[str, ...]:
    """Return a word with its regular plural and verb forms, some of which are no words: no text has them.

    Args:
        word: its dictionary form, in small letters; if it is short or has anything but English letters, it stays alone.
    """
    if len(word) < _LEAST or not (word.isascii() and word.isalpha()):
        return (word,)
    return tuple(dict.fromkeys([word, plural(word), *_verb_forms(word)]))


def _verb_forms(word: str) -> list[str]:
    if word.endswith("e"):
        return [f"{word}d", f"{word[:-1]}ing"]
    if _ends_in_consonant_y(word):
        return [f"{word[:-1]}ied", f"{word}ing"]
    doubled = [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"] if _may_double(word) else []
    return [f"{word}ed", f"{word}ing", *doubled]


def _ends_in_consonant_y(word: str) -> bool:
    return len(word) > 1 and word[-1] == "y" and word[-2] not in _VOWELS


def _may_double(word: str) -> bool:
    """Whether a last consonant is doubled when its syllable is stressed, as in `mapping`, or not, as in `rendering`."""
    return word[-1] not in _VOWELS | set("wxy") and word[-2] in _VOWELS and word[-3] not in _VOWELS
