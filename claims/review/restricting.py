"""Keeping a claim to named people, and opening it to the whole desk again.

Admins are no exception: they look after people and settings, and read a restricted claim where they are named. Should
all who are named have left, whoever runs the server opens it by `manage.py open_claim`.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article
from claims.audit.services import JSONValue, record
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.restrictions.models import Restriction
from claims.restrictions.people import restriction_of
from claims.tracking.models import Claim
from claims.verdicts.models import Publication
from claims.workflow.perform import locked_claim


def who_could() -> QuerySet[User]:
    """Everybody to whom a claim can be kept: those who read the desk, by name."""
    readers: QuerySet[User] = User.objects.holding(Right.READ).order_by("display_name", "pk")
    return readers


def articles_of(claim: Claim) -> QuerySet[Article]:
    """The articles the claim appears in, which can be kept to the same people."""
    return Article.objects.filter(versions__candidates__claim=claim).select_related("current").distinct().order_by("pk")


def refusal_to_restrict(claim: Claim) -> str:
    """Why the claim cannot be kept to some of the desk now, or an empty string."""
    if Publication.objects.filter(claim=claim).exists():
        return _("Readers see %(number)s, so it cannot be kept from colleagues.") % {"number": claim.number}
    if claim.publish_at is not None:
        return _("%(number)s goes out by itself at a set time. Cancel that first.") % {"number": claim.number}
    return ""


def restrict(
    *,
    claim_id: int,
    people: Iterable[int],
    articles: Iterable[int] = (),
    actor: User,
    note: str = "",
    expected_version: int | None = None,
) -> Claim:
    """Keep a claim, and these of its articles, to exactly these people; whoever does it is always one of them."""
    with transaction.atomic():
        claim = _locked(claim_id, actor, expected_version)
        if refusal := refusal_to_restrict(claim):
            raise WrongState(refusal)
        named, kept = set(people) | {actor.pk}, set(articles)
        _check(claim, named, kept)
        before = restriction_of(claim)
        if before and (set(_people(before)), set(_articles(before))) == (named, kept):
            return claim
        restriction, _made = Restriction.objects.get_or_create(
            claim=claim, defaults={"restricted_by": actor, "restricted_at": timezone.now()}
        )
        restriction.people.set(named)
        restriction.articles.set(kept)
        _save(claim)
        data: dict[str, JSONValue] = {"people": [*sorted(named)], "articles": [*sorted(kept)]}
        record(actor=actor, action="claim_restricted", target=claim, note=note.strip(), data=data)
        return claim


def lift(*, claim_id: int, actor: User | None, note: str = "", expected_version: int | None = None) -> Claim:
    """Open a claim to the whole desk again; an actor of None is whoever runs the server."""
    with transaction.atomic():
        claim = _locked(claim_id, actor, expected_version)
        restriction = restriction_of(claim)
        if restriction is None:
            return claim
        restriction.people.clear()
        restriction.articles.clear()
        restriction.delete()
        _save(claim)
        record(actor=actor, action="claim_opened", target=claim, note=note.strip())
        return claim


def people_named(claim: Claim) -> list[int]:
    """The ids of those to whom the claim is kept."""
    restriction = restriction_of(claim)
    return _people(restriction) if restriction else []


def articles_kept(claim: Claim) -> list[int]:
    """The ids of the articles that are kept to them as well."""
    restriction = restriction_of(claim)
    return _articles(restriction) if restriction else []


def _people(restriction: Restriction) -> list[int]:
    return sorted(restriction.people.values_list("pk", flat=True))


def _articles(restriction: Restriction) -> list[int]:
    return sorted(restriction.articles.values_list("pk", flat=True))


def _check(claim: Claim, people: set[int], articles: set[int]) -> None:
    if who_could().filter(pk__in=people).count() != len(people):
        raise Blocked(_("Choose people who can sign in and read the desk; one of these cannot."))
    if claim.reviewer_id and claim.reviewer_id not in people:
        raise Blocked(
            _("%(reviewer)s has this claim in hand. Name them too, or reassign it first.")
            % {"reviewer": claim.reviewer}
        )
    strangers = articles - set(articles_of(claim).values_list("pk", flat=True))
    if strangers:
        raise Blocked(
            _("The claim does not appear in these articles: %(articles)s. Choose from those it appears in.")
            % {"articles": formats.listed(str(each) for each in sorted(strangers))}
        )


def _locked(claim_id: int, actor: User | None, expected_version: int | None) -> Claim:
    if actor is not None and not actor.may(Right.ASSIGN):
        raise NotAllowed(_("Your role does not let you say who may see a claim. Ask an editor."))
    claim = locked_claim(claim_id)
    if expected_version is not None and expected_version != claim.lock_version:
        raise Stale(
            _("Somebody changed %(number)s after you opened it. Reload to see what changed, then try again.")
            % {"number": claim.number}
        )
    return claim


def _save(claim: Claim) -> None:
    claim.lock_version += 1
    claim.save(update_fields=["lock_version", "updated_at"])
