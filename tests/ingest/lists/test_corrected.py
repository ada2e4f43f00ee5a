"""Other addresses in a list: exactly the addresses change, in every spelling, and nothing else does."""

import re
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lists.corrected import Change, corrected
from ingest.lists.places import places_of
from ingest.urls import identity_of

OLD = "http://tide.example/tables/1987"
NEW = "https://tide.example/archive/tables-1987?lang=zh&year=1987"
LONGER = f"{OLD}-b"  # a page of its own, whose address begins like the other's
LINKS: tuple[Callable[[str], str], ...] = (
    lambda url: f"[Tide table]({url})",
    lambda url: f'[潮汐表 \\| 港口]( {url} "with a title" )',
    lambda url: f"[Tide]({url}) and `{OLD}` and [Longer]({LONGER})",
    lambda url: f"[Angled](<{url}>)",
    lambda url: f"[{url}]({url})",
    lambda url: f"See <{url}>, or ask.",
    lambda url: f"港口：{url} （1987年）",
    lambda url: f"- [One]({url}) and [two]({url}), then [three]({LONGER})",
    lambda url: f"> 1. deep\n>    - [Quoted]({url})",
    lambda url: f"| a | b |\n|---|---|\n| [Cell]({url}) | {url} |",
    lambda url: f"![a picture](p.png) [![an image]({OLD})]({url})",
    lambda url: f"## [A heading]({url})",
)
NOT_LINKS = (
    f"```\n{OLD}\n```",
    f"Run `curl {OLD}` twice.",
    f"<!-- {OLD} -->",
    f"[Longer]({LONGER})",
    f"[Saved](https://web.archive.example/1990/{OLD})",
    f"[unused]: {OLD}",
    "Spaces at the end stay.   ",
    "\u200b零宽 and\ttabs",
    "",
)


def mended(text: str, pages: Mapping[str, str] | None = None) -> str:
    """Return a list with the new address in the place of the old one."""
    found = corrected(text, pages or {identity_of(OLD): NEW})
    assert found.left == ()
    return found.text


@given(
    st.lists(st.one_of(st.sampled_from(LINKS), st.sampled_from(NOT_LINKS)), min_size=1, max_size=8),
    st.sampled_from(["\n\n", "\r\n\r\n", "\n \n"]),
    st.sampled_from(["", "\n", "\r\n"]),
)
def test_only_the_addresses_change(blocks: list[str | Callable[[str], str]], gap: str, end: str) -> None:
    """Whatever a list is made of, correcting it gives the list that would have been written with the new address."""

    def written(url: str) -> str:
        return gap.join(block if isinstance(block, str) else block(url) for block in blocks) + end

    assert mended(written(OLD)) == written(NEW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'<a class="x" href="{OLD}">Tide</a>', f'<a class="x" href="{NEW}">Tide</a>'),
        (f"<p>\n<a href='{OLD}'>Tide</a> {OLD}\n</p>", f"<p>\n<a href='{NEW}'>Tide</a> {OLD}\n</p>"),
        (f"<a href={OLD}>Tide</a>", f'<a href="{NEW.replace("&", "&amp;")}">Tide</a>'),
        (f"[{OLD}/]({OLD})", f"[{NEW}]({NEW})"),
        (f"[Tide][t] and [again][T]\n\n[t]: {OLD}\n[t]: {OLD}", f"[Tide][t] and [again][T]\n\n[t]: {NEW}\n[t]: {OLD}"),
        (f"[{OLD}][t]\n\n[t]: <{OLD}> 'x'", f"[{NEW}][t]\n\n[t]: <{NEW}> 'x'"),
        (f"{OLD}，写得好", f"{NEW}，写得好"),
        (f"*{OLD}*", f"*{NEW}*"),
        ("www.tide.example/tables/1987, or", f"{NEW}, or"),
        (f"[a](HTTP://www.Tide.example/tables/1987/) {OLD}#may", f"[a]({NEW}) {NEW}#may"),
        (f"[a]({OLD}?utm_source=x&amp;from=timeline)", f"[a]({NEW})"),
        (f"---\nhome: {OLD}\n---\n[a]({OLD})", f"---\nhome: {OLD}\n---\n[a]({NEW})"),
    ],
    ids=lambda text: text[:20].replace("\n", " "),
)
def test_spellings(before: str, after: str) -> None:
    """HTML, references, bare addresses before Chinese text, and variants of one address are all found."""
    assert mended(before) == after


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("[t](<http://e.example/a b>)", "http://e.example/a%20b"),
        ("[t](http://e.example/a_\\(b\\))", "http://e.example/a_(b)"),
        ("[t](http://e.example/a_(b))", "http://e.example/a_(b)"),
        ("[t](http://e.example/潮汐)", "http://e.example/%E6%BD%AE%E6%B1%90"),
        ("[t](http://e.example/?a=1&amp;b=2)", "http://e.example/?a=1&b=2"),
        ('<a href="http://e.example/?a=1&#38;b=2">t</a>', "http://e.example/?a=1&b=2"),
        ("| t |\n|---|\n| [t](http://e.example/a\\|b) |", "http://e.example/a%7Cb"),
        ("http://e.example/a.", "http://e.example/a"),
    ],
)
def test_escapes(written: str, address: str) -> None:
    """Escaped, encoded and spaced addresses are replaced as a whole, with what stands around them untouched."""
    (place,) = places_of(written, {identity_of(address)})
    found = mended(written, {identity_of(address): "https://e.example/new"})

    assert place.url == address
    around = written[: place.span.start], written[place.span.end :]
    assert found in ("https://e.example/new".join(around), "<https://e.example/new>".join(around[:1] + around[1:]))


