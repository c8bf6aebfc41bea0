"""Another newsroom on this machine, and the desk that follows it."""

import pytest
from pytest_django.fixtures import Settings

from claims.followed.following import follow_newsroom
from claims.followed.models import FollowedNewsroom
from claims.followed.polling import poll
from claims.jobs import services as jobs
from claims.jobs.running import run_one
from tests.followed.other_newsroom import OtherNewsroom
from tests.site_fixture import site

__all__ = ["site"]


@pytest.fixture(autouse=True)
def inside(settings: Settings) -> None:
    """The other newsroom is on this machine."""
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)


@pytest.fixture
def other(site) -> OtherNewsroom:
    made = OtherNewsroom(site)
    made.serve()
    return made


@pytest.fixture
def follow(edo):
    """Follow an address as an editor, and ask it once; the newsroom's row."""

    def follow(url: str, **values) -> FollowedNewsroom:
        newsroom = follow_newsroom(url=url, actor=edo, **values)
        return asked(newsroom)

    return follow


def asked(newsroom: FollowedNewsroom) -> FollowedNewsroom:
    """The newsroom after it was asked once more."""
    jobs.enqueue_again(FollowedNewsroom.jobs().filter(pk=newsroom.pk))
    assert run_one(FollowedNewsroom, newsroom.pk, run=poll)
    newsroom.refresh_from_db()
    return newsroom
