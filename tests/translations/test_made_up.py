"""The made-up languages keep what a sentence needs, and the gathered sentences hold those of code and templates."""

import datetime

import pytest
from django.test import override_settings
from django.utils import translation

from claims import formats
from claims.desk.template_helpers.times import hours
from factcheck.translations import messages
from tests.translations import pseudo
from tests.translations.leaks import leaks


def test_placeholders_and_tags_stay_as_they_are():
    assert pseudo.said("Say %(name)s <b>no</b> to {0}") == "Šàý %(name)s <b>ñö</b> ţö {0}~~~~"
    assert pseudo.said("%(count)s") == "%(count)s"


def test_sentences_of_python_are_gathered_with_their_plural():
    catalog = messages()
    assert catalog.get(("%(count)s day late", "%(count)s days late")) is not None
    assert catalog.get("j F Y", context="date") is not None


def test_the_product_speaks_a_made_up_language_both_ways(tmp_path):
    pseudo.write(tmp_path)
    spoken, ways = [], []
    for language in (pseudo.LONGER, pseudo.MIRRORED):
        with override_settings(LOCALE_PATHS=[tmp_path]), translation.override(language):
            spoken.append(hours(72))
            ways.append(formats.direction())
    assert spoken == ["3 đàýš~~", "3 đàýš~~"]
    assert ways == ["ltr", "rtl"]


@pytest.mark.django_db
def test_days_are_english_as_before():
    moment = datetime.datetime(2026, 2, 9, 6, 0)
    assert formats.day(moment) == "9 February 2026"
    assert formats.weekday_and_time(moment) == "Monday 9 February 2026, 06:00"
    assert formats.day_of_year_short(datetime.date(2026, 9, 1)) == "1 Sep"
    assert formats.language() == "en"


class TypedByNobody:
    def __contains__(self, piece: str) -> bool:
        return False


def test_plain_words_are_found_in_texts_and_in_attributes():
    page = b"<p title='Close it'>\xc3\xb6\xc3\xb1 Plumbline <b>Open the door</b> FC-0001</p>"
    assert leaks(page, TypedByNobody()) == ["Close it", "Open the door"]
