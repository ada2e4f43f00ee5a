"""What the commands print for people, and what they say to wrong usage."""

import os
import re
from pathlib import Path

import pytest
from command_line import Cli, run_process
from shelf import LOST, QUEUE, STORE, Shelf

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required: COMMAND"),
        (["sail"], "invalid choice: 'sail'"),
        (["ask"], "one of the arguments QUESTION --batch is required"),
        (["ask", "Why?", "--batch", "file"], "not allowed with argument"),
        (["search", "Why?", "-k", "0"], "must be from 1 to 1000"),
        (["search", "Why?", "-k", "many"], "invalid number value: 'many'"),
        (["ask", "Why?", "--colour"], "unrecognized arguments: --colour"),
        (["chat", "--port", "harbour"], "invalid number value: 'harbour'"),
        (["chat", "--port", "65536"], "must be from 0 to 65535"),
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], said: str, cli: Cli) -> None:
    """Wrong usage ends with status 2, says how the command is used, and prints nothing on stdout."""
    ran = cli(*arguments)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("usage: citeshelf")
    assert said in ran.err


@pytest.mark.parametrize("command", ["build", "ask", "search", "chat", "mcp", "links", "doctor"])
def test_every_command_explains_itself(command: str, cli: Cli) -> None:
    """`--help` is on stdout, ends with status 0, and every command can be given a data folder."""
    ran = cli(command, "--help")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: citeshelf {command}")
    assert "--data DIR" in ran.out


def test_an_answer_for_people(harbour: Harbour, cli: Cli) -> None:
    """`ask` prints the answer, then each source with its state and a link to the place."""
    ran = cli("ask", "How many messages does Gannet keep when the radio link is down?", "--data", harbour[0].data)

    said = "When the radio link is down, Gannet keeps up to 4,000 messages in a ring buffer."
    place = "#:~:text=When%20the%20radio%20link%20is%20down%2C,4%2C000%20messages%20in%20a%20ring%20buffer."
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[:5] == [
        f"{said} [1]",
        "",
        "Sources:",
        "[1] The Gannet queue (recorded page)",
        f"    {QUEUE}{place}",
    ]


def test_a_refusal_for_people(harbour: Harbour, cli: Cli, tmp_path: Path) -> None:
    """A refused question is done (status 0), says so in the question's language and names what is near."""
    batch = tmp_path / "two.txt"
    batch.write_text("Who scored in the cup final?\n谁在决赛里进了球？\n", "utf-8")
    ran = cli("ask", "--batch", batch, "--data", harbour[0].data)

    assert ran.status == 0
    english, chinese = ran.out.split("## ")[1:]
    assert english.startswith("Who scored in the cup final?\nNot in these sources.\nThe nearest articles: ")
    assert chinese.startswith("谁在决赛里进了球？\n这些资料里没有答案。\n最接近的文章：")


def test_hits_for_people(harbour: Harbour, cli: Cli) -> None:
    """`search` prints rank, score, title, address and text of each hit."""
    ran = cli("search", "oak keel of pilot boats", "-k", "1", "--data", harbour[0].data)

    first, url, text = ran.out.splitlines()
    assert first.startswith("1. ")
    assert first.endswith("Keels of wood and steel")
    assert url == "   http://noted.example/keel"
    assert "an oak keel 9 metres long" in text


def test_links_for_people(harbour: Harbour, cli: Cli) -> None:
    """`links` counts what is to be done, and says of each troubled link its line, its title and what stands in."""
    ran = cli("links", "--data", harbour[0].data)

    lines = ran.out.splitlines()
    assert re.fullmatch(r"harbour\.md: 5 links \(as of the build of [\d-]{10}\): 2 not checked, 3 fine", lines[0])
    at = lines.index("  line 15: A page that nobody recorded")
    assert lines[at + 1].strip() == LOST
    assert lines[at + 2].strip() == "in the answers: only its line on the list"
    assert STORE not in ran.out


def test_a_build_for_people(shelf: Shelf, cli: Cli, tmp_path: Path) -> None:
    """`build` sums up links, sources, passages and work, and names the notes and links that need attention."""
    odd = tmp_path / "notes"
    odd.mkdir()
    text = (shelf.notes / "keel.md").read_text("utf-8")
    (odd / "stray.md").write_text(text.replace("noted.example", "unlinked.example"), "utf-8")
    ran = cli("build", shelf.list, "--notes", odd, "--archive", shelf.archive, "--offline", "--data", tmp_path / "data")

    assert ran.status == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[0] == "5 links: 2 not_in_archive, 3 ok"
    assert lines[1].startswith("5 documents (3 from archive, 2 from stub) and ")
    assert lines[2].split(" texts encoded, ")[1].startswith("0 taken over, ")
    assert lines[3].endswith(f" in {tmp_path / 'data'}")
    assert lines[4] == "notes on pages that the list does not link: stray.md"
    assert "A page that nobody recorded" in lines[5]


def test_a_reader_that_goes_away(harbour: Harbour) -> None:
    """When what reads the output stops reading, the command ends quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    ran = run_process("links", "--data", harbour[0].data, stdout=writer, env={"PYTHONUNBUFFERED": ""})
    os.close(writer)

    assert ran.err == ""
    assert ran.status == 1


def test_an_output_that_is_not_utf_8(harbour: Harbour) -> None:
    """JSON is UTF-8 whatever the terminal speaks; a terminal without Chinese shows question marks, and no traceback."""
    ascii_only, data = {"PYTHONIOENCODING": "ascii"}, harbour[0].data
    shown = run_process("ask", "潮汐缓存最多占用多少内存？", "--data", data, env=ascii_only)
    links = run_process("links", "--json", "--data", data, env=ascii_only)

    assert (shown.status, shown.err) == (0, "")
    assert "256 KB" in shown.out
    assert "????" in shown.out
    assert "潮汐缓存怎样淘汰旧数据" in {link["title"] for link in links.json["links"]}
