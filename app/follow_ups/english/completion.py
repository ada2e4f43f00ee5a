"""How an English question reads alone: a name for the word that stands for it, or the question before asked again."""

import re
from collections.abc import Sequence

from app.follow_ups.english.anaphora import Found, anaphor, is_subject, points_at_more
from app.follow_ups.english.ellipsis import fragment
from app.follow_ups.english.words import PREPOSITION, bare, capital, opened, small
from app.follow_ups.vocabulary import is_surrounding, pieces
from app.follow_ups.wording import Before, Lack

_TRAIT = re.compile(r"((?:what|who)(?:['’]s| is| are| was| were) the [\w\s-]+?)(\s*\?*)", re.IGNORECASE)
_PARTS = re.compile(rf"(?P<head>.*?)(?:(?:^|\s+)(?P<setting>(?:{PREPOSITION})\s+.+))?", re.IGNORECASE)
_VARIANT = re.compile(r"\b(?:model|version|edition|variant|size|release|mode|dataset|setting)s?$", re.IGNORECASE)


def completed(question: str, lacking: Lack, before: Before) -> str:
    """Return how a question that lacks something reads alone."""
    rest = opened(question)
    if lacking is Lack.PREDICATE:
        return _asked_again(fragment(question) or rest, before)
    if lacking is Lack.SENTENCE:
        return f"{bare(before.question)}, and {small(bare(rest))}?"
    return _with_names(rest, before)


def _with_names(question: str, before: Before) -> str:
    found = anaphor(question)
    more = found is not None and points_at_more(question)
    said = _substituted(question, found, before) if found else None
    if said is None:
        names = [one.text for one in before.things[: 2 if before.both or more else 1]]
        return _about(names, question) if found else _of(names, question, both=before.both)
    others = [one.text for one in before.things[1:3] if one.text not in said]
    return _about(others, said) if more and others and not before.both else capital(said)


def _substituted(question: str, found: Found, before: Before) -> str | None:
    """Return a question with a name in the place of the word that stands for it; None where that reads badly."""
    name: str | None = None
    if found["it"] or found["thing"] or (found[0].casefold() == "this" and is_subject(question, found)):
        name = before.main
    elif found["its"]:
        name = f"{before.things[0].short}'s"
    elif (before.both or found["two"] or found["one"] or found["other"]) and len(pair := before.in_order) > 1:
        both = " and ".join(pair)
        names = {"them": both, "two": both, "their": f"{both}'s", "one": pair[0], "other": pair[1]}
        name = names.get(found.lastgroup or "")
    return None if name is None else question[: found.start()] + name + question[found.end() :]


def _of(names: Sequence[str], question: str, *, both: bool) -> str:
    """Return a question about a trait with the thing that it is one of."""
    if both and re.match(r"which\b", question, re.IGNORECASE):
        return capital(f"{bare(question)}, {' or '.join(names)}?")
    if found := _TRAIT.fullmatch(question):
        of = "between" if both and found[1].endswith("difference") else "of"
        return capital(f"{found[1]} {of} {' and '.join(names)}{found[2] or '?'}")
    return _about(names, question)


def _about(names: Sequence[str], question: str) -> str:
    return f"About {' and '.join(names)}: {small(question)}"


def _asked_again(rest: str, before: Before) -> str:
    """Return the question before, asked about something else."""
    parts = _PARTS.fullmatch(rest)
    head, setting = (parts["head"], parts["setting"]) if parts else (rest, None)
    if head and all(map(is_surrounding, pieces(head))):
        return f"What about {before.main} and {head}?"
    if head and not (setting or _VARIANT.search(head) or before.is_name(head)):
        return f"What about {head} of {before.main}?"
    asked = before.question
    if _VARIANT.search(head):
        asked = f"{bare(asked)}, for {head}?"
    elif head:
        asked = "".join(before.around(head)) or f"What about {head}?"
    return _placed(asked, setting) if setting else asked


def _placed(asked: str, setting: str) -> str:
    """Return a question with a setting in the place of one of its kind: “on an A100” for “on a T4”."""
    preposition = setting.split(maxsplit=1)[0]
    stops = rf"(?:{PREPOSITION}|and|or)\b"
    ends = rf"\s+{stops}|[,?]|$"
    kind = rf"\b{preposition}\s+(?!{stops})[^\s,?]+(?:\s+(?!{stops})[^\s,?]+)*?(?={ends})"
    found = re.search(kind, asked, re.IGNORECASE)
    return asked[: found.start()] + setting + asked[found.end() :] if found else f"{bare(asked)} {setting}?"
