"""Saved views of the queue: a person's own, and those shared with the desk."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from claims.accounts.models import User
from claims.prepared import prepared
from claims.tracking.models import SavedView


@dataclass(frozen=True)
class Views:
    """The views a person can open."""

    own: list[SavedView]
    shared: list[SavedView]


def visible_views(person: User | int) -> QuerySet[SavedView]:
    """A person's own views, and those that others share; the person, or her id."""
    return SavedView.objects.filter(Q(owner=person) | Q(shared=True)).select_related("owner")


@prepared
def _visible_to(person: int) -> QuerySet[SavedView, SavedView]:
    rows = visible_views(person).order_by("name", "id")
    return rows.only("name", "query", "shared", "owner__display_name", "owner__username")


def views_for(person: User) -> Views:
    """A person's own views, and what others share, by name: one query."""
    found = _visible_to(person.pk)
    return Views(
        own=[view for view in found if view.owner_id == person.pk],
        shared=[view for view in found if view.owner_id != person.pk],
    )


def forget_views(person: User) -> None:
    """Delete what a person kept for themselves; shared views stay with the desk."""
    SavedView.objects.filter(owner=person, shared=False).delete()
