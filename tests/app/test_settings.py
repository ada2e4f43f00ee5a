"""Settings: the file, the environment over it, the command line over both, and wrong ones refused by name."""

from pathlib import Path

import pytest
from command_line import Cli

from app.errors import SettingsInvalid
from app.settings import Settings, read_settings


@pytest.fixture
def toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `citeshelf.toml` in an otherwise empty working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "citeshelf.toml"
    path.touch()
    return path


def test_without_a_file_everything_has_a_default(toml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With neither file nor environment the bundled encoder and the user's own folders are used."""
    toml.unlink()
    monkeypatch.delenv("CITESHELF_DATA")
    monkeypatch.delenv("CITESHELF_CACHE")
    found = read_settings()

    assert (found.embedder, found.refusal, found.llm, found.host, found.port) == (
        "bundled",
        "balanced",
        None,
        "127.0.0.1",
        7860,
    )
    assert found.data.is_absolute()
    assert "citeshelf" in found.data.parts
    assert "citeshelf" in found.cache.parts


def test_the_environment_wins_over_the_file(toml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting of the file holds until the environment says otherwise, whatever the case of the variable."""
    toml.write_text('refusal = "strict"\nport = 9001\nllm = "openai:small"\n')
    monkeypatch.setenv("CITESHELF_PORT", "9002")
    monkeypatch.setenv("citeshelf_refusal", "eager")
    found = read_settings()

    assert (found.refusal, found.port, found.llm) == ("eager", 9002, "openai:small")


def test_the_command_line_wins_over_both(toml: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    """What the command line says is what counts."""
    toml.write_text('data = "from-the-file"\n')
    monkeypatch.setenv("CITESHELF_DATA", "from-the-environment")

    assert cli("links").complaint.startswith("there is no index in from-the-environment;")
    assert cli("links", "--data", "from-the-line").complaint.startswith("there is no index in from-the-line;")


def test_a_file_elsewhere(toml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CITESHELF_CONFIG names the file to read instead; empty variables say nothing."""
    toml.write_text("port = 1\n")
    other = toml.with_name("other.toml")
    other.write_text("port = 2\n")
    monkeypatch.setenv("CITESHELF_CONFIG", str(other))
    monkeypatch.setenv("CITESHELF_LLM", "")
    monkeypatch.setenv("CITESHELF_PORT", "")

    assert (read_settings().port, read_settings().llm) == (2, None)
    monkeypatch.setenv("CITESHELF_CONFIG", "")
    assert read_settings().port == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('colour = "blue"\n', "the setting colour is wrong"),
        ("port = 'harbour'\n", "the setting port is wrong"),
        ("port = 70000\n", "the setting port is wrong"),
        ("llm_timeout_s = 0\n", "the setting llm_timeout_s is wrong"),
        ('refusal = "never"\n', "the setting refusal is wrong"),
        ("[search]\nk = 3\n", "the setting search is wrong"),
        ("port = \n", "the settings file cannot be read"),
        ("refusal = 'strict\n", "the settings file cannot be read"),
    ],
)
def test_a_wrong_setting_in_the_file(content: str, complaint: str, toml: Path, cli: Cli) -> None:
    """A key that is unknown or wrong stops every command, by its name, and says where to mend it."""
    toml.write_text(content)
    ran = cli("links")

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.startswith(complaint)
    assert "mend" in ran.complaint


def test_a_file_that_is_none(toml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings file that was asked for must be there: a typing error in its name is not passed over."""
    monkeypatch.setenv("CITESHELF_CONFIG", str(toml.with_name("citeshelff.toml")))
    with pytest.raises(SettingsInvalid, match=r"the settings file .*citeshelff\.toml is no file; "):
        read_settings()
    monkeypatch.setenv("CITESHELF_CONFIG", str(toml.parent))
    with pytest.raises(SettingsInvalid, match=r"the settings file .* is no file; "):
        read_settings()
    toml.write_bytes(b"\xff\xfe")
    monkeypatch.delenv("CITESHELF_CONFIG")
    with pytest.raises(SettingsInvalid, match="the settings file cannot be read"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        (
            "CITESHELF_COLOUR",
            "blue",
            "there is no setting CITESHELF_COLOUR; unset it, or use one of allow_hosts, answers_at_once, auth, cache",
        ),
        ("CITESHELF_PORT", "harbour", "the setting port is wrong (input should be a valid integer"),
        (
            "CITESHELF_REFUSAL",
            "never",
            "the setting refusal is wrong (input should be 'strict', 'balanced' or 'eager')",
        ),
    ],
)
def test_a_wrong_setting_in_the_environment(
    name: str, value: str, complaint: str, toml: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    """An unknown or wrong variable of ours stops every command, by its name; other programs' variables do not."""
    monkeypatch.setenv("OTHER_PORT", "harbour")
    monkeypatch.setenv(name, value)
    ran = cli("doctor")

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.startswith(complaint)
    assert toml.read_text() == ""


def test_a_home_folder_is_found(toml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde in the file or the environment means the home folder, as a shell would read it."""
    toml.write_text('data = "~/shelf"\n')
    monkeypatch.delenv("CITESHELF_DATA")
    monkeypatch.setenv("CITESHELF_CACHE", "~/cache")
    monkeypatch.setenv("HOME", str(toml.parent))

    assert read_settings().data == toml.parent / "shelf"
    assert read_settings().cache == toml.parent / "cache"


def test_settings_cannot_be_changed() -> None:
    """Settings are values: nothing changes them once they are read."""
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]  # the very thing that must fail
