"""What the tests of several benchmarks have in common."""

from pathlib import Path

import pytest
from repositories import git


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A repository of one commit, in which nothing was changed since."""
    folder = tmp_path / "tree"
    folder.mkdir()
    git(folder, "init")
    git(folder, "commit", "--allow-empty", "-m", "one")
    return folder
