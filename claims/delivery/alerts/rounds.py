"""After a publication: which alerts it concerns, each getting the letter that its reader will have."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from claims.delivery.models import Alert, AlertLetter, AlertRound
from claims.jobs import services as jobs
from claims.searching.holding import holds
from claims.searching.words import words_of
from claims.verdicts import facets, snapshots
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication
from claims.verdicts.published import Filters

AT_ONCE: Final = 500


class Filed:
    """What a check stands under and is found by, as one of its numbers has it."""

    def __init__(self, page: Mapping[str, Any]) -> None:
        self.words = frozenset(words_of(facets.words_of(page)))
        self.facets = {(kind, slug) for kind, slug, *_about in snapshots.facets_of(page)}

    def matches(self, filters: Filters) -> bool:
        """Whether a list with these filters holds it."""
        under_all = all(
            any((kind.value, slug) in self.facets for slug in slugs) for kind, slugs in filters.facets.items() if slugs
        )
        return under_all and (not filters.words or holds(self.words, filters.words))


def find_alerts(round_: AlertRound) -> None:
    """Give every alert that the round's publication concerns a letter; what was done already is not done twice.

    A correction or a withdrawal also concerns whoever follows what the check stood under before it.
    """
    publication = round_.publication
    filed = [Filed(page) for page in _pages(publication)]
    kind = PublicationKind(publication.kind)
    while True:
        alerts = list(Alert.objects.filter(confirmed_at__isnull=False, pk__gt=round_.past).order_by("pk")[:AT_ONCE])
        wanted = [alert for alert in alerts if alert.wants(kind) and any(page.matches(alert.filters) for page in filed)]
        with transaction.atomic():
            _write_letters(wanted, publication)
            if len(alerts) < AT_ONCE:
                jobs.finish(round_)
                AlertRound.objects.filter(pk=round_.pk).delete()
                return
            round_.past = alerts[-1].pk
            jobs.renew(round_, past=round_.past)


def _pages(publication: Publication) -> list[Mapping[str, Any]]:
    """What the check's page says now, and what it said before."""
    before = Publication.objects.filter(claim=publication.claim_id, number__lt=publication.number)
    verdicts = before.exclude(kind=PublicationKind.RETRACTION).order_by("-number").values_list("page", flat=True)[:1]
    return [page for page in (publication.page, *verdicts) if not page.get("retracted")]


def _write_letters(alerts: Sequence[Alert], publication: Publication) -> None:
    """Each alert's letter that still has to leave tells of this publication too; where there is none, one is made."""
    keys = [alert.pk for alert in alerts]
    here = set(AlertLetter.objects.filter(alert__in=keys).values_list("alert_id", flat=True))
    jobs.enqueue_all([AlertLetter(alert=alert, created_at=timezone.now()) for alert in alerts if alert.pk not in here])
    letters = AlertLetter.objects.filter(alert__in=keys).values_list("pk", flat=True)
    told = AlertLetter.publications.through
    told._default_manager.bulk_create(
        [told(alertletter_id=letter, publication_id=publication.pk) for letter in letters], ignore_conflicts=True
    )
