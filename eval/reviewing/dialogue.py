"""Asks somebody at a terminal, or whatever is piped in."""

import io
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.prompt import Prompt
from rich.text import Text

from eval.harmless import in_one_line


class Dialogue:
    """Questions with checked answers; nothing that is said or answered is markup. The end of input is EOFError."""

    def __init__(self) -> None:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    def say(self, text: str = "") -> None:
        """Print."""
        self._console.print(text)

    def ask(self, what: str, default: str = "") -> str:
        """Return a line without what no line should hold; nothing typed is the default."""
        given = Prompt.ask(Text(what), console=self._console, default=default, show_default=bool(default))
        return in_one_line(given)

    def choose(self, what: str, choices: Sequence[str], default: str) -> str:
        """Return one of some words, or the one that begins as what was typed."""
        shown = f"{what} [{'/'.join(choices)}]"
        while True:
            given = self.ask(shown, default).lower()
            meant = [one for one in choices if one == given] or [
                one for one in choices if given and one.startswith(given)
            ]
            if len(meant) == 1:
                return meant[0]
            self.say("Please type one of these words, or how it begins.")

    def confirm(self, what: str, *, default: bool) -> bool:
        """Return whether it is so."""
        return self.choose(what, ("yes", "no"), "yes" if default else "no") == "yes"

    def lines(self, what: str) -> list[str]:
        """Return lines up to an empty one."""
        self.say(what)
        found: list[str] = []
        while given := self.ask(f"  {len(found) + 1}"):
            found.append(given)
        return found
