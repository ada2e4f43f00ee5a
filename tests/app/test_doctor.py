"""Doctor: each finding with its remedy, and status 1 only when there can be no answer."""

from itertools import pairwise
from pathlib import Path

import pytest
from command_line import Cli, Ran, run_process

from app.rebuild import Report
from app.settings import Settings

Harbour = tuple[Settings, Report]


def findings(ran: Ran) -> list[tuple[str, str]]:
    """Return the severity and message of each finding; lines that begin with white space are remedies."""
    lines = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    return [(line[:5].strip(), line[6:]) for line in lines]


def test_all_is_well(harbour: Harbour, cli: Cli) -> None:
    """With an index that answers the status is 0; what could be better is a note with its remedy below."""
    ran = cli("doctor", "--data", harbour[0].data)
    found = findings(ran)

    assert (ran.status, ran.err) == (0, "")
    assert "error" not in {severity for severity, _ in found}
    assert any(text.startswith("Python 3.") and str(harbour[0].data) in text for _, text in found)
    assert any("the bundled encoder" in text and "896 dimensions" in text for _, text in found)
    passages = harbour[1].built.manifest.chunks
    assert any(f"of harbour.md holds {passages} passages" in text for _, text in found)
    assert ("note", "1 of 5 links are answered from their note and 1 from their line on the list") in found
    for line, after in pairwise([*ran.out.splitlines(), ""]):
        if not line.startswith(" "):
            assert after.startswith("      ") == (not line.startswith("ok "))


def test_a_cache_that_cannot_be_written(
    harbour: Harbour, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the encoder cannot be prepared the finding says where room is needed."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CITESHELF_CACHE", str(tmp_path / "file" / "cache"))
    ran = cli("doctor", "--data", harbour[0].data)

    assert ran.status == 1
    (error,) = [text for severity, text in findings(ran) if severity == "error"]
    assert error.startswith(f"the encoder cannot be prepared in {tmp_path / 'file' / 'cache'}")
    assert "CITESHELF_CACHE" in ran.out


def test_before_anything_was_built(tmp_path: Path) -> None:
    """Without an index nothing can be answered: status 1, with the command that builds one, in plain lines."""
    ran = run_process("doctor", "--data", tmp_path / "empty", env={"HOME": str(tmp_path)})

    assert (ran.status, ran.err) == (1, "")
    assert [text for severity, text in findings(ran) if severity == "error"] == [
        f"there is no index in {tmp_path / 'empty'}"
    ]
    assert "\n      run `citeshelf build` first\n" in ran.out
