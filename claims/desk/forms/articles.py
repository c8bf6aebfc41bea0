"""The form that takes an article in: pasted, from an address, or as a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.articles.models import Outlet
from claims.articles.reading import MAX_UPLOAD_BYTES

TEXT, URL, FILE = "text", "url", "file"
WAYS = [(TEXT, _("Paste")), (URL, _("Link")), (FILE, _("File"))]
FORMATS = ".txt,.md,.html,.htm,.pdf,.docx,.odt,.rtf,.epub,.srt,.vtt,.json,.eml"


class PasteForm(forms.Form):
    """The text of an article that could not be read at its address."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        help_text=_("Paste the whole piece. Quotes and paragraph breaks are kept exactly."),
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Paste the text.")},
    )


class AddArticleForm(forms.Form):
    """One form, three ways; only the fields of the chosen way are asked for."""

    use_required_attribute = False

    how = forms.ChoiceField(label=_("How to add it"), choices=WAYS, widget=forms.RadioSelect, initial=TEXT)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=500,
        help_text=_("Leave it empty if the first line of the text is the title."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        help_text=_("Paste the whole piece. Quotes and paragraph breaks are kept exactly."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    url = forms.CharField(
        required=False,
        label=_("Web address"),
        help_text=_("We keep a dated copy, so the check still stands if the page changes."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("File"),
        help_text=format_lazy(_("PDF, DOCX, TXT, MD or HTML, up to {limit} MB."), limit=MAX_UPLOAD_BYTES // 1_000_000),
        widget=forms.FileInput(attrs={"accept": FORMATS}),
    )
    outlet = forms.ModelChoiceField(
        queryset=Outlet.objects.all(), required=False, empty_label=_("Find out from the text"), label=_("Published by")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        cleaned = super().clean() or self.cleaned_data
        way = cleaned.get("how")
        if way == TEXT and "text" not in self.errors and not cleaned.get("text", "").strip():
            self.add_error("text", _("Paste the text of the article."))
        if way == URL and "url" not in self.errors and not cleaned.get("url", "").strip():
            self.add_error("url", _("Give the address of the article, such as https://paper.example/story."))
        if way == FILE and "file" not in self.errors:
            self._clean_file(cleaned.get("file"))
        return cleaned

    @property
    def way_field(self) -> str:
        """The field that whatever goes wrong afterwards is said beside."""
        return str(self.cleaned_data.get("how") or TEXT)

    def _clean_file(self, file: "UploadedFile[Any] | None") -> None:
        size = file.size or 0 if file else 0
        if file is None:
            self.add_error("file", _("Choose a file."))
        elif not size:
            self.add_error("file", _("This file is empty. Choose another one."))
        elif size > MAX_UPLOAD_BYTES:
            refusal = gettext(
                "This file has %(size)s MB; the desk reads up to %(limit)s MB. "
                "Upload the part that matters, or paste its text."
            )
            sizes = {"size": f"{size / 1_000_000:.0f}", "limit": MAX_UPLOAD_BYTES // 1_000_000}
            self.add_error("file", refusal % sizes)
