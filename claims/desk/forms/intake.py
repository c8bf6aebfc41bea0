"""The forms for what comes in by itself or in bulk: feeds, hooks, files."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from claims.articles.models import Outlet
from claims.intake.archive.matching import MATCHED
from claims.intake.hooks import NAME_LIMIT
from claims.intake.imports import LARGEST_FILE
from claims.tracking.enums import DateOrder, ImportKind
from claims.tracking.models import ImportBatch
from claims.verdicts.models import Rating

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FILE_TYPES = ".csv,.tsv,.xlsx,.jsonl,.ndjson,.json,.jsonld,.xml,.zip,.txt,.md,.html,.htm,.pdf,.docx"
LEFT_OUT = "left out"
"""No slug of a rating has a space."""


def outlet_field(nothing: "StrOrPromise") -> "forms.ModelChoiceField[Outlet]":
    """A choice of outlet; `nothing` says what happens where none is chosen."""
    return forms.ModelChoiceField(
        queryset=Outlet.objects.all(), required=False, empty_label=nothing, label=_("Published by")
    )


class FeedForm(forms.Form):
    """The address of a feed."""

    use_required_attribute = False

    url = forms.CharField(
        label=_("Address of the feed"),
        max_length=2000,
        help_text=_(
            "RSS, Atom or JSON Feed, or a page that names its feed. It is asked every quarter of an hour, and"
            " less often while it fails."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": _("Give the address of the feed, such as https://paper.example/rss.")},
    )
    outlet = outlet_field(_("Find out from each article"))


class HookForm(forms.Form):
    """What a hook is for."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LIMIT,
        help_text=_("What posts to it, such as: newsroom CMS."),
        error_messages={"required": _("Give the hook a name, so that you know it again.")},
    )
    outlet = outlet_field(_("As each message says"))


class ImportForm(forms.Form):
    """A file and what its rows are."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What is in it"), choices=ImportKind, initial=ImportKind.ARTICLES, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=format_lazy(_("Up to {limit} MB and 50,000 rows."), limit=LARGEST_FILE // 1_000_000),
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
        error_messages={"required": _("Choose a file.")},
    )
    outlet = outlet_field(_("As each article says"))

    def clean_file(self) -> Any:  # an UploadedFile
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            refusal = gettext(
                "The file is larger than %(limit)s MB. Import it in parts, or have it imported on the server with "
                "manage.py import_articles."
            )
            raise forms.ValidationError(refusal % {"limit": LARGEST_FILE // 1_000_000})
        return file


class ColumnsForm(forms.Form):
    """What each column of a list of claims or of old checks is, and what comes first in its days."""

    use_required_attribute = False

    date_order = forms.ChoiceField(
        label=_("In a day such as 03/04/2026, what comes first?"),
        choices=[("", _("No such day is in it")), *DateOrder.choices],
        required=False,
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns, order = batch.preview.get("columns", []), batch.date_order
        self.columns: Sequence[Mapping[str, Any]] = columns
        self.fields["date_order"].initial = order
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column["name"] or _("Column without a name"),
                choices=MATCHED[batch.kind],
                initial=column["is"],
                help_text=" · ".join(column["samples"]),
            )

    def matched(self) -> dict[str, str]:
        """What each column is, by its name."""
        return {column["name"]: self.cleaned_data[f"column-{number}"] for number, column in enumerate(self.columns)}

    def column_fields(self) -> list[forms.BoundField]:
        """The choices for the columns, in the order of the file."""
        return [self[f"column-{number}"] for number in range(len(self.columns))]


class RatingsForm(forms.Form):
    """Which rating of ours each old one is; none is chosen before a person has chosen it."""

    use_required_attribute = False

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old: Sequence[Mapping[str, Any]] = batch.preview.get("ratings", [])
        ours = Rating.objects.filter(scale__is_active=True, is_active=True).order_by("order") if self.old else ()
        choices = [
            ("", _("Choose")),
            *((rating.slug, rating.label) for rating in ours),
            (LEFT_OUT, _("Leave these checks out")),
        ]
        for number, rating in enumerate(self.old):
            said = batch.ratings.get(rating["words"])
            self.fields[f"rating-{number}"] = forms.ChoiceField(
                label=gettext("“%(words)s”") % {"words": rating["words"]} if rating["words"] else _("No rating"),
                choices=choices,
                initial=LEFT_OUT if said == "" else said,
                help_text=ngettext("%(count)d check", "%(count)d checks", rating["count"]) % {"count": rating["count"]},
                error_messages={"required": _("Choose which of your ratings this is, or leave these checks out.")},
            )

    def matched(self) -> dict[str, str]:
        """The slug of ours by the words of each old rating; empty: left out."""
        said = [self.cleaned_data[f"rating-{number}"] for number in range(len(self.old))]
        return {rating["words"]: "" if slug == LEFT_OUT else slug for rating, slug in zip(self.old, said, strict=True)}
