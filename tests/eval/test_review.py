"""The parts of a review: ids, kinds, the held-out fifth, lines taken out of a file while others append."""

import threading
from pathlib import Path
from typing import Any

import pytest
from candidates_made import candidate, write_candidates
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from eval.harmless import harmless, in_one_line
from eval.questions import Kind
from eval.reviewing.candidates import Candidate, forget, read_candidates
from eval.reviewing.review import ID, is_held_out, kinds, seen, suggested_id


def made(**changed: Any) -> Candidate:
    """Return a candidate that is read."""
    return Candidate.model_validate(candidate("a", **changed))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[1;2;3Hmove", "move"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;title\x07text", "text"),
        ("\x9b2Jclear\x9d0;t\x9c.", "clear."),
        ("\x1bcreset", "reset"),
        ("\x1b(0lines", "lines"),
        ("\x1bPq#0\x1b\\sixel", "sixel"),
        ("\x1b", ""),
        ("\x1b[", ""),
        ("a\x00b\x08c\rd\x7f", "abcd"),
        ("\u202eright\u2066 to left\u200b", "right to left"),
        ("one\ntwo", "one\ntwo"),
        ("中文，標點 λ [bold] é", "中文，標點 λ [bold] é"),
    ],
)
def test_what_is_left_of_a_strangers_text(text: str, left: str) -> None:
    """Sequences go as a whole, invisible characters one by one, and words stay."""
    assert harmless(text) == left


@given(st.text(st.sampled_from("\x1b[]0;mPab\x07\x9b\x9c\\\x90\n\t \u202e中"), max_size=30))
def test_nothing_harmful_is_left(text: str) -> None:
    """Whatever is mixed, only what is printed is left."""
    assert all(mark.isprintable() or mark == "\n" for mark in harmless(text))
    assert in_one_line(text).isprintable()


@pytest.mark.parametrize(
    ("changed", "likely"),
    [
        ({"question": "How many servers does Plato need?"}, Kind.NUMBER),
        ({"question": "Plato 要多少台服务器？"}, Kind.NUMBER),
        ({"question": "Who wrote Optuna?"}, Kind.WHO_WHEN),
        ({"question": "Angel 是什么时候开源的？"}, Kind.WHO_WHEN),
        ({"question": "How do I install DALI?"}, Kind.HOW),
        ({"question": "怎么安装 DALI？"}, Kind.HOW),
        ({"question": "What is ByteGraph?"}, Kind.FACT),
        ({"question": "ByteGraph 是什么？"}, Kind.FACT),
        ({"question": "And who?", "history": ["What is Plato?"]}, Kind.FOLLOW_UP),
    ],
)
def test_the_likeliest_kind(changed: dict[str, Any], likely: Kind) -> None:
    """The kind that is suggested follows from the question's words, and only a follow-up has a history."""
    possible, found = kinds(made(**changed), answerable=True)

    assert found is likely
    assert (Kind.FOLLOW_UP in possible) is ("history" in changed)
    assert not {Kind.FAR, Kind.NEAR, Kind.NEAR_MISS} & set(possible)


def test_ids_are_suggested_that_nobody_has() -> None:
    """An id is made of the question's Latin words, or of a hash where it has none, and numbered when it is taken."""
    assert suggested_id(made(question="What is Plato?"), set()) == "user-what-is-plato-en"
    assert suggested_id(made(question="What is Plato?"), {"user-what-is-plato-en"}) == "user-what-is-plato-2-en"
    chinese = suggested_id(made(question="什么是图？", language="zh"), set())
    assert ID.fullmatch(chinese)
    assert chinese.endswith("-zh")
    assert chinese != suggested_id(made(question="什么是树？", language="zh"), set())


@given(st.text(min_size=1).filter(in_one_line))
def test_every_suggestion_is_an_id(question: str) -> None:
    """Whatever was asked, what is suggested may be taken."""
    assert ID.fullmatch(suggested_id(made(question=question), set()))


def test_a_fifth_is_held_out() -> None:
    """One of five ids is held out, always the same ones."""
    held = [is_held_out(f"user-{number}-en") for number in range(2000)]

    assert 360 <= sum(held) <= 440  # 400, with a standard deviation of 18
    assert held == [is_held_out(f"user-{number}-en") for number in range(2000)]


def test_pages_that_were_seen() -> None:
    """Hits come first, a page once with all its passages, then what is only cited."""
    found = list(seen(made()).values())

    assert [page.title for page in found] == ["伯克利与微软联合发布", "Blink"]
    assert [page.language for page in found] == ["zh", "en"]
    refused = made()
    without = refused.model_copy(update={"answer": refused.answer.model_copy(update={"hits": ()})})
    assert [page.title for page in seen(without).values()] == ["Blink: Fast and Generic Collectives"]


def test_lines_that_came_meanwhile_stay(tmp_path: Path) -> None:
    """A candidate is taken out of the file as it is now: what was appended since, even if it is no candidate, stays."""
    path = tmp_path / "candidates.jsonl"
    write_candidates(path, candidate("a"), candidate("b"))
    first, second = path.read_bytes().splitlines(keepends=True)
    read_candidates(path)
    with path.open("ab") as file:
        file.write(b'\n{"id": "half')
    forget(path, "b")
    assert path.read_bytes() == first + b'\n{"id": "half'

    path.write_bytes(b"\xef\xbb\xbf" + first + second)
    forget(path, "a")
    assert path.read_bytes() == second
    forget(path, "a")
    assert path.read_bytes() == second


def test_who_writes_waits_for_the_lock(tmp_path: Path) -> None:
    """While somebody holds the file's lock to append, nobody takes lines out; then both are done."""
    path = tmp_path / "candidates.jsonl"
    write_candidates(path, candidate("a"), candidate("b"))
    with FileLock(tmp_path / ".candidates.jsonl.lock"):
        thread = threading.Thread(target=forget, args=(path, "a"))
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        with path.open("a", encoding="utf-8") as file:
            file.write("late\n")
    thread.join(10)

    assert [line[:12] for line in path.read_text("utf-8").splitlines()] == ['{"id": "b", ', "late"]


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    """Where the file is a link, what it leads to is rewritten."""
    path, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    write_candidates(path, candidate("a"))
    link.symlink_to(path)
    forget(link, "a")

    assert link.is_symlink()
    assert path.read_bytes() == b""
