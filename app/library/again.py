"""What the index in use would be built from again."""

from app.errors import ListNotCorrected
from app.health.fix import list_of
from app.health.report import report_on
from app.library.recipe import Recipe, load
from app.settings import Settings
from index.folder import current
from index.reader import Index


def recipe_in_use(settings: Settings, index: Index) -> Recipe | None:
    """Return what the index in use was built from; None where nobody noted it, and the list is not the shipped one.

    Raises:
        IndexMissing: the data folder has no index any more.
    """
    if found := load(current(settings.data)):
        return found
    manifest = index.manifest
    try:
        list_of(report_on(index.links, manifest.list_name, manifest.built), None)
    except ListNotCorrected:
        return None
    return Recipe()


def command_line(settings: Settings, list_name: str) -> tuple[str, ...]:
    """Return the command with which to build a list whose place is not known, in words."""
    return ("citeshelf", "build", f"FOLDER/{list_name}", "--data", str(settings.data))
