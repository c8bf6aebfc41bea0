"""The audit record, for reading."""

from django.contrib import admin

from claims.audit.models import AuditEvent, AuditSeal
from claims.backoffice.admin_base import RecordAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    """Who did what to which object."""

    list_display = ["at", "actor", "action", "object_type", "object_id", "from_state", "to_state", "note"]
    list_filter = ["action", "object_type"]
    date_hierarchy = "at"
    list_select_related = ["actor"]
    search_fields = ["note", "object_id"]


@admin.register(AuditSeal)
class AuditSealAdmin(RecordAdmin):
    """Hashes over all chains at one moment."""

    list_display = ["at", "chains", "last_event_id", "hash"]
