"""How a language's grammar of requests is written: patterns of a whole sentence, with one place for free words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.catalogue.request import Ask, Cue, Noun, Request
from ingest.language import Language

MOST_TARGET = 80  # characters of what the links are to be about


def target(name: str) -> str:
    """Return the pattern of free words, as a group whose name begins with `about` or `under`.

    It ends in `before` where the words stand before what they are of: “new articles” are not articles on new.
    """
    return f"(?P<{name}>.{{1,{MOST_TARGET}}}?)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of a whole sentence.

    `needs` says what must show that the list is meant, besides the pattern itself.
    """

    ask: Ask
    pattern: re.Pattern[str]
    needs: frozenset[Cue] = frozenset({"list", "heading", "none"})


@dataclass(frozen=True)
class Grammar:
    """The rules of a language, the first that fits counts; `cues` and `nouns` are looked for beside the target."""

    language: Language
    rules: Sequence[Rule]
    cues: Mapping[Cue, re.Pattern[str]]
    nouns: Mapping[Noun, re.Pattern[str]]

    def read(self, sentence: str) -> Request | None:
        """Return what a sentence asks of the list; None when it is no such question, or not surely one."""
        for rule in self.rules:
            if (found := rule.pattern.fullmatch(sentence)) and (request := self._request(rule, found)):
                return request
        return None

    def _request(self, rule: Rule, found: re.Match[str]) -> Request | None:
        named = [name for name, text in found.groupdict().items() if text and name != "when"]
        start, end = found.span(named[0]) if named else (0, 0)
        rest = f"{found.string[:start]} {found.string[end:]}"
        cue: Cue = next((one for one, pattern in self.cues.items() if pattern.search(rest)), "none")
        if cue not in rule.needs:
            return None
        if cue == "list" and named and named[0].endswith("before"):
            cue = "heading"
        noun = next((one for one, pattern in self.nouns.items() if pattern.search(rest)), Noun.LINKS)
        under = bool(named) and named[0].startswith("under")
        when = found.groupdict().get("when") or ""
        return Request(rule.ask, self.language, found.string[start:end].strip(), under, cue, noun, when)
