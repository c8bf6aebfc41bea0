"""What readers are told about the newsroom: its name and addresses, and the texts around the checks."""

from typing import Final

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.verdicts.enums import SiteTextName

ONLY: Final = 1
BODY_LIMIT: Final = 40_000
ADDRESS_LIMIT: Final = 300
STATEMENT_LIMIT: Final = 4_000


class Newsroom(models.Model):
    """The one row about the newsroom, and the counters by which its lists and caches go.

    `sequence` is the number of checks ever published here first; `version` counts every change a public page could
    show; `sidebar` holds the most used ratings, topics, claimants and outlets with their counts, `authors` the slugs of
    the people who have a public page, `explainers` how many of these readers find in their list. `language` is that of
    the checks and of the public site; `more_languages` are the codes of those in which the site is offered besides.
    """

    name = models.CharField(max_length=120, default="Plumbline")
    strapline = models.CharField(max_length=80, default="Checked", blank=True, help_text=_("Stands beside the name."))
    about_line = models.CharField(
        max_length=160, default="An independent newsroom", blank=True, help_text=_("Stands at the foot of every page.")
    )
    homepage = models.URLField(blank=True, help_text=_("The newsroom's own site; empty: the public pages here."))
    email = models.EmailField(_("address for readers"), blank=True)
    address = models.TextField(
        blank=True, max_length=ADDRESS_LIMIT, help_text=_("Where the newsroom is; stands on the page about it.")
    )
    ownership = models.TextField(
        blank=True, max_length=STATEMENT_LIMIT, help_text=_("Who owns the newsroom and who answers for it. Markdown.")
    )
    funding = models.TextField(
        blank=True, max_length=STATEMENT_LIMIT, help_text=_("Who pays for the newsroom's work. Markdown.")
    )
    legal_form = models.CharField(
        max_length=160, blank=True, help_text=_("Such as a foundation, a company, an association, and its register.")
    )
    position = models.TextField(
        blank=True,
        max_length=STATEMENT_LIMIT,
        help_text=_("Where the newsroom stands politically, and what keeps its checks free of it. Markdown."),
    )
    owners = models.JSONField(default=list, blank=True, help_text=_("Names and shares."))
    funders = models.JSONField(default=list, blank=True, help_text=_("Who paid how much in which year."))
    team = models.JSONField(default=list, blank=True, help_text=_("Names, what they do, where they come from."))
    memberships = models.JSONField(default=list, blank=True, help_text=_("Networks, their codes, where to complain."))
    logo = models.FileField(upload_to="newsroom/", blank=True, editable=False)
    logo_says_name = models.BooleanField(
        _("the logo says our name"),
        default=False,
        help_text=_("Then the name is not written beside it."),
    )
    show_names = models.BooleanField(
        _("show names"),
        default=True,
        help_text=_("Print who wrote and who approved a check, from its next publication on."),
    )
    offers_packs = models.BooleanField(
        _("offer evidence packs"),
        default=False,
        help_text=_(
            "Let readers download everything a check rests on, with the copies of its sources, "
            "from its next publication on. Think of the rights of those whose pages were copied."
        ),
    )
    offers_alerts = models.BooleanField(
        _("offer e-mail alerts"),
        default=False,
        help_text=_("Readers leave an address and hear of new, corrected and withdrawn checks."),
    )
    shows_ledger = models.BooleanField(
        _("show the ledger of fairness"),
        default=False,
        help_text=_("Let readers see how many claims of whom you checked, with which verdicts."),
    )
    shows_agreement = models.BooleanField(
        _("show how often two people agree"),
        default=False,
        help_text=_("Tell readers, where the site says how you check, what sealed second verdicts came to."),
    )
    language = models.CharField(max_length=12, default="en", help_text=_("Of the checks, such as en or en-GB."))
    more_languages = models.JSONField(
        _("further languages of the site"),
        default=list,
        blank=True,
        help_text=_("Readers find the site in each of them too, as at /es/checks/; checks stay as written."),
    )
    sequence = models.PositiveBigIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(editable=False)
    sidebar = models.JSONField(default=dict, editable=False)
    authors = models.JSONField(default=dict, editable=False)
    explainers = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "newsroom"
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="newsroom_is_one")]

    def __str__(self) -> str:
        return self.name


class SiteText(models.Model):
    """One version of a text readers see; the newest version of each name is shown, and none is ever changed."""

    name = models.CharField(max_length=30, choices=SiteTextName)
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=120)
    body = models.TextField(help_text=_("Markdown."), validators=[MaxLengthValidator(BODY_LIMIT)])
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    edited_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["name", "-number"]
        constraints = [models.UniqueConstraint(fields=["name", "number"], name="site_text_version")]

    def __str__(self) -> str:
        return gettext("%(title)s (version %(number)s)") % {"title": self.title, "number": self.number}
