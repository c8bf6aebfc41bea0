"""Claims and what surrounds them."""

from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import formats
from claims.accounts.roles import Right
from claims.audit.queries import history_of
from claims.backoffice.admin_base import KeptListAdmin, OfClaimAdmin, RecordAdmin, person_of, shortened
from claims.backoffice.claim_filters import ClaimantFilter, DueFilter, SavedViewFilter, TopicFilter, found
from claims.backoffice.claim_inlines import Appearances, Assignments, Revisions, Sources
from claims.backoffice.claim_moves import boxes, make, newest_revision
from claims.backoffice.filters import LanguageFilter, RoleHolderFilter
from claims.backoffice.move_actions import actions_open_to, move_actions
from claims.backoffice.move_forms import MoveForm
from claims.errors import Blocked, Refusal
from claims.review.claimants import keep_claimant
from claims.tracking.models import Assignment, Claim, Claimant, Comment, Correction, SavedView, Topic
from claims.verdicts.seals import kept_marks
from claims.workflow.moves import MoveName
from claims.workflow.transitions import TRANSITIONS


@admin.register(Topic)
class TopicAdmin(KeptListAdmin):
    """Subjects."""

    list_display = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Claimant)
class ClaimantAdmin(KeptListAdmin):
    """Whoever said it; what published checks say about a claimant is frozen and does not change with this."""

    change_right: ClassVar[Right | None] = Right.ASSIGN
    list_display = ["name", "kind", "role"]
    list_filter = ["kind"]
    search_fields = ["name", "role"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Save by the service, for which this is an edit of every claim of theirs under review."""
        keep_claimant(claimant=obj, actor=person_of(request), fields=form.changed_data)


SHOWN_OF_HISTORY: Final = 15


@admin.register(Claim)
class ClaimAdmin(OfClaimAdmin):
    """Claims; every move is one of the workflow's own."""

    list_display: Any = ["number", "wording", "state", "claimant", "reviewer", "due", "likely", "since"]
    list_display_links = ["number", "wording"]
    sortable_by: ClassVar[Any] = ["number", "due", "likely", "since"]
    list_filter: ClassVar[Any] = [
        SavedViewFilter,
        "state",
        DueFilter,
        "priority",
        ("reviewer", RoleHolderFilter),
        TopicFilter,
        ClaimantFilter,
        LanguageFilter,
        "close_reason",
    ]
    list_select_related = ["claimant", "reviewer"]
    search_fields = ["statement"]
    search_help_text = gettext_lazy("Words in any form, a claimant, or a number")
    date_hierarchy = "state_since"
    inlines = [Appearances, Sources, Revisions, Assignments]
    change_form_template = "admin/claims/claim/page.html"
    actions = [*move_actions(), "export_csv"]

    @admin.display(description=gettext_lazy("Number"), ordering="id")
    def number(self, claim: Claim) -> str:
        """The desk's number for it."""
        return claim.number

    @admin.display(description=gettext_lazy("Wording"))
    def wording(self, claim: Claim) -> str:
        """Its beginning; the whole stands on its page."""
        return shortened(claim.statement)

    @admin.display(description=gettext_lazy("Due"), ordering="due_key")
    def due(self, claim: Claim) -> str:
        """The day, as short as it can be told."""
        return formats.day_short(claim.due_at) if claim.due_at else ""

    @admin.display(description=gettext_lazy("Score"), ordering="score_key")
    def likely(self, claim: Claim) -> str:
        """How likely it is worth checking, as software sees it."""
        return "" if claim.score is None else f"{claim.score:.2f}"

    @admin.display(description=gettext_lazy("Since"), ordering="state_since")
    def since(self, claim: Claim) -> str:
        """Since which day it has been in its state."""
        return formats.day_short(claim.state_since)

    def get_actions(
        self, request: HttpRequest, action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """The moves that the person's role includes, and the export."""
        return actions_open_to(person_of(request), super().get_actions(request, action_location))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """Claims with whom they are about."""
        return super().get_queryset(request).select_related("claimant", "reviewer", "retraction_asked_by")

    def get_urls(self) -> list[Any]:
        """Django's own, and where a move is made."""
        move = self.admin_site.admin_view(self.make_move)
        return [path("<int:pk>/move/<slug:name>/", move, name="claims_claim_move"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The claim with what belongs to it, and the moves this person has."""
        claim = self.get_object(request, object_id)
        page = {} if claim is None or request.method != "GET" else self._page(request, claim)
        return super().change_view(request, object_id, form_url, {**page, **(extra_context or {})})

    def make_move(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make one move; where it is refused, the claim's page says why over what was typed."""
        row = TRANSITIONS.get(MoveName(name)) if name in set(MoveName) else None
        claim = self.get_object(request, str(pk))
        if row is None or claim is None or request.method != "POST":
            raise Http404
        form = MoveForm(row, request.POST, prefix=name)
        refused: Refusal | None = None
        if form.is_valid():
            outcome = make(form, claim_id=pk, person=person_of(request), shown=request.POST)
            if not isinstance(outcome, Refusal):
                messages.success(request, _("%(label)s: done.") % {"label": row.label})
                return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[pk]))
            refused = outcome
        claim.refresh_from_db()
        request.method = "GET"  # The page is drawn, and nothing is saved by it.
        page = self._page(request, claim, tried=form)
        response = super().change_view(request, str(pk), extra_context=page)
        response.status_code = refused.status if refused else Blocked.status
        return response

    def _page(self, request: HttpRequest, claim: Claim, tried: MoveForm | None = None) -> dict[str, Any]:
        revision = newest_revision(claim)
        return {
            "boxes": boxes(claim, person_of(request), tried),
            "content_hash": revision.content_hash if revision else "",
            "history": history_of(
                object_type="claim",
                object_id=claim.pk,
                size=SHOWN_OF_HISTORY,
                before=next(iter(kept_marks(claim, person_of(request))), None),
            ),
            "topics": [topic.name for topic in claim.topics.all()],
        }

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """As the desk's own search finds claims."""
        return (found(queryset, search_term, request) if search_term.strip() else queryset), False


@admin.register(Assignment)
class AssignmentAdmin(OfClaimAdmin):
    """Who was to do what by when."""

    sealed = "claim"

    list_display = ["claim", "reviewer", "assigned_by", "state", "due_at", "created_at", "ended_at"]
    list_filter = ["state", ("reviewer", RoleHolderFilter)]
    list_select_related = ["claim", "reviewer", "assigned_by"]
    search_fields = ["claim__statement", "reviewer__display_name"]


@admin.register(Comment)
class CommentAdmin(OfClaimAdmin):
    """Remarks among colleagues."""

    sealed = "claim"

    list_display = ["body", "claim", "author", "created_at", "resolved_at"]
    list_filter = ["created_at"]
    list_select_related = ["claim", "author"]
    search_fields = ["body"]


@admin.register(Correction)
class CorrectionAdmin(OfClaimAdmin):
    """How published words changed."""

    list_display = ["claim", "kind", "reason", "opened_by", "opened_at", "published"]
    list_filter = ["kind", "published"]
    list_select_related = ["claim", "opened_by"]
    search_fields = ["claim__statement", "reason"]


@admin.register(SavedView)
class SavedViewAdmin(RecordAdmin):
    """Named filters of the queue."""

    list_display = ["name", "owner", "shared"]
    list_filter = ["shared"]
    list_select_related = ["owner"]
    search_fields = ["name"]
