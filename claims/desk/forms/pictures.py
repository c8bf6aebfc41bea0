"""Forms for the pictures that readers are shown."""

from collections.abc import Sequence

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.evidence import UploadField
from claims.desk.forms.fields import VersionField
from claims.review.pictures import Caption
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

    def caption(self) -> Caption:
        """What the services take."""
        return Caption(**{name: self.cleaned_data[name] for name in ("alt", "credit", "licence", "stamped")})


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
    field_order = ("source", "file", "alt", "credit", "licence", "stamped")

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

    @staticmethod
    def start(picture: Picture) -> dict[str, object]:
        """What the form starts with."""
        names = ("alt", "credit", "licence", "stamped")
        return {name: getattr(picture, name) for name in names} | {"expected_version": picture.lock_version}
