"""A language's file follows the code, and what translators hand in is checked before it is taken."""

import gettext
import json
import os

import pytest
from babel.messages.catalog import Catalog

from factcheck import catalogs, exchange, languages


def sentences(*ids: object) -> Catalog:
    catalog = Catalog()
    for place, key in enumerate(ids):
        catalog.add(key, locations=[("claims/desk/queue.py", place)], flags=["python-format"])
    return catalog


def polish(tmp_path, *ids: object) -> Catalog:
    return catalogs.renewed("pl", sentences(*ids), None)


def line(**said: object) -> str:
    return json.dumps(said, ensure_ascii=False)


def test_a_sentence_that_gets_a_plural_waits_for_its_forms():
    before = catalogs.renewed("es", sentences("One source"), None)
    before.get("One source").string = "Una fuente"

    again = catalogs.renewed("es", sentences(("One source", "%(count)s sources")), before)

    assert again.get("One source").string == ("", "")


def test_gathering_again_keeps_translations_and_drops_what_is_gone(tmp_path):
    path = catalogs.path_of(tmp_path, "es")
    first = catalogs.renewed("es", sentences("Queue", "Gone"), None)
    first.get("Queue").string = "Cola"
    first.get("Gone").string = "Ido"
    assert catalogs.write(first, path)
    again = catalogs.renewed("es", sentences("New", "Queue"), catalogs.read(path))
    assert [(message.id, message.string) for message in again if message.id] == [("New", ""), ("Queue", "Cola")]


def test_a_file_changes_only_where_a_sentence_does(tmp_path):
    path = catalogs.path_of(tmp_path, "es")
    catalogs.write(catalogs.renewed("es", sentences("Queue"), None), path)
    text = path.read_text(encoding="utf-8")
    assert "#: claims/desk/queue.py\n" in text
    assert "POT-Creation-Date" not in text
    assert not catalogs.write(catalogs.renewed("es", sentences("Queue"), catalogs.read(path)), path)


def test_a_changed_file_is_compiled_and_the_rest_stays_english(tmp_path):
    path = catalogs.path_of(tmp_path, "pl")
    catalog = catalogs.renewed("pl", sentences("Queue", "Claim", ("%(count)s day", "%(count)s days")), None)
    catalog.get("Queue").string = "Kolejka"
    catalog.get("%(count)s day").string = ("%(count)s dzień", "%(count)s dni", "")
    catalogs.write(catalog, path)
    languages.compile_stale(tmp_path)
    catalog.get("Queue").string = "Kolejka spraw"
    catalog.get("%(count)s day").string = ("%(count)s dzień", "%(count)s dni", "%(count)s dni")
    catalogs.write(catalog, path)
    os.utime(path, (1, 1))  # older than what was made from it, as after a step back in git
    languages.compile_stale(tmp_path)
    with open(path.with_suffix(".mo"), "rb") as made:
        spoken = gettext.GNUTranslations(made)
    assert spoken.gettext("Queue") == "Kolejka spraw"
    assert spoken.gettext("Claim") == "Claim"
    assert spoken.ngettext("%(count)s day", "%(count)s days", 5) == "%(count)s dni"


def test_arabic_counts_as_unicode_does():
    arabic = catalogs.renewed("ar", Catalog(), None)
    assert arabic.num_plurals == 6
    plural = gettext.c2py(arabic.plural_expr)
    assert [plural(number) for number in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3]


def test_what_translators_get_is_taken_when_it_is_filled_in(tmp_path):
    catalog = polish(tmp_path, ("%(count)s day", "%(count)s days"))
    given = json.loads(exchange.line_of(catalog.get("%(count)s day")))
    assert given == {
        "id": "%(count)s day",
        "plural": "%(count)s days",
        "places": ["claims/desk/queue.py"],
        "text": ["", "", ""],
    }
    assert exchange.take(catalog, json.dumps(given | {"text": ["jeden dzień", "%(count)s dni", "%(count)s dni"]})) == ""
    assert catalog.get("%(count)s day").string == ("jeden dzień", "%(count)s dni", "%(count)s dni")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"id": "Hello %(name)s", "text": "Cześć %(nazwa)s"}, "has other placeholders: %(name)s, %(nazwa)s"),
        ({"id": "Hello %(name)s", "text": "Cześć %(name)s, 50 % znaku"}, "has a percent sign"),
        ({"id": "From {limit}", "text": "Od {granica}"}, "has other placeholders: {granica}, {limit}"),
        ({"id": "<b>No</b>", "text": "<i>Nie</i>"}, "has other tags: </b>, </i>, <b>, <i>"),
        ({"id": "Queue", "text": " "}, "has an empty form"),
        ({"id": "Queue", "text": ["Kolejka"]}, "needs 1 forms"),
        ({"id": "%(count)s day", "plural": "%(count)s days", "text": ["dzień", "dni"]}, "needs 3 forms"),
        ({"id": "%(count)s day", "plural": "%(count)s days", "text": ["d", "%(count)s d", "d"]}, "%(count)s"),
        ({"id": "%(count)s day", "text": "dzień"}, "no such sentence"),
        ({"id": "Unheard of", "text": "x"}, "no such sentence"),
        ({"text": "x"}, "no JSON object"),
    ],
)
def test_a_wrong_translation_is_named_and_not_taken(said, problem, tmp_path):
    asked = ["Hello %(name)s", "From {limit}", "<b>No</b>", "Queue", ("%(count)s day", "%(count)s days")]
    catalog = polish(tmp_path, *asked)
    assert problem in exchange.take(catalog, line(**said))
    assert not any(catalogs.is_translated(message) for message in catalog if message.id)
