"""What a run depends on can be told anywhere, without git and without a repository."""

from pathlib import Path

import pytest
from repositories import git

from eval.environment import UNVERSIONED, code, commit, environment


def test_a_tree_without_a_repository_is_unversioned(tmp_path: Path) -> None:
    """It is said to have changes, for nothing tells what it was."""
    around = environment(tmp_path)
    assert (around["commit"], around["changed"]) == (UNVERSIONED, True)


def test_a_machine_without_git_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is not found, and the tree is unversioned."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit(tmp_path) == UNVERSIONED


def test_code_is_told_apart_by_changes_that_no_commit_has(committed: Path) -> None:
    """The same tree is the same code; a changed file and a further one are other code."""
    (committed / "a.py").write_text("1\n", "utf-8")
    git(committed, "add", "-A")
    git(committed, "commit", "-m", "two")
    clean = code(committed)
    assert code(committed) == clean
    (committed / "a.py").write_text("2\n", "utf-8")
    two = code(committed)
    (committed / "a.py").write_text("3\n", "utf-8")
    three = code(committed)
    (committed / "b.py").write_text("4\n", "utf-8")
    assert len({clean, two, three, code(committed)}) == 4
