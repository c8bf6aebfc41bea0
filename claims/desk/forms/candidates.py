"""The forms of triage."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.desk.forms.moves import FIELDS, Choices
from claims.tracking.enums import DismissReason
from claims.tracking.limits import STATEMENT_LIMIT
from claims.tracking.models import Candidate
from claims.triage.bulk_decisions import Act, Item
from claims.triage.candidate_decisions import LONGEST_MARK
from claims.workflow.moves import MoveName
from claims.workflow.perform import NOTE_LIMIT
from claims.workflow.transitions import TRANSITIONS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

INCOMPLETE = gettext_lazy("This form came without the version you saw. Reload the article, then try again.")
QUOTES = {"“": '[“”"„]', "”": '[“”"„]', '"': '[“”"„]', "‘": "[‘’']", "’": "[‘’']", "'": "[‘’']"}


class SeenForm(forms.Form):
    """A form that carries the version of the candidate the person saw."""

    use_required_attribute = False

    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )


def wording_field(label: "StrOrPromise", rows: int = 3) -> forms.CharField:
    """A claim in words that stand alone."""
    return forms.CharField(
        label=label,
        error_messages={"required": gettext_lazy("Write the claim in words that stand alone.")},
        widget=forms.Textarea(attrs={"rows": rows, "data-max": STATEMENT_LIMIT}),
    )


class DismissForm(SeenForm):
    """Why a candidate is no claim to check."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=DismissReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a reason."),
            "invalid_choice": gettext_lazy("Choose one of these reasons."),
        },
    )


class WordingForm(SeenForm):
    """The words a candidate would become a claim with."""

    statement = wording_field(gettext_lazy("Wording"))


class SplitForm(SeenForm):
    """Two claims out of one."""

    first = wording_field(gettext_lazy("First claim"))
    second = wording_field(gettext_lazy("Second claim"))


class MergeForm(SeenForm):
    """The claim to merge into; the choices are shown by the page's search."""

    claim = forms.IntegerField(error_messages={"required": gettext_lazy("Choose the claim that says the same.")})


class AssignForm(SeenForm):
    """Who gets the claim that the candidate becomes, by when, and a message to them."""

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        move = TRANSITIONS[MoveName.ASSIGN]
        for need in move.needs:
            self.fields[need] = FIELDS[need](move, people)
        self.fields["note"] = forms.CharField(
            label=move.looks.note_label,
            required=False,
            max_length=NOTE_LIMIT,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class MarkForm(forms.Form):
    """A candidate by hand: offsets that the script took from a selection, or the words to look for."""

    use_required_attribute = False

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    quote = forms.CharField(
        required=False,
        max_length=LONGEST_MARK * 2,
        label=gettext_lazy("Words of the article"),
        help_text=gettext_lazy("Copy them from the article. They are looked up in its text."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    statement = forms.CharField(
        required=False,
        label=gettext_lazy("Wording of the claim"),
        help_text=gettext_lazy("Leave it empty to use the words as they stand."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    speaker = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Said by"),
        help_text=gettext_lazy("Leave it empty if nobody is named."),
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
            self.add_error("quote", _("Copy the words of the claim from the article."))
            return cleaned
        places = places_of(quote, self.text)
        if not places:
            self.add_error("quote", _("These words do not stand in the article like this. Copy them once more."))
        elif len(places) > 1:
            often = ngettext(
                "These words stand there %(count)s time. Copy a few more around them.",
                "These words stand there %(count)s times. Copy a few more around them.",
                len(places),
            )
            self.add_error("quote", often % {"count": len(places)})
        else:
            cleaned["start"], cleaned["end"] = places[0]
        return cleaned


class BulkForm(forms.Form):
    """An act on many candidates; each item is `ID:VERSION`."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    reason = forms.ChoiceField(
        choices=DismissReason.choices, required=False, widget=forms.RadioSelect, label=gettext_lazy("Reason")
    )


def places_of(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, as offsets; any white space fits any, and any quotation mark any of its kind."""
    words = ["".join(QUOTES.get(sign, re.escape(sign)) for sign in word) for word in quote.split()]
    return [match.span() for match in re.finditer(r"\s+".join(words), text)]


def items_from(values: list[str]) -> list[Item]:
    """The candidates and versions in `ID:VERSION` fields; whatever else they hold is left out."""
    pairs = (value.partition(":") for value in values)
    return [
        Item(int(key), int(version))
        for key, _colon, version in pairs
        if key.isascii() and key.isdecimal() and version.isascii() and version.isdecimal() and len(key + version) < 30
    ]


def wording_initial(candidate: Candidate) -> dict[str, object]:
    """What a form about a candidate starts with."""
    return {"expected_version": candidate.lock_version, "statement": candidate.statement}
