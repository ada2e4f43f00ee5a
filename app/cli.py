"""The `citeshelf` command: its words, and the one place where errors become a sentence and an exit status.

Each command's module is imported only when it runs, so that `--help` does not wait for FAISS or Gradio.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

DESCRIPTION = (
    "Ask a curated list of links: cited answers from the linked pages, "
    "in Chinese and English, with no key and no network."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 a user error in one sentence, 2 wrong usage."""
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("citeshelf: interrupted; nothing that was there before has changed.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away: nobody to tell
    return 1


def _run(options: argparse.Namespace) -> int:
    from app.errors import USER_ERRORS
    from app.settings import read_settings

    try:
        settings = read_settings().model_copy(update=given(options))
        _set_output(is_json=getattr(options, "json", False))
        status = int(import_module(f"app.commands.{options.command}").run(options, settings))
        sys.stdout.flush()  # a reader that went away is noticed here, where somebody catches it
    except USER_ERRORS as error:
        print(f"citeshelf: {error}", file=sys.stderr)
        return 1
    return status


def _set_output(*, is_json: bool) -> None:
    """JSON is UTF-8 whatever the terminal speaks (RFC 8259); other text shows "?" for what the terminal has not."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if is_json else sys.stdout.encoding, errors="replace")


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(prog="citeshelf", description=DESCRIPTION)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = commands.add_parser(
        "build", help="read a list's links and build the index; with no list, the one that ships"
    )
    add_build_options(build)
    build.add_argument("--json", action="store_true", help="print one JSON object")

    ask = commands.add_parser("ask", help="answer a question with citations")
    _add_question(ask)
    ask.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before this one, the oldest first; what this one leaves unsaid is carried over",
    )
    ask.add_argument("--llm", metavar="PROVIDER:MODEL", help="let a language model write the answer from the sources")

    search = commands.add_parser("search", help="list the passages nearest to a question")
    _add_question(search)
    search.add_argument("-k", type=_between(1, 1000), default=8, help="how many passages (8)")

    chat = commands.add_parser("chat", help="open the chat in the browser, and serve programs on the same port")
    chat.add_argument("--host", help="address to listen on (127.0.0.1)")
    chat.add_argument("--port", type=_between(0, 65535), help="port to listen on (7860)")
    chat.add_argument("--auth", metavar="USER:PASSWORD", help="ask for this name and password at every door")
    chat.add_argument("--llm", metavar="PROVIDER:MODEL", help="let a language model write the answers from the sources")
    _add_reranker(chat)
    _add_index(chat)

    mcp = commands.add_parser("mcp", help="be an MCP server on stdin and stdout, for clients that start one")
    mcp.add_argument("--llm", metavar="PROVIDER:MODEL", help="let a language model write the answers from the sources")
    _add_reranker(mcp)
    _add_index(mcp)

    links = commands.add_parser("links", help="report the health of the list's links")
    links.add_argument("--check", action="store_true", help="ask every page now, without rebuilding")
    shape = links.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON object")
    shape.add_argument("--markdown", action="store_true", help="print Markdown for a pull request")
    links.add_argument("--fix", type=Path, metavar="FILE", help="write a corrected copy of the list")
    links.add_argument("--list", type=Path, metavar="LIST.md", help="the list to correct (the one that ships)")
    add_network_options(links)
    _add_index(links)

    doctor = commands.add_parser(
        "doctor", help="say what is installed, built and reachable, and what to do about the rest"
    )
    _add_index(doctor)
    return top


def add_build_options(build: argparse.ArgumentParser) -> None:
    """Add the options that say what to build."""
    build.add_argument("list", nargs="?", type=Path, metavar="LIST.md", help="a Markdown list of links")
    build.add_argument("--notes", type=Path, metavar="DIR", help="the list owner's notes on its links")
    build.add_argument(
        "--archive", type=Path, nargs="+", action="extend", default=[], metavar="FILE.warc.gz", help="recorded pages"
    )
    build.add_argument("--import", dest="saved", type=Path, metavar="DIR", help="pages that you saved in a browser")
    build.add_argument("--glossary", type=Path, metavar="FILE", help="what things are called in English and Chinese")
    build.add_argument("--offline", action="store_true", help="read pages from archives and earlier builds only")
    build.add_argument("--refresh", action="store_true", help="fetch pages again that earlier builds have read")
    add_network_options(build)
    _add_index(build)


def add_network_options(command: argparse.ArgumentParser) -> None:
    """Add the options that say how the web is asked."""
    command.add_argument(
        "--respect-robots", action="store_true", default=None, help="leave out pages that robots.txt forbids"
    )
    command.add_argument(
        "--no-wayback", dest="wayback", action="store_false", default=None, help="ask no archive for what is gone"
    )


def _add_question(command: argparse.ArgumentParser) -> None:
    question = command.add_mutually_exclusive_group(required=True)
    question.add_argument("question", nargs="?", metavar="QUESTION")
    question.add_argument(
        "--batch",
        type=Path,
        metavar="FILE",
        help='one question a line, or JSON lines {"id", "question", "topic", "history"}',
    )
    command.add_argument("--topic", metavar="T", help="only sources under this heading of the list")
    command.add_argument("--json", action="store_true", help="print JSON: one object, or one a line with --batch")
    _add_reranker(command)
    _add_index(command)


def _add_reranker(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reranker", metavar="NAME", help="order passages by a CrossEncoder, by name or path, or by none (bundled)"
    )


def _add_index(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, metavar="DIR", help="the data folder")
    command.add_argument("--embedder", metavar="NAME", help="a sentence-transformers model by name or path (bundled)")


def given(options: argparse.Namespace) -> dict[str, object]:
    """Return the settings that the command line sets."""
    names = ("data", "embedder", "reranker", "glossary", "llm", "host", "port", "respect_robots", "wayback")
    return {name: value for name in names if (value := getattr(options, name, None)) is not None}


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:  # argparse calls it so when the text is none
        found = int(text)
        if not least <= found <= most:
            raise argparse.ArgumentTypeError(f"must be from {least} to {most}")
        return found

    return number


if __name__ == "__main__":
    sys.exit(main())
