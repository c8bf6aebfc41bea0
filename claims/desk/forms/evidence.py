"""Forms for sources, their copies, and what the claimant was asked."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import DayField, VersionField
from claims.review.evidence import NAMES, Source
from claims.verdicts.enums import SourceKind, Stance
from claims.verdicts.models import Evidence
from claims.verdicts.uploads import ENDINGS, MAX_FILE_BYTES, Upload

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class UrlText(forms.TextInput):
    """An address; the browser offers the right keys, the fetching rules judge it."""

    input_type = "url"


class UploadField(forms.FileField):
    """A file that fits; it is never read when it is too large."""

    def __init__(self, *, label: "StrOrPromise", required: bool, help_text: "StrOrPromise" = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text
            or format_lazy(_("Up to {limit} MB: {endings}."), limit=MAX_FILE_BYTES // 1_000_000, endings=ENDINGS),
            widget=forms.FileInput(attrs={"accept": ENDINGS}),
            allow_empty_file=True,
            error_messages={"required": _("Choose a file.")},
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file as the services take it."""
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MAX_FILE_BYTES:
            refusal = gettext("That file is larger than %(limit)s MB. Upload only the pages that matter.")
            raise forms.ValidationError(refusal % {"limit": MAX_FILE_BYTES // 1_000_000})
        return Upload(name=file.name, data=file.read(), content_type=file.content_type or "")


class SourceForm(forms.Form):
    """What a person says of a source."""

    url = forms.CharField(label=_("Address"), required=False, widget=UrlText(attrs={"placeholder": "https://"}))
    stance = forms.ChoiceField(
        label=_("What it does to the claim"),
        choices=Stance,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Say whether the source supports the claim, refutes it, or gives context.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=SourceKind,
        widget=forms.RadioSelect(),
        help_text=_("Primary: the record itself. Secondary: somebody’s report of it."),
        error_messages={"required": _("Say whether the source is primary or secondary.")},
    )
    quote = forms.CharField(
        label=_("Quoted passage"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Word for word; it is looked for in the copy. “…” stands for what you leave out."),
    )
    note = forms.CharField(
        label=_("What it shows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers see this. Of a picture, say what can be seen in it, for those who cannot see it."),
    )
    title = forms.CharField(label=_("Title"), required=False, help_text=_("Empty: the page’s own title is taken."))
    publisher = forms.CharField(label=_("Publisher"), required=False)
    published_on = DayField(label=_("Published on"), future=_("The source's date lies in the future. Check it."))
    interest = forms.CharField(
        label=_("Disclosed interest"), required=False, help_text=_("What the source gains if it is believed.")
    )

    def source(self) -> Source:
        """The source as the services take it."""
        return Source(**{name: self.cleaned_data[name] for name in NAMES})

    @staticmethod
    def start(evidence: Evidence) -> dict[str, object]:
        """What the form starts with for a source that is there."""
        return {name: getattr(evidence, name) for name in NAMES} | {"expected_version": evidence.lock_version}


class AddressForm(forms.Form):
    """The address of a new source, before anything else is asked."""

    url = forms.CharField(
        label=_("Address of the source"),
        widget=UrlText(attrs={"placeholder": "https://"}),
        help_text=_("Its title, publisher and date are filled in from the page, and a copy of it is kept."),
        error_messages={"required": _("Paste the source’s address, or choose a file or its words instead.")},
    )


class NewSourceForm(SourceForm):
    """A source to add: by its address, as a file, or as text."""

    file = UploadField(label=_("Or a file"), required=False)
    text = forms.CharField(
        label=_("Or its words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a page behind a paywall, or what somebody told you: this becomes the kept copy."),
    )
    field_order = (
        "url",
        "file",
        "text",
        "title",
        "publisher",
        "published_on",
        "stance",
        "kind",
        "quote",
        "note",
        "interest",
    )

    def without_file(self) -> "NewSourceForm":
        """The same for a source that has an address: nobody asks for its file or its words."""
        for name in ("file", "text"):
            self.fields[name].widget = forms.HiddenInput()
        return self


class ChangedSourceForm(SourceForm):
    """A source that is there, and the version of it the person saw."""

    expected_version = VersionField()


class CopyFileForm(forms.Form):
    """A file to keep as the copy of a source."""

    file = UploadField(label=_("File"), required=True)


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )


class SeenForm(forms.Form):
    """Nothing but the version the person saw."""

    expected_version = VersionField()
