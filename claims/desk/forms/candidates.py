"""The forms of triage."""

import re
from typing import Any

from django import forms

from claims.tracking.enums import DismissReason
from claims.tracking.models import Candidate
from claims.workflow.triage import LONGEST_MARK, STATEMENT_LIMIT
from claims.workflow.triage_bulk import Act, Item

INCOMPLETE = "This form came without the version you saw. Reload the article, then try again."
QUOTES = {"“": '[“”"„]', "”": '[“”"„]', '"': '[“”"„]', "‘": "[‘’']", "’": "[‘’']", "'": "[‘’']"}


class SeenForm(forms.Form):
    """A form that carries the version of the candidate the person saw."""

    use_required_attribute = False

    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )


def wording_field(label: str, rows: int = 3) -> forms.CharField:
    """A claim in words that stand alone."""
    return forms.CharField(
        label=label,
        error_messages={"required": "Write the claim in words that stand alone."},
        widget=forms.Textarea(attrs={"rows": rows, "data-max": STATEMENT_LIMIT}),
    )


class DismissForm(SeenForm):
    """Why a candidate is no claim to check."""

    reason = forms.ChoiceField(
        label="Reason",
        choices=DismissReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason.", "invalid_choice": "Choose one of these reasons."},
    )


class WordingForm(SeenForm):
    """The words a candidate would become a claim with."""

    statement = wording_field("Wording")


class SplitForm(SeenForm):
    """Two claims out of one."""

    first = wording_field("First claim")
    second = wording_field("Second claim")


class MergeForm(SeenForm):
    """The claim to merge into; the choices are shown by the page's search."""

    claim = forms.IntegerField(error_messages={"required": "Choose the claim that says the same."})


class MarkForm(forms.Form):
    """A candidate by hand: offsets that the script took from a selection, or the words to look for."""

    use_required_attribute = False

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    quote = forms.CharField(
        required=False,
        max_length=LONGEST_MARK * 2,
        label="Words of the article",
        help_text="Copy them from the article. They are looked up in its text.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    statement = forms.CharField(
        required=False,
        label="Wording of the claim",
        help_text="Leave it empty to use the words as they stand.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    speaker = forms.CharField(
        required=False, max_length=200, label="Said by", help_text="Leave it empty if nobody is named."
    )

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean(self) -> dict[str, Any]:
        """Find the words in the text unless the offsets are given."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("start") is not None and cleaned.get("end") is not None:
            return cleaned
        quote = cleaned.get("quote", "")
        if not quote.strip():
            self.add_error("quote", "Copy the words of the claim from the article.")
            return cleaned
        places = places_of(quote, self.text)
        if not places:
            self.add_error("quote", "These words do not stand in the article like this. Copy them once more.")
        elif len(places) > 1:
            self.add_error("quote", f"These words stand there {len(places)} times. Copy a few more around them.")
        else:
            cleaned["start"], cleaned["end"] = places[0]
        return cleaned


class BulkForm(forms.Form):
    """An act on many candidates; each item is `ID:VERSION`."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    reason = forms.ChoiceField(choices=DismissReason.choices, required=False, widget=forms.RadioSelect, label="Reason")


def places_of(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, as offsets; any white space fits any, and any quotation mark any of its kind."""
    words = ["".join(QUOTES.get(sign, re.escape(sign)) for sign in word) for word in quote.split()]
    return [match.span() for match in re.finditer(r"\s+".join(words), text)]


def items_from(values: list[str]) -> list[Item]:
    """The candidates and versions in `ID:VERSION` fields; whatever else they hold is left out."""
    pairs = (value.partition(":") for value in values)
    return [
        Item(int(key), int(version))
        for key, _, version in pairs
        if key.isascii() and key.isdecimal() and version.isascii() and version.isdecimal() and len(key + version) < 30
    ]


def wording_initial(candidate: Candidate) -> dict[str, object]:
    """What a form about a candidate starts with."""
    return {"expected_version": candidate.lock_version, "statement": candidate.statement}
