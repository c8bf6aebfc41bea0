"""The forms by which readers send a claim in or report an error, without an account and without a cookie."""

from typing import Any, Final, Required, TypedDict

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.delivery.alerts.subscriptions import Kinds
from claims.fetching import FetchError, check_url
from claims.tracking.tips import Reported
from claims.verdicts import normalise_input
from claims.verdicts.models import Publication

SALT: Final = "plumbline.tips"
SOONEST: Final = 2
LATEST: Final = 24 * 60 * 60


class Message(TypedDict, total=False):
    """What `receive_tip` is given of a form."""

    words: Required[str]
    url: Required[str]
    email: Required[str]
    speaker: str
    more: str
    about: Reported


class UnsignedForm(forms.Form):
    """What a form has that anybody may send. `website` is a trap: people don't see it, so only programs fill it in.

    `stamp` is the signed time the form was shown; a form that comes back at once, or after a day, is not a person's.
    """

    website = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Refuse what no person sends."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website") or not _was_shown(cleaned.get("stamp", "")):
            raise forms.ValidationError(
                _("This form was open too long, or came back at once. Check it and send it again.")
            )
        return cleaned


class ReaderForm(UnsignedForm):
    """What every message of a reader has."""

    url = forms.CharField(
        label=gettext_lazy("Where it can be seen (optional)"),
        max_length=2000,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address (optional)"),
        required=False,
        help_text=gettext_lazy("Only for questions about this claim."),
    )

    def clean(self) -> dict[str, Any]:
        """The same, and texts that are fit to keep."""
        cleaned = super().clean()
        cleaned["words"] = normalise_input.lines(cleaned.get("words", ""))
        return cleaned

    def clean_url(self) -> str:
        """An address of the web, or none."""
        address = normalise_input.line(self.cleaned_data["url"])
        if not address:
            return ""
        try:
            return check_url(address)
        except FetchError as error:
            raise forms.ValidationError(error.message) from error


class TipForm(ReaderForm):
    """A claim that a reader would like checked."""

    words = forms.CharField(
        label=gettext_lazy("The claim, in the words you met it"),
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "min_length": gettext_lazy("Write the claim as a sentence, so that an editor knows what to check.")
        },
    )
    speaker = forms.CharField(label=gettext_lazy("Who said it (optional)"), max_length=200, required=False)
    more = forms.CharField(
        label=gettext_lazy("Anything else we should know (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The same, and the two fields of a claim."""
        cleaned = super().clean()
        cleaned["more"] = normalise_input.lines(cleaned.get("more", ""))
        cleaned["speaker"] = normalise_input.line(cleaned.get("speaker", ""))
        return cleaned

    def message(self) -> Message:
        """What is kept of it."""
        said = self.cleaned_data
        return {
            "words": said["words"],
            "speaker": said["speaker"],
            "url": said["url"],
            "more": said["more"],
            "email": said["email"],
        }


class ErrorReportForm(ReaderForm):
    """What a reader finds wrong in a check; `number` is the one that was shown above the form."""

    words = forms.CharField(
        label=gettext_lazy("What is wrong"),
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    number = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, claim_id: int, **kwargs: Any) -> None:
        """The form at one check."""
        super().__init__(*args, **kwargs)
        self.claim_id = claim_id

    def clean(self) -> dict[str, Any]:
        """The same, and a number that readers have seen."""
        cleaned = super().clean()
        number = cleaned.get("number") or 0
        if not Publication.objects.filter(claim=self.claim_id, number=number).exists():
            raise forms.ValidationError(_("Open this form from the check again."))
        return cleaned

    def message(self) -> Message:
        """What is kept of it."""
        said = self.cleaned_data
        return {
            "words": said["words"],
            "url": said["url"],
            "email": said["email"],
            "about": Reported(self.claim_id, said["number"]),
        }


class KindsForm(forms.Form):
    """What a reader wants to hear of by e-mail."""

    new_checks = forms.BooleanField(label=gettext_lazy("New checks"), required=False, initial=True)
    corrections = forms.BooleanField(
        label=gettext_lazy("Corrections, clarifications and updates"), required=False, initial=True
    )
    retractions = forms.BooleanField(label=gettext_lazy("Withdrawn checks"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Nothing at all is asked for by ending the alert."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("new_checks") or cleaned.get("corrections") or cleaned.get("retractions")):
            raise forms.ValidationError(_("Choose at least one kind of e-mail."))
        return cleaned

    @property
    def kinds(self) -> Kinds:
        """What was chosen."""
        said = self.cleaned_data
        return Kinds(said["new_checks"], said["corrections"], said["retractions"])


class AlertForm(KindsForm, UnsignedForm):
    """An address that wants to hear of some of the checks."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)


def fresh_stamp() -> str:
    """A signed note of when the form was shown."""
    return signing.TimestampSigner(salt=SALT).sign("tip")


def stamp_again(form: forms.Form) -> None:
    """Replace the stamp of a form that was refused, so that sending it again works."""
    again = QueryDict(mutable=True)
    again.update(form.data)
    again["stamp"] = fresh_stamp()
    form.data = again


def _was_shown(stamp: str) -> bool:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(stamp, max_age=LATEST)
    except signing.BadSignature:
        return False
    try:
        signer.unsign(stamp, max_age=SOONEST)
    except signing.SignatureExpired:
        return True
    return False
