"""A claim has a language: taken from its article, settable, filtered by, and shown wherever its words are."""

import pytest

from claims.audit.queries import history_of
from claims.errors import Blocked
from claims.review.drafting import Wording, reword
from claims.tracking.models import Claim
from claims.triage.candidate_decisions import accept
from claims.verdicts.content import content_of
from claims.workflow.perform import perform
from tests.desk.walker import Walker
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db

SPANISH = "El alcalde cerró doce escuelas"


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


@pytest.fixture
def spanish_claim(edo):
    version = ArticleFactory(version__text=f"{SPANISH}.", version__language="es").current
    candidate = CandidateFactory(version=version, exact=SPANISH)
    accept(candidate_id=candidate.pk, actor=edo)
    return Claim.objects.get()


def test_an_accepted_candidate_keeps_the_language_of_its_article(spanish_claim):
    assert spanish_claim.language == "es"
    content = content_of(spanish_claim)
    assert content["language"] == "es"
    assert content["appearances"][0]["language"] == "es"


def test_words_of_no_known_language_keep_the_hash_they_always_had():
    assert "language" not in content_of(ClaimFactory())


def test_the_desk_shows_it_with_direction_and_language(walk, edo, spanish_claim):
    ClaimFactory(statement="أغلق العمدة اثنتي عشرة مدرسة", language="ar")
    queue = walk(edo).open("/queue/").page
    told = [(link.get("dir"), link.get("lang")) for link in queue.xpath("//a[@class='txt']")]
    assert sorted(told) == [("ltr", "es"), ("rtl", "ar")]
    heading = walk(edo).open(f"/claims/{spanish_claim.pk}/").page.find(".//h1")
    assert (heading.get("dir"), heading.get("lang")) == ("ltr", "es")
    candidate = spanish_claim.appearances.get()
    article = walk(edo).open(f"/articles/{candidate.version.article_id}/").page
    words = article.get_element_by_id(f"c{candidate.pk}-text")
    assert (words.get("dir"), words.get("lang")) == ("ltr", "es")


def test_words_in_the_language_of_the_page_or_of_none_known_say_no_language(walk, edo):
    english, unknown = ClaimFactory(language="en"), ClaimFactory()
    for claim, direction in ((english, "ltr"), (unknown, "auto")):
        heading = walk(edo).open(f"/claims/{claim.pk}/").page.find(".//h1")
        assert (heading.get("dir"), heading.get("lang")) == (direction, None)


def test_it_is_set_with_the_wording_and_the_history_says_so(walk, edo):
    claim = ClaimFactory(statement="Haldane a fermé douze écoles")
    form = walk(edo).open(f"/claims/{claim.pk}/wording/")
    page = form.press("Save wording", language="fr")
    assert "French" in page.text
    claim.refresh_from_db()
    assert claim.language == "fr"
    told = str(history_of(object_type="claim", object_id=claim.pk, size=1).lines[0].sentence)
    assert told == "Edo Baker changed the claim (language)"


def test_a_code_that_is_no_language_is_refused_with_a_sentence(ana):
    claim = ClaimFactory()
    perform("pick_up", claim_id=claim.pk, actor=ana)
    perform("start", claim_id=claim.pk, actor=ana)
    claim.refresh_from_db()
    wording = Wording(claim.statement, language="xq")
    with pytest.raises(Blocked, match=r"Choose one of the languages in the list\."):
        reword(claim_id=claim.pk, wording=wording, expected_version=claim.lock_version, actor=ana)


def test_the_queue_shows_one_language_and_the_chip_comes_off(walk, edo, spanish_claim):
    ClaimFactory(statement="Trees grew", language="en")
    queue = walk(edo).open("/queue/?language=es")
    assert [link.text_content() for link in queue.page.xpath("//a[@class='txt']")] == [SPANISH]
    assert "Spanish" in queue.page.xpath("//span[@class='filter']")[0].text_content()
    queue.open("/queue/" + queue.page.xpath("//span[@class='filter']/a/@href")[0])
    assert len(queue.page.xpath("//a[@class='txt']")) == 2


def test_the_back_office_shows_it_too(as_person, ada, spanish_claim):
    page = as_person(ada).get(f"/admin/claims/claim/{spanish_claim.pk}/change/").content.decode()
    assert '<blockquote class="wording" dir="ltr" lang="es">El alcalde' in page
