"""The link report as people and scripts see it: plain text, a terminal, Markdown for a pull request, JSON."""

import os
import pty
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from command_line import COMMAND, Cli, Contract
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from quay import HOSTILE, MOVED, SNAPSHOT, afloat, built, founder
from test_progress import drained

from app.health.markdown import shown


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> Iterator[Path]:
    """The data folder of a list that was built twice: when all was well, and after everything went wrong."""
    folder = tmp_path_factory.mktemp("quay")
    with afloat() as hosts:
        built(hosts, folder)
        founder(hosts)
        yield built(hosts, folder)[1].data


def test_plain_text(data: Path, cli: Cli) -> None:
    """The first line sums up; each link stands under what is wrong with it, with its lines and what to write."""
    ran = cli("links", "--data", data)
    lines = ran.out.splitlines()

    assert ran.status == 0
    assert re.fullmatch(
        r"quay\.md: 11 links \(as of the build of \d{4}-\d\d-\d\d\): "
        r"3 dead, 2 moved, 1 thin, 1 blocked, 1 unreachable for now, 3 fine",
        lines[0],
    )
    titles = [line.partition(":")[0] for line in lines if line and not line.startswith(" ")][1:]
    assert titles == [
        "Dead (3)",
        "Moved (2)",
        "Thin (1)",
        "Blocked (1)",
        "Unreachable for now (1)",
        "Duplicate text (1)",
        "Changed since the last build (3)",
        "robots.txt (1)",
    ]
    at = lines.index("  line 9: The gone boat")
    assert lines[at + 1] == "      http://gone.example/boat"
    assert lines[at + 2].startswith("      its page is gone (kept from the last build (")
    assert "answered 410" in lines[at + 2]
    assert re.fullmatch(r" {6}in the answers: its text of [\d-]{10}, kept from an earlier build", lines[at + 3])
    assert f"      replace it with: {MOVED}" in lines
    assert "      look before you replace it with: http://casino.example/" in lines
    assert lines[lines.index("  line 23: A repost of the good boat") + 2] == (
        "      its text repeats that of The good boat (line 3), almost word for word"
    )
    assert "  line 19: The painted boat" in lines


def test_json(data: Path, cli: Cli, contract: Contract) -> None:
    """`--json` follows the contract and says of each link what the report says."""
    ran = cli("links", "--json", "--data", data)
    contract("links", ran.json)
    links = {link["url"].split("/")[2]: link for link in ran.json["links"]}

    assert (links["gone.example"]["status"], links["gone.example"]["cause"]) == ("ok_fallback", "gone")
    assert (links["gone.example"]["group"], links["gone.example"]["lines"]) == ("dead", [9, 9])
    assert (links["moved.example"]["moved_to"], links["moved.example"]["suggestion"]) == (MOVED, MOVED)
    assert (links["sold.example"]["moved_to"], links["sold.example"]["suggestion"]) == ("http://casino.example/", None)
    assert [host for host, link in links.items() if link["changed"] and link["group"] == "fine"] == ["painted.example"]
    assert links["painted.example"]["robots"] == "denied"
    assert links["good.example"]["robots"] == "allowed"
    assert links["slow.example"]["retryable"]
    assert links["copy.example"]["same_as"] == "http://good.example/boat"
    assert links["bad.example"]["title"] == HOSTILE


def as_github_does() -> MarkdownIt:
    """Return a reader of GitHub's Markdown: HTML counts, and so do bare addresses with a scheme or `www.`."""
    markdown = MarkdownIt("gfm-like", {"html": True})
    assert markdown.linkify
    markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    return markdown


