"""Keeping, sharing and deleting saved views of the queue; only their owner changes them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import Blocked, NotAllowed, WrongState
from claims.tracking.models import SavedView

NAME_LIMIT = 60
QUERY_LIMIT = 1000
VIEWS_LIMIT = 50


def save_view(*, actor: User, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a filter under a name; saving under a name the person has already replaces that view's filter."""
    if not actor.may(Right.READ):
        raise NotAllowed(_("Your role does not let you read the desk. Ask an admin."))
    name, query = " ".join(name.split()), query.strip().lstrip("?")
    if not name:
        raise Blocked(_("Give the view a name."))
    if len(name) > NAME_LIMIT:
        raise Blocked(
            _("The name has %(count)s characters; keep it under %(name_limit)s.")
            % {"count": len(name), "name_limit": NAME_LIMIT}
        )
    if len(query) > QUERY_LIMIT:
        raise Blocked(_("This filter is too long to keep. Take out some of its words."))
    mine = SavedView.objects.filter(owner=actor)
    try:
        with transaction.atomic():
            if not mine.filter(name=name).exists() and mine.count() >= VIEWS_LIMIT:
                raise Blocked(
                    _("You keep %(views_limit)s views already. Delete one first.") % {"views_limit": VIEWS_LIMIT}
                )
            view, __ = SavedView.objects.update_or_create(
                owner=actor, name=name, defaults={"query": query, "shared": shared}
            )
    except IntegrityError as error:
        raise WrongState(_("You saved a view of this name a moment ago. Reload the queue.")) from error
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
        raise NotAllowed(_("This view is not yours, or it is gone. Reload the queue."))
    return view
