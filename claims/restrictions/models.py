"""A claim that is kept to named people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.restrictions.hidden import Visible


class Restriction(models.Model):
    """A claim is kept to these people, with all that belongs to it; and so are these articles, wholly.

    A claim without such a row is everybody's on the desk. Being an admin opens nothing.
    """

    claim = models.OneToOneField("claims.Claim", primary_key=True, on_delete=models.PROTECT, related_name="restriction")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        help_text=gettext_lazy("Who sees the claim; nobody else on the desk does."),
    )
    articles = models.ManyToManyField(
        "articles.Article",
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Articles the claim appears in that are kept to the same people."),
    )
    restricted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    restricted_at = models.DateTimeField()

    objects = Visible()

    def __str__(self) -> str:
        return _("Claim %(claim)s is kept to named people") % {"claim": self.claim_id}