def test_markdown(data: Path, cli: Cli) -> None:
    """The Markdown has a table of counts and a section a trouble; its only links are the list's own."""
    ran = cli("links", "--markdown", "--data", data)
    html = as_github_does().render(ran.out)

    assert ran.status == 0
    assert "<h3>Dead (3)</h3>" in html
    assert "<td><strong>Moved</strong></td>" in html
    assert f"replace it with: <code>{MOVED}</code>" in html
    assert html.count("<details>") == html.count("</details>") == 5
    linked = set(re.findall(r'href="([^"]*)"', html))
    assert {url.split("/")[2].partition(".")[2] for url in linked} == {"example"}
    assert "http://casino.example/" not in linked
    shapes = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "details", "summary"}
    assert set(re.findall(r"<(\w+)", html)) <= shapes | {"a", "code", "strong", "span"}


def test_titles_that_would_do_something() -> None:
    """A stranger's words are shown as they stand: no markup, no HTML, nobody mentioned, no issue, no link, no emoji."""
    hostile = f"{HOSTILE} **bold** `code` ~~no~~ <!-- x --> &amp; a@b.example GH-12 octo/repo#3 \\ \u202e".strip()
    html = as_github_does().renderInline(shown(hostile))
    visible = re.sub(r"</?span>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert set(re.findall(r"<(\w+)", html)) == {"span"}
    assert visible.replace("\u200b", "") == hostile
    for acting in (r"@\w", r"#\d", r"GH-\d", r":boat:", r"\$y\$"):
        assert re.search(acting, HOSTILE + "GH-1")
        assert not re.search(acting, html), acting


@given(st.text(alphabet="[]()<>`*_~|\\#&@$:!/.-+=^ \n\taw中h:/tp1'\"{}GH\u202e", max_size=40))
def test_any_title(title: str) -> None:
    """Whatever a title is made of, in a link it is shown as it stands, and the link stays the only one."""
    html = as_github_does().renderInline(f"[{shown(title)}](<http://tide.example/>)")
    (inner,) = re.findall(r'^<a href="http://tide.example/">(.*)</a>$', html, re.DOTALL)

    assert set(re.findall(r"<(\w+)", inner)) <= {"span"}
    assert unescape(re.sub(r"</?span>", "", inner)).replace("\u200b", "") == " ".join(title.split())


def test_a_terminal(data: Path) -> None:
    """On a terminal the report is coloured, its addresses can be clicked, and brackets in titles stay brackets."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    process = subprocess.Popen([*COMMAND, "links", "--data", str(data)], stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown_there = drained(ours)

    assert process.wait(timeout=60) == 0, shown_there
    assert "\x1b[1;31mDead (3)" in shown_there
    assert "\x1b]8;" in shown_there
    assert "[a](b)" in shown_there


def test_a_list_is_corrected(data: Path, cli: Cli, tmp_path: Path, contract: Contract) -> None:
    """`--fix` writes a copy in which exactly the moved address differs, every byte elsewhere as it was."""
    path, copy = data.parent / "quay.md", tmp_path / "fixed.md"
    ran = cli("links", "--json", "--fix", copy, "--list", path, "--data", data)
    contract("links", ran.json)

    assert ran.status == 0
    assert ran.err.splitlines()[0] == f"1 address of {path} replaced in {copy}; compare the two with"
    assert ran.err.splitlines()[1] == f"git diff --no-index {path} {copy}"
    assert copy.read_bytes() == path.read_bytes().replace(b"http://moved.example/old#", b"http://moved.example/new#")
    assert SNAPSHOT not in copy.read_text("utf-8")


def test_a_list_that_is_not_the_index_s(data: Path, cli: Cli, tmp_path: Path) -> None:
    """Without --list only the list that ships is corrected: of another one the command asks where it is."""
    ran = cli("links", "--fix", tmp_path / "fixed.md", "--data", data)

    assert ran.status == 1
    assert ran.complaint == "the index was built from a quay.md of your own; say where that is: --list quay.md."
    assert not (tmp_path / "fixed.md").exists()


@pytest.mark.parametrize("options", [["--json", "--markdown"], ["--fix"]])
def test_options_that_contradict_each_other(options: list[str], cli: Cli) -> None:
    """One shape at a time, and a correction needs a file."""
    assert cli("links", *options).status == 2
