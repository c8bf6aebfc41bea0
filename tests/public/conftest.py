"""Published checks to read, with every part a page can have."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from claims.tracking.models import Claim
from claims.verdicts.models import Publication
from tests.fetching.local_site import Site, start_site
from tests.public.newsroom import published
from tests.public.stamp_server import Authority, authority, serve
from tests.public.stamped import take
from tests.workflow.stories import Crew, crew


@pytest.fixture
def people(db: None) -> Crew:
    """A desk of four."""
    return crew()


@pytest.fixture
def publish(people: Crew) -> Callable[..., Publication]:
    """Publish a claim by the desk's own moves: `publish(statement=..., summary=...)`."""

    def make(**words: Any) -> Publication:
        return published(people, **words)

    return make


@pytest.fixture
def reader() -> Client:
    """Somebody without a sign-in."""
    return Client()


def current(claim: Claim) -> Publication:
    """What readers see of a claim now."""
    return Publication.objects.get(claim=claim, is_current=True)


@pytest.fixture(scope="module")
def notary(tmp_path_factory) -> Authority:
    return authority(tmp_path_factory.mktemp("notary") / "one", "Notary")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory) -> Authority:
    return authority(tmp_path_factory.mktemp("stranger") / "two", "Stranger")


@pytest.fixture
def site() -> Iterator[Site]:
    running = start_site()
    yield running
    running.closing.set()
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def server(site: Site, notary: Authority, settings, tmp_path: Path) -> str:
    """The address of an honest server, which the desk asks."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    settings.TIMESTAMP_CERTIFICATES = notary.root
    settings.TIMESTAMP_SERVER = serve(site, "/tsr", notary.answer)
    return settings.TIMESTAMP_SERVER


@pytest.fixture
def stamped(server: str, people: Crew) -> Publication:
    check = published(people)
    assert take(check).due_at is None
    return check
