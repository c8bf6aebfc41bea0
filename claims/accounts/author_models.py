"""What readers may know about somebody who writes checks, once she agreed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ROLE_LIMIT = 120
BACKGROUND_LIMIT = 1_500


class AuthorPage(models.Model):
    """A person's public page; the slug is her address there and never changes.

    It is public while `is_public`, which is hers alone to say, and while she can sign in.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="author_page")
    slug = models.SlugField(max_length=80, unique=True)
    is_public = models.BooleanField(default=False)
    role = models.CharField(_("role"), max_length=ROLE_LIMIT, blank=True)
    background = models.TextField(_("background"), max_length=BACKGROUND_LIMIT, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
