"""The parts of a question that asks several things: “Which backends does DGL support, and is it still maintained?”.

A clause is a part of its own where it asks: by a question word, or by a verb in front. One that does not ask belongs to
the clause that it leads to, or else to the one before.
"""

import re
from collections.abc import Iterable

from app.follow_ups.english.words import AUXILIARY, PREPOSITION, WH
from ingest.language import Language

MOST_PARTS = 4  # that are looked for: an answer has as many sentences
_VERB = rf"\s+(?:{AUXILIARY})(?!\w)"
_WH = rf"(?:(?:{PREPOSITION}|into)\s+)?(?:{WH})\b"
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|`[^`]*`|「[^」]*」|《[^》]*》")
_EDGE_EN = re.compile(
    r"\s*(?:(?:[?!;]+\s|[？！；。])\s*(?:(?:and|also)\s+)*"
    rf"|,\s*(?:and|or|but)\s+(?:also\s+)?(?={_WH}|(?:{AUXILIARY})\s)"  # “…, and is it still maintained”
    rf"|\s(?:and|or)\s+(?={_WH})"
    rf"|,\s*(?=(?:what|why|how)\b|(?:who|when|where){_VERB}"  # not “the port, which was written in 2020”
    rf"|(?:{AUXILIARY})(?<!n't)\s(?:it|they|there|this|one|I|we|you)\b))",  # “is it fast”, not “isn't it”
    re.IGNORECASE,
)
_EDGE_ZH = re.compile(r"[，,；;？?。!！]+\s*")
_ASKS = re.compile(  # “when I set a mode” does not; a question may be in both languages
    rf"(?<!\w)(?:(?:who|whom|whose|what|which|why|how)\b|(?:when|where)(?:{_VERB}|$))|^(?:{AUXILIARY})(?!\w)"
    r"|什么|哪|谁|多少|[多有][大快久长高]|几|吗|呢|怎么|怎样|如何|为何|为啥|是否|何时|何地|能否|可否|还是|(.)[不没]\1",
    re.IGNORECASE,
)


def parts_of(question: str, language: Language) -> list[str]:
    """Return what a question asks, part by part, as it is written; a question that asks one thing is its only part.

    Args:
        question: any text.
        language: the one it is asked in.
    """
    is_chinese = language == "zh"
    parts = _asking(_cut(question, _EDGE_ZH if is_chinese else _EDGE_EN), "，" if is_chinese else ", ")
    return parts[:MOST_PARTS] if len(parts) > 1 else [question]


def _cut(question: str, edge: re.Pattern[str]) -> list[str]:
    """Return the clauses of a text; what stands in quotation marks is none."""
    masked = _QUOTED.sub(lambda found: "x" * len(found[0]), question)
    ends = [found.span() for found in edge.finditer(masked)]
    starts = [0, *(end for _, end in ends)]
    clauses = [question[start:end] for start, end in zip(starts, [*(start for start, _ in ends), None], strict=True)]
    return [clause for one in clauses if (clause := one.strip(" ,，?？!！.。"))]


def _asking(clauses: Iterable[str], joint: str) -> list[str]:
    """Return the clauses that ask, each behind those that lead to it; a bare “why?” ends the one before."""
    parts: list[str] = []
    leading: list[str] = []
    for clause in clauses:
        leading.append(clause)
        if _ASKS.sub("", clause).strip() and _ASKS.search(clause):
            parts.append(joint.join(leading))
            leading = []
    return [*parts[:-1], joint.join([*parts[-1:], *leading])] if parts else []
