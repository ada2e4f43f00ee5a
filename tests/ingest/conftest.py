"""What the tests of the room share: servers on loopback. Archives are made by `recordings`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the room's helpers, whatever pytest's import mode

from loopback import Answer, Loopback

Serve = Callable[[Mapping[str, Answer]], Loopback]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers on loopback, which end with the test."""
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(Loopback(answers))
