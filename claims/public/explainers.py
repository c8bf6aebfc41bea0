"""From an explainer's kept page to what readers and machines are given, with each check as it stands now."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.claimreview import script_text
from claims.public.feeds import Entry
from claims.public.translations import in_the_language_of
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind, SiteTextName
from claims.verdicts.explainers import CheckNow, checks_now, current_checks
from claims.verdicts.models import ExplainerRevision, Publication

HEADLINE: Final = 110
"""The longest headline that search engines show of an Article."""


@dataclass(frozen=True)
class Listed:
    """An explainer in a list: its card, and what readers see now of each of its checks."""

    card: Mapping[str, Any]
    checks: Sequence[Publication]

    @property
    def picture(self) -> Mapping[str, Any] | None:
        """The picture of the check that lends it, as that check shows it now."""
        return picture_of(self.card, self.checks)


def as_they_stand(path: str, parts: Sequence[Mapping[str, Any]]) -> list[CheckNow]:
    """The checks of an explainer, each as it stands now, in the language of the address: two queries at most."""
    found = checks_now(parts)
    in_the_language_of(path, [check.publication for check in found])
    return found


def listed(path: str, rows: Sequence[ExplainerRevision]) -> list[Listed]:
    """The explainers of a list: one query for all their checks, and one for their translations at most."""
    current = current_checks({claim for row in rows for claim in row.card["checks"]})
    in_the_language_of(path, list(current.values()))
    return [Listed(row.card, [current[claim] for claim in row.card["checks"] if claim in current]) for row in rows]


def picture_of(page: Mapping[str, Any], checks: Sequence[Publication]) -> Mapping[str, Any] | None:
    """The picture at the head of a page or card, as its check shows it now; None once that check was withdrawn."""
    lends = next((check for check in checks if check.claim_id == page["picture_of"]), None)
    if lends is None or lends.kind == PublicationKind.RETRACTION:
        return None
    picture: Mapping[str, Any] | None = lends.card.get("picture")
    return picture


def article_of(page: Mapping[str, Any], checks: Sequence[CheckNow]) -> str:
    """The explainer as schema.org's Article, safe inside a script element.

    The checks are cited by their addresses alone: each carries its ClaimReview on its own page and nowhere else.
    """
    site = page["site"]
    home = {"name": site["name"], "url": site["homepage"] or addresses.absolute(addresses.CHECKS)}
    policy = addresses.absolute(addresses.text_path(SiteTextName.CORRECTIONS.value))
    corrections = [entry for entry in page["history"] if entry["kind"] == PublicationKind.CORRECTION]
    told = {
        "url": addresses.absolute(addresses.explainer_path(page["slug"])),
        "headline": page["title"][:HEADLINE],
        "description": page["teaser"],
        "inLanguage": site["language"],
        "datePublished": page["first_published_at"],
        "dateModified": page["published_at"],
        "author": {"@type": "Organization", **home},
        "publisher": {"@type": "NewsMediaOrganization", **home, "correctionsPolicy": policy},
        "citation": [
            {"@type": "WebPage", "url": addresses.absolute(addresses.check_path(check.publication.slug))}
            for check in checks
            if not check.withdrawn
        ],
        "correction": [
            {"@type": "CorrectionComment", "text": entry["note"], "datePublished": entry["at"]} for entry in corrections
        ],
    }
    kept = {name: value for name, value in told.items() if value}
    return script_text({"@context": "https://schema.org", "@type": "Article", **kept})


def entry_of(revision: ExplainerRevision, prefix: str) -> Entry:
    """An explainer as an entry of a feed; one that was withdrawn is followed by a notice under the same id."""
    card = revision.card
    kind = PublicationKind(revision.kind)
    note = format_html("<p>{}: {}</p>", kind.label, card["note"]) if card["note"] else SafeString("")
    if kind is PublicationKind.RETRACTION:
        title = _("Withdrawn: %(statement)s") % {"statement": card["title"]}
        summary = _("We have retracted this explainer. It no longer says what we say.")
    else:
        title, summary = card["title"], card["teaser"]
    return Entry(
        id=card["id"],
        url=addresses.absolute(prefix + addresses.explainer_path(card["slug"])),
        title=title,
        summary=summary,
        html=format_html("<p>{}</p>", summary) + note,
        published=datetime.datetime.fromisoformat(card["first_published_at"]),
        updated=revision.published_at or revision.submitted_at,
        categories=(_("Explainer"),),
    )
