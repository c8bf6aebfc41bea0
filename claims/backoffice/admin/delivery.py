"""What people were told."""

from django.contrib import admin

from claims.backoffice.admin_base import RecordAdmin
from claims.delivery.models import Notification


@admin.register(Notification)
class NotificationAdmin(RecordAdmin):
    """Notifications and when they went out."""

    list_display = ["recipient", "kind", "text", "at", "read_at", "emailed_at"]
    show_facets = admin.ShowFacets.ALLOW
    list_filter = ["kind", "email"]
    list_select_related = ["recipient"]
    search_fields = ["text", "recipient__display_name"]
