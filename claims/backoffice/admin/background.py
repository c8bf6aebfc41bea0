"""The kinds of background work that have no page among the records; a new kind gets one without being named here."""

from django.contrib import admin

from claims.accounts.roles import Right
from claims.articles.models import Feed
from claims.backoffice.jobs_admin import STANDING, JobAdmin
from claims.delivery.models import AccountLetter, AlertLetter, AlertRound, Email, MorningBrief, SealReceiver
from claims.followed.models import FollowedNewsroom
from claims.jobs.models import Routine
from claims.jobs.sweeping import job_models
from claims.matching.models import MatchSearch
from claims.tracking.models import ImportBatch


@admin.register(Email)
class EmailAdmin(JobAdmin):
    """E-mails that have not left yet, or that no mail server took."""

    list_display = ["recipient", "is_digest", "created_at", *STANDING]
    list_select_related = ["recipient"]
    search_fields = ["recipient__display_name", "error"]


@admin.register(AccountLetter)
class AccountLetterAdmin(JobAdmin):
    """Letters about accounts that have not left yet."""

    list_display = ["kind", "person", "created_at", *STANDING]
    list_filter = [*JobAdmin.list_filter, "kind"]
    list_select_related = ["person"]


@admin.register(MorningBrief)
class MorningBriefAdmin(JobAdmin):
    """Who gets the shift brief by e-mail, at which hour, and when it goes out next."""

    list_display = ["person", "hour", "told_until", *STANDING]
    list_select_related = ["person"]


@admin.register(AlertLetter)
class AlertLetterAdmin(JobAdmin):
    """Letters of readers' e-mail alerts that have not left yet; to whom they go is shown to nobody."""

    list_display = ["pk", "created_at", *STANDING]
    exclude = ["alert", "publications"]


@admin.register(AlertRound)
class AlertRoundAdmin(JobAdmin):
    """Publications for which the alerts that they concern have still to be found."""

    list_display = ["publication", *STANDING]
    list_select_related = ["publication"]


@admin.register(SealReceiver)
class SealReceiverAdmin(JobAdmin):
    """Where seals of the audit record are sent, and how far each place has them."""

    list_display = ["place", "has_up_to", "sent_last_at", *STANDING]


@admin.register(MatchSearch)
class MatchSearchAdmin(JobAdmin):
    """Article versions whose candidates are compared with earlier checks."""

    view_right = Right.READ
    list_display = ["version", "asked", "done_at", "remark", *STANDING]
    list_select_related = ["version"]
    search_fields = ["version__title", "error"]
    unexported = JobAdmin.unexported | {"vectors"}


@admin.register(Feed)
class FeedAdmin(JobAdmin):
    """Feeds and how far they are; they are added and followed on the desk."""

    view_right = Right.READ
    list_display = ["__str__", "is_active", "polled_at", "failing_since", *STANDING]
    list_filter = [*JobAdmin.list_filter, "is_active"]
    search_fields = ["title", "url", "error"]


@admin.register(FollowedNewsroom)
class FollowedNewsroomAdmin(JobAdmin):
    """Newsrooms whose checks are taken over; they are added and followed on the desk."""

    view_right = Right.READ
    list_display = ["__str__", "is_active", "is_signing", "shown_to_readers", "polled_at", "failing_since", *STANDING]
    list_filter = [*JobAdmin.list_filter, "is_active"]
    search_fields = ["name", "url", "error"]


@admin.register(ImportBatch)
class ImportBatchAdmin(JobAdmin):
    """Files handed in; one that was given up is checked again from where it ended."""

    view_right = Right.READ
    list_display = ["name", "kind", "person", "state", "created_at", *STANDING]
    list_filter = [*JobAdmin.list_filter, "kind", "state"]
    list_select_related = ["person"]
    search_fields = ["name", "error"]


@admin.register(Routine)
class RoutineAdmin(JobAdmin):
    """What is done again and again, when it was done last, and with what error."""

    list_display = ["name", "in_queue", "every", "done_at", "due_at", "attempts", "error"]
    list_filter = ["in_queue"]
    readonly_fields = ["due_at", "attempts", "error"]
    actions = ["export_csv"]


def register_the_rest() -> None:
    """A page for every kind of job that has no other; called once all pages are registered."""
    for model in job_models():
        if not admin.site.is_registered(model):
            admin.site.register(model, JobAdmin)
