"""The forms of what networks of fact-checkers ask for: single facts, and rows of owners, money, people and codes."""

import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.verdicts.models import Newsroom
from claims.verdicts.models.site import STATEMENT_LIMIT

EMPTY_ROWS: Final = 2
MOST_ROWS: Final = 200
FIRST_YEAR: Final = 1990


class FactsForm(forms.Form):
    """What is told in a line or a paragraph."""

    use_required_attribute = False

    legal_form = forms.CharField(
        label=_("Legal form"),
        max_length=160,
        required=False,
        help_text=_("With the register it stands in: Foundation, Chamber of Port Ellery no. 4417."),
    )
    position = forms.CharField(
        label=_("Political position"),
        max_length=STATEMENT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whether you support a party, a candidate or a cause, and what keeps your checks free of it."),
    )


class Row(forms.Form):
    """A row of a list; one without its name is left out."""

    use_required_attribute = False


class OwnerRow(Row):
    """Somebody who owns a part."""

    name = forms.CharField(label=_("Owner"), max_length=160, required=False)
    share = forms.CharField(label=_("Share"), max_length=40, required=False)
    note = forms.CharField(label=_("Other interests"), max_length=300, required=False)


class FunderRow(Row):
    """Who paid how much in one year."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, required=False)
    name = forms.CharField(label=_("From whom"), max_length=160, required=False)
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=14, decimal_places=2, required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        error_messages={"invalid": _("Write the three letters of the currency: EUR.")},
    )
    kind = forms.CharField(label=_("For what"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Who paid needs the year, and an amount its currency."""
        given = super().clean() or self.cleaned_data
        given["currency"] = given.get("currency", "").upper()
        if not given.get("name"):
            return given
        if not given.get("year") and "year" not in self.errors:
            self.add_error("year", _("Write the year of this money."))
        if given.get("year") and given["year"] > datetime.date.today().year + 1:
            self.add_error("year", _("This year is too far ahead."))
        if given.get("amount") is not None and not given["currency"] and "currency" not in self.errors:
            self.add_error("currency", _("Write the currency of the amount."))
        return given


class PersonRow(Row):
    """Somebody who works here."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.CharField(label=_("What they do"), max_length=120, required=False)
    background = forms.CharField(
        label=_("Background"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MembershipRow(Row):
    """A network whose code the newsroom follows."""

    name = forms.CharField(label=_("Network"), max_length=160, required=False)
    code = forms.URLField(label=_("Address of its code"), required=False, assume_scheme="https")
    since = forms.IntegerField(label=_("Since"), min_value=FIRST_YEAR, max_value=2100, required=False)
    complaints = forms.URLField(label=_("Where to complain"), required=False, assume_scheme="https")


LISTS: Final = {"owners": OwnerRow, "funders": FunderRow, "team": PersonRow, "memberships": MembershipRow}
FORMSETS: Final = {
    name: forms.formset_factory(row, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    for name, row in LISTS.items()
}


def rows_of(room: Newsroom, data: Any = None) -> dict[str, Any]:  # formsets by the name of their list
    """The rows of each list, and empty ones to add to it."""
    # What was sent is taken as it is: compared with rows that changed meanwhile, some would count as untouched.
    return {
        name: formset(data, prefix=name, initial=None if data else getattr(room, name))
        for name, formset in FORMSETS.items()
    }
