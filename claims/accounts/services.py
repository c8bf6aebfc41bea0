"""What is done to people's accounts; callers in `claims.workflow` ask who may and record it."""

import datetime
from collections.abc import Sequence
from functools import partial

from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import languages
from claims.accounts import second_step
from claims.accounts.models import AuthorPage, User
from claims.errors import Blocked

AWAY = datetime.timedelta(minutes=30)
SEEN_EVERY = datetime.timedelta(minutes=1)


def anonymise(person: User) -> None:
    """Replace a person's data by a name that stays the same for good, inside the caller's transaction.

    The row stays, so that whatever the person did keeps its one author; nobody can sign in as it again.
    """
    person.username = f"former-{person.pk}"
    person.display_name = _("Former colleague %(pk)s") % {"pk": person.pk}
    person.first_name = person.last_name = person.email = ""
    person.language = person.time_zone = person.own_initials = ""
    person.quiet_from = person.quiet_until = None
    person.reads = []
    put_picture(person, "")
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.last_seen_at = None
    person.removed_at = timezone.now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    person.tokens.all().delete()
    person.security_events.all().delete()
    person.sessions.all().delete()
    AuthorPage.objects.filter(person=person).delete()
    second_step.forget(person)
    SocialAccount.objects.filter(user=person).delete()


def choose_language(*, person: User, language: str, time_zone: str) -> None:
    """Keep in which language and time zone somebody wants to read; empty where the browser and the newsroom decide."""
    if language and language not in dict(languages.offered()):
        raise Blocked(_("Choose one of the languages in the list."))
    if time_zone and not languages.is_zone(time_zone):
        raise Blocked(_("Choose one of the time zones in the list."))
    person.language, person.time_zone = language, time_zone
    person.save(update_fields=["language", "time_zone"])


def choose_languages_read(*, person: User, codes: Sequence[str]) -> None:
    """Keep in which of the product's languages somebody can judge a translation."""
    offered = [code for code, _name in languages.offered()]
    if not set(codes) <= set(offered):
        raise Blocked(_("Choose the languages from the list."))
    person.reads = [code for code in offered if code in codes]
    person.save(update_fields=["reads"])


def choose_quiet_hours(*, person: User, start: int | None, end: int | None) -> None:
    """Keep from which to which hour of her own day somebody wants no e-mail; none, where both are empty."""
    if (start is None) != (end is None) or (start is not None and start == end):
        raise Blocked(_("Choose two different hours, or neither."))
    person.quiet_from, person.quiet_until = start, end
    person.save(update_fields=["quiet_from", "quiet_until"])


def put_picture(person: User, name: str) -> None:
    """Let the row speak of this kept file, of none where it is empty, and remove the old one after the commit.

    Inside the caller's transaction, which saves the row.
    """
    old = person.picture.name
    person.picture = name
    if old:
        transaction.on_commit(partial(default_storage.delete, old))


def note_seen(person: User) -> datetime.datetime | None:
    """Remember that a person is at the desk; when they left, if they had been away for more than half an hour."""
    now, last = timezone.now(), person.last_seen_at
    if last is None or now - last > SEEN_EVERY:
        User.objects.filter(pk=person.pk).update(last_seen_at=now)
    return last if last and now - last > AWAY else None
