"""What the tests of the room share: servers on loopback. Archives are made by `recordings`."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from loopback import Loopback, Serve


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers on loopback, which end with the test."""
    with ExitStack() as stack:
        yield lambda answers, tls=None: stack.enter_context(Loopback(answers, tls))
