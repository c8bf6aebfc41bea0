"""Keeping, sharing and deleting saved views of the queue; only their owner changes them."""

from django.db import IntegrityError, transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.tracking.models import SavedView
from claims.workflow.errors import Blocked, NotAllowed, WrongState

NAME_LIMIT = 60
QUERY_LIMIT = 1000
VIEWS_LIMIT = 50


def save_view(*, actor: User, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a filter under a name; saving under a name the person has already replaces that view's filter."""
    if not actor.may(Right.READ):
        raise NotAllowed("Your role does not let you read the desk. Ask an admin.")
    name, query = " ".join(name.split()), query.strip().lstrip("?")
    if not name:
        raise Blocked("Give the view a name.")
    if len(name) > NAME_LIMIT:
        raise Blocked(f"The name has {len(name)} characters; keep it under {NAME_LIMIT}.")
    if len(query) > QUERY_LIMIT:
        raise Blocked("This filter is too long to keep. Take out some of its words.")
    mine = SavedView.objects.filter(owner=actor)
    try:
        with transaction.atomic():
            if not mine.filter(name=name).exists() and mine.count() >= VIEWS_LIMIT:
                raise Blocked(f"You keep {VIEWS_LIMIT} views already. Delete one first.")
            view, _ = SavedView.objects.update_or_create(
                owner=actor, name=name, defaults={"query": query, "shared": shared}
            )
    except IntegrityError as error:
        raise WrongState("You saved a view of this name a moment ago. Reload the queue.") from error
    return view


def share_view(*, view_id: int, actor: User, shared: bool) -> SavedView:
    """Show one's own view to the whole desk, or to oneself only."""
    view = _own(view_id, actor)
    view.shared = shared
    view.save(update_fields=["shared"])
    return view


def delete_view(*, view_id: int, actor: User) -> None:
    """Take one's own view away; whoever uses it keeps the address."""
    _own(view_id, actor).delete()


def _own(view_id: int, actor: User) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, owner=actor).first()
    if view is None:
        raise NotAllowed("This view is not yours, or it is gone. Reload the queue.")
    return view
