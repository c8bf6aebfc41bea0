"""The words of a translation, what a second person says to them, and the languages somebody reads."""

from dataclasses import asdict
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from claims import languages
from claims.desk.forms.fields import VersionField
from claims.review.translations import TranslatedWords, words_of
from claims.verdicts.approved_words import NOTE_LIMIT
from claims.verdicts.translations import Standing, rating_words


def _rows(count: int, standing: Standing) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count, "lang": standing.language})


ROWS: Final = {
    "statement": 2,
    "rating_definition": 2,
    "summary": 3,
    "key_points": 4,
    "explanation": 14,
    "why_checked": 3,
    "note": 2,
}


class TranslationForm(forms.Form):
    """The check in another language; what is missing or too long is judged by the services."""

    statement = forms.CharField(label=_("Wording"), required=False)
    rating_label = forms.CharField(label=_("Rating"), required=False)
    rating_definition = forms.CharField(label=_("What the rating means"), required=False)
    summary = forms.CharField(label=_("Short answer"), required=False)
    key_points = forms.CharField(label=_("Key points"), required=False, help_text=_("One on each line."))
    explanation = forms.CharField(label=_("Explanation"), required=False, strip=False)
    why_checked = forms.CharField(label=_("Why we checked this"), required=False)
    note = forms.CharField(
        label=_("What changed in the translation"),
        required=False,
        help_text=_("For readers, where they know an earlier translation of this check."),
    )
    translates = VersionField()
    expected_version = VersionField()

    def __init__(self, data: Any, standing: Standing) -> None:
        super().__init__(data, initial=_start(standing))
        for name, rows in ROWS.items():
            self.fields[name].widget = _rows(rows, standing)
        self.fields["rating_label"].widget.attrs["lang"] = standing.language
        for name in ("key_points", "why_checked"):
            if not standing.original.content.get(name):
                del self.fields[name]
        if standing.seen_by_readers is None:
            del self.fields["note"]

    def words(self) -> TranslatedWords:
        """The words as the services take them."""
        given = self.cleaned_data
        return TranslatedWords(**{name: given.get(name, "") for name in asdict(TranslatedWords())})


class JudgementForm(forms.Form):
    """What a second person decided on the words she read."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("send_back", "")])
    note = forms.CharField(
        label=_("What should change"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to send it back; whoever wrote the translation reads it."),
    )
    content_hash = forms.CharField(widget=forms.HiddenInput())
    expected_version = VersionField()


class LanguagesReadForm(forms.Form):
    """In which languages somebody can judge a translation."""

    reads = forms.MultipleChoiceField(
        label=_("Languages I read"),
        required=False,
        choices=languages.offered,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Well enough to approve the translation of a check into them."),
    )


def _start(standing: Standing) -> dict[str, object]:
    """The words as they are kept; a rating is called what it was called the last time."""
    kept, original = words_of(standing.translation), standing.original
    label, definition = kept.rating_label, kept.rating_definition
    if not label:
        label, definition = rating_words(standing.language, original.content["rating"]["slug"])
    return {
        **asdict(kept),
        "rating_label": label,
        "rating_definition": definition,
        "translates": original.number,
        "expected_version": standing.translation.lock_version if standing.translation else 0,
    }
