"""The one place that reads settings: a TOML file and the environment; everything else is handed plain values.

`citeshelf.toml` in the working folder, or the file that CITESHELF_CONFIG names; CITESHELF_DATA and the like win.
"""

import contextlib
import os
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from app.errors import SettingsInvalid

PREFIX = "CITESHELF_"
CONFIG = "citeshelf.toml"
Dial = Literal["strict", "balanced", "eager"]


def _at_home(path: Path) -> Path:
    """Read a tilde as a shell would, for no shell reads the file; one that names nobody stays as it is."""
    with contextlib.suppress(RuntimeError):
        return path.expanduser()
    return path


UserPath = Annotated[Path, AfterValidator(_at_home)]


class Settings(BaseSettings):
    """Every setting, with what it is when nothing is said."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    data: UserPath = user_data_path("citeshelf", appauthor=False)
    cache: UserPath = user_cache_path("citeshelf", appauthor=False)
    embedder: str = "bundled"
    reranker: str = "bundled"
    glossary: UserPath | None = None
    refusal: Dial = "balanced"
    llm: str | None = None
    llm_timeout_s: float = Field(60.0, gt=0)
    evaluations: UserPath = Path("eval/runs")  # where `citeshelf-eval` wrote what the chat's page shows
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    auth: SecretStr | None = None  # USER:PASSWORD, which every door then asks for
    host_names: tuple[str, ...] = ()  # that a server on loopback answers to, beside localhost: a proxy's name for it
    answers_at_once: int = Field(8, ge=1)
    requests_per_minute: int = Field(1200, ge=1)  # of one address; as many at once
    max_request_bytes: int = Field(2_000_000, ge=1000)
    github_token: SecretStr | None = None  # sent to api.github.com only: 5,000 requests an hour instead of 60
    respect_robots: bool = False
    wayback: bool = True
    allow_hosts: tuple[str, ...] = ()  # "host:port" of servers of one's own: private addresses and other ports

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library calls it by these names
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - so too
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _config())


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsInvalid: a key is unknown, a value is of the wrong kind, or the file asked for is not there.
    """
    if not _config().is_file() and os.environ.get(f"{PREFIX}CONFIG"):
        raise SettingsInvalid(f"the settings file {_config()} is no file", f"mend {PREFIX}CONFIG or unset it")
    unknown = [
        name for name in os.environ if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in _known()
    ]
    if unknown:
        raise SettingsInvalid(
            f"there is no setting {unknown[0]}", f"unset it, or use one of {', '.join(sorted(_known()))}"
        )
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsInvalid(
            f"the setting {name} is wrong ({first['msg'].lower()})", f"mend it in {CONFIG} or the environment"
        ) from error
    except (OSError, ValueError) as error:
        raise SettingsInvalid(f"the settings file cannot be read ({error})", "mend or remove it") from error


def _config() -> Path:
    return _at_home(Path(os.environ.get(f"{PREFIX}CONFIG") or CONFIG))


def _known() -> set[str]:
    return {*Settings.model_fields, "config"}
