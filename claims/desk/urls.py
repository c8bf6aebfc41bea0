"""The addresses of the desk and of signing in."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.urls import path, reverse_lazy

from claims.desk import doors_urls, review_urls
from claims.desk.views import account, articles, candidates, home, matches, save, threshold, tips, tokens

urlpatterns = [
    path("", home.desk, name="desk"),
    *review_urls.urlpatterns,
    *doors_urls.urlpatterns,
    path("articles/", articles.articles, name="articles"),
    path("articles/jobs/", articles.article_jobs, name="article-jobs"),
    path("articles/add/", articles.article_add, name="article-add"),
    path("articles/save/", save.save, name="article-save"),
    path("articles/<int:article_id>/", articles.article, name="article"),
    path("articles/<int:article_id>/run/", articles.article_run, name="article-run"),
    path("articles/<int:article_id>/threshold/", articles.article_threshold, name="article-threshold"),
    path("articles/<int:article_id>/read/", articles.article_read, name="article-read"),
    path("articles/<int:article_id>/stop/", articles.article_stop, name="article-stop"),
    path("articles/<int:article_id>/mark/", articles.article_mark, name="article-mark"),
    path("articles/<int:article_id>/matches/", matches.article_matches, name="article-matches"),
    path("articles/<int:article_id>/bulk/", candidates.bulk, name="candidates-bulk"),
    path("articles/<int:article_id>/bulk/undo/", candidates.bulk_undo, name="candidates-undo"),
    path("candidates/<int:candidate_id>/", candidates.candidate, name="candidate"),
    path("candidates/<int:candidate_id>/accept/", candidates.accept, name="candidate-accept"),
    path("candidates/<int:candidate_id>/dismiss/", candidates.dismiss, name="candidate-dismiss"),
    path("candidates/<int:candidate_id>/wording/", candidates.wording, name="candidate-wording"),
    path("candidates/<int:candidate_id>/merge/", candidates.merge, name="candidate-merge"),
    path("candidates/<int:candidate_id>/split/", candidates.split, name="candidate-split"),
    path("candidates/<int:candidate_id>/undo/", candidates.undo, name="candidate-undo"),
    path("threshold/", threshold.threshold, name="threshold"),
    path("matches/<int:match_id>/confirm/", matches.confirm, name="match-confirm"),
    path("matches/<int:match_id>/reject/", matches.reject, name="match-reject"),
    path("matches/<int:match_id>/reopen/", matches.reopen, name="match-reopen"),
    path("tips/", tips.tips, name="tips"),
    path("tips/<int:tip_id>/accept/", tips.tip_accept, name="tip-accept"),
    path("tips/<int:tip_id>/decline/", tips.tip_decline, name="tip-decline"),
    path("keys/", account.keys, name="keys"),
    path("theme/", account.theme, name="theme"),
    path("account/", account.account, name="account"),
    path("account/bookmark/", save.bookmarklet, name="bookmarklet"),
    path("account/tokens/", tokens.page, name="tokens"),
    path("account/tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
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
