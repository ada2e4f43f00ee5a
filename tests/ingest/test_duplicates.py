"""Which documents repeat another's text, which of them is the original, and what that may cost."""

import time
import tracemalloc

import pytest
from articles import ENGINE, FRAME_EN, FRAME_ZH, LAMP, SAMPLER, TOWER, document, invented, prose

from ingest.documents import Document
from ingest.duplicates import article_of, repeats, with_repeats

ONE, TWO, THREE = "https://one.example/a", "https://two.example/b", "https://three.example/c"
SHORT_EN = "The gate opens at nine and closes at five. Visitors ring the bell twice and wait beside the old anchor."
SHORT_ZH = "闸门早上九点打开，下午五点关闭。" * 6


def pair(one: str, other: str) -> dict[int, int]:
    """Return what repeats what when two links hold these texts."""
    return repeats([document(ONE, one), document(TWO, other)])


@pytest.mark.parametrize(
    ("original", "repost"),
    [
        pytest.param(LAMP, LAMP, id="fault 59: the same text"),
        pytest.param(LAMP, (FRAME_EN, *LAMP, FRAME_EN), id="a header and a footer"),
        pytest.param(LAMP, (FRAME_EN, *LAMP[:5], *LAMP[6:], FRAME_EN), id="framed, and a paragraph left out"),
        pytest.param(LAMP, tuple(f"{one.upper()} " for one in LAMP), id="in capitals, spaced otherwise"),
        pytest.param(ENGINE, ENGINE, id="fault 59: the same Chinese text"),
        pytest.param(ENGINE, (FRAME_ZH, *ENGINE, FRAME_ZH), id="Chinese, a header and a footer"),
        pytest.param(ENGINE, (FRAME_ZH, *ENGINE[:6], *ENGINE[7:]), id="Chinese, framed, and a paragraph left out"),
        pytest.param(ENGINE, tuple(one.replace("，", ",") for one in ENGINE), id="Chinese, half-width commas"),
        pytest.param((*LAMP, *TOWER), (FRAME_EN, *LAMP[:6]), id="an excerpt of more than 500 characters"),
    ],
)
def test_reposts(original: tuple[str, ...], repost: tuple[str, ...]) -> None:
    """A repost is found with a frame around it, with a paragraph fewer, in other marks, or as a long excerpt."""
    assert pair(prose(*original), prose(*repost)) == {1: 0}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(LAMP, TOWER, id="two articles on one subject"),
        pytest.param(ENGINE, SAMPLER, id="two Chinese articles on one subject"),
        pytest.param(LAMP, (*LAMP[:3], *TOWER), id="an article that quotes three sentences"),
        pytest.param((*TOWER, *SAMPLER), (*LAMP[:3], FRAME_EN), id="nothing in common"),
        pytest.param((*LAMP, *TOWER), LAMP[:3], id="an excerpt of less than 500 characters"),
        pytest.param((SHORT_EN,), (f"{SHORT_EN} Bring boots.",), id="short, and not quite equal"),
        pytest.param(("Nothing here.",), ("Nothing here.",), id="equal, and too short to mean anything"),
        pytest.param(("",), ("",), id="empty"),
    ],
)
def test_different_articles(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """A shared subject, a quote, a short excerpt or a short text that is nearly equal make no repost."""
    assert pair(prose(*one), prose(*other)) == {}


@pytest.mark.parametrize("text", [SHORT_EN, SHORT_ZH])
def test_short_texts_repeat_each_other_when_equal(text: str) -> None:
    """Below 200 characters only equal texts are copies; white space and case do not count."""
    assert 80 <= len("".join(text.split())) < 200
    assert pair(text, f"\n{text.upper()}\t") == {1: 0}


def test_a_quoted_abstract_does_not_join_two_articles() -> None:
    """Two articles that hold one long abstract stay two; the abstract alone repeats one of them."""
    abstract = prose(*ENGINE, *LAMP[:4])
    first, second = (f"{abstract}\n\n{invented(seed, 3000)}" for seed in (1, 2))

    assert repeats([document(ONE, first), document(TWO, second)]) == {}
    found = repeats([document(ONE, first), document(TWO, second), document(THREE, abstract)])
    assert list(found) == [2]


def test_a_links_own_documents_never_count() -> None:
    """Two documents of one link, however its URL is written, repeat neither each other nor themselves."""
    text = prose(*LAMP)
    readme = document("https://github.com/o/r", text)
    other = document("https://github.com/o/r/blob/HEAD/README_CN.md", text, link="http://www.github.com/O/R/")

    assert repeats([readme, other]) == {}
    assert repeats([readme, other, document(ONE, text)]) == {2: 0}
    assert repeats([document(ONE, text), readme, other]) == {1: 0, 2: 0}


@pytest.mark.parametrize(
    ("dates", "original"),
    [
        ((None, None, None), 0),
        (("2023-05-01", "2021-02-03", "2022-01-01"), 1),
        (("2023-05-01", None, "2022-01-01"), 0),
        (("2023-05-01", "2023-05-01", "2023-05-01"), 0),
        (("2021-03-01T09:00:00+08:00", "2021-02-28T23:00:00+08:00", "2021-03-01"), 1),
    ],
)
def test_the_original(dates: tuple[str | None, ...], original: int) -> None:
    """The first published is the original when all dates are known, else the list's first."""
    texts = (prose(*LAMP), prose(FRAME_EN, *LAMP), prose(*LAMP, FRAME_EN))
    made = [document(url, text, when) for url, text, when in zip((ONE, TWO, THREE), texts, dates, strict=True)]

    assert repeats(made) == {place: original for place in range(3) if place != original}


def test_documents_with_repeats() -> None:
    """A copy, and its line on the list, name the original's link; whatever does not change is the same object."""
    text = prose(*ENGINE)
    made = [
        document("https://one.example/final", text, link=ONE),
        document(TWO, f"{FRAME_ZH}\n{text}"),
        document(THREE, prose(*SAMPLER)),
        document(ONE, "Graph engines", kind="list"),
        document(TWO, "Graph engines", kind="list"),
        document("list.md#L4", text, kind="list"),
    ]
    marked = with_repeats(made)

    assert [one.same_as for one in marked] == ["", ONE, "", "", ONE, ""]
    assert [marked[place] is made[place] for place in range(6)] == [True, False, True, True, False, True]
    assert [article_of(one) for one in marked[:3]] == ["one.example/a", "one.example/a", "three.example/c"]
    assert with_repeats(marked) == marked
    assert [one.same_as for one in with_repeats(marked[1:3])] == ["", ""], "its original left the list"


def made_up(count: int, characters: int) -> list[Document]:
    """Return documents in two languages; every tenth is a framed copy of the one before."""
    texts: list[str] = []
    for number in range(count):
        language = "zh" if number % 20 < 10 else "en"
        frame = invented(count + number, characters // 20, language)
        texts.append(texts[-1] + frame if number % 10 == 9 else invented(number, characters, language))
    return [document(f"https://e{number}.example/", text) for number, text in enumerate(texts)]


def test_what_it_costs() -> None:
    """600 documents of 5,000 characters take seconds and less memory than their shingles would, and all copies show."""
    made = made_up(600, 5000)
    tracemalloc.start()
    started = time.process_time()
    found = repeats(made)
    took, most = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found == {place: place - 1 for place in range(9, 600, 10)}
    assert took < 6
    assert most < 600 * 5000 * 8  # bytes: one 64-bit hash a shingle


def test_pages_of_one_template_take_no_longer() -> None:
    """Pages that share seven tenths of their text are no copies, and telling so does not compare each pair."""
    frame = invented(0, 2100)
    made = [document(f"https://e{seed}.example/", frame + invented(seed, 900)) for seed in range(1, 201)]
    started = time.process_time()

    assert repeats(made) == {}
    assert time.process_time() - started < 3
