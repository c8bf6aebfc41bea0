"""Every language's file says what the code says, with the same placeholders and tags; a complete one lacks nothing."""

from contextlib import redirect_stderr
from functools import cache
from io import StringIO

import pytest
from babel.messages.catalog import Catalog

from factcheck import catalogs, exchange, languages
from factcheck.translations import messages

CODES = languages.folders()


@cache
def gathering() -> tuple[Catalog, str]:
    """The sentences of code and templates, and what was complained of while they were gathered."""
    with redirect_stderr(StringIO()) as complaints:
        return messages(), complaints.getvalue()


def gathered() -> Catalog:
    return gathering()[0]


@cache
def kept(code: str) -> Catalog:
    return catalogs.read(catalogs.path_of(languages.LOCALE, code))


def test_no_code_has_an_empty_sentence_translated():
    complaints = gathering()[1]
    assert complaints == ""


@pytest.mark.parametrize("code", languages.COMPLETE)
def test_no_sentence_is_missing(code):
    catalog = catalogs.renewed(code, gathered(), kept(code))
    missing = [str(message.id) for message in catalog if message.id and not catalogs.is_translated(message)]
    assert not missing, f"manage.py untranslated {code} lists {len(missing)}, first: {missing[:3]}"


@pytest.mark.parametrize("code", CODES)
def test_translations_keep_placeholders_tags_and_plural_forms(code):
    catalog = kept(code)
    forms = catalogs.renewed(code, Catalog(), None).num_plurals
    wrong = [
        problem
        for message in catalog
        if message.id and any(catalogs.forms_of(message.string))
        for problem in exchange.problems_of(message, message.string, forms)
    ]
    assert not wrong, "\n".join(wrong[:5])


@pytest.mark.parametrize("code", CODES)
def test_no_translation_is_a_guess(code):
    assert [str(message.id) for message in kept(code) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("code", CODES)
def test_the_file_says_that_it_is_machine_made_and_how_to_mend_it(code):
    top = catalogs.path_of(languages.LOCALE, code).read_text(encoding="utf-8").partition("msgid")[0]
    assert "Machine-made, open to correction" in top
    assert f"manage.py gather_words {code}" in top


def test_complete_languages_have_a_folder():
    assert set(languages.COMPLETE) <= set(CODES)
