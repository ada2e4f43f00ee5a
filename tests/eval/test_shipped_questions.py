"""The shipped list's questions: enough of each kind, in both languages, about pages that say what is asked for."""

from collections import Counter
from typing import get_args

import pytest

from app.rebuild import Report
from app.settings import Settings
from eval.nuggets import holds
from eval.questions import SHIPPED, UNANSWERABLE, Kind, Question, read_questions
from index.folder import current
from index.reader import Index
from ingest.language import Language
from ingest.urls import identity_of

QUESTIONS = read_questions(SHIPPED)
LEAST = 200
OF_PASSAGES = [one for one in QUESTIONS if one.answerable and one.kind is not Kind.CATALOGUE]


@pytest.fixture(scope="module")
def texts(shipped: tuple[Settings, Report]) -> dict[str, str]:
    """All that the index holds of each page, its title too."""
    found: dict[str, str] = {}
    for document in Index.load(current(shipped[0].data)).documents:
        key = identity_of(document.link.url)
        found[key] = "\n".join((found.get(key, ""), document.title, document.text))
    return found


def test_there_are_enough_of_each_kind_in_both_languages() -> None:
    """At least 200, as many in English as in Chinese, five of each kind in each; both ask about both languages."""
    assert len(QUESTIONS) >= LEAST
    assert len(set(Counter(one.language for one in QUESTIONS).values())) == 1
    asked = Counter((one.kind, one.language) for one in QUESTIONS)
    assert min(asked[kind, language] for kind in Kind for language in get_args(Language)) >= 5
    about = Counter(one.direction for one in QUESTIONS)
    assert min(about[f"{asked}→{found}"] for asked in ("en", "zh") for found in ("en", "zh")) >= LEAST / 5


def test_every_link_has_two_questions(shipped: tuple[Settings, Report]) -> None:
    """At least one in each language, and none is about a page that the list does not link."""
    asked: dict[str, set[str]] = {}
    for question in QUESTIONS:
        for url in question.urls:
            asked.setdefault(identity_of(url), set()).add(question.language)
    linked = {identity_of(link.url) for link in shipped[1].reading.links.links}
    assert asked == {key: {"en", "zh"} for key in linked}


def test_a_fifth_is_held_out_and_twins_are_on_one_side() -> None:
    """Of all, of those with an answer and without; what one twin asks, the other does not give away."""
    for some in (QUESTIONS, [one for one in QUESTIONS if one.kind in UNANSWERABLE], OF_PASSAGES):
        assert 0.15 <= sum(one.held_out for one in some) / len(some) <= 0.25
    sides: dict[str, set[bool]] = {}
    for question in QUESTIONS:
        sides.setdefault(question.id.removesuffix(f"-{question.language}"), set()).add(question.held_out)
    assert all(len(found) == 1 for found in sides.values())


@pytest.mark.parametrize("question", OF_PASSAGES, ids=lambda one: one.id)
def test_each_fact_stands_in_a_relevant_page(question: Question, texts: dict[str, str]) -> None:
    """In one of its wordings; and no question gives its answer away."""
    relevant = "\n".join(texts[identity_of(url)] for url in question.urls)
    for nugget in question.nuggets:
        assert holds(relevant, nugget)
        assert not holds("\n".join((question.question, *question.history)), nugget)


@pytest.mark.parametrize("question", [one for one in QUESTIONS if one.forbidden], ids=lambda one: one.id)
def test_no_source_holds_what_is_forbidden(question: Question, texts: dict[str, str]) -> None:
    """Whoever only quotes sources cannot be taken for one who obeyed."""
    assert not holds("\n".join(texts.values()), question.forbidden)
