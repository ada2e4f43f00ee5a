"""`citeshelf mcp`: the MCP server over stdin and stdout, for clients that start it themselves."""

from argparse import Namespace

from app.settings import Settings


def run(options: Namespace, settings: Settings) -> int:  # noqa: ARG001 - every command is called alike
    """Speak MCP until the client closes stdin; stdout carries the protocol only."""
    from app.doors.asking import Asking
    from app.doors.tools import tools
    from app.first_build import opened_desk

    tools(Asking(opened_desk(settings), settings.answers_at_once)).run("stdio")
    return 0
