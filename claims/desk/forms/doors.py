"""The forms for what comes in by itself or in bulk: feeds, hooks, files."""

from typing import Any

from django import forms

from claims.articles.models import Outlet
from claims.tracking.enums import ImportKind
from claims.workflow.hooks import NAME_LIMIT
from claims.workflow.imports import LARGEST_FILE

FILE_TYPES = ".csv,.jsonl,.ndjson,.json,.jsonld,.zip,.txt,.md,.html,.htm,.pdf,.docx"


def outlet_field(nothing: str) -> "forms.ModelChoiceField[Outlet]":
    """A choice of outlet; `nothing` says what happens where none is chosen."""
    return forms.ModelChoiceField(
        queryset=Outlet.objects.all(), required=False, empty_label=nothing, label="Published by"
    )


class FeedForm(forms.Form):
    """The address of a feed."""

    use_required_attribute = False

    url = forms.CharField(
        label="Address of the feed",
        max_length=2000,
        help_text="RSS or Atom. It is asked every quarter of an hour, and less often while it fails.",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": "Give the address of the feed, such as https://paper.example/rss."},
    )
    outlet = outlet_field("Find out from each article")


class HookForm(forms.Form):
    """What a hook is for."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name",
        max_length=NAME_LIMIT,
        help_text="What posts to it, such as: newsroom CMS.",
        error_messages={"required": "Give the hook a name, so that you know it again."},
    )
    outlet = outlet_field("As each message says")


class ImportForm(forms.Form):
    """A file and what its rows are."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="What is in it", choices=ImportKind, initial=ImportKind.ARTICLES, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text=f"Up to {LARGEST_FILE // 1_000_000} MB and 50,000 rows.",
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
        error_messages={"required": "Choose a file."},
    )
    outlet = outlet_field("As each article says")

    def clean_file(self) -> Any:  # an UploadedFile
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Import it in parts, or have it imported on "
                "the server with manage.py import_articles."
            )
        return file
