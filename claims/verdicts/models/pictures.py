"""Pictures that readers are shown: of the claim itself, or of one of its sources."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim
from claims.verdicts.enums import MediaCategory
from claims.verdicts.models.evidence import Evidence

PERSON = settings.AUTH_USER_MODEL


class Picture(models.Model):
    """One picture for readers; without `evidence` it shows the claim. Removing it keeps the row and its files."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="pictures")
    evidence = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="pictures")
    alt = models.TextField(
        gettext_lazy("what can be seen"), blank=True, help_text=gettext_lazy("For those who cannot see it.")
    )
    credit = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    stamped = models.BooleanField(default=False, help_text=gettext_lazy("The rating's word stands over it."))
    category = models.CharField(
        max_length=30,
        blank=True,
        choices=MediaCategory,
        help_text=gettext_lazy("What became of it, where the check is about the picture itself."),
    )
    original_context = models.TextField(
        blank=True, help_text=gettext_lazy("What it shows in truth, and where it comes from.")
    )
    media_url = models.URLField(gettext_lazy("address it was seen at"), max_length=2000, blank=True)
    original_sha256 = models.CharField(max_length=64, help_text=gettext_lazy("Of the file it was made from."))
    is_published = models.BooleanField(default=False, help_text=gettext_lazy("Anybody may have its files."))
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=1)
    loaded_files: "list[PictureFile]"
    """Its files, the narrowest first, where `pictures_of` read it."""

    objects = Visible()

    class Meta:
        ordering = ["claim", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(evidence__isnull=True, removed_at__isnull=True),
                name="picture_one_of_the_claim",
            ),
            models.CheckConstraint(
                condition=Q(category="") | Q(evidence__isnull=True), name="picture_of_a_source_is_not_rated"
            ),
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(removed_at__isnull=True), name="picture_one_of_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.alt or _("Picture %(pk)s") % {"pk": self.pk}


class PictureFile(models.Model):
    """A picture at one width, written by us from its pixels alone."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="pictures/%Y/%m/")
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    objects = Visible()

    class Meta:
        ordering = ["picture", "width"]
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="picture_file_one_a_width")]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
