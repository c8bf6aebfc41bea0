"""Named reads of the groups that claimants belong to; each says in its docstring how many queries it makes."""

from dataclasses import dataclass

from django.db.models import Count

from claims.tracking.models import ClaimantGroup, GroupMembership

PAGE = 50


@dataclass(frozen=True)
class Rows[M]:
    """A page of rows, the newest first; `older` is the id to go on from, None at the end."""

    rows: list[M]
    older: int | None


def groups_page(*, before: int | None = None, size: int = PAGE) -> Rows[ClaimantGroup]:
    """Groups with how many entries each has as `entries`, keyset by id: one query."""
    groups = ClaimantGroup.objects.annotate(entries=Count("memberships")).order_by("-pk")
    if before is not None:
        groups = groups.filter(pk__lt=before)
    return _page(list(groups[: size + 1]), size)


def members_page(group: ClaimantGroup, *, before: int | None = None, size: int = PAGE) -> Rows[GroupMembership]:
    """Who belonged to a group and when, keyset by id: one query."""
    rows = GroupMembership.objects.filter(group=group).select_related("claimant", "set_by").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _page(list(rows[: size + 1]), size)


def _page[M: (ClaimantGroup, GroupMembership)](found: list[M], size: int) -> Rows[M]:
    return Rows(found[:size], found[size - 1].pk if len(found) > size else None)
