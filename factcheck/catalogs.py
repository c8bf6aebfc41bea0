"""The files of translations: read, brought up to date with the code, and written so that changes are easy to read."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

HEADER: Final = """\
# Plumbline in {language}.
# Machine-made, open to correction: whoever speaks the language is asked to mend it. Change the text of a `msgstr`, keep
# what stands between %( and )s, in braces and in tags, run `manage.py gather_words {code}`, and send the change.
# The words of the field are listed in docs/words/{code}.md."""
# Babel counts the last two forms of Arabic in another order than Unicode and everybody who writes them does.
PLURALS: Final = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
}


class _Catalog(Catalog):
    """A catalog with the headers that are needed and none that change by themselves."""

    def __init__(self, code: str) -> None:
        language = Locale.parse(code)
        comment = HEADER.format(language=language.get_display_name("en"), code=code)
        super().__init__(locale=language, project="Plumbline", charset="utf-8", fuzzy=False, header_comment=comment)
        if language.language in PLURALS:
            # Babel's types take these for always None.
            self._num_plurals, self._plural_expr = PLURALS[language.language]  # type: ignore[assignment]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext has to know of the file."""
        return [
            ("Project-Id-Version", self.project),
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def path_of(locale: Path, code: str) -> Path:
    """Where a language's sentences are kept."""
    return locale / code / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """The sentences of a file, without those that the code no longer has."""
    return read_po(BytesIO(path.read_bytes()), locale=path.parent.parent.name, ignore_obsolete=True)


def renewed(code: str, gathered: Catalog, kept: Catalog | None) -> Catalog:
    """The gathered sentences with the translations that are there, in the order of the places they stand in."""
    made = _Catalog(code)
    for message in gathered:
        if message.id:
            before = kept.get(message.id, message.context) if kept else None
            if before and isinstance(before.id, str) != isinstance(message.id, str):
                before = None  # it has got a plural since, or lost it
            made.add(
                message.id,
                before.string if before and not before.fuzzy else _nothing(message, made.num_plurals),
                locations=[(place, 0) for place, _ in message.locations],
                flags=message.flags,
                auto_comments=message.auto_comments,
                user_comments=before.user_comments if before else (),
                context=message.context,
            )
    return made


def write(catalog: Catalog, path: Path) -> bool:
    """Write the catalog without line numbers, a sentence a line; whether the file is another now."""
    out = BytesIO()
    write_po(out, catalog, width=0, ignore_obsolete=True, include_lineno=False)
    text = out.getvalue()
    if path.exists() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return True


def forms_of(string: str | Iterable[str] | None) -> tuple[str, ...]:
    """The text of a sentence in all its plural forms."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def is_translated(message: Message) -> bool:
    """Whether it can be used: every form is there and nobody has marked it as a guess."""
    return all(forms_of(message.string)) and not message.fuzzy


def translated_only(catalog: Catalog) -> Catalog:
    """The catalog without what has no translation yet, so that English stands in for it."""
    made = _Catalog(str(catalog.locale))
    for message in catalog:
        if message.id and is_translated(message):
            made.add(message.id, message.string, context=message.context)
    return made


def _nothing(message: Message, forms: int) -> str | tuple[str, ...]:
    return "" if isinstance(message.id, str) else ("",) * forms
