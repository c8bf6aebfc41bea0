"""How a site is asked: by its robots.txt, one reading at a time, a pause between two, and no more a day than agreed."""

import random
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from claims.articles.feeds import Robots
from claims.fetching import FetchError, Limits, fetch
from claims.jobs.services import TryLater
from claims.verdicts.models import WatchDay, WatchedHost

ROBOTS_LIMITS: Final = Limits(max_bytes=500_000, total_seconds=10, connect_seconds=5, max_redirects=3)
ROBOTS_KEPT: Final = timedelta(days=1)
ROBOTS_LENGTH: Final = 100_000
LONGEST_READING: Final = timedelta(seconds=60)
"""For so long a site is taken: a reading, its robots.txt included, takes no longer."""


def take_turn(url: str) -> WatchedHost:
    """Have the site to oneself, or TryLater when it is free again; the caller gives it back by `leave`."""
    now = timezone.now()
    parts = urlsplit(url)
    name = f"{parts.scheme}://{parts.netloc}".lower()[:255]
    host, _made = WatchedHost.objects.get_or_create(name=name, defaults={"free_at": now})
    taken = WatchedHost.objects.filter(pk=host.pk, free_at__lte=now).update(free_at=now + LONGEST_READING)
    if not taken:
        wait = max(host.free_at - now, timedelta(seconds=1)) + timedelta(seconds=60 * random.random())  # noqa: S311
        raise TryLater("Another page of this site is being read.", after=wait, counts=False)
    return host


def leave(host: WatchedHost, robots: Robots) -> None:
    """Let the site be asked again after its pause."""
    WatchedHost.objects.filter(pk=host.pk).update(free_at=timezone.now() + timedelta(seconds=robots.pause()))


def rules_of(host: WatchedHost) -> Robots:
    """The site's robots.txt, asked for once a day; a site that has none, or does not say, allows all (RFC 9309)."""
    now = timezone.now()
    if host.robots_at is None or host.robots_at < now - ROBOTS_KEPT:
        try:
            answer = fetch(
                f"{host.name}/robots.txt", limits=ROBOTS_LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS
            )
            host.robots = answer.content.decode("utf-8", "replace").replace("\x00", "")[:ROBOTS_LENGTH]
        except FetchError:
            host.robots = ""
        host.robots_at = now
        host.save(update_fields=["robots", "robots_at"])
    return Robots.read(host.robots)


def spend_one() -> None:
    """Count one reading of today's budget; TryLater tomorrow where it is used up."""
    now = timezone.now()
    today = timezone.localdate(now)
    WatchDay.objects.get_or_create(day=today)
    if not WatchDay.objects.filter(day=today, asked__lt=settings.WATCH_DAILY_BUDGET).update(asked=F("asked") + 1):
        wait = _until_tomorrow(now) + timedelta(hours=6) * random.random()  # noqa: S311  # not a secret
        raise TryLater("Today's readings are used up.", after=wait, counts=False)


def _until_tomorrow(now: datetime) -> timedelta:
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - local
