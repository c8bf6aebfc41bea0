"""The audit record, for reading."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.audit.models import AuditEvent, AuditSeal
from claims.backoffice.admin_base import RecordAdmin, person_of
from claims.verdicts.seals import events_kept_from


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    """Who did what to which object."""

    list_display = ["at", "actor", "action", "object_type", "object_id", "from_state", "to_state", "note"]
    list_filter = ["action", "object_type"]
    date_hierarchy = "at"
    list_select_related = ["actor"]
    search_fields = ["note", "object_id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """What this person may know of: what tells of a sealed verdict is left out."""
        found: QuerySet[AuditEvent] = super().get_queryset(request)
        return found.exclude(events_kept_from(person_of(request)))


@admin.register(AuditSeal)
class AuditSealAdmin(RecordAdmin):
    """Hashes over all chains at one moment."""

    list_display = ["at", "chains", "last_event_id", "hash"]
