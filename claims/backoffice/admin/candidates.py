"""Extraction runs and candidates."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.backoffice import candidate_triage
from claims.backoffice.admin_base import RecordAdmin, person_of, tell_skipped
from claims.backoffice.jobs_admin import JobAdmin
from claims.errors import Refusal
from claims.intake import run_queue
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate, ExtractionRun
from claims.triage import bulk_decisions


class StandingFilter(admin.SimpleListFilter):
    """Candidates by what became of them; those to decide on, unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state__exact"
    field_path = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        """All states, and all at once."""
        return [*CandidateState.choices, ("all", gettext_lazy("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """Those of the chosen state."""
        chosen = self.value() or CandidateState.PENDING.value
        return queryset if chosen == "all" else queryset.filter(state=chosen)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without a choice of none: something is always chosen."""
        found = super().choices(changelist)
        next(found)
        for choice in found:
            pending = self.value() is None and choice["query_string"].endswith(f"={CandidateState.PENDING.value}")
            yield {**choice, "selected": choice["selected"] or pending}


@admin.register(Candidate)
class CandidateAdmin(RecordAdmin):
    """Spans that may hold a claim; they are decided on through the same services as on the desk."""

    list_display = ["statement", "state", "score", "speaker", "origin", "version"]
    list_filter: ClassVar[Any] = [StandingFilter, "dismiss_reason", "origin", "kind", "hedged", "anchor"]
    list_select_related = ["version", "claim"]
    # What was found in the newest text first, and there in the order in which software ranked it.
    ordering: ClassVar[Any] = ["-version_id", "id"]
    search_fields = ["exact", "speaker"]
    search_help_text = gettext_lazy("Words of the article, or who says it")
    actions = ["accept", "dismiss", "undo", "export_csv"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Candidates without the text of the whole article."""
        rows: QuerySet[Candidate] = super().get_queryset(request)
        return rows.defer("version__text")

    def has_triage_permission(self, request: HttpRequest) -> bool:
        """Whether the person decides on candidates."""
        return person_of(request).may(Right.TRIAGE)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with its buttons for those who decide."""
        allowed = {"has_triage_permission": self.has_triage_permission(request)}
        return super().changelist_view(request, {**allowed, **(extra_context or {})})

    @admin.action(description=gettext_lazy("Accept"), permissions=["triage"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> HttpResponse | None:
        """Make a claim of each."""
        return candidate_triage.run(request, bulk_decisions.Act.ACCEPT, queryset)

    @admin.action(description=gettext_lazy("Dismiss"), permissions=["triage"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> HttpResponse | None:
        """Put each away with a reason."""
        return candidate_triage.run(request, bulk_decisions.Act.DISMISS, queryset)

    @admin.action(description=gettext_lazy("Undo the last act"), permissions=["triage"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Take the last act on each back."""
        candidate_triage.take_back(request, queryset)


@admin.register(ExtractionRun)
class ExtractionRunAdmin(JobAdmin):
    """Readings of article versions."""

    view_right = Right.READ
    list_display = ["id", "version", "state", "candidates_found", "attempts", "queued_at", "finished_at", "error"]
    list_filter = [*JobAdmin.list_filter, "state", "extractor", "queued_at"]
    list_select_related = ["version"]
    search_fields = ["version__title", "error"]
    actions = ["try_again", "retry", "stop", "export_csv"]

    @admin.action(description=gettext_lazy("Read again"))
    def retry(self, request: HttpRequest, queryset: QuerySet[ExtractionRun]) -> None:
        """Queue a new reading of the same version."""
        for run in queryset:
            self._try(request, run, lambda actor, run=run: run_queue.read_again(version_id=run.version_id, actor=actor))

    @admin.action(description=gettext_lazy("Stop, and keep what was found"))
    def stop(self, request: HttpRequest, queryset: QuerySet[ExtractionRun]) -> None:
        """Stop each that still waits or works."""
        for run in queryset:
            self._try(request, run, lambda actor, run=run: run_queue.stop(run_id=run.pk, actor=actor))

    def _try(self, request: HttpRequest, run: ExtractionRun, act: Any) -> None:
        """Run one service call for the signed-in person and report how it went."""
        if not isinstance(request.user, User):
            return
        try:
            act(request.user)
            messages.success(request, gettext("%(run)s: done.") % {"run": run})
        except Refusal as refusal:
            tell_skipped(request, run, refusal)
