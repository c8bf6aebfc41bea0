"""Reading JSON strictly: what two programs could read in two ways is refused with a sentence, not guessed at."""

import json
from collections.abc import Mapping
from typing import IO, Any, Final, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LARGEST_BODY: Final = 8 * 1024 * 1024
DEEPEST: Final = 20
MOST_VALUES: Final = 50_000
LARGEST_NUMBER: Final = 2**63 - 1


class BodyTooLarge(APIException):
    """The body is larger than the desk takes."""

    status_code = 413
    default_code = "too_large"

    def __init__(self) -> None:
        words = _("The body is larger than %(most)s MB. Send the article as a file instead.")
        super().__init__(words % {"most": LARGEST_BODY // 1024 // 1024})


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it, in UTF-8, without duplicate names, NaN, lone surrogates or bottomless nesting."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:  # JSON may be any of its types; the serializer says which it has to be.
        """The value in the body, or ParseError with a sentence."""
        return read_json(stream.read(LARGEST_BODY + 1))


def read_json(raw: bytes) -> Any:  # any JSON type
    """The value of a JSON text in UTF-8, or ParseError (BodyTooLarge) with a sentence."""
    if len(raw) > LARGEST_BODY:
        raise BodyTooLarge
    if not raw.strip():
        return {}
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(_("The body is not UTF-8: byte %(start)s cannot be read.") % {"start": error.start}) from error
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ParseError(
            _("The body is not JSON: %(msg)s at line %(lineno)s, column %(colno)s.")
            % {"msg": error.msg, "lineno": error.lineno, "colno": error.colno}
        ) from error
    except RecursionError as error:
        raise ParseError(_too_deep()) from error
    except ValueError as error:
        raise ParseError(_("The body holds a number with more digits than anybody can mean.")) from error
    _look_through(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(
            _("The name %(twice)s stands twice in one object. Send it once.") % {"twice": f"{twice[:60]!a}"}
        )
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError(_("%(name)s is not JSON. Send a number or null.") % {"name": name})


def _too_deep() -> str:
    return _("The body is nested deeper than %(deepest)s levels.") % {"deepest": DEEPEST}


def _look_through(value: Any) -> None:
    """Refuse what no field could hold, level by level."""
    level, seen = [value], 0
    for _level in range(DEEPEST + 1):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.keys()
                below += item.values()
            elif isinstance(item, list):
                below += item
            else:
                _look_at(item)
        seen += len(level)
        if seen + len(below) > MOST_VALUES:
            raise ParseError(
                _("The body holds more than %(most_values)s values. Send less at once.")
                % {"most_values": f"{MOST_VALUES:,}"}
            )
        if not below:
            return
        level = below
    raise ParseError(_too_deep())


def _look_at(item: Any) -> None:
    if isinstance(item, str):
        if "\x00" in item:
            raise ParseError(_("The body holds a NUL character. Take it out."))
        if not item.isascii():
            try:
                item.encode("utf-8")
            except UnicodeEncodeError as error:
                raise ParseError(_("The body holds half a character (a lone surrogate). Take it out.")) from error
    elif isinstance(item, int) and abs(item) > LARGEST_NUMBER:
        raise ParseError(_("The body holds a number that is too large."))
