"""Extraction runs and candidates."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.backoffice.admin_base import RecordAdmin, TickedForm, tell_skipped
from claims.backoffice.jobs_admin import JobAdmin
from claims.errors import Refusal
from claims.intake import run_queue
from claims.tracking.enums import DismissReason
from claims.tracking.models import Candidate, ExtractionRun
from claims.triage import candidate_decisions


class TriageActionForm(TickedForm):
    """The action menu with a reason for dismissing beside it."""

    reason = ChoiceField(
        label=gettext_lazy("Reason for dismissing"), choices=[("", "---------"), *DismissReason.choices], required=False
    )


@admin.register(Candidate)
class CandidateAdmin(RecordAdmin):
    """Spans that may hold a claim; triage goes through the same services as on the desk."""

    list_display = ["statement", "state", "score", "speaker", "origin", "version"]
    list_filter = ["state", "dismiss_reason", "origin", "kind", "hedged", "anchor"]
    list_select_related = ["version"]
    search_fields = ["statement", "speaker"]
    action_form = TriageActionForm
    actions = ["accept", "dismiss", "undo", "export_csv"]

    @admin.action(description=gettext_lazy("Accept"))
    def accept(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Make a claim of each."""
        self._each(request, queryset, candidate_decisions.accept)

    @admin.action(description=gettext_lazy("Dismiss (choose a reason)"))
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Put each away with the chosen reason."""
        self._each(request, queryset, candidate_decisions.dismiss, reason=request.POST.get("reason", ""))

    @admin.action(description=gettext_lazy("Undo the last act"))
    def undo(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Take the last act on each back."""
        self._each(request, queryset, candidate_decisions.undo)

    def _each(self, request: HttpRequest, queryset: QuerySet[Candidate], service: Any, **details: str) -> None:
        """One transaction for each candidate; `service` is one of claims.triage.candidate_decisions."""
        for candidate in queryset:
            try:
                done = service(candidate_id=candidate.pk, actor=request.user, **details)
                messages.success(request, f"“{candidate}”: {done.message}")
            except Refusal as refusal:
                tell_skipped(request, f"“{candidate}”", refusal)


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
