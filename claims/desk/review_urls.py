"""The addresses of the review: queue, claims, second review, people, reports, notifications."""

from django.shortcuts import render as _r
from django.urls import path

from claims.desk.views import approve, claim, contacts, copies, evidence, history, moves, reports, verdict, waivers, wording

_s = lambda request, **k: _r(request, "desk/home.html")
urlpatterns = [
    path("queue/", _s, name="queue"),
    path("claims/<int:pk>/organise/", _s, name="claim-organise"),
    path("claims/<int:pk>/comments/", _s, name="comment-add"),
    path("claims/<int:pk>/comments/<int:comment>/", _s, name="comment-resolve"),
    path("claims/<int:pk>/", claim.claim, name="claim"),
    path("claims/<int:pk>/moves/<slug:move>/", moves.claim_move, name="claim-move"),
    path("claims/<int:pk>/wording/", wording.wording, name="claim-wording"),
    path("claims/<int:pk>/draft/", verdict.draft, name="claim-draft"),
    path("claims/<int:pk>/draft/preview/", verdict.preview, name="claim-preview"),
    path("claims/<int:pk>/draft/precedents/", verdict.precedents, name="claim-precedents"),
    path("claims/<int:pk>/submit/", verdict.submit, name="claim-submit"),
    path("claims/<int:pk>/reasons/<slug:gate>/", waivers.waiver, name="claim-waiver"),
    path("claims/<int:pk>/evidence/", evidence.evidence, name="claim-evidence"),
    path("claims/<int:pk>/evidence/add/", evidence.add, name="evidence-add"),
    path("claims/<int:pk>/evidence/<int:source>/", evidence.edit, name="evidence-edit"),
    path("claims/<int:pk>/evidence/<int:source>/remove/", evidence.remove, name="evidence-remove"),
    path("claims/<int:pk>/evidence/<int:source>/up/", evidence.move_up, name="evidence-up"),
    path("claims/<int:pk>/evidence/<int:source>/copy/", evidence.copy_again, name="evidence-copy"),
    path("claims/<int:pk>/evidence/<int:source>/upload/", evidence.upload, name="evidence-upload"),
    path("claims/<int:pk>/evidence/<int:source>/impossible/", evidence.impossible, name="evidence-impossible"),
    path("claims/<int:pk>/asked/add/", contacts.add, name="contact-add"),
    path("claims/<int:pk>/asked/<int:contact>/", contacts.edit, name="contact-edit"),
    path("claims/<int:pk>/asked/<int:contact>/remove/", contacts.remove, name="contact-remove"),
    path("claims/<int:pk>/history/", history.claim_history, name="claim-history"),
    path("claims/<int:pk>/review/", approve.review, name="claim-review"),
    path("reports/", reports.reports, name="reports"),
    path("copies/<int:pk>/", copies.view, name="copy-view"),
    path("copies/<int:pk>/download/", copies.download, name="copy-download"),
]
