"""Letters about somebody's account."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.jobs.models import Job, Queue


class LetterKind(models.TextChoices):
    """What the letter is about."""

    RESET = "reset", _("a new password is to be chosen")
    PASSWORD_CHANGED = "password", _("the password was changed")
    TOKEN_MADE = "token", _("an access token was made")
    ROLES_CHANGED = "roles", _("the roles were changed")
    INVITATION = "invitation", _("somebody is invited")
    GUEST = "guest", _("an expert from outside is asked")
    HAPPENED = "happened", _("something happened to the account")


class AccountLetter(Job):
    """A letter that still has to leave; gone once it has. The worker writes it, so no link is ever stored.

    One that asks for a new password has no person yet: whether the address is somebody's is looked up by the worker,
    so that the page answers as quickly for an address that nobody has.
    """

    queue = Queue.NOW
    waits = (*(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30)), *[timedelta(hours=1)] * 23)
    in_flight = 25

    kind = models.CharField(max_length=10, choices=LetterKind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)
    invitation = models.ForeignKey(
        "accounts.Invitation", null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    guest = models.ForeignKey(
        "verdicts.GuestExpert", null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    what = models.CharField(max_length=20, blank=True, editable=False, help_text=_("A kind of security event."))
    created_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name = "letter about an account"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
