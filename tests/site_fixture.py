"""A small web site on this machine, as a fixture."""

from collections.abc import Iterator

import pytest

from tests.fetching.local_site import Site, start_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A small web site on this machine."""
    running = start_site()
    yield running
    running.closing.set()
    running.server.shutdown()
    running.server.server_close()
