"""Forms for the tables of sources and the names of their cells."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import VersionField
from claims.review.tables.taking import TITLE_LIMIT
from claims.verdicts.tables_in_copies import FoundTable


class TakeTableForm(forms.Form):
    """Which of the tables in a source's copy is taken, what it is called, and how its numbers are written."""

    index = forms.TypedChoiceField(
        label=_("Table"),
        coerce=int,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose a table."), "invalid_choice": _("Choose a table.")},
    )
    title = forms.CharField(
        label=_("Name for readers"),
        required=False,
        max_length=TITLE_LIMIT,
        help_text=_("Empty: the one it has in the source."),
    )
    decimal_sign = forms.ChoiceField(
        label=_("Sign before decimals"),
        required=False,
        choices=[("", _("As its numbers look")), (".", _("Point: 1,234.5")), (",", _("Comma: 1.234,5"))],
    )

    def offer(self, tables: Sequence[FoundTable]) -> "TakeTableForm":
        """The same with these tables to choose from."""
        named = [
            (
                number,
                gettext("%(number)s. %(title)s (%(rows)s rows)")
                % {"number": number + 1, "title": table.title or gettext("Without a name"), "rows": len(table.rows)},
            )
            for number, table in enumerate(tables)
        ]
        self.fields["index"].choices = named  # type: ignore[attr-defined]  # a field of choices
        if len(named) == 1:
            self.fields["index"].initial = 0
        return self


class NameCellForm(forms.Form):
    """A cell or several, what they are called, and what their numbers are counted in."""

    expected_version = VersionField()
    place = forms.CharField(
        label=_("Cell"),
        max_length=15,
        help_text=_("As in a spreadsheet: B3, or B3:B8 for several."),
        error_messages={"required": _("Write the cell, such as B3, or press one in the table.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 8}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("As formulas call it: jobs_2024."),
        error_messages={"required": _("Give the cell a name, such as jobs_2024.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 20}),
    )
    unit = forms.CharField(
        label=_("Counted in"),
        required=False,
        max_length=60,
        help_text=_("EUR, %, people, EUR/people, index; empty: a bare number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 12}),
    )
