"""`citeshelf doctor`: findings with their remedies; exit status 1 when one of them makes answers impossible."""

from argparse import Namespace

from app.doctor import Severity, examine
from app.settings import Settings


def run(options: Namespace, settings: Settings) -> int:  # noqa: ARG001 - every command is called alike
    """Print each finding as soon as it is known."""
    worst = 0
    for finding in examine(settings):
        remedy = f"\n      {finding.remedy}" if finding.remedy else ""
        print(f"{finding.severity.value:5} {finding.message}{remedy}", flush=True)
        worst |= finding.severity is Severity.ERROR
    return int(worst)
