"""Finding anything from one box, what is published inside the desk, and the way back from readers' pages."""

import pytest

from claims.tracking.enums import ClaimState
from claims.verdicts.models import Publication
from tests.desk.walker import Walker
from tests.factories import ArticleFactory, ClaimantFactory, ClaimFactory
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

PALETTE = {"HX-Request": "true", "HX-Target": "palette-results"}


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


def test_a_closed_claim_is_found_by_number_words_claimant_and_outlet_with_its_state(walk, ana):
    claim = ClaimFactory(
        statement="The city repairs more roads than any other",
        claimant=ClaimantFactory(name="Priya Nandan"),
        said_where="Marsh Weekly",
        state=ClaimState.CLOSED,
        close_reason="not_checkable",
    )
    for words in (
        claim.number,
        str(claim.pk),
        claim.number.lower(),
        "road",
        "repaired cities",
        "Priya",
        "marsh weekly",
    ):
        page = walk(ana).open(f"/find/?q={words}")
        assert "Claims, 1" in page.text, words
        assert "Closed" in page.text
        assert page.follow("The city repairs more roads").url == f"/claims/{claim.pk}/"


def test_articles_people_and_places_to_go_are_found_too(walk, edo, ana):
    article = ArticleFactory(version__title="A storm over the harbour").current
    page = walk(edo).open("/find/?q=harbor")
    assert page.follow("A storm over the harbour").url == f"/articles/{article.article_id}/"
    assert walk(edo).open("/find/?q=costa").follow("What Ana Costa has in hand").url == f"/queue/?assignee={ana.pk}"
    assert walk(edo).open("/find/?q=add+article").follow("Add an article").url == "/articles/add/"
    assert "Add an article" not in walk(ana).open("/find/?q=add+article").text


def test_what_finds_nothing_says_what_to_try(walk, ana):
    assert "Nothing holds all of “zebra”. Try fewer words" in walk(ana).open("/find/?q=zebra").text


def test_the_palette_gets_the_results_alone(as_person, ana):
    ClaimFactory(statement="Roads are mended")
    page = as_person(ana).get("/find/", {"q": "road"}, headers=PALETTE).content.decode()
    assert "Roads are mended" in page
    assert "<html" not in page
    assert "<form" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_costs_the_same_however_much_is_found(as_person, ana, django_assert_num_queries, rows):
    for _ in range(rows):
        ClaimFactory(statement="Roads are mended")
        ArticleFactory(version__title="Roads")
    client = as_person(ana)
    client.get("/find/")
    with django_assert_num_queries(11):
        client.get("/find/", {"q": "roads"})


def test_what_is_published_is_listed_inside_the_desk(walk, ana):
    publication = published(crew())
    page = walk(ana).open("/published/")
    assert page.text.count(publication.claim.number) == 1
    assert page.follow(publication.claim.statement).url == f"/claims/{publication.claim_id}/"
    assert "No published check holds these words" in walk(ana).open("/published/?q=zebra").text


def test_an_empty_list_says_how_something_gets_there(walk, ana):
    assert "Nothing is published yet" in walk(ana).open("/published/").text


def test_a_readers_page_leads_to_its_claim(walk, ana):
    publication = published(crew())
    slug = Publication.objects.get().slug
    for page in (f"/checks/{slug}/", f"/checks/{slug}/1/"):
        assert walk(ana).open(f"/published/open/?page={page}").url == f"/claims/{publication.claim_id}/"
    for page in ("/checks/", "/checks/about/", "/checks/topics/health/", "https://elsewhere.example/", "nonsense", ""):
        assert walk(ana).open(f"/published/open/?page={page}").url == "/published/"


def test_readers_find_checks_by_any_form_of_a_word(client):
    published(crew(), statement="Port Ellery spends the most on road repairs")
    for words in ("roads", "repaired", "road+repair"):
        assert "on road repairs" in client.get(f"/checks/search/?q={words}").content.decode()
    assert "on road repairs" not in client.get("/checks/search/?q=railroads").content.decode()


def test_the_queue_says_that_it_searches_one_view_and_has_an_archive(walk, edo):
    ClaimFactory(statement="Roads", state=ClaimState.CLOSED, close_reason="not_checkable")
    page = walk(edo).open("/queue/?q=roads")
    assert "Only this view is searched here." in page.text
    assert "Claims, 1" in page.follow("Search everything").text
    assert "Closed" in page.open("/queue/").follow("Archive").text
