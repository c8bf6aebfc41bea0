"""A published check in another language: the words people work on, and the frozen revisions readers see."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.tracking.models import Claim
from claims.verdicts.models.approved_words import FrozenWords, WordsInWork
from claims.verdicts.models.verdict import Publication


class TranslationState(models.TextChoices):
    """Where the newest words of a translation stand."""

    DRAFT = "draft", pgettext_lazy("a translation", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("a translation", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("a translation", "Readers see it")


class Translation(WordsInWork):
    """The words of a published check in one more language; one row for each claim and language.

    `translates` is the number of the check that they say in other words: it falls behind when there is a newer one.
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

    class Meta:
        ordering = ["claim", "language"]
        constraints = [models.UniqueConstraint(fields=["claim", "language"], name="translation_one_per_language")]

    def __str__(self) -> str:
        return f"FC-{self.claim_id:04d} ({self.language})"


class TranslationRevision(FrozenWords):
    """A submitted translation, frozen with its hash; readers see the one that is current."""

    translation = models.ForeignKey(Translation, on_delete=models.PROTECT, related_name="revisions")
    translates = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="translations")

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
