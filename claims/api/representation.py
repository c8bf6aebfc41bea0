"""What the bodies and the answers of the API have in common."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.formats import problem_of_clock

type Json = dict[str, Any]


def _wrong_type(field: Any, value: object) -> str:  # a field of any kind
    """Why a JSON value is not of its field's type, which the framework would bend into shape; empty where it is."""
    if value is None:
        return ""
    match field:
        case serializers.ListField() if isinstance(value, list):
            return next((told for item in value if (told := _wrong_type(field.child, item))), "")
        case serializers.ChoiceField():
            kinds = tuple({type(choice) for choice in field.choices if choice != ""} or {str})
            return "" if isinstance(value, kinds) and not isinstance(value, bool) else _("Not a valid choice.")
        case serializers.BooleanField():
            return "" if isinstance(value, bool) else _("Send true or false.")
        case serializers.IntegerField():
            return "" if isinstance(value, int) and not isinstance(value, bool) else _("A valid integer is required.")
        case serializers.FloatField():
            return "" if isinstance(value, int | float) and not isinstance(value, bool) else _("Send a number.")
        case serializers.CharField() | serializers.DateField() | serializers.DateTimeField():
            return "" if isinstance(value, str) else _("Not a valid string.")
    return ""


@extend_schema_field({"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"})
class UploadField(serializers.FileField):
    """A file, which generated clients send as one."""


class FormFlag(serializers.BooleanField):
    """A yes or no in a form: an empty one is refused, as it is in JSON, rather than read as a no."""

    def get_value(self, dictionary: Any) -> Any:
        """What was sent, or that nothing was."""
        return dictionary.get(self.field_name, serializers.empty)


class Body(serializers.Serializer[Any]):
    """What a program sends: a name that is not known here is an error, so that a typing error is not lost."""

    example: ClassVar[Json] = {}
    strict: ClassVar[bool] = True

    def to_internal_value(self, data: Any) -> Any:
        """The checked values; a ValidationError names every field that is wrong or unknown."""
        if isinstance(data, Mapping):
            unknown = sorted(str(name) for name in set(data) - set(self.fields))
            if unknown:
                known = ", ".join(name for name, field in self.fields.items() if not field.read_only)
                sentence = (
                    _("There is no such field here. There are: %(known)s.") % {"known": known}
                    if known
                    else _("This takes no fields.")
                )
                raise serializers.ValidationError({name[:80]: [sentence] for name in unknown[:20]})
            if self.strict and not isinstance(data, QueryDict):
                wrong = {name: _wrong_type(self.fields[name], value) for name, value in data.items()}
                if any(wrong.values()):
                    raise serializers.ValidationError({name: [told] for name, told in wrong.items() if told})
        return super().to_internal_value(data)


class GivenMoment(serializers.DateTimeField):
    """A moment that a program sends; without an offset it is in the zone of whoever asks, where it is one moment."""

    def enforce_timezone(self, value: datetime) -> datetime:
        """The moment with its zone, or a ValidationError for a time that the clocks skip or show twice."""
        if timezone.is_naive(value) and (problem := problem_of_clock(value)):
            raise serializers.ValidationError(problem)
        return super().enforce_timezone(value)


class Moment(serializers.DateTimeField):
    """A moment as RFC 3339 has it, in UTC whoever reads it."""

    def to_representation(self, value: Any) -> str:
        """Such as 2026-11-28T06:30:00Z."""
        return instant(value)


class Shape(serializers.Serializer[Any]):
    """What a program gets. Fields in `optional` are there only when they were asked for by `expand`."""

    optional: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, Any]:
        """The fields that were asked for; inside another object, all but the optional ones."""
        wanted: set[str] | None = self.context.get("fields") if self._is_what_was_asked_for() else None
        expanded: Iterable[str] = self.context.get("expand", ()) if self._is_what_was_asked_for() else ()
        return {
            name: field
            for name, field in super().get_fields().items()
            if (name not in self.optional or name in expanded)
            and (wanted is None or name in wanted or name in expanded)
        }

    @classmethod
    def names(cls) -> list[str]:
        """The names of all its fields, the optional ones included."""
        return list(serializers.Serializer.get_fields(cls()))

    def _is_what_was_asked_for(self) -> bool:
        return self.parent is None or (
            isinstance(self.parent, serializers.ListSerializer) and self.parent.parent is None
        )


def instant(at: datetime) -> str:
    """A moment in UTC as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
