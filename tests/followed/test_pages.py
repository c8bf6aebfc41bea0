"""Followed newsrooms on the desk, by the API, beside a claim and before readers."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.followed.following import change
from claims.followed.models import FollowedNewsroom, RefusedCheck
from claims.matching.models import Match
from claims.verdicts.ssh_signatures import fingerprint
from tests.followed.conftest import asked
from tests.followed.other_newsroom import fresh_key
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'&\u202e"


def like(claim, outside, actor, state="confirmed") -> Match:
    decided = {"decided_by": actor, "decided_at": timezone.now()} if state == "confirmed" else {}
    return Match.objects.create(
        later=claim, outside=outside, score=0.9, band="likely", state=state, suggested_at=timezone.now(), **decided
    )


@pytest.fixture
def pair(follow, other, edo):
    """A published check of ours, rated false, and the other newsroom's of the same claim, confirmed as alike."""
    ours = published(crew(), statement="Four in ten boats stay in the harbour")
    other.publish("FC-0007", "Four in ten boats stay in the harbour", rating={"label": "True", "tone": 1})
    newsroom = follow(other.url, licence="CC BY 4.0")
    like(ours.claim, newsroom.checks.get().outside, edo)
    return ours, newsroom


def test_an_editor_follows_a_newsroom_and_a_reviewer_reads_how_it_does(as_person, edo, ana, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    answer = as_person(edo).post(reverse("newsrooms"), {"url": other.url, "licence": "CC BY 4.0"})
    newsroom = FollowedNewsroom.objects.get()
    assert answer.url == reverse("newsroom", args=[newsroom.pk])
    assert (newsroom.licence, newsroom.shown_to_readers) == ("CC BY 4.0", False)
    waiting = as_person(ana).get(answer.url).content.decode()
    assert "It has not been asked yet." in waiting
    asked(newsroom)
    page = as_person(ana).get(answer.url).content.decode()
    assert "Four in ten boats stay in the harbour" in page
    assert fingerprint(other.key.public) in page
    assert "Follow a newsroom" not in as_person(ana).get(reverse("newsrooms")).content.decode()
    assert as_person(ana).post(reverse("newsrooms"), {"url": other.url}).status_code == 403


@pytest.mark.parametrize(
    ("url", "said"),
    [("", "Give the address of its checks"), ("ftp://a.example/", "http"), ("https://", "address")],
)
def test_an_address_that_cannot_be_followed_is_refused_with_what_was_typed(as_person, edo, url, said):
    answer = as_person(edo).post(reverse("newsrooms"), {"url": url, "licence": "As agreed"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "As agreed" in page
    assert not FollowedNewsroom.objects.exists()


def test_what_was_refused_and_new_keys_stand_on_its_page(as_person, edo, follow, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url)
    stranger = other.key = fresh_key()
    other.publish("FC-0008", "The pier is closed in winter")
    asked(newsroom)
    page = as_person(edo).get(reverse("newsroom", args=[newsroom.pk])).content.decode()
    assert "Its site names other keys than those known here" in page
    assert f"It is signed with {fingerprint(stranger.public)}, which is no key of this newsroom." in page
    as_person(edo).post(reverse("newsroom-keys", args=[newsroom.pk]))
    asked(newsroom)
    assert newsroom.checks.count() == 2


def test_hostile_words_of_a_newsroom_are_only_words(as_person, edo, follow, other):
    other.name = HOSTILE
    other.publish("FC-0007", f"Boats {HOSTILE}", rating={"label": HOSTILE, "tone": 1}, claimant={"name": HOSTILE})
    newsroom = follow(other.url, licence=HOSTILE)
    RefusedCheck.objects.create(
        newsroom=newsroom, mark="1", url="javascript:alert(1)", reason=HOSTILE, at=timezone.now()
    )
    for address in (reverse("newsrooms"), reverse("newsroom", args=[newsroom.pk])):
        page = as_person(edo).get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;" in page
        assert 'href="javascript:' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(rows, as_person, ana, follow, other, django_assert_num_queries):
    for number in range(rows):
        other.publish(f"FC-{number:04}", f"Boat {number} stays in the harbour")
    newsroom = follow(other.url)
    browser = as_person(ana)
    with django_assert_num_queries(6):
        browser.get(reverse("newsrooms"))
    with django_assert_num_queries(7):
        browser.get(reverse("newsroom", args=[newsroom.pk]))


def test_a_claim_rated_otherwise_elsewhere_is_raised(as_person, ana, pair):
    ours, newsroom = pair
    page = as_person(ana).get(reverse("newsrooms")).content.decode()
    assert "1 claim is rated otherwise elsewhere" in page
    claim_page = as_person(ana).get(reverse("claim", args=[ours.claim_id])).content.decode()
    assert "rated otherwise than here" in claim_page
    assert "signed by The Harbour Desk" in claim_page
    answer = as_person(ana).get("/api/v1/newsrooms/conflicts/").json()["results"]
    outside = newsroom.checks.get().outside_id
    assert answer == [
        {
            "claim": ours.claim_id,
            "rating": "False",
            "tone": 5,
            "outside_check": outside,
            "their_rating": "True",
            "their_tone": 1,
        }
    ]


def test_ratings_near_each_other_or_withdrawn_are_no_conflict(as_person, ana, pair, other):
    _ours, newsroom = pair
    statement = "Four in ten boats stay in the harbour"
    other.publish("FC-0007", statement, number=2, kind="correction", rating={"label": "Mostly false", "tone": 4})
    asked(newsroom)
    assert as_person(ana).get("/api/v1/newsrooms/conflicts/").json()["results"] == []
    other.publish("FC-0007", statement, number=3, kind="correction", rating={"label": "True", "tone": 1})
    asked(newsroom)
    assert len(as_person(ana).get("/api/v1/newsrooms/conflicts/").json()["results"]) == 1
    other.retract("FC-0007", number=4)
    asked(newsroom)
    assert as_person(ana).get("/api/v1/newsrooms/conflicts/").json()["results"] == []


def test_readers_see_it_only_where_the_newsroom_says_so_and_no_longer_when_it_is_withdrawn(client, edo, pair, other):
    ours, newsroom = pair
    address = f"/checks/{ours.slug}/"

    def seen() -> bool:
        data = json.loads(client.get(f"{address}check.json").content)
        page = client.get(address).content.decode()
        assert ("Also checked by" in page) == ("also_checked_by" in data)
        return "also_checked_by" in data

    assert not seen()
    change(newsroom_id=newsroom.pk, actor=edo, shown_to_readers=True)
    assert seen()
    assert json.loads(client.get(f"{address}check.json").content)["also_checked_by"] == [
        {
            "newsroom": "The Harbour Desk",
            "rating": "True",
            "url": other.site.url("/checks/FC-0007/"),
            "licence": "CC BY 4.0",
        }
    ]
    page = client.get(address).content.decode()
    assert re.search(r'rel="noopener nofollow"><bdi>The Harbour Desk', page)
    before = client.get(address).headers["ETag"]
    other.retract("FC-0007", number=2)
    asked(newsroom)
    assert not seen()
    assert client.get(address).headers["ETag"] != before


def test_a_likeness_nobody_confirmed_is_shown_to_no_reader(client, edo, follow, other):
    ours = published(crew(), statement="Four in ten boats stay in the harbour")
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url, shown_to_readers=True)
    like(ours.claim, newsroom.checks.get().outside, edo, state="suggested")
    assert "Also checked by" not in client.get(f"/checks/{ours.slug}/").content.decode()


def test_what_this_desk_publishes_is_read_by_another(client, follow, site, settings, tmp_path):
    """The public site's own answers, served from another address, are taken over with their signatures."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    settings.PUBLIC_URL = site.url("").rstrip("/")
    ours = published(crew(), statement="Four in ten boats stay in the harbour")
    for path in (
        "/checks/",
        "/checks/publications.json",
        f"/checks/{ours.slug}/1/page.json",
        "/.well-known/plumbline-keys.txt",
    ):
        answer = client.get(path)
        site.page(path, answer.content, Content_Type=answer.headers["Content-Type"])
    newsroom = follow(site.url("/checks/"))
    assert newsroom.url == site.url("/checks/publications.json")
    taken = newsroom.checks.get()
    assert taken.is_signed
    assert (taken.outside.claim_reviewed, taken.outside.rating, taken.outside.tone) == (
        "Four in ten boats stay in the harbour",
        "False",
        5,
    )


def test_the_api_follows_changes_and_lists(as_person, edo, ana, other):
    api = as_person(edo)
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    made = api.post("/api/v1/newsrooms/", {"url": other.url}, content_type="application/json")
    assert made.status_code == 201
    row = f"/api/v1/newsrooms/{made.json()['id']}/"
    asked(FollowedNewsroom.objects.get())
    (check,) = api.get(f"{row}checks/").json()["results"]
    assert (check["number"], check["is_signed"], check["withdrawn_at"]) == (1, True, None)
    changed = api.patch(row, {"shown_to_readers": True, "licence": "CC0"}, content_type="application/json").json()
    assert (changed["shown_to_readers"], changed["licence"]) == (True, "CC0")
    assert api.patch(row, {"is_active": False}, content_type="application/json").json()["next_poll_at"] is None
    assert api.get(f"{row}refusals/").json()["results"] == []
    assert as_person(ana).patch(row, {"licence": ""}, content_type="application/json").status_code == 403
