"""Forms for the wording of a claim, asking its claimant, and the draft of its verdict."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import DayField, MomentField, VersionField
from claims.desk.forms.language import languages_of_words
from claims.review.claimant_contacts import Asked
from claims.review.drafting import Wording
from claims.tracking.models import Claim
from claims.verdicts.enums import ContactMethod
from claims.verdicts.models import ClaimantContact, Verdict


class WordingForm(forms.Form):
    """The claim as readers see it."""

    statement = forms.CharField(
        label=_("Wording"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In words that stand alone, without the rating. 75 characters are shown whole elsewhere."),
        error_messages={"required": _("Write the claim in words that stand alone.")},
    )
    words_said = forms.CharField(
        label=_("Words said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Word for word as they stand in an article of this claim, without quotation marks; or empty."),
    )
    words_heard = forms.BooleanField(
        label=_("Heard: somebody of the desk heard these words, and they stand in no article"), required=False
    )
    claimant = forms.CharField(label=_("Said by"), required=False)
    said_on = DayField(label=_("Said on"), future=_("The claim cannot have been said in the future. Check the date."))
    said_where = forms.CharField(
        label=_("Where"), required=False, help_text=_("Such as: budget meeting, council chamber (recording at 41:07).")
    )
    language = forms.ChoiceField(
        label=_("Language of the wording"),
        required=False,
        choices=languages_of_words,
        help_text=_("Decides in which direction and voice it is shown and read aloud."),
    )
    expected_version = VersionField()

    def wording(self) -> Wording:
        """The wording as the services take it."""
        given = self.cleaned_data
        return Wording(
            given["statement"],
            given["claimant"],
            given["said_on"],
            given["said_where"],
            given["words_said"],
            given["words_heard"],
            given["language"],
        )

    @staticmethod
    def start(claim: Claim) -> dict[str, object]:
        """What the form starts with."""
        return {
            "statement": claim.statement,
            "words_said": claim.words_said,
            "words_heard": claim.words_heard,
            "claimant": claim.claimant.name if claim.claimant else "",
            "said_on": claim.said_on,
            "said_where": claim.said_where,
            "language": claim.language,
            "expected_version": claim.lock_version,
        }


class ContactForm(forms.Form):
    """One time somebody was asked, and what came of it."""

    whom = forms.CharField(
        label=_("Whom"),
        error_messages={"required": _("Say whom you asked.")},
        help_text=_("A name or an office, such as: press office of the transit authority."),
    )
    method = forms.ChoiceField(
        label=_("How"),
        choices=ContactMethod,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Say how you asked: by e-mail, phone, letter, in person or by a form.")
        ),
    )
    asked_at = MomentField(label=_("Asked at"), missing=_("Say when you asked."))
    answer_by = MomentField(label=_("To answer by"), required=False)
    answer = forms.CharField(label=_("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    answered_at = MomentField(label=_("Answered at"), required=False, help_text=_("Empty: now."))
    expected_version = VersionField(required=False)

    def asked(self) -> Asked:
        """The entry as the services take it."""
        names = ("whom", "method", "asked_at", "answer_by", "answer", "answered_at")
        return Asked(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def start(contact: ClaimantContact) -> dict[str, object]:
        """What the form starts with for an entry that is there."""
        names = ("whom", "method", "asked_at", "answer_by", "answer", "answered_at")
        return {name: getattr(contact, name) for name in names} | {"expected_version": contact.lock_version}


class DraftForm(forms.Form):
    """The draft of a verdict; what is too long or unknown is judged by the services."""

    rating = forms.CharField(required=False)
    summary = forms.CharField(label=_("Short answer"), required=False, strip=False)
    key_points = forms.CharField(label=_("Key points"), required=False, strip=False)
    why_checked = forms.CharField(label=_("Why we checked this"), required=False, strip=False)
    explanation = forms.CharField(label=_("Explanation"), required=False, strip=False)
    precedent_why = forms.CharField(required=False, strip=False)
    expected_version = VersionField()
    over = VersionField(required=False)

    @property
    def seen(self) -> int:
        """The version this draft may replace: the one the form was opened with, or the one chosen to be replaced."""
        over: int | None = self.cleaned_data.get("over")
        seen: int = self.cleaned_data["expected_version"]
        return seen if over is None else over

    @staticmethod
    def start(verdict: Verdict | None) -> dict[str, object]:
        """What the form starts with."""
        if verdict is None:
            return {"expected_version": 0}
        return {
            "rating": verdict.rating.slug if verdict.rating else "",
            "summary": verdict.summary,
            "key_points": verdict.key_points,
            "why_checked": verdict.why_checked,
            "explanation": verdict.explanation,
            "expected_version": verdict.lock_version,
        }
