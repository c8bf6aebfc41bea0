"""What of the second step allauth leaves open: the last passkey of somebody whose role needs one stays."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.http import HttpResponse

from claims.errors import WrongState


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Removes a passkey, unless it is the last second step of somebody whose role needs one."""

    def form_valid(self, form: object) -> HttpResponse:
        """Remove it, or say why not."""
        adapter, passkey = get_adapter(), self.get_object()
        if isinstance(passkey, Authenticator) and not adapter.can_delete_authenticator(passkey):
            raise WrongState(str(adapter.error_messages["cannot_delete_authenticator"]))
        response: HttpResponse = super().form_valid(form)
        return response


remove_passkey = RemovePasskey.as_view()
