"""Signing in, changing and resetting a password."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from claims.accounts.demo import DEMO_PASSWORD, demo_people
from claims.accounts.models import SecurityEventKind, User
from claims.accounts.provider import provider
from claims.client_address import client_address, network
from claims.desk.forms.sign_in import NewPasswordForm, ResetForm, SignInForm
from claims.desk.views.known_browser import know_browser
from claims.errors import NotAllowed
from claims.people import passwords
from claims.people.first_admin import has_admin
from claims.people.sign_in import note


class SignIn(auth.LoginView):
    """Django's sign-in with limits; on a machine of one's own it lists the demo people as well."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the demo people where they may sign in, and nobody elsewhere."""
        demo = {"demo_people": demo_people(), "demo_password": DEMO_PASSWORD} if settings.DEMO_SIGN_INS else {}
        ways = {
            "provider": provider().name if settings.OPENID else "",
            "by_password": settings.PASSWORD_SIGN_IN,
            "is_without_admin": not has_admin(),
        }
        return super().get_context_data(**kwargs) | demo | ways

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at no password where nobody signs in by one."""
        if not settings.PASSWORD_SIGN_IN:
            raise NotAllowed(
                _("Nobody signs in by a password here. Sign in with %(provider)s.") % {"provider": provider().name}
            )
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in, or ask for the second step where they have one."""
        person = form.get_user()
        response: HttpResponse = perform_login(self.request, person, redirect_url=self.get_success_url())
        if isinstance(person, User) and not self.request.user.is_authenticated:
            note(person, SecurityEventKind.PASSWORD_GIVEN, network(client_address(self.request)))
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Answer with a status that says that nobody was signed in, and when to try again."""
        refused = form.refused if isinstance(form, SignInForm) else None
        response = self.render_to_response(self.get_context_data(form=form), status=refused.status if refused else 422)
        if refused and refused.wait:
            response.headers["Retry-After"] = str(refused.wait)
        return response


class ChangePassword(auth.PasswordChangeView):
    """My new password; it ends every other sign-in, and my programs' unless I say otherwise."""

    template_name = "registration/password_change.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, and see to what goes with it."""
        response = super().form_valid(form)
        passwords.password_changed(
            person=form.user,
            actor=form.user,
            keep_programs=form.cleaned_data.get("keep_programs", False),
            address=network(client_address(self.request)),
        )
        return response


class AskForReset(auth.PasswordResetView):
    """Asks for the address; the answer is the same whether or not somebody has it."""

    template_name = "registration/password_reset.html"
    form_class = ResetForm
    success_url = reverse_lazy("password-reset-sent")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nobody needs a password where nobody signs in by one."""
        if not settings.PASSWORD_SIGN_IN:
            raise Http404(_("Nobody signs in by a password here."))
        super().setup(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Have the letter sent, unless this sender asks too often."""
        wait = passwords.reset_asked(request=self.request, email=form.cleaned_data["email"])
        if not wait:
            return super().form_valid(form)
        form.add_error(None, _("That was asked for too often from here. Try again in an hour, or ask an admin."))
        response = self.render_to_response(self.get_context_data(form=form), status=429)
        response.headers["Retry-After"] = str(wait)
        return response


class ResetPassword(auth.PasswordResetConfirmView):
    """A new password by the link of a letter."""

    template_name = "registration/password_reset_confirm.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, end what the old one may have made, and know the browser: its owner reads the person's mail."""
        response = super().form_valid(form)
        person = form.user
        passwords.password_changed(person=person, actor=person, address=network(client_address(self.request)))
        know_browser(self.request, response, person)
        return response
