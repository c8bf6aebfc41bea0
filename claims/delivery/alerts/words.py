"""What an alert is about, and what became of a check, in words for its reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import formats
from claims.verdicts.enums import FacetKind, PublicationKind
from claims.verdicts.models import Facet
from claims.verdicts.published import Filters
from claims.words import Words

KINDS: Final[Mapping[PublicationKind, Words]] = {
    PublicationKind.FIRST: gettext_lazy("New check"),
    PublicationKind.CORRECTION: gettext_lazy("Corrected"),
    PublicationKind.CLARIFICATION: gettext_lazy("Clarified"),
    PublicationKind.UPDATE: gettext_lazy("Updated"),
    PublicationKind.RETRACTION: gettext_lazy("Withdrawn"),
}
ABOUT: Final[Mapping[FacetKind, Words]] = {
    FacetKind.TOPIC: gettext_lazy("Topic: %(names)s"),
    FacetKind.RATING: gettext_lazy("Rating: %(names)s"),
    FacetKind.CLAIMANT: gettext_lazy("Said by: %(names)s"),
    FacetKind.OUTLET: gettext_lazy("Outlet: %(names)s"),
}


def kind_words(kind: PublicationKind) -> str:
    """What became of a check."""
    return str(KINDS[kind])


def sentences_of(filters: Filters, *, with_words: bool = True) -> list[str]:
    """The filters, a line each: one query. Without `with_words` nothing that somebody typed is repeated."""
    lines = [str(ABOUT[kind]) % {"names": names} for kind, names in _names(filters)]
    if filters.words and with_words:
        lines.append(_("With the words: %(words)s") % {"words": filters.words})
    elif filters.words:
        lines.append(_("With the words of your search"))
    return lines or [_("All checks")]


def _names(filters: Filters) -> list[tuple[FacetKind, str]]:
    wanted = {kind: slugs for kind, slugs in filters.facets.items() if slugs}
    slugs = [slug for each in wanted.values() for slug in each]
    known = {(row.kind, row.slug): row.name for row in Facet.objects.filter(slug__in=slugs)} if slugs else {}
    return [
        (kind, formats.listed([known.get((kind.value, slug), slug) for slug in wanted[kind]]))
        for kind in ABOUT
        if kind in wanted
    ]
