"""A build beside the chat: it runs, is watched, cancelled, refused twice over; and what it was made from is kept."""

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import Cli
from shelf import Shelf

from app.cli import parser
from app.desk import Desk
from app.library.again import recipe_in_use
from app.library.builder import Builder, BuildRunning
from app.library.progress import Progress, State, step_of
from app.library.recipe import NAME, Recipe, load
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index

Harbour = tuple[Settings, Report]
PATIENCE_S = 90.0


@pytest.fixture
def settings(harbour: Harbour, tmp_path: Path) -> Settings:
    """Settings that find the small shelf's index in a data folder of its own."""
    copied = shutil.copytree(harbour[0].data, tmp_path / "data")
    return harbour[0].model_copy(update={"data": Path(copied)})


def awaited(builder: Builder, is_there: Callable[[Progress], bool]) -> Progress:
    """Return the first progress that is wanted."""
    until = time.monotonic() + PATIENCE_S
    while not is_there(builder.progress):
        assert time.monotonic() < until, builder.progress
        time.sleep(0.02)
    return builder.progress


def ended(builder: Builder) -> Progress:
    """Return how a build ended."""
    return awaited(builder, lambda progress: not progress.state.is_busy)


def test_a_build_is_taken_up(settings: Settings, shelf: Shelf, tmp_path: Path) -> None:
    """It is the list in use that is built, with its notes and archives; the desk then has its new links."""
    grown = tmp_path / "harbour.md"
    grown.write_text(shelf.list.read_text("utf-8") + "\n[A new quay](http://new.example/quay)\n", "utf-8")
    desk = Desk(settings)
    builder = Builder(settings, desk.reopen)
    recipe = Recipe(list_path=grown, notes=shelf.notes, archives=(shelf.archive,))
    assert builder.progress == Progress(State.IDLE)

    builder.start(recipe, offline=True, refresh=True)
    with pytest.raises(BuildRunning, match="is running already; wait for its end or cancel it"):
        builder.start(recipe, offline=True, refresh=False)
    found = ended(builder)

    assert found.state is State.DONE, found
    assert (found.done, found.total) != (0, 0)
    assert "http://new.example/quay" in {row.link.url for row in desk.index.links}
    assert any(line.startswith("6 links: ") for line in found.log)
    assert load(current(settings.data)) == recipe


@contextmanager
def deaf() -> Iterator[None]:
    """Ignore Ctrl-C, as what a shell starts in its background does; so do processes that are started meanwhile."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, heard)


def test_a_build_is_cancelled(settings: Settings) -> None:
    """A build that encodes is asked to end and ends in order: the old index stays, nothing half-made is left."""
    before = current(settings.data).name
    builder = Builder(settings, lambda: pytest.fail("nothing was built"))

    builder.cancel()
    assert builder.progress.state is State.IDLE
    with deaf():
        builder.start(Recipe(), offline=True, refresh=False)  # the shipped list: 1,111 texts to encode
    awaited(builder, lambda progress: progress.stage == "encoding")
    builder.cancel()
    builder.cancel()
    found = ended(builder)

    assert found.state is State.CANCELLED, found
    assert found.log[-1] == "citeshelf: interrupted; nothing that was there before has changed."
    assert not any("Traceback" in line for line in found.log)
    assert [path.name for path in (settings.data / "indexes").iterdir()] == [before]


def test_a_build_that_fails_says_why(settings: Settings, tmp_path: Path) -> None:
    """The command's one sentence is told; a list that begins with a dash is a file, not an option."""
    builder = Builder(settings, lambda: pytest.fail("nothing was built"))
    builder.start(Recipe(list_path=tmp_path / "--json"), offline=True, refresh=False)
    found = ended(builder)

    assert found.state is State.FAILED
    assert str(tmp_path / "--json") in found.complaint
    assert found.complaint.endswith(".")
    assert found.log[-1] == f"citeshelf: {found.complaint}"


def test_an_index_that_cannot_be_taken_up(settings: Settings, shelf: Shelf) -> None:
    """Where the new index cannot be opened, the build has failed, in one sentence."""
    elsewhere = Desk(settings)

    def damaged() -> None:
        (current(settings.data) / "manifest.json").write_text("{", "utf-8")
        elsewhere.reopen()

    builder = Builder(settings, damaged)
    builder.start(Recipe(list_path=shelf.list), offline=True, refresh=False)
    found = ended(builder)

    assert found.state is State.FAILED
    assert "citeshelf build" in found.complaint


def test_the_command_of_a_build(settings: Settings, tmp_path: Path) -> None:
    """Everything that a recipe holds reaches the command line's own grammar as it was; offline takes no refresh."""
    recipe = Recipe(
        tmp_path / "-l.md",
        tmp_path / "--notes",
        (tmp_path / "a", tmp_path / "-b"),
        tmp_path / "s",
        tmp_path / "g",
        True,
        False,
    )
    command = Builder(settings, lambda: None).command(recipe, offline=True, refresh=True)
    options = parser().parse_args(command[3:])

    assert (options.command, options.data, options.embedder) == ("build", settings.data, settings.embedder)
    assert (options.list, options.notes, tuple(options.archive)) == (recipe.list_path, recipe.notes, recipe.archives)
    assert (options.saved, options.glossary) == (recipe.saved, recipe.glossary)
    assert (options.respect_robots, options.wayback) == (True, False)
    assert (options.offline, options.refresh) == (True, False)
    assert (
        parser().parse_args(Builder(settings, lambda: None).command(Recipe(), offline=False, refresh=True)[3:]).refresh
    )


def test_a_recipe_is_kept_with_absolute_paths(
    cli: Cli, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build notes what it was given, wherever it was started; the index that it made is known by it."""
    monkeypatch.chdir(shelf.list.parent)
    data = tmp_path / "data"
    cli("build", shelf.list.name, "--notes", shelf.notes.name, "--offline", "--no-wayback", "--data", data)
    found = recipe_in_use(Settings(data=data), Index.load(current(data)))

    assert found == Recipe(list_path=shelf.list, notes=shelf.notes, wayback=False)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"list_path": 3}', json.dumps({"list_path": "harbour.md"}), json.dumps({"archives": ["x"]})],
)
def test_a_recipe_that_is_none(content: str, settings: Settings) -> None:
    """One that is damaged, or whose paths depend on where one stands, is not followed."""
    (current(settings.data) / NAME).write_text(content, "utf-8")
    assert recipe_in_use(settings, Index.load(current(settings.data))) is None


def test_the_shipped_list_needs_no_recipe(shipped: tuple[Settings, Report], tmp_path: Path) -> None:
    """An index of the shipped list from before recipes were kept is built from it again."""
    data = Path(shutil.copytree(shipped[0].data, tmp_path / "data"))
    (current(data) / NAME).unlink()

    assert recipe_in_use(Settings(data=data), Index.load(current(data))) == Recipe()


def test_steps_are_told_from_other_lines() -> None:
    """Only the lines of a stage are steps, whatever titles look like."""
    step = step_of("reading 3/53 ok             encoding 1/2")
    assert step is not None
    assert (step.stage, step.done, step.total) == ("reading", 3, 53)
    assert step_of("encoding 200/500") is not None
    assert step_of("x encoding 200/500") is None
    assert step_of("53 links: 53 ok") is None
