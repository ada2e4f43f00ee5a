"""The names in a question: words that texts in either language spell alike."""

import re

from index.terms.words import STOP_WORDS, name_terms, spelt_alike, tokens
from ingest.language import language_of

# A digit, a joint or a capital inside: v2, dm-haiku, XGBoost, GPU.
_MARKED = re.compile(r"[\d._+#-]|(?<=\w)[A-Z]")
_SENTENCE = re.compile(r"[.!?。！？]\s*$")


def names_in(question: str, others: float = 0.0) -> dict[str, float]:
    """Return the terms of the names in a question, stop words left out, each with its weight: how often it occurs.

    In a Chinese question every word in Latin letters is a name. In an English one it is what is marked as a name by
    its spelling: digits, joints, capitals inside, or a capital that begins no sentence.

    Args:
        question: in either language.
        others: the weight of words in Latin letters that are not marked as names, for many write `numpy` for NumPy.
    """
    text = spelt_alike(question)
    all_are_names = language_of(question) == "zh"
    weights: dict[str, float] = {}
    for word, start, is_chinese in tokens(text):
        weight = 1.0 if all_are_names or _is_name(word, text[:start]) else others
        for term in name_terms(word) if weight and not is_chinese else ():
            if term not in STOP_WORDS:
                weights[term] = weights.get(term, 0.0) + weight
    return weights


def _is_name(word: str, before: str) -> bool:
    begins = not before.strip() or _SENTENCE.search(before)
    return bool(_MARKED.search(word)) or (word[0].isupper() and not begins)
