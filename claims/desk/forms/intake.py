"""The forms for what comes in by itself or in bulk: feeds, hooks, files."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.articles.models import Outlet
from claims.intake.hooks import NAME_LIMIT
from claims.intake.imports import LARGEST_FILE
from claims.tracking.enums import DateOrder, ImportKind, SheetColumn

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FILE_TYPES = ".csv,.tsv,.xlsx,.jsonl,.ndjson,.json,.jsonld,.zip,.txt,.md,.html,.htm,.pdf,.docx"


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
    """What each column of a list of claims is, and what comes first in its days."""

    use_required_attribute = False

    date_order = forms.ChoiceField(
        label=_("In a day such as 03/04/2026, what comes first?"),
        choices=[("", _("No such day is in it")), *DateOrder.choices],
        required=False,
    )

    def __init__(self, *args: Any, columns: Sequence[Mapping[str, Any]], order: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.fields["date_order"].initial = order
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column["name"] or _("Column without a name"),
                choices=SheetColumn,
                initial=column["is"],
                help_text=" · ".join(column["samples"]),
            )

    def matched(self) -> dict[str, str]:
        """What each column is, by its name."""
        return {column["name"]: self.cleaned_data[f"column-{number}"] for number, column in enumerate(self.columns)}

    def column_fields(self) -> list[forms.BoundField]:
        """The choices for the columns, in the order of the file."""
        return [self[f"column-{number}"] for number in range(len(self.columns))]
