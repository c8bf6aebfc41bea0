"""The hours in which somebody wants no e-mail: what happens meanwhile leaves when they are over."""

import datetime

from django.utils import timezone

from claims.accounts.models import User


def quiet_until(person: User, now: datetime.datetime) -> datetime.datetime | None:
    """When this person's quiet hours end, in the time zone in use; None where it is not quiet now."""
    if person.quiet_from is None or person.quiet_until is None:
        return None
    local = timezone.localtime(now)
    start, end = person.quiet_from, person.quiet_until
    over_midnight = start > end
    is_quiet = (local.hour >= start or local.hour < end) if over_midnight else start <= local.hour < end
    if not is_quiet:
        return None
    day = local.date() + datetime.timedelta(days=1 if over_midnight and local.hour >= start else 0)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(end)), local.tzinfo)
