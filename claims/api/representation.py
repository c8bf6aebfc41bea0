"""Serializers as declarations: the shapes that the schema prints, that rows are written by and bodies read by."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, ClassVar, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

type Json = dict[str, Any]
type Getter = Callable[[Any], Any]


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


class Shape(serializers.Serializer[Any]):
    """What a program gets: the declared fields read straight from the row.

    The framework's own way through each field costs several times as much as the query of a page of a hundred.
    Fields in `optional` are there only when they were asked for by `expand`.
    """

    optional: ClassVar[tuple[str, ...]] = ()

    def to_representation(self, instance: Any) -> Json:
        """The row as JSON data."""
        return {name: get(instance) for name, get in self._getters()}

    def _getters(self) -> list[tuple[str, Getter]]:
        if not hasattr(self, "_compiled"):
            wanted: set[str] | None = self.context.get("fields") if self.parent_is_root() else None
            expanded: Iterable[str] = self.context.get("expand", ()) if self.parent_is_root() else ()
            chosen = [
                name
                for name in self._declared_fields
                if (name not in self.optional or name in expanded)
                and (wanted is None or name in wanted or name in expanded)
            ]
            # Fields that nobody asked for need not even be copied from the class.
            self._declared_fields = {name: self._declared_fields[name] for name in chosen}
            self._compiled = [(name, _getter(field, self)) for name, field in self.fields.items()]
        return self._compiled

    def parent_is_root(self) -> bool:
        """Whether this is the object that was asked for, and not one inside it."""
        return self.parent is None or (
            isinstance(self.parent, serializers.ListSerializer) and self.parent.parent is None
        )


def instant(at: datetime | None) -> str | None:
    """A moment in UTC as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _getter(field: Any, shape: Shape) -> Getter:
    """How the value of a declared field is read from a row."""
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(shape, field.method_name or f"get_{field.field_name}")  # type: ignore[no-any-return]
    read: Getter = _through(field.source.split(".")) if "." in field.source else attrgetter(field.source)
    if isinstance(field, serializers.ListSerializer):
        child: Any = field.child  # a field of any kind
        return lambda row: [child.to_representation(item) for item in _rows(read(row))]
    if isinstance(field, serializers.BaseSerializer):
        return lambda row: None if (value := read(row)) is None else field.to_representation(value)
    if isinstance(field, serializers.DateTimeField):
        return lambda row: instant(read(row))
    if isinstance(field, serializers.DateField):
        return lambda row: _day(read(row))
    if isinstance(field, _PLAIN):
        return read
    return lambda row: None if (value := read(row)) is None else field.to_representation(value)


_PLAIN: Final = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.FloatField,
    serializers.BooleanField,
    serializers.JSONField,
    serializers.ChoiceField,
    serializers.ListField,
)


def _through(names: list[str]) -> Getter:
    def read(row: Any) -> Any:
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        return row

    return read


def _rows(value: Any) -> Iterable[Any]:
    rows: Iterable[Any] = value.all() if hasattr(value, "all") else value
    return rows
