"""Words for readers that a second person approves as a whole: those people work on, and those frozen for her.

Translations of checks and explainers are such words; what each is about, its own model says.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User

PERSON = settings.AUTH_USER_MODEL


class WordsInWork(models.Model):
    """The newest words, whether readers see them yet or not.

    `writers` wrote any of what readers do not see yet, so that none of them can approve it.
    """

    sent_back = models.TextField(blank=True, help_text=_("What a second person asked to be changed."))
    writers: "models.ManyToManyField[User, models.Model]" = models.ManyToManyField(PERSON, related_name="+")
    lock_version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class FrozenWords(models.Model):
    """Submitted words with their hash; readers see those that are current. `number` counts what was submitted."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    authors: "models.ManyToManyField[User, models.Model]" = models.ManyToManyField(PERSON, related_name="+")
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    approved_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    is_current = models.BooleanField(default=False)
    card = models.JSONField(default=dict, help_text=_("What a list of checks shows of it."))
    page = models.JSONField(default=dict, help_text=_("Everything its page shows."))
    page_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
