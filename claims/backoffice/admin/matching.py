"""What was checked before: matches, and the fact-checks of other newsrooms."""

from django.contrib import admin

from claims.backoffice.admin_base import RecordAdmin
from claims.followed.models import RefusedCheck, TakenCheck
from claims.matching.models import Match, OutsideCheck


@admin.register(Match)
class MatchAdmin(RecordAdmin):
    """What resembles what, and what people said of it; they say it on the desk's own pages."""

    list_display = ["candidate", "later", "claim", "outside", "score", "band", "state", "decided_by", "decided_at"]
    list_filter = ["state", "band"]
    list_select_related = ["candidate", "later", "claim", "outside", "decided_by"]
    search_fields = ["candidate__statement", "claim__statement", "outside__claim_reviewed"]


@admin.register(OutsideCheck)
class OutsideCheckAdmin(RecordAdmin):
    """Imported fact-checks, with the ClaimReview as it was read."""

    list_display = ["claim_reviewed", "claimant", "publisher", "rating", "reviewed_on", "url", "source", "imported_at"]
    list_filter = ["language", "tone", "imported_at"]
    search_fields = ["claim_reviewed", "claimant", "publisher", "url"]


@admin.register(TakenCheck)
class TakenCheckAdmin(RecordAdmin):
    """Checks taken over from followed newsrooms, as they stand there now."""

    list_display = ["url", "newsroom", "number", "is_signed", "published_at", "withdrawn_at", "taken_at"]
    list_filter = ["newsroom"]
    list_select_related = ["newsroom"]
    search_fields = ["url"]


@admin.register(RefusedCheck)
class RefusedCheckAdmin(RecordAdmin):
    """What was not taken over, and why."""

    list_display = ["at", "newsroom", "url", "reason"]
    list_filter = ["newsroom"]
    list_select_related = ["newsroom"]
