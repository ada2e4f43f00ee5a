"""What the chat writes of marked answers is what a review reads."""

from pathlib import Path

from app.answers import Sentence, Timings
from app.conversations.feedback import Verdict, keep_feedback
from app.conversations.turn import Card, Near, Passage, Turn
from eval.reviewing.candidates import read_candidates
from ingest.status import Source

SENTENCE = "Keels are of oak."
URL = "https://harbour.example/keels"
ANSWERED = Turn(
    "What are keels made of?", "2026-11-23T10:00:00+00:00", "en", sentences=(Sentence(SENTENCE, (1,), "verbatim"),),
    cards=(Card(1, URL, "Keels", (), "en", Source.LIVE, (Passage(SENTENCE, "", "", URL),)),),
    near=(Near(URL, "Keels", (), SENTENCE),), timings=Timings(1, 1),
)  # fmt: skip
REFUSED = Turn("龙骨是什么做的？", "2026-11-23T10:00:00+00:00", "zh", reason="没有")


def test_a_review_reads_what_the_chat_wrote(tmp_path: Path) -> None:
    """Answers and refusals, each with its question, history, reason and what was found."""
    for number, verdict in enumerate(Verdict):
        path = keep_feedback(tmp_path, REFUSED if number % 2 else ANSWERED, ["Before?"], verdict, "Oak, of course.")

    found = read_candidates(path)

    assert [one.reason.value for one in found] == [one.value for one in Verdict]
    assert (found[0].question, found[0].history, found[0].comment) == (
        ANSWERED.question,
        ("Before?",),
        "Oak, of course.",
    )
    assert found[0].answer.text == f"{SENTENCE} [1]"
    assert [one.quotes for one in found[0].answer.citations] == [(SENTENCE,)]
    assert [one.text for one in found[0].answer.hits] == [SENTENCE]
    assert found[1].answer.refused
    assert found[1].language == "zh"
