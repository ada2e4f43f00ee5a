"""Misspelt words of a question, as the shipped list's texts write them."""

import pytest

from app.rebuild import Report
from app.settings import Settings
from index.encoders import Encoder
from index.folder import current
from index.reader import Index
from index.spelling import Spelling


@pytest.fixture(scope="module")
def spelling(shipped: tuple[Settings, Report], encoder: Encoder) -> Spelling:
    """Of the shipped list."""
    return Spelling(Index.load(current(shipped[0].data)), encoder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is plto", "what is Plato"),
        ("Is optna free?", "Is Optuna free?"),
        ("PySprak 是什么？", "PySpark 是什么？"),
        ("CogDL-Tensrflow on Kubernets", "CogDL-TensorFlow on Kubernetes"),
        ("Wich verison of MegEngin?", "Which version of MegEngine?"),
    ],
)
def test_a_misspelt_word_is_written_as_the_texts_write_it(typed: str, meant: str, spelling: Spelling) -> None:
    """A letter missing, in its neighbour's place or too many, beside Chinese and within a name, too."""
    assert spelling.mended(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Which GNN framework scales to billions of nodes?",  # all known
        "What is Flux?",  # another name of four letters, not Flax
        "How long do hens brood their eggs?",  # in wide use, and in no text
        "Do they shorten or announce it differently?",  # forms of words that texts have
        "Wie viele Qzxwvut gibt es?",  # near nothing
        "XJA ok",  # too short to say
        "",
    ],
)
def test_other_words_stay(typed: str, spelling: Spelling) -> None:
    """Nothing is made of words that may be meant as they are."""
    assert spelling.mended(typed) == typed
