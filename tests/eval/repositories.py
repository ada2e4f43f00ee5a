"""Git in a folder of a test."""

import subprocess
from pathlib import Path


def git(folder: Path, *words: str) -> None:
    """Run git as an author of the tests' own."""
    author = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    subprocess.run(["git", "-C", str(folder), *author, *words], check=True, capture_output=True)
