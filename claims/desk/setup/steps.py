"""What a newsroom needs before its first check, and what of it is done: the checklist of the set-up."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import Invitation, User
from claims.accounts.roles import Right
from claims.articles.models import Outlet
from claims.tracking.models import Topic
from claims.verdicts.models import RatingScale
from claims.verdicts.newsroom_gaps import gaps
from claims.verdicts.site_settings import newsroom


@dataclass(frozen=True)
class Step:
    """One thing to set up: its page, its name, what stands there or is missing, and whether it is done."""

    page: str
    name: str
    says: str
    is_done: bool


def steps() -> list[Step]:
    """All steps in their order; a fixed number of queries."""
    room = newsroom()
    missing = gaps(room)
    scale = RatingScale.objects.filter(is_active=True).first()
    deciders = User.objects.holding(Right.APPROVE).count()
    workers = User.objects.holding(Right.REVIEW).count()
    has_pair = deciders > 0 and workers > 1
    is_invited = Invitation.objects.open().to_people().exists()
    has_lists = Topic.objects.exists() and Outlet.objects.exists()
    return [
        Step(
            "setup-newsroom",
            _("Newsroom"),
            _("Readers are not told yet: %(missing)s.") % {"missing": formats.listed(missing)}
            if missing
            else room.name,
            not missing,
        ),
        Step(
            "setup-ratings",
            _("Rating scale"),
            scale.name if scale else _("No verdict can be given yet. Take a ready scale, or make your own."),
            scale is not None,
        ),
        Step("setup-people", _("People"), _people(has_pair=has_pair, is_invited=is_invited), has_pair or is_invited),
        Step(
            "setup-lists",
            _("Topics and outlets"),
            _("Claims are filed under topics, articles under outlets.")
            if has_lists
            else _("What claims are filed under, and who publishes what you read."),
            has_lists,
        ),
        Step(
            "setup-texts",
            _("Owners, money, method"),
            _("Readers are told.")
            if room.ownership and room.funding
            else _("Readers are not told yet who owns the newsroom and who pays for it."),
            bool(room.ownership and room.funding),
        ),
    ]


def unfinished(person: User) -> list[Step]:
    """What is left to do, for whoever may do it; asks nothing for everybody else."""
    return [step for step in steps() if not step.is_done] if person.may(Right.SETTINGS) else []


def next_page() -> str:
    """The page of the first step that is not done; the set-up's own where all are."""
    return next((step.page for step in steps() if not step.is_done), "setup")


def _people(*, has_pair: bool, is_invited: bool) -> str:
    if has_pair:
        return _("There is somebody to write a verdict and somebody else to approve it.")
    if is_invited:
        return _("Somebody is invited. A verdict needs two people: nobody approves their own.")
    return _("A verdict needs two people: nobody approves their own. Invite at least one.")
