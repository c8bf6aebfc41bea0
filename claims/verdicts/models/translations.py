"""A published check in another language: the words people work on, and the frozen revisions readers see."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts.models.verdict import Publication

PERSON = settings.AUTH_USER_MODEL


class TranslationState(models.TextChoices):
    """Where the newest words of a translation stand."""

    DRAFT = "draft", pgettext_lazy("a translation", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("a translation", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("a translation", "Readers see it")


class Translation(models.Model):
    """The words of a published check in one more language; one row for each claim and language.

    `translates` is the number of the check that they say in other words: it falls behind when there is a newer one.
    `writers` wrote any of what readers do not see yet, so that none of them can approve it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=TranslationState, default=TranslationState.DRAFT)
    translates = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(_("wording of the claim"), blank=True)
    rating_label = models.CharField(_("rating"), max_length=60, blank=True)
    rating_definition = models.TextField(_("what the rating means"), blank=True)
    summary = models.TextField(_("short answer"), blank=True)
    key_points = models.TextField(_("key points"), blank=True, help_text=_("One on each line."))
    explanation = models.TextField(blank=True, help_text=_("Markdown."))
    why_checked = models.TextField(_("why we checked this"), blank=True)
    note = models.TextField(blank=True, help_text=_("What changed in the translation, for readers."))
    sent_back = models.TextField(blank=True, help_text=_("What a second person asked to be changed."))
    writers: "models.ManyToManyField[User, models.Model]" = models.ManyToManyField(PERSON, related_name="+")
    lock_version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["claim", "language"]
        constraints = [models.UniqueConstraint(fields=["claim", "language"], name="translation_one_per_language")]

    def __str__(self) -> str:
        return f"FC-{self.claim_id:04d} ({self.language})"


class TranslationRevision(models.Model):
    """A submitted translation, frozen with its hash; readers see the one that is current."""

    translation = models.ForeignKey(Translation, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    translates = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="translations")
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
        ordering = ["translation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "number"], name="translation_revision_number"),
            models.UniqueConstraint(
                fields=["translation"], condition=Q(is_current=True), name="translation_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}, {self.number}"
