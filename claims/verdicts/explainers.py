"""Reading explainers: how they stand on the desk, which of them readers see, and how their checks stand now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from claims.accounts.models import User
from claims.tracking.models import Claim, Topic
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Explainer, ExplainerRevision, ExplainerState, Publication
from claims.verdicts.published import Filters, checks, choose

_OF_A_CHECK: Final = ("claim_id", "slug", "card", "kind", "number", "published_at", "first_published_at", "listed")


@dataclass(frozen=True)
class CheckNow:
    """A check in an explainer: what the explainer says of it, and its publication of now."""

    part: Mapping[str, Any]
    publication: Publication

    @property
    def withdrawn(self) -> bool:
        """Whether it no longer says anything."""
        return self.publication.kind == PublicationKind.RETRACTION

    @property
    def changed_since(self) -> bool:
        """Whether it was corrected, changed or withdrawn after the explainer was written."""
        return bool(self.publication.number > self.part.get("publication", self.publication.number))


@dataclass(frozen=True)
class ExplainerStanding:
    """An explainer on the desk: the words being written, what waits for a second person, and what readers see."""

    explainer: Explainer
    seen_by_readers: ExplainerRevision | None = None
    waiting: ExplainerRevision | None = None

    @property
    def seen_checks(self) -> frozenset[int]:
        """The claims whose checks readers see in it."""
        parts = self.seen_by_readers.content.get("parts", []) if self.seen_by_readers else []
        return frozenset(part["claim"] for part in parts)


def standing_of(pk: int) -> ExplainerStanding | None:
    """How one explainer stands; None where there is none of that number: two queries, three while it waits."""
    row = Explainer.objects.select_related("updated_by").filter(pk=pk).first()
    if row is None:
        return None
    revisions = row.revisions.select_related("submitted_by", "approved_by").order_by("-number")
    waiting = revisions.first() if row.state == ExplainerState.SUBMITTED else None
    return ExplainerStanding(row, revisions.filter(is_current=True).first(), waiting)


def all_explainers() -> QuerySet[Explainer]:
    """Every explainer, with whether a check in what readers see has changed since, and the hash of what waits."""
    current = ExplainerRevision.objects.filter(explainer=OuterRef("pk"), is_current=True)
    newest = ExplainerRevision.objects.filter(explainer=OuterRef("pk")).order_by("-number")
    return Explainer.objects.select_related("updated_by").annotate(
        is_behind=Exists(current.filter(checks__is_current=False)),
        waiting_hash=Subquery(newest.values("content_hash")[:1]),
        readers_number=Subquery(current.values("published_number")[:1]),
    )


def wanting_somebody() -> QuerySet[Explainer]:
    """Explainers that wait for a second person, and those of whose checks one has changed since."""
    return all_explainers().filter(Q(state=ExplainerState.SUBMITTED) | Q(is_behind=True))


def current_checks(claims: Collection[int]) -> dict[int, Publication]:
    """What readers see now of each of these claims, a notice of retraction included: one query at most."""
    if not claims:
        return {}
    rows = Publication.objects.filter(claim__in=claims, is_current=True).only(*_OF_A_CHECK)
    return {row.claim_id: row for row in rows}


def checks_now(parts: Sequence[Mapping[str, Any]]) -> list[CheckNow]:
    """The checks of an explainer in its order, each as it stands now: one query."""
    current = current_checks([part["claim"] for part in parts])
    return [CheckNow(part, current[part["claim"]]) for part in parts if part["claim"] in current]


def offered(claims: Collection[int], words: str = "", *, limit: int = 8) -> list[Publication]:
    """Published checks to add to those of these claims: that hold the words, else of the same topics, else the newest.

    Two queries at most.
    """
    if words:
        found = checks(choose(Filters(words)), limit=limit + len(claims))
        return [row for row in found if row.claim_id not in claims][:limit]
    listed = Publication.objects.filter(listed=True).only(*_OF_A_CHECK).exclude(claim__in=claims)
    if claims:
        topics = Topic.objects.filter(claims__in=claims)
        listed = listed.filter(claim__in=Claim.objects.filter(topics__in=topics).values("pk"))
    return list(listed.order_by("-sequence")[:limit])


def shown(*, before: int | None = None) -> QuerySet[ExplainerRevision]:
    """The explainers that readers find in their list, the newest first, below the number `before`."""
    rows = ExplainerRevision.objects.filter(is_current=True).exclude(kind=PublicationKind.RETRACTION)
    if before is not None:
        rows = rows.filter(explainer__lt=before)
    return rows.order_by("-explainer").defer("page", "content")


def latest_changes(limit: int) -> list[ExplainerRevision]:
    """What readers see of each explainer, notices of retraction included, the latest change first: one query."""
    rows = ExplainerRevision.objects.filter(is_current=True).order_by("-published_at", "-pk")
    return list(rows.defer("page", "content")[:limit])


def behind_words_on(claim: Claim) -> dict[str, list[User]]:
    """Who stands behind the explainers in which readers find this claim's check, by title: wrote it or approved it."""
    rows = ExplainerRevision.objects.filter(is_current=True, checks__claim=claim).exclude(
        kind=PublicationKind.RETRACTION
    )
    found = rows.select_related("approved_by").prefetch_related("authors").distinct().order_by("explainer")
    return {row.card["title"]: [*row.authors.all(), *([row.approved_by] if row.approved_by else [])] for row in found}
