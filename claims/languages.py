"""The language of a reader: which of the product's languages it is, and speaking in it for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

ENGLISH: Final = "en"


def offered() -> list[tuple[str, str]]:
    """Code and own name of each language the product speaks."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def nearest(code: str) -> str:
    """The product's language for any language tag: pt for pt-BR, en for one that it does not speak."""
    return _supported(code.lower()) or ENGLISH


@lru_cache(maxsize=256)
def asked_for(header: str) -> str:
    """The first language of an Accept-Language header that the product speaks; empty where it speaks none of them."""
    for code, _quality in parse_accept_lang_header(header):
        if code == "*":
            break
        if found := _supported(code):
            return found
    return ""


def use(code: str, zone: str = "") -> None:
    """Speak this language and tell times in this zone until told otherwise; without a zone in the newsroom's."""
    translation.activate(_django_code(code))
    if zone:
        timezone.activate(ZoneInfo(zone))
    else:
        timezone.deactivate()


@contextmanager
def speaking(code: str, zone: str = "") -> Iterator[None]:
    """Speak this language, and tell times in this zone where one is given, inside the block."""
    with translation.override(_django_code(code)), timezone.override(ZoneInfo(zone) if zone else None):
        yield


@lru_cache(maxsize=8)
def known(shown_in: str) -> list[tuple[str, str]]:
    """Two-letter code and name of every language people write in, by their names in the language `shown_in`."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - its tables take a while to load

    try:
        names = Locale.parse(translation.to_locale(shown_in)).languages
    except UnknownLocaleError:
        # A newsroom may speak a language that the tables do not know.
        names = Locale.parse(ENGLISH).languages
    return sorted(((code, name) for code, name in names.items() if len(code) == 2), key=lambda pair: pair[1].casefold())


def is_language(code: str) -> bool:
    """Whether a language of the world has this two-letter code."""
    return code in dict(known(ENGLISH))


def is_zone(name: str) -> bool:
    """Whether a time zone has this name: Europe/Lisbon."""
    return name in zones()


def zones() -> list[str]:
    """The names of the world's time zones by their regions, without those kept for old programs."""
    return [name for name in sorted(available_timezones()) if name == "UTC" or ("/" in name and name[:3] != "Etc")]


def _supported(code: str) -> str:
    try:
        found = translation.get_supported_language_variant(code)
    except LookupError:
        return ""
    return ENGLISH if found.startswith(ENGLISH) else found


def _django_code(code: str) -> str:
    """English as the newsroom's settings have it, with the day before the month; any other as it is."""
    return settings.LANGUAGE_CODE if code == ENGLISH else code
