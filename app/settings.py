"""The one place that reads settings: a TOML file and the environment; everything else is handed plain values.

`citeshelf.toml` in the working folder, or the file that CITESHELF_CONFIG names; CITESHELF_DATA and the like win over it.
"""

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from app.errors import SettingsInvalid

PREFIX = "CITESHELF_"
CONFIG = "citeshelf.toml"
Dial = Literal["strict", "balanced", "eager"]


class Settings(BaseSettings):
    """Every setting, with what it is when nothing is said."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Path = user_data_path("citeshelf", appauthor=False)
    cache: Path = user_cache_path("citeshelf", appauthor=False)
    embedder: str = "bundled"
    refusal: Dial = "balanced"
    llm: str | None = None
    llm_timeout_s: float = 60.0
    host: str = "127.0.0.1"
    port: int = 7860

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        path = Path(os.environ.get(f"{PREFIX}CONFIG", CONFIG))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, path)


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsInvalid: a key is unknown or a value is of the wrong kind; the sentence names it.
    """
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


def _known() -> set[str]:
    return {*Settings.model_fields, "config"}
