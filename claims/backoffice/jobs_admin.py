"""Background work in the back office: how far each job is, why one was given up, and having it tried again."""

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.backoffice.admin_base import RecordAdmin, person_of
from claims.backoffice.filters import GivenUpFilter
from claims.errors import NotAllowed, Refusal, WrongState
from claims.jobs import services
from claims.jobs.models import Job

STANDING = ["due_at", "attempts", "parked_at", "error"]


def try_again(*, job: Job, actor: User) -> None:
    """Have a job that was given up tried again, from its first attempt.

    Raises WrongState where it was not given up, or where newer work on the same thing is under way.
    """
    if not actor.may(Right.SETTINGS):
        raise NotAllowed(_("Your role does not let you have this tried again. Ask an admin."))
    try:
        with transaction.atomic():
            if not services.retry(type(job).jobs().filter(pk=job.pk)):
                raise WrongState(_("This was not given up, so there is nothing to try again."))
            record(actor=actor, action="job_tried_again", target=job, note=job.error)
    except IntegrityError as error:
        raise WrongState(_("The same is being done already. Wait for that to end.")) from error


class JobAdmin(RecordAdmin):
    """The page of one kind of job; with each row stand its attempts and the reason why it was given up."""

    view_right = Right.SETTINGS
    list_display = ["__str__", *STANDING]
    list_filter = [GivenUpFilter]
    readonly_fields = STANDING
    actions = ["try_again", "export_csv"]

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        """Whoever keeps the desk's settings looks after its background work."""
        return person_of(request).may(Right.SETTINGS)

    @admin.action(description=gettext_lazy("Try again what was given up"), permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Have each tried again."""
        for job in queryset:
            try:
                try_again(job=job, actor=person_of(request))
                messages.success(request, _("%(job)s is tried again.") % {"job": job})
            except Refusal as refusal:
                reason = {"job": job, "reason": refusal.message}
                messages.warning(request, _("%(job)s was skipped. %(reason)s") % reason)
