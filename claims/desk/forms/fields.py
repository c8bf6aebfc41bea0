"""Fields the desk's forms share: moments still to come, days, and hidden versions."""

import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.formats import problem_of_clock, zone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOMENT_FORMAT = "%Y-%m-%dT%H:%M"
_zone = lazy(zone, str)


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT_FORMAT)


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and a time in the time zone of whoever is asked, which it names.

    With `past`, one still to come and the sentence for one that is not.
    """

    def __init__(
        self,
        *,
        label: "StrOrPromise",
        required: bool = True,
        help_text: "StrOrPromise" = "",
        missing: "StrOrPromise" = "",
        past: "StrOrPromise" = "",
    ) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=format_lazy("{} {}", help_text, _zone()) if help_text else _zone(),
            widget=MomentInput(),
            error_messages={
                "required": missing or _("Choose a day and a time."),
                "invalid": _("Give the day and the time, such as 2026-03-18 16:00."),
            },
        )
        self.past = past

    def to_python(self, value: str | datetime.datetime | datetime.date | None) -> datetime.datetime | None:
        """The moment; one that the clocks skip or show twice is no moment."""
        try:
            written = parse_datetime(value.strip()) if isinstance(value, str) else None
        except ValueError:
            written = None
        if written and timezone.is_naive(written) and (problem := problem_of_clock(written)):
            raise forms.ValidationError(problem)
        return super().to_python(value)

    def clean(self, value: object) -> datetime.datetime | None:
        """The moment, or a sentence about why it cannot be one."""
        moment: datetime.datetime | None = super().clean(value)
        if moment and self.past and moment <= timezone.now():
            raise forms.ValidationError(self.past)
        return moment


class DayField(forms.DateField):
    """A day; with `future`, one that is not ahead of today and the sentence for one that is."""

    def __init__(
        self,
        *,
        label: "StrOrPromise",
        required: bool = False,
        help_text: "StrOrPromise" = "",
        future: "StrOrPromise" = "",
    ) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            widget=DayInput(),
            error_messages={"required": _("Choose a day."), "invalid": _("Give the day, such as 2026-03-18.")},
        )
        self.future = future

    def clean(self, value: object) -> datetime.date | None:
        """The day, or a sentence about why it cannot be one."""
        day: datetime.date | None = super().clean(value)
        if day and self.future and day > timezone.localdate():
            raise forms.ValidationError(self.future)
        return day


class VersionField(forms.IntegerField):
    """The version a person saw, carried by the form."""

    def __init__(self, *, required: bool = True) -> None:
        again = _("Reload the page and try again.")
        super().__init__(
            label=_("Expected version"),
            required=required,
            widget=forms.HiddenInput(),
            min_value=0,
            error_messages={"required": again, "invalid": again},
        )
