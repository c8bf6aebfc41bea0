"""The languages the product speaks: English, and one for each folder of `claims/locale/`.

A folder holds `LC_MESSAGES/django.po`, which people write. Django reads the `django.mo` beside it, which is made here
whenever the `.po` is another than it was made from, so that no command has to be remembered.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf.locale import LANG_INFO
from django.utils.translation import to_language

LOCALE: Final = Path(__file__).resolve().parent.parent / "claims" / "locale"
ENGLISH: Final = ("en", "English")
# Languages whose translation holds every sentence, and has to go on doing so: tests/translations/test_languages.py.
COMPLETE: Final = ("ar", "de", "es", "fr", "pt")
_FOLDER: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")


def spoken() -> list[tuple[str, str]]:
    """Code and own name of each language, English first: ("es", "español")."""
    return [ENGLISH, *((to_language(name), own_name(name)) for name in folders())]


def folders(locale: Path = LOCALE) -> list[str]:
    """The names of the folders that hold a language: es, pt_BR."""
    return sorted(path.parent.parent.name for path in _sources(locale))


def own_name(name: str) -> str:
    """What the language calls itself."""
    known = LANG_INFO.get(to_language(name), {}).get("name_local")
    if known:
        return str(known)
    from babel import Locale  # noqa: PLC0415 - only for a language that Django has no name for

    return Locale.parse(name.replace("-", "_")).get_display_name() or name


def compile_stale(locale: Path = LOCALE) -> None:
    """Make each `django.mo` that is missing or was made from another text than the `django.po` of now.

    Where the folder may not be written to, what is there stays in use.
    """
    for source in _sources(locale):
        if _is_stale(source):
            with suppress(OSError):
                _compile(source)


def _sources(locale: Path) -> Iterator[Path]:
    for source in locale.glob("*/LC_MESSAGES/django.po"):
        if _FOLDER.fullmatch(source.parent.parent.name):
            yield source


def _is_stale(source: Path) -> bool:
    """The time of a `.mo` is set to that of its source, so that an older source is noticed as well."""
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime_ns != source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    """Write the compiled sentences beside the source in one step, as several processes may do it at once."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only where something is stale

    from factcheck.catalogs import read, translated_only  # noqa: PLC0415 - likewise

    when = source.stat().st_mtime_ns
    handle, name = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            write_mo(out, translated_only(read(source)))
        os.chmod(name, 0o644)
        os.utime(name, ns=(when, when))
        os.replace(name, source.with_suffix(".mo"))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
