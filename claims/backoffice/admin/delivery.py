"""What people were told."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from claims.accounts.roles import Right
from claims.backoffice.admin_base import RecordAdmin, person_of
from claims.delivery.models import Notification
from claims.verdicts.seals import kept_from


@admin.register(Notification)
class NotificationAdmin(RecordAdmin):
    """Notifications and when they went out."""

    list_display = ["recipient", "kind", "text", "at", "read_at", "emailed_at"]
    list_filter = ["kind", "email"]
    list_select_related = ["recipient"]
    search_fields = ["text", "recipient__display_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        """Everybody's for admins, but for what others are told of a sealed verdict; for others their own."""
        found: QuerySet[Notification] = super().get_queryset(request)
        person = person_of(request)
        own = Q(recipient=person)
        return found.exclude(kept_from(person) & ~own) if person.may(Right.PEOPLE) else found.filter(own)
