"""A site to read articles from, and a claim under review, beside the newsroom's people."""

from collections.abc import Iterator

import pytest

from tests.fetching.local_site import Site, start_site
from tests.workflow.review import claim, scale

__all__ = ["claim", "scale", "site"]


@pytest.fixture
def site() -> Iterator[Site]:
    """A small web site on this machine."""
    running = start_site()
    yield running
    running.closing.set()
    running.server.shutdown()
    running.server.server_close()
