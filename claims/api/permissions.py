"""Whether the person may see the desk at all and the token was made for this; the services ask everything else."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from claims.accounts import second_step
from claims.accounts.models import PersonalAccessToken, User
from claims.accounts.roles import Right
from claims.accounts.tokens import Scope
from claims.api.errors import OutsideScope
from claims.errors import NotAllowed

NO_ROLE = gettext_lazy("You have no role on this desk yet. Ask an admin to give you one.")

NO_SECOND_STEP = gettext_lazy("Your role needs a second step for signing in. Set one up on your account page.")


class MayUseDesk(BasePermission):
    """A person with a role, and a token with the scope for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True for a person with a role, where the token has the scope; False where nobody is signed in."""
        if not isinstance(request.user, User):
            return False
        if not request.user.may(Right.READ):
            raise NotAllowed(NO_ROLE)
        if request.auth is None and second_step.is_due_of(request):
            raise NotAllowed(NO_SECOND_STEP)
        require_scope(request, scope_for(request, view))
        return True


def scope_for(request: Request, view: Any) -> Scope:
    """The scope a request needs: the view may say so, else reading and writing go by the method."""
    asked: Scope | None = view.scope() if hasattr(view, "scope") else None
    if asked is not None:
        return asked
    return Scope.READ if request.method in SAFE_METHODS else Scope.WRITE


def require_scope(request: Request, scope: Scope) -> None:
    """Refuse what the token was not made for; a session of a browser has no scopes."""
    token = request.auth
    if isinstance(token, PersonalAccessToken) and not token.allows(scope):
        raise OutsideScope(
            _("This token does not have the scope “%(value)s”. Make one that has it.") % {"value": scope.value}
        )
