"""Who has the old words: the sites that fetched a check, what each holds, and what to write to it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from claims import formats
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication, SiteFetch
from claims.verdicts.site_fetches import is_open
from claims.verdicts.site_settings import newsroom


@dataclass(frozen=True)
class Letter:
    """A letter to a site, as text and as an address that opens it in a mail program; whom it goes to is added there."""

    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """The letter as a mailto address (RFC 6068)."""
        return f"mailto:?{urlencode({'subject': self.subject, 'body': self.text}, quote_via=quote)}"


@dataclass(frozen=True)
class Holder:
    """A site with the newest number it has fetched; `letter` where that is not the current one."""

    host: str
    kind: str
    kind_label: str
    number: int
    last_at: datetime.datetime
    letter: Letter | None

    @property
    def is_behind(self) -> bool:
        """Whether it has not come back since the current number was published."""
        return self.letter is not None


@dataclass(frozen=True)
class Holders:
    """All sites that are known to hold a check, those with old words first, and whether more are noted."""

    current: Publication
    holders: Sequence[Holder]
    is_full: bool

    @property
    def behind(self) -> int:
        """How many of them have old words."""
        return sum(holder.is_behind for holder in self.holders)


def holders_of(claim_id: int) -> Holders | None:
    """Who fetched the check of this claim; None where nothing is published.

    A feed carries many checks: its reader holds what was published when it came last.
    """
    fields = ("claim_id", "number", "kind", "is_current", "published_at", "card", "slug", "base_url")
    published = list(Publication.objects.filter(claim_id=claim_id).only(*fields).order_by("number"))
    if not published:
        return None
    current = next(row for row in published if row.is_current)
    by_number = {row.number: row for row in published}
    room, holders = newsroom().name, []
    for fetch in [*SiteFetch.objects.filter(claim_id=claim_id), *SiteFetch.objects.filter(claim=None)]:
        held = by_number.get(fetch.number) if fetch.number else _published_before(published, fetch.last_at)
        if held:
            holders.append(_holder(fetch, held, current, room))
    holders.sort(key=lambda holder: (not holder.is_behind, -holder.last_at.timestamp()))
    return Holders(current, holders, is_full=not is_open(claim_id))


def _published_before(published: Sequence[Publication], moment: datetime.datetime) -> Publication | None:
    return next((row for row in reversed(published) if row.published_at <= moment), None)


def _holder(fetch: SiteFetch, held: Publication, current: Publication, room: str) -> Holder:
    return Holder(
        host=fetch.host,
        kind=fetch.kind,
        kind_label=fetch.get_kind_display(),
        number=held.number,
        last_at=fetch.last_at,
        letter=_letter(fetch.host, held, current, room) if held.number < current.number else None,
    )


def _letter(host: str, held: Publication, current: Publication, room: str) -> Letter:
    words = {
        "host": host,
        "check": current.card["number"],
        "statement": " ".join(current.card["statement"].split()),
        "old_number": held.number,
        "old_rating": _rating(held),
        "new_number": current.number,
        "new_rating": _rating(current),
        "day": formats.day(current.published_at),
        "address": addresses.absolute(addresses.check_path(current.slug)),
        "newsroom": room,
    }
    if current.kind == PublicationKind.RETRACTION:
        subject = _("We have withdrawn our fact-check %(check)s") % words
        change = _(
            "On %(day)s we withdrew this check. Please take it from your pages, or say there that it is withdrawn."
        )
    else:
        subject = _("We have changed our fact-check %(check)s") % words
        change = _(
            "On %(day)s we published number %(new_number)s, rated “%(new_rating)s”. Please show these words instead."
        )
    parts = [
        _("Dear colleagues at %(host)s,"),
        _(
            "you took over our fact-check %(check)s: “%(statement)s”. What you fetched last was number"
            " %(old_number)s, rated “%(old_rating)s”."
        ),
        change,
        "%(address)s",
        "%(newsroom)s",
    ]
    return Letter(subject, "\n\n".join(part % words for part in parts))


def _rating(publication: Publication) -> str:
    return str((publication.card.get("rating") or {}).get("label") or _("Withdrawn"))
