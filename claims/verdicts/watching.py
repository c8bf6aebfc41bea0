"""Which sources are read again: those that current publications cite, each address once, and when each is next."""

import hashlib
import random
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.db.models import Count, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext

from claims.jobs import services as jobs
from claims.tracking.models import Claim
from claims.verdicts.enums import CopyState, QuoteState, WatchOutcome, WatchState
from claims.verdicts.models import Evidence, EvidenceCopy, Publication, WatchedPassage, WatchedSource

CONFIRM_AFTER: Final = timedelta(hours=3)
"""What seems to be lost is looked at once more before anybody is told: sites are down, and come back."""
SIGHTINGS: Final = {
    WatchOutcome.REWORDED: 1,
    WatchOutcome.GONE: 2,
    WatchOutcome.CELLS: 1,
    WatchOutcome.PAGE_GONE: 2,
    WatchOutcome.SOFT_404: 2,
    WatchOutcome.WALL: 2,
    WatchOutcome.UNREACHABLE: 4,
}
"""How often in a row each is seen before a person hears of it; at most nine hours, so within the planned day."""
FINE: Final = frozenset({"", WatchOutcome.SAME, WatchOutcome.MOVED, WatchOutcome.BARRED})

_BY_AGE: Final = ((30, 1), (182, 7), (730, 30))
"""Up to so many days after the publication a source is read every so many days; older ones every ninety."""
_OLDEST_EVERY: Final = 90
_MADE_UP: Final = (".example", ".invalid", ".test", ".localhost")
_MADE_UP_SITES: Final = ("example.com", "example.net", "example.org")


def pause(cited_at: datetime, now: datetime, *, changed: bool) -> timedelta:
    """Until when a source is left alone: longer the older its checks are, half as long where the page just changed."""
    age = (now - cited_at).days
    every = next((days for limit, days in _BY_AGE if age < limit), _OLDEST_EVERY)
    return timedelta(days=max(1, every // 2) if changed else every)


def next_reading(outcome: str, sightings: int, cited_at: datetime, now: datetime, *, changed: bool) -> timedelta:
    """When to read a source again after this outcome; up to a twentieth sooner, so that sources spread over the day."""
    if outcome in SIGHTINGS and sightings < SIGHTINGS[WatchOutcome(outcome)]:
        return CONFIRM_AFTER
    return pause(cited_at, now, changed=changed) * (1 - random.random() / 20)  # noqa: S311  # not a secret


def is_made_up(url: str) -> bool:
    """Whether the address is one that leads nowhere by agreement (RFC 2606), as in a demo."""
    host = (urlsplit(url).hostname or "").lower()
    return host.endswith(_MADE_UP) or any(host == site or host.endswith(f".{site}") for site in _MADE_UP_SITES)


def watch_sources_of(claim: Claim) -> None:
    """Watch what the claim's current publication cites, and nothing else of it; inside the caller's transaction."""
    publication = Publication.objects.filter(claim=claim, is_current=True).first()
    cited = {source["id"]: source for source in publication.content.get("evidence", [])} if publication else {}
    dropped = WatchedPassage.objects.filter(claim=claim).exclude(evidence__in=cited)
    sources_left = set(dropped.values_list("source", flat=True))
    dropped.delete()
    if publication:
        for evidence in Evidence.objects.filter(pk__in=cited).exclude(url=""):
            tables = [table for table in publication.content.get("tables", []) if table["evidence"] == evidence.pk]
            _watch(claim, evidence, publication.published_at, tables)
    for source in WatchedSource.objects.filter(pk__in=sources_left, passages__isnull=True):
        jobs.stop(WatchedSource.jobs().filter(pk=source.pk))
        WatchedSource.objects.filter(pk=source.pk).update(state=WatchState.ENDED, alarm_since=None)


def sources_citing(source: WatchedSource) -> "QuerySet[WatchedPassage]":
    """Every check that cites a source, with its claim: one query."""
    return source.passages.select_related("claim", "evidence").order_by("claim", "pk")


def alarms() -> "QuerySet[WatchedSource]":
    """The sources that a person has to look at, the newest first."""
    return WatchedSource.objects.filter(alarm_since__isnull=False).order_by("-alarm_since", "-pk")


def last_seen(claim_id: int) -> dict[int, datetime]:
    """When the words quoted of each source were last seen there, by the id of the evidence: one query."""
    seen = WatchedPassage.objects.filter(claim=claim_id).exclude(quote="").values_list("evidence", "last_seen_at")
    return {evidence: at for evidence, at in seen if at is not None}


def _watch(claim: Claim, evidence: Evidence, published_at: datetime, tables: list[dict[str, Any]]) -> None:
    source = _source_at(evidence.url, published_at)
    kept = EvidenceCopy.objects.filter(evidence=evidence, state=CopyState.KEPT).order_by("-pk").first()
    # A copy that a person handed over says nothing of what the address answers.
    found = evidence.quote_state == QuoteState.FOUND and kept is not None and bool(kept.final_url)
    said = {
        "source": source,
        "claim": claim,
        "quote": evidence.quote,
        "before": evidence.passage_before,
        "after": evidence.passage_after,
        "is_comparable": found,
        # A file that a person handed over is not what the address answers.
        "tables": tables if kept is not None and kept.final_url else [],
    }
    seen = {"last_seen_at": kept.copied_at if kept and found else None}
    WatchedPassage.objects.update_or_create(evidence=evidence, defaults=said, create_defaults=said | seen)


def _source_at(url: str, cited_at: datetime) -> WatchedSource:
    key = hashlib.sha256(url.encode()).hexdigest()
    parts = urlsplit(url)
    source, made = WatchedSource.objects.get_or_create(
        url_key=key, defaults={"url": url, "host": parts.netloc.lower()[:255], "cited_at": cited_at}
    )
    if made or source.state == WatchState.ENDED:
        # Some hours later, and not all sources of a site at once.
        first = timezone.now() + timedelta(days=1) * random.random()  # noqa: S311  # not a secret
        due = None if is_made_up(url) else Now() + (first - timezone.now())
        WatchedSource.objects.filter(pk=source.pk).update(state=WatchState.WATCHED, due_at=due)
    WatchedSource.objects.filter(pk=source.pk, cited_at__lt=cited_at).update(cited_at=cited_at)
    return source


def outcomes() -> list[tuple[str, int]]:
    """What the last readings of the watched sources found, in words, and how often; the usual ones first: one query."""
    watched = WatchedSource.objects.filter(state=WatchState.WATCHED).order_by()
    counts = dict(watched.values_list("outcome").annotate(count=Count("pk")))
    named = [(str(outcome.label), counts.get(outcome.value, 0)) for outcome in WatchOutcome]
    return [(label, count) for label, count in (*named, (gettext("Not read again yet"), counts.get("", 0))) if count]
