"""The addresses of the API, below /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from claims.api.views import (
    access,
    alerts,
    articles,
    brief,
    candidates,
    claims,
    copies,
    documents,
    dossier,
    evidence_tables,
    explainers,
    extractor,
    fairness,
    feeds,
    guests,
    hooks,
    imports,
    lint,
    matches,
    newsrooms,
    old_checks,
    old_words,
    organising,
    pictures,
    precedents,
    record,
    reference,
    related,
    reports,
    saved_views,
    score_threshold,
    second_verdicts,
    shelf_life,
    tables,
    tips,
    translations,
    watch,
)

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
router.register("claims/<int:claim_id>/pictures", pictures.PicturesView, "claim-pictures")
router.register("claims/<int:claim_id>/tables", evidence_tables.EvidenceTablesView, "claim-tables")
router.register("claims/<int:claim_id>/figures", evidence_tables.FiguresView, "claim-figures")
router.register("evidence", dossier.EvidenceView, "evidence")
router.register("matches", matches.MatchesView, "match")
router.register("outside-checks", matches.OutsideChecksView, "outside-check")
router.register("feeds", feeds.FeedsView, "feed")
router.register("newsrooms", newsrooms.NewsroomsView, "newsroom")
router.register("shelf-life-rules", shelf_life.ShelfLifeRulesView, "shelf-life-rule")
router.register("explainers", explainers.ExplainersView, "explainer")
router.register("translations", translations.TranslationsView, "translation")
router.register("claimant-groups", fairness.GroupsView, "claimant-group")
router.register("claimant-groups/<int:group_id>/members", fairness.MembersView, "group-member")
router.register("second-verdict-rules", second_verdicts.RulesView, "second-verdict-rule")
router.register("watch", watch.WatchView, "watched-source")
router.register("imports", imports.ImportsView, "import")
router.register("old-checks", old_checks.OldChecksView, "old-check")
router.register("tips", tips.TipsView, "tip")
router.register("views", saved_views.SavedViewsView, "view")
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

second_verdict = second_verdicts.SecondVerdictView
second = {
    "": second_verdict.as_view({"get": "retrieve", "post": "give"}),
    "open/": second_verdict.as_view({"post": "open_seal"}),
    "first/": second_verdict.as_view({"post": "take_first"}),
    "third/": second_verdict.as_view({"post": "third"}),
    "settle/": second_verdict.as_view({"post": "settle"}),
}
seconds = [
    path(f"claims/<int:claim_id>/second-verdict/{end}", view, name=f"claim-second-verdict{end and '-' + end[:-1]}")
    for end, view in second.items()
]

comments = organising.CommentsOfClaimView.as_view({"get": "list", "post": "create"})

in_languages = translations.TranslationsOfClaimView.as_view

addresses = [
    path("me/", reference.MeView.as_view({"get": "retrieve"}), name="me"),
    path(
        "me/author-page/",
        reference.AuthorPageView.as_view({"get": "retrieve", "put": "update"}),
        name="author-page",
    ),
    path("threshold/", score_threshold.ThresholdView.as_view({"get": "retrieve", "put": "update"}), name="threshold"),
    path("alerts/", alerts.AlertsView.as_view({"get": "retrieve", "put": "update"}), name="alerts"),
    path("alerts/erase/", alerts.AlertsView.as_view({"post": "erase"}), name="alerts-erase"),
    path("reports/", reports.ReportsView.as_view({"get": "retrieve"}), name="reports"),
    path("brief/", brief.BriefView.as_view({"get": "retrieve"}), name="brief"),
    path("brief/email/", brief.BriefView.as_view({"get": "email", "put": "choose"}), name="brief-email"),
    path("fairness/", fairness.LedgerView.as_view({"get": "retrieve"}), name="fairness"),
    path("lint/", lint.LintView.as_view({"post": "look"}), name="lint"),
    path("people/load/", reports.LoadView.as_view({"get": "list"}), name="people-load"),
    path("claims/<int:claim_id>/translations/", in_languages({"get": "list"}), name="claim-translations"),
    path(
        "claims/<int:claim_id>/translations/<slug:language>/",
        in_languages({"put": "update"}),
        name="claim-translation",
    ),
    *(
        path(
            f"claims/<int:claim_id>/translations/<slug:language>/{act}/",
            in_languages({"post": act.replace("-", "_")}),
            name=f"claim-translation-{act}",
        )
        for act in ("submit", "take-back", "send-back", "approve")
    ),
    path("copies/<int:pk>/file/", copies.CopiesView.as_view({"get": "file"}), name="copy-file"),
    path("candidates/bulk/", organising.CandidatesBulkView.as_view({"post": "carry_out"}), name="candidates-bulk"),
    path("claims/<int:claim_id>/preview/", dossier.PreviewView.as_view({"get": "retrieve"}), name="claim-preview"),
    path("claims/<int:claim_id>/verdict/", verdict, name="claim-verdict"),
    path("claims/<int:claim_id>/reasons/", reasons, name="claim-reasons"),
    path("claims/<int:claim_id>/reasons/<slug:gate>/", reason, name="claim-reason"),
    path(
        "claims/<int:claim_id>/old-words/",
        old_words.OldWordsView.as_view({"get": "retrieve"}),
        name="claim-old-words",
    ),
    path(
        "claims/<int:claim_id>/related/",
        related.RelatedView.as_view({"get": "retrieve", "put": "update"}),
        name="claim-related",
    ),
    path("claims/<int:claim_id>/comments/", comments, name="claim-comments"),
    path("comments/<int:pk>/", organising.CommentsView.as_view({"get": "retrieve"}), name="comment"),
    path("comments/<int:pk>/resolve/", organising.CommentsView.as_view({"post": "resolve"}), name="comment-resolve"),
    path("comments/<int:pk>/reopen/", organising.CommentsView.as_view({"post": "reopen"}), name="comment-reopen"),
    path(
        "claims/<int:claim_id>/access/",
        access.AccessView.as_view({"get": "retrieve", "put": "update"}),
        name="claim-access",
    ),
    path("claims/<int:pk>/due/", organising.OrganiseView.as_view({"put": "due"}), name="claim-due"),
    path("claims/<int:pk>/priority/", organising.OrganiseView.as_view({"put": "priority"}), name="claim-priority"),
    path("claims/<int:pk>/topics/", organising.OrganiseView.as_view({"put": "topics"}), name="claim-topics"),
    path("claims/bulk/preview/", organising.BulkView.as_view({"post": "preview"}), name="claims-bulk-preview"),
    path("claims/bulk/", organising.BulkView.as_view({"post": "carry_out"}), name="claims-bulk"),
    path("reports/extractor/", extractor.ReportCardView.as_view({"get": "retrieve"}), name="report-card"),
    path("hooks/", hooks.HooksView.as_view({"get": "list", "post": "create"}), name="hooks"),
    path("hooks/<int:pk>/", hooks.HooksView.as_view({"delete": "destroy"}), name="hook"),
    path("hooks/<int:pk>/messages/", hooks.HooksView.as_view({"get": "messages"}), name="hook-messages"),
    path("hooks/<int:pk>/articles/", hooks.HookReceiver.as_view({"post": "receive"}), name="hook-articles"),
    path("exports/claims/", tables.ExportsView.as_view({"get": "claims"}), name="export-claims"),
    path("exports/articles/", tables.ExportsView.as_view({"get": "articles"}), name="export-articles"),
    path(
        "claims/<int:claim_id>/precedents/",
        precedents.PrecedentsOfClaimView.as_view({"get": "retrieve", "put": "update"}),
        name="claim-precedents",
    ),
    path(
        "claims/<int:claim_id>/experts/",
        guests.GuestsView.as_view({"get": "list", "post": "create"}),
        name="claim-experts",
    ),
    path(
        "claims/<int:claim_id>/experts/<int:pk>/revoke/",
        guests.GuestsView.as_view({"post": "revoke"}),
        name="claim-expert-revoke",
    ),
    path(
        "claims/<int:claim_id>/experts/<int:pk>/show/",
        guests.GuestsView.as_view({"post": "show"}),
        name="claim-expert-show",
    ),
    path("precedents/", precedents.RatedView.as_view({"get": "retrieve"}), name="precedents"),
    *seconds,
    *router.urls,
]

urlpatterns = [
    path("", include((addresses, "api"))),
    path("schema/", documents.schema, name="api-schema"),
    path("docs/", documents.docs, name="api-docs"),
    path("", documents.nothing_here),
    path("<path:rest>", documents.nothing_here),
]
