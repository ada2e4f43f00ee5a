"""What an index was built from, kept beside it, so that the chat can build it again the way its operator did."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from app.settings import Settings
from app.sources import Request

NAME = "recipe.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The files that a build was given, as absolute paths (None: what ships), and how it asked the web."""

    list_path: Path | None = None
    notes: Path | None = None
    archives: tuple[Path, ...] = ()
    saved: Path | None = None
    glossary: Path | None = None
    respect_robots: bool = False
    wayback: bool = True

    @classmethod
    def of(cls, request: Request, settings: Settings) -> Self:
        """Return what a build is given."""
        return cls(
            list_path=_absolute(request.list_path),
            notes=_absolute(request.notes),
            archives=tuple(path.absolute() for path in request.archives),
            saved=_absolute(request.saved),
            glossary=_absolute(settings.glossary),
            respect_robots=settings.respect_robots,
            wayback=settings.wayback,
        )

    def arguments(self) -> list[str]:
        """Return it as arguments of `citeshelf build`; no path can be taken for an option."""
        named = {"--notes": self.notes, "--import": self.saved, "--glossary": self.glossary}
        given = [word for name, path in named.items() if path for word in (name, str(path))]
        recorded = ["--archive", *map(str, self.archives)] if self.archives else []
        asking = ["--respect-robots"] * self.respect_robots + ["--no-wayback"] * (not self.wayback)
        return [*given, *recorded, *asking, *(["--", str(self.list_path)] if self.list_path else [])]


def save(recipe: Recipe, folder: Path) -> None:
    """Write a recipe into the folder of the index that was made by it."""
    (folder / NAME).write_bytes(TypeAdapter(Recipe).dump_json(recipe, indent=1))


def load(folder: Path) -> Recipe | None:
    """Read an index's recipe; None where it is missing, damaged, or names a file by a path that is not absolute."""
    try:
        found = TypeAdapter(Recipe).validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return found if all(path.is_absolute() for path in _paths(found)) else None


def _paths(recipe: Recipe) -> list[Path]:
    values = (getattr(recipe, field.name) for field in fields(recipe))
    return [*recipe.archives, *(value for value in values if isinstance(value, Path))]


def _absolute(path: Path | None) -> Path | None:
    return path.absolute() if path else None
