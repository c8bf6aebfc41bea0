"""Forms for the pictures that readers are shown."""

from collections.abc import Sequence

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.evidence import UploadField, UrlText
from claims.desk.forms.fields import VersionField
from claims.review.pictures import Caption
from claims.verdicts.enums import MediaCategory
from claims.verdicts.models import Evidence, Picture
from claims.verdicts.resizing import ENDINGS
from claims.verdicts.uploads import MAX_FILE_BYTES


class CaptionForm(forms.Form):
    """What is said of a picture."""

    alt = forms.CharField(
        label=_("What can be seen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who cannot see it; without these words the verdict cannot be submitted."),
    )
    credit = forms.CharField(label=_("Credit"), required=False, help_text=_("Whose picture it is."))
    licence = forms.CharField(
        label=_("Licence"), required=False, help_text=_("Why we may show it, such as: CC BY 4.0, or quotation.")
    )
    stamped = forms.BooleanField(label=_("Put the rating’s word over it, as on a debunked picture"), required=False)

    category = forms.ChoiceField(
        label=_("What became of the picture"),
        required=False,
        choices=[("", _("The check is not about the picture")), *MediaCategory.choices],
        help_text=_("Only for the picture of the claim itself. Search engines are told, too."),
    )
    original_context = forms.CharField(
        label=_("What it shows in truth"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where and when it was taken, as far as that is known."),
    )
    media_url = forms.CharField(
        label=_("Address it was seen at"), required=False, widget=UrlText(attrs={"placeholder": "https://"})
    )

    def caption(self) -> Caption:
        """What the services take."""
        return Caption(**{name: self.cleaned_data.get(name, "") for name in Caption.__dataclass_fields__})


class NewPictureForm(CaptionForm):
    """A picture to add: what it shows, and its file where the desk keeps none yet."""

    source = forms.TypedChoiceField(label=_("It shows"), coerce=int, empty_value=None, required=False)
    file = UploadField(
        label=_("File"),
        required=False,
        help_text=format_lazy(
            _(
                "Up to {limit} MB: {endings}. Place, time and camera are left out. "
                "Empty: the kept copy of the source, where that is a picture."
            ),
            limit=MAX_FILE_BYTES // 1_000_000,
            endings=ENDINGS,
        ),
    )
    field_order = ("source", "file", *Caption.__dataclass_fields__)

    def offer(self, sources: Sequence[Evidence]) -> "NewPictureForm":
        """The same with the claim and these sources to choose from."""
        numbered = (
            (source.pk, gettext("Source %(number)s: %(title)s") % {"number": number, "title": str(source)[:80]})
            for number, source in enumerate(sources, 1)
        )
        self.fields["source"].choices = [("", gettext("The claim itself")), *numbered]  # type: ignore[attr-defined]
        return self


class ChangedPictureForm(CaptionForm):
    """What is said of a picture that is there, and the version of it the person saw."""

    expected_version = VersionField()

    def of(self, picture: Picture) -> "ChangedPictureForm":
        """The same for this picture: one of a source is not rated."""
        if picture.evidence_id:
            for name in ("category", "original_context", "media_url"):
                del self.fields[name]
        return self

    @staticmethod
    def start(picture: Picture) -> dict[str, object]:
        """What the form starts with."""
        return {name: getattr(picture, name) for name in Caption.__dataclass_fields__} | {
            "expected_version": picture.lock_version
        }
