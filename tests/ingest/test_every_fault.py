"""The faults that `docs/faults.md` promises to survive are the ones that tests name."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PROMISED = TESTS.parent / "docs" / "faults.md"


def test_every_fault_has_a_test() -> None:
    """Each number in the document stands in the docstring or name of a test, and no test names another."""
    promised = {int(number) for number in re.findall(r"^\| (\d+) \|", PROMISED.read_text("utf-8"), re.MULTILINE)}
    named: set[int] = set()
    for path in TESTS.rglob("test_*.py"):
        for numbers in re.findall(r"[Ff]aults? (\d+(?:(?:, | and |, and )\d+)*)", path.read_text("utf-8")):
            named |= {int(number) for number in re.findall(r"\d+", numbers)}

    assert promised == set(range(1, 71))
    assert named == promised
