"""Where django-allauth asks how this desk does things: who may sign in, what follows, what people are told."""

from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import encryption
from claims.accounts import second_step
from claims.accounts.backends import DeskBackend
from claims.accounts.models import SecurityEventKind, User
from claims.accounts.provider import provider
from claims.client_address import client_address, network
from claims.desk.toasts import say
from claims.desk.views.known_browser import know_browser
from claims.people import second_step as steps
from claims.people.sessions import remember_browser
from claims.people.sign_in import Refused, confirm, signed_in
from claims.verdicts.site_settings import newsroom

SURE_FOR: Final = timedelta(minutes=10)
"""For so long after signing in, or after giving the password again, nobody is asked for it once more."""
HAPPENED: Final = {
    "mfa/email/totp_activated": SecurityEventKind.STEP_ADDED,
    "mfa/email/webauthn_added": SecurityEventKind.STEP_ADDED,
    "mfa/email/totp_deactivated": SecurityEventKind.STEP_REMOVED,
    "mfa/email/webauthn_removed": SecurityEventKind.STEP_REMOVED,
    "mfa/email/recovery_codes_generated": SecurityEventKind.CODES_MADE,
}
SAID: Final = {
    "mfa/messages/totp_activated.txt": gettext_lazy("Your app is set up."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your app is no longer asked for."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in as the desk does it: its rules, its limits, its log, its words and its letters."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": gettext_lazy("That is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn away whom the desk's own rules turn away, however they showed who they are."""
        if not settings.PASSWORD_SIGN_IN and not getattr(request, second_step.BY_PROVIDER, False):
            say(request, _("Sign in with %(provider)s.") % {"provider": provider().name})
            return HttpResponseRedirect(reverse("login"))
        if DeskBackend().user_can_authenticate(user):
            return None
        say(request, _("This account cannot sign in here. Ask an admin."))
        return HttpResponseRedirect(reverse("login"))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """After the last step: note it, and know the browser from then on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(request)
        request.session[second_step.BY_PROVIDER] = getattr(request, second_step.BY_PROVIDER, 0)
        signed_in(request=request, person=user)
        know_browser(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of a sign-in."""
        session = self.request.session
        began = int(session.get(second_step.BY_PROVIDER) or session.get("signed_in_at", 0))
        return timezone.now().timestamp() - began > SURE_FOR.total_seconds()

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A password, a code or a passkey, and the provider for whom it has brought."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if settings.OPENID is not None and self.request.session.get(second_step.BY_PROVIDER):
            methods.append({"id": "provider", "url": reverse("provider"), "name": provider().name})
        return methods

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether the password is the person's, within the desk's limits."""
        try:
            return confirm(request=self.request, person=user, password=password)
        except Refused as error:
            raise ValidationError(error.message) from error

    def get_client_ip(self, request: HttpRequest) -> str:
        """As far as it can be believed."""
        return network(client_address(request))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """A toast in the desk's own words, where it has any."""
        if message_template in SAID:
            say(request, str(SAID[message_template]))
        elif kwargs.get("message"):
            say(request, str(kwargs["message"]))

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """A letter by the worker, and a line in the person's own list."""
        kind = HAPPENED.get(template_prefix)
        if kind is not None and isinstance(user, User):
            steps.changed(person=user, kind=kind, request=self.request)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # likewise
    """What is stored encrypted, what stands in an app beside the codes, and who may do without."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code is not right, or it was used already."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second step. Set up another one before you remove this."
        ),
    }

    def encrypt(self, text: str) -> str:
        """For the database."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """From the database."""
        return encryption.decrypt(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """The user name."""
        return str(user.username)

    def get_totp_issuer(self) -> str:
        """The newsroom."""
        return newsroom().name or "Plumbline"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host that passkeys are bound to, with the newsroom's name."""
        return {"id": context.request.get_host().partition(":")[0], "name": self.get_totp_issuer()}

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Nothing is asked for here of somebody of whom the provider has just asked it."""
        if getattr(context.request, second_step.BY_PROVIDER, False) and provider().asks_second_step:
            return False
        enabled: bool = super().is_mfa_enabled(user, types)
        return enabled

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays with those whose role needs one."""
        return not (second_step.is_asked_of(authenticator.user) and second_step.is_last(authenticator))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A name to begin with."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
