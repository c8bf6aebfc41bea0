"""What an assessor of a fact-checkers' code looks at of a year's work, gathered from what was published."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from claims.tracking.enums import TipState
from claims.tracking.models import Tip
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind, SourceKind
from claims.verdicts.models import Newsroom, Publication
from claims.verdicts.site_settings import newsroom


@dataclass(frozen=True)
class Check:
    """One check of the year as its first number had it."""

    title: str
    address: str
    month: int
    rating: str
    claimant: str
    sources: int
    primary: int
    copies: int
    asked: bool


@dataclass(frozen=True)
class Change:
    """One change of a published check, whenever that was first published."""

    kind: PublicationKind
    title: str
    address: str
    day: datetime.date
    note: str


@dataclass
class Year:
    """A year of a newsroom."""

    year: int
    room: Newsroom
    checks: list[Check] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    tips: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)


def gather(year: int) -> Year:
    """The year in the newsroom's own calendar."""
    begins, ends = (timezone.make_aware(datetime.datetime(each, 1, 1)) for each in (year, year + 1))
    found = Year(year, newsroom())
    rows = Publication.objects.filter(published_at__gte=begins, published_at__lt=ends).order_by("published_at", "pk")
    for publication in rows.only("slug", "kind", "note", "page", "published_at").iterator(chunk_size=500):
        if publication.kind == PublicationKind.FIRST:
            found.checks.append(_check(publication))
        else:
            found.changes.append(_change(publication))
    sent_in = Tip.objects.filter(received_at__gte=begins, received_at__lt=ends).values_list("state", "about")
    for state, about in sent_in.iterator(chunk_size=2000):
        (found.tips if about is None else found.reports)[TipState(state).value] += 1
    return found


def _check(publication: Publication) -> Check:
    page = publication.page
    evidence = page.get("evidence", [])
    return Check(
        title=page["statement"],
        address=addresses.absolute(addresses.check_path(publication.slug)),
        month=timezone.localtime(publication.published_at).month,
        rating=(page.get("rating") or {}).get("label", ""),
        claimant=(page.get("claimant") or {}).get("name", ""),
        sources=len(evidence),
        primary=sum(source["kind"] == SourceKind.PRIMARY for source in evidence),
        copies=sum(bool(source.get("copy")) for source in evidence),
        asked=bool(page.get("contacts")),
    )


def _change(publication: Publication) -> Change:
    return Change(
        kind=PublicationKind(publication.kind),
        title=publication.page["statement"],
        address=addresses.absolute(addresses.check_path(publication.slug)),
        day=timezone.localtime(publication.published_at).date(),
        note=publication.note,
    )
