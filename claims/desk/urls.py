"""The addresses of the desk and of signing in."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.urls import path, reverse_lazy

from claims.desk.views import account, home

urlpatterns = [
    path("", home.desk, name="desk"),
    path("keys/", account.keys, name="keys"),
    path("theme/", account.theme, name="theme"),
    path("account/", account.account, name="account"),
    path("accounts/sign-in/", account.SignIn.as_view(), name="login"),
    path("accounts/sign-out/", auth.LogoutView.as_view(), name="logout"),
    path(
        "accounts/password/",
        auth.PasswordChangeView.as_view(
            template_name="registration/password_change.html", success_url=reverse_lazy("account")
        ),
        name="password-change",
    ),
    path(
        "accounts/password/reset/",
        auth.PasswordResetView.as_view(
            template_name="registration/password_reset.html",
            email_template_name="registration/password_reset_email.txt",
            subject_template_name="registration/password_reset_subject.txt",
            extra_email_context={"public_url": settings.PUBLIC_URL},
            success_url=reverse_lazy("password-reset-sent"),
        ),
        name="password-reset",
    ),
    path(
        "accounts/password/reset/sent/",
        auth.PasswordResetDoneView.as_view(template_name="registration/password_reset_sent.html"),
        name="password-reset-sent",
    ),
    path(
        "accounts/password/reset/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(
            template_name="registration/password_reset_confirm.html", success_url=reverse_lazy("login")
        ),
        name="password-reset-confirm",
    ),
]
