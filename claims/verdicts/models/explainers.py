"""Explainers: several published checks of one subject in one page, with words that lead from one to the next."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.tracking.models import Claim
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models.approved_words import FrozenWords, WordsInWork
from claims.verdicts.models.verdict import Publication


class ExplainerState(models.TextChoices):
    """Where the newest words of an explainer stand."""

    DRAFT = "draft", pgettext_lazy("an explainer", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("an explainer", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("an explainer", "Readers see it")
    RETRACTED = "retracted", pgettext_lazy("an explainer", "Retracted")


class Explainer(WordsInWork):
    """The words of one explainer.

    `parts` is a list of objects, in the order of the page: `claim` (its id), `sentence` (said of the check) and
    `paragraph` (Markdown, leads over to it). `kind` and `note` say to readers what the next number changes; a
    `kind` of "first" after the first number says that nobody chose one yet.
    """

    state = models.CharField(max_length=12, choices=ExplainerState, default=ExplainerState.DRAFT)
    slug = models.CharField(max_length=120, blank=True, help_text=_("The last part of its address; never changes."))
    title = models.TextField(_("title"), blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))
    parts = models.JSONField(default=list, blank=True)
    closing = models.TextField(_("closing words"), blank=True, help_text=_("Markdown."))
    picture_of = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=PublicationKind, default=PublicationKind.FIRST)
    note = models.TextField(blank=True, help_text=_("What changed and why, for readers."))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or self.number

    @property
    def number(self) -> str:
        """Its number as people write it: EX-0003."""
        return f"EX-{self.pk:04d}"


class ExplainerRevision(FrozenWords):
    """A submitted explainer, or the notice in its place; `published_number` is its number for readers.

    `checks` are the numbers of the checks that stood when it was submitted.
    """

    explainer = models.ForeignKey(Explainer, on_delete=models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=15, choices=PublicationKind)
    published_number = models.PositiveIntegerField(null=True)
    checks: "models.ManyToManyField[Publication, models.Model]" = models.ManyToManyField(
        Publication, related_name="explainers"
    )

    class Meta:
        ordering = ["explainer", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["explainer", "number"], name="explainer_revision_number"),
            models.UniqueConstraint(fields=["explainer", "published_number"], name="explainer_number_for_readers"),
            models.UniqueConstraint(fields=["explainer"], condition=Q(is_current=True), name="explainer_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.explainer_id}, {self.number}"