def test_a_new_address_that_would_swallow_what_follows() -> None:
    """A bare address ends at Chinese text on GitHub only: on another host it is put in angle brackets."""
    moved = {identity_of("https://github.com/tide/pool"): "https://tide.example/pool"}
    assert mended("见https://github.com/tide/pool的说明", moved) == "见<https://tide.example/pool>的说明"


def test_new_addresses_that_are_markup() -> None:
    """Brackets, entities and stars in a new address stay what they are in every spelling."""
    odd = {identity_of(OLD): "https://web.example/1/http://e.example/a_(b)*c*&copy;"}
    text = f"[t]({OLD}) <{OLD}> {OLD} [{OLD}]({OLD}) <a href='{OLD}'>h</a>\n\n[r]\n\n[r]: {OLD}"
    found = corrected(text, odd)

    assert (len(found.made), found.left) == (6, ())
    assert [place.url for place in places_of(found.text, {identity_of(odd[identity_of(OLD)])})] == [*odd.values()] * 6


def test_what_cannot_be_changed_alone_is_left() -> None:
    """An address that is itself a heading, and so a topic's name, stays; others of the list are replaced."""
    found = corrected(f"# {OLD}\n\n[Tide]({OLD})\n", {identity_of(OLD): NEW})

    assert found.text == f"# {OLD}\n\n[Tide]({NEW})\n"
    assert found.made == (Change(3, OLD, NEW),)
    assert found.left == (Change(1, OLD, NEW),)


@given(st.text(alphabet="[]()<>`*_~|\\#& \n\r\ta中，。\"'=/:.?htps\udc80", max_size=60), st.data())
def test_any_text(text: str, data: st.DataObject) -> None:
    """Around any characters, bytes that are no UTF-8 among them, only addresses change, or nothing does."""
    at = data.draw(st.integers(0, len(text)))
    written = f"{text[:at]}{OLD}{text[at:]}"
    found = corrected(written, {identity_of(OLD): "https://new.example/x#y"})
    rest = written
    for piece in re.split(r"<?https://new\.example/x#y>?", found.text):
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]

    assert found.made or found.text == written
