"""The addresses of the second step, of passkeys and of giving the password again; django-allauth's names for them."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from claims.desk.views.second_step import remove_passkey
from claims.desk.views.sign_in import SignIn

read_or_send = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("accounts/sign-in/", SignIn.as_view(), name="account_login"),
    path("accounts/sign-in/second-step/", steps.authenticate, name="mfa_authenticate"),
    path("accounts/sign-in/passkey/", read_or_send(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("accounts/confirm/", reauthenticate, name="account_reauthenticate"),
    path("accounts/confirm/code/", steps.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-step/", steps.index, name="mfa_index"),
    path("account/second-step/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-step/passkeys/<int:pk>/remove/", remove_passkey, name="mfa_remove_webauthn"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-step/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
