"""The main screens of the demo newsroom, and who looks at them; `MOMENT` is the time that stands still meanwhile."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from claims.articles.models import Article
from claims.tracking.models import Claim
from claims.verdicts.models import Explainer, Publication, WatchedSource

MOMENT: Final = datetime(2026, 5, 15, 14, 40, tzinfo=UTC)
"""A Friday eight weeks after the demo's articles appeared."""


@dataclass(frozen=True)
class Screen:
    """One page: a name for its picture, its address, and the user name of whoever is signed in there."""

    name: str
    path: str
    person: str = ""


def screens() -> list[Screen]:
    """The main screens with addresses as they are in the database that is connected."""
    article = f"/articles/{Article.objects.get(url__endswith='/haldane-defends-bus-plan').pk}/"
    source = WatchedSource.objects.filter(alarm_since__isnull=False).first()
    return [
        Screen("sign-in", "/accounts/sign-in/"),
        Screen("desk-reviewer", "/", "ines"),
        Screen("desk-editor", "/", "hana"),
        Screen("desk-approver", "/", "mael"),
        Screen("desk-admin", "/", "greta"),
        Screen("queue", "/queue/", "hana"),
        Screen("articles", "/articles/", "hana"),
        Screen("article", article, "hana"),
        Screen("claim-writing", _claim("Port Ellery City Council has cut its running"), "ines"),
        Screen("claim-sent-back", _claim("Shop vacancies on Tollgate Street"), "ines"),
        Screen("claim-corrected", _claim("Port Ellery spends the most"), "priya"),
        Screen("claim-retracted", _claim("Thirty-four businesses"), "tomasz"),
        Screen("review", f"{_claim('Ridership on nine evening')}review/", "mael"),
        Screen("publish", f"{_claim('Rents rose faster')}moves/publish/", "mael"),
        Screen("history", f"{_claim('Port Ellery spends the most')}history/", "priya"),
        Screen("find", "/find/?q=lights", "hana"),
        Screen("published", "/published/", "mael"),
        Screen("explainers", "/explainers/", "hana"),
        Screen("explainer", f"/explainers/{Explainer.objects.get().pk}/", "mael"),
        Screen("tips", "/tips/", "hana"),
        Screen("watch", "/watch/", "mael"),
        Screen("watched-source", f"/watch/{source.pk if source else 0}/", "mael"),
        Screen("shelf-life", "/shelf-life/", "hana"),
        Screen("reports", "/reports/", "hana"),
        Screen("report-card", "/reports/extractor/", "hana"),
        Screen("people", "/people/", "hana"),
        Screen("notifications", "/notifications/", "ines"),
        Screen("feeds", "/feeds/", "hana"),
        Screen("account", "/account/", "ines"),
        Screen("help", "/help/", "ines"),
        Screen("help-page", "/help/verdict/", "ines"),
        Screen("setup", "/setup/", "greta"),
        Screen("setup-scale", "/setup/ratings/", "greta"),
        Screen("back-office", "/admin/", "greta"),
        Screen("public-home", "/checks/"),
        Screen("public-check", _check("All of Brightwater")),
        Screen("public-corrected", _check("Port Ellery spends the most")),
        Screen("public-retracted", _check("Thirty-four businesses")),
        Screen("public-corrections", "/checks/corrections/"),
        Screen("public-explainer", f"/checks/explainers/{Explainer.objects.get().slug}/"),
    ]


def screen(name: str) -> Screen:
    """The one of that name."""
    return next(each for each in screens() if each.name == name)


def _claim(words: str) -> str:
    return f"/claims/{Claim.objects.get(statement__startswith=words).pk}/"


def _check(words: str) -> str:
    newest = Publication.objects.get(claim__statement__startswith=words, is_current=True)
    return f"/checks/{newest.slug}/"
