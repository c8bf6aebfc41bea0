"""What is asked about accounts as a whole."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from claims.accounts.models import SecurityEvent, SecurityEventKind

AN_HOUR: Final = timedelta(hours=1)


def sign_in_failures() -> int:
    """How many wrong passwords were given for accounts that exist, in the last hour."""
    wrong = (SecurityEventKind.WRONG_PASSWORD, SecurityEventKind.LOCKED)
    return SecurityEvent.objects.filter(kind__in=wrong, at__gt=timezone.now() - AN_HOUR).count()
