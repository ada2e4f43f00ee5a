"""What a process has in memory."""

from dataclasses import dataclass
from pathlib import Path

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes in memory: the process's own, and pages of mapped files.

    The system can take mapped pages back at any time without writing them anywhere.
    """

    anonymous: int
    mapped: int


def resident(status: Path = STATUS) -> Memory:
    """Return what this process has in memory now, or the one whose status is given; only where there is a /proc."""
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    anonymous, mapped = (int(lines[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile"))
    return Memory(anonymous, mapped)
