"""The decision to answer: its weights, its dials, and what is known before it is made."""

from dataclasses import replace

import pytest

from app.abstaining import Decision, Signals, scales, signals_of
from app.assistant import Assistant
from app.evidence import HITS, candidates, chosen
from app.rebuild import Report
from app.settings import Dial, Settings
from index.folder import current
from index.search import Hit
from ingest.language import language_asked

SURE = Signals(nearness=4.0, log_odds=3.0, missing=())
DIALS: tuple[Dial, ...] = ("strict", "balanced", "eager")


def test_the_shipped_weights_point_the_right_way() -> None:
    """Nearer and surer is better, a missing name worse, and a stricter dial asks for more."""
    shipped = Decision.load()
    for weights in (shipped.read, shipped.unread, shipped.crossed_read, shipped.crossed_unread):
        assert weights.nearness > 0 > weights.missing
        strict, balanced, eager = (weights.thresholds[dial] for dial in DIALS)
        assert strict > balanced > eager
    assert shipped.read.log_odds > 0 == shipped.unread.log_odds == shipped.crossed_unread.log_odds


def test_log_odds_by_hand() -> None:
    """They are the intercept and the weighted sum; without a reader the other weights count."""
    shipped = Decision.load()
    read, unread = shipped.read, shipped.unread
    wanted = read.intercept + 4 * read.nearness + 3 * read.log_odds - read.thresholds["strict"]
    assert shipped.confidence(SURE, "strict") == pytest.approx(wanted)
    less = shipped.confidence(replace(SURE, missing=("V100", "T4")), "strict")
    assert less == pytest.approx(wanted + read.missing)
    crossed = shipped.crossed_read
    wanted = crossed.intercept + 4 * crossed.nearness + 3 * crossed.log_odds - crossed.thresholds["balanced"]
    assert shipped.confidence(replace(SURE, crossed=True), "strict") == pytest.approx(wanted)
    plain = unread.intercept + 4 * unread.nearness - unread.thresholds["eager"]
    assert shipped.confidence(replace(SURE, log_odds=None), "eager") == pytest.approx(plain)


def test_nothing_is_refused_when_asked_not_to() -> None:
    """However little speaks for an answer, it is given; the shipped decision stays as it is."""
    shipped = Decision.load()
    hopeless = Signals(nearness=-9.0, log_odds=-8.0, missing=("everything",))
    for dial in DIALS:
        assert shipped.unrefusing().confidence(hopeless, dial) > 0 > shipped.confidence(hopeless, dial)


def test_names_of_other_articles_are_missing(shipped: tuple[Settings, Report], shipped_assistant: Assistant) -> None:
    """A name counts as missing where no article has it that would be cited, whatever else the list has."""
    searcher = shipped_assistant.searcher
    scale = scales.load(current(shipped[0].data), searcher)

    def missing(question: str) -> tuple[str, ...]:
        query = searcher.encoder.encode_query([question])[0]
        hits = searcher.near(question, query, HITS)
        picked = chosen(candidates(query, hits, searcher, language_asked(question)), searcher)
        return signals_of(question, query, hits, picked, searcher, scale).missing

    assert missing("Under which licence is Optuna released?") == ()
    assert missing("Under which licence is Optuna for Fortran released?") == ("Fortran",)
    assert missing("Optuna 支持 Fortran 吗？") == ("Fortran",)
    assert missing("腾讯的图计算框架叫什么？") == ()


def test_names_that_chinese_translates_are_not_missing(
    harbour: tuple[Settings, Report], harbour_assistant: Assistant
) -> None:
    """Of an English question that only a Chinese article would answer, a city may be written otherwise, a “T4” not."""
    searcher = harbour_assistant.searcher
    scale = scales.load(current(harbour[0].data), searcher)
    hit = next(
        Hit(chunk, row, 1, 0.5)
        for row, chunk in enumerate(searcher.index.chunks)
        if "潮汐缓存" in chunk.document.text and chunk.language == "zh"
    )
    question = "Does the tide cache of Esbjerg run on a T4?"
    query = searcher.encoder.encode_query([question])[0]
    picked = chosen(candidates(query, [hit], searcher, "en"), searcher)
    signals = signals_of(question, query, [hit], picked, searcher, scale)

    assert (signals.crossed, signals.missing) == (True, ("T4",))
