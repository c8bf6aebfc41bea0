"""What is kept about signing in: how often somebody tried lately, and what happened to each account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempts(models.Model):
    """How often something was tried under one key in a window of time; all web processes count here together."""

    key = models.CharField(max_length=64, unique=True, help_text=_("A hash of what is counted by, such as a name."))
    count = models.PositiveIntegerField(default=1)
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"


class SecurityEventKind(models.TextChoices):
    """What can happen to an account."""

    SIGNED_IN = "signed_in", _("Signed in")
    WRONG_PASSWORD = "wrong_password", _("A wrong password was given")
    LOCKED = "locked", _("Too many wrong passwords: sign-in was closed for a while")
    RESET_ASKED = "reset_asked", _("A letter to choose a new password was asked for")
    PASSWORD_CHANGED = "password_changed", _("The password was changed")
    PROGRAMS_ENDED = "programs_ended", _("All access tokens and hooks were ended")
    PROGRAM_ENDED = "program_ended", _("An admin ended an access token or a hook")
    SIGN_INS_ENDED = "sign_ins_ended", _("Other sign-ins were ended")
    ADMIN_ENDED = "admin_ended", _("An admin ended all sign-ins")
    EXPORTED = "exported", _("A list was exported")
    PASSWORD_GIVEN = "password_given", _("The right password was given, and the second step was asked for")
    WRONG_CODE = "wrong_code", _("A wrong code was given as the second step")
    STEP_ADDED = "step_added", _("A second step for signing in was added")
    STEP_REMOVED = "step_removed", _("A second step for signing in was removed")
    CODES_MADE = "codes_made", _("New recovery codes were made")
    EMAIL_CHANGED = "email_changed", _("The e-mail address was changed")
    TOKEN_ENDED = "token_ended", _("An access token was revoked")
    HOOK_MADE = "hook_made", _("A hook that takes articles was made")
    HOOK_ENDED = "hook_ended", _("A hook that takes articles was ended")
    SWITCHED_OFF = "switched_off", _("An admin switched the sign-in off")
    SWITCHED_ON = "switched_on", _("An admin switched the sign-in on again")
    ROLES_ASKED = "roles_asked", _("A change of an admin’s roles waits for a second admin")
    KEYS_CHANGED = "keys_changed", _("The newsroom’s keys were changed on the server")
    ROLES_FOLLOWED = "roles_followed", _("Roles were changed by the groups at the sign-in provider")
    STEP_RESET = "step_reset", _("An admin took the second step away, so that a new one can be set up")


class SecurityEvent(models.Model):
    """One thing that happened to an account; kept for some months, and no part of the editorial record."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="security_events")
    kind = models.CharField(max_length=20, choices=SecurityEventKind)
    at = models.DateTimeField(db_index=True)
    address = models.CharField(max_length=50, blank=True, help_text=_("The network address it came from."))

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="security_event_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"
