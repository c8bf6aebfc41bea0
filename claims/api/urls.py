"""The addresses of the API, below /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from claims.api.views import articles, candidates, claims, documents, dossier, feeds, record, reference

router = SimpleRouter(use_regex_path=False)
router.register("articles", articles.ArticlesView, "article")
router.register("versions", articles.VersionsView, "version")
router.register("runs", articles.RunsView, "run")
router.register("candidates", candidates.CandidatesView, "candidate")
router.register("claims", claims.ClaimsView, "claim")
router.register("claims/<int:claim_id>/preflight", dossier.PreflightView, "claim-preflight")
router.register("claims/<int:claim_id>/assignments", dossier.AssignmentsView, "claim-assignments")
router.register("claims/<int:claim_id>/revisions", dossier.RevisionsView, "claim-revisions")
router.register("claims/<int:claim_id>/evidence", dossier.EvidenceOfClaimView, "claim-evidence")
router.register("claims/<int:claim_id>/contacts", dossier.ContactsView, "claim-contacts")
router.register("evidence", dossier.EvidenceView, "evidence")
router.register("feeds", feeds.FeedsView, "feed")
router.register("publications", record.PublicationsView, "publication")
router.register("audit", record.AuditView, "event")
router.register("notifications", record.NotificationsView, "notification")
router.register("people", reference.PeopleView, "person")
router.register("outlets", reference.OutletsView, "outlet")
router.register("topics", reference.TopicsView, "topic")
router.register("claimants", reference.ClaimantsView, "claimant")
router.register("rating-scales", reference.ScalesView, "rating-scale")

verdict = dossier.VerdictView.as_view({"get": "retrieve", "put": "update"})
reasons = dossier.WaiversView.as_view({"get": "list"})
reason = dossier.WaiversView.as_view({"put": "update", "delete": "destroy"})

addresses = [
    path("me/", reference.MeView.as_view({"get": "retrieve"}), name="me"),
    path("claims/<int:claim_id>/verdict/", verdict, name="claim-verdict"),
    path("claims/<int:claim_id>/reasons/", reasons, name="claim-reasons"),
    path("claims/<int:claim_id>/reasons/<slug:gate>/", reason, name="claim-reason"),
    *router.urls,
]

urlpatterns = [
    path("", include((addresses, "api"))),
    path("schema/", documents.schema, name="api-schema"),
    path("docs/", documents.docs, name="api-docs"),
    path("", documents.nothing_here),
    path("<path:rest>", documents.nothing_here),
]
