"""Regular forms of English words."""

from pathlib import Path

import pytest

from index.terms import Glossary
from index.terms.expansion import Wordbook
from index.terms.inflection import forms, plural


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("install", {"installs", "installed", "installing"}),
        ("map", {"maps", "mapped", "mapping"}),
        ("embed", {"embeds", "embedded", "embedding"}),
        ("cache", {"caches", "cached", "caching"}),
        ("query", {"queries", "queried", "querying"}),
        ("deploy", {"deploys", "deployed", "deploying"}),
        ("batch", {"batches", "batched", "batching"}),
        ("compress", {"compresses", "compressed", "compressing"}),
    ],
)
def test_regular_forms(word: str, some: set[str]) -> None:
    """A word comes with its plural and verb forms, itself first."""
    assert forms(word)[0] == word
    assert some < set(forms(word))


@pytest.mark.parametrize("word", ["ai", "k8s", "y", "模型", "naïve"])
def test_what_has_no_forms(word: str) -> None:
    """Short words, names with digits and words in other letters stay as they are."""
    assert forms(word) == (word,)


def test_plurals_of_letters() -> None:
    """A single letter has a plural like any other."""
    assert [plural(word) for word in ("y", "gpu", "axis", "entity", "key")] == [
        "ys",
        "gpus",
        "axises",
        "entities",
        "keys",
    ]


@pytest.mark.parametrize("wording", ["axis Y", "y", "Wow!", "e.g.", "C++", "Straße", "GPU (graphics card)", "v2"])
def test_odd_wordings_are_found(wording: str, tmp_path: Path) -> None:
    """A wording that ends in a letter alone, a mark or another script's letter is found as it stands."""
    (tmp_path / "words.txt").write_text(f"{wording} = 词语\n", "utf-8")
    wordbook = Wordbook(Glossary.read(tmp_path / "words.txt"))
    assert [one.wordings for one in wordbook.expanded(f"Is it ({wording})?", "zh")] == [(("词语",),)]
    assert len(wordbook.expanded("词语是什么？", "en")) == 1
