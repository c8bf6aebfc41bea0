"""What is taken over from a newsroom that signs, what is refused by name, and how its keys change."""

import json

import pytest

from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed, WrongState
from claims.followed import polling
from claims.followed.following import ask_newsroom_now, change, follow_newsroom, trust_new_keys
from claims.followed.models import FollowedNewsroom, TakenCheck
from claims.matching.models import MatchIndexEntry, OutsideCheck
from claims.verdicts.ssh_signatures import fingerprint
from tests.fetching.local_site import start_site
from tests.followed.conftest import asked
from tests.followed.other_newsroom import OtherNewsroom, fresh_key

pytestmark = pytest.mark.django_db


def refused(newsroom) -> list[str]:
    return [str(row.reason) for row in newsroom.refusals.order_by("pk")]


def test_what_is_published_is_taken_over_with_its_signature(follow, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour", said_on="2026-05-01")
    newsroom = follow(other.url, licence="CC BY 4.0")

    assert (newsroom.name, newsroom.is_signing, newsroom.error) == ("The Harbour Desk", True, "")
    assert newsroom.keys == [other.key.public]
    (taken,) = newsroom.checks.all()
    assert (taken.number, taken.is_signed, taken.withdrawn_at) == (1, True, None)
    check = taken.outside
    assert (check.claim_reviewed, check.claimant, check.rating, check.tone) == (
        "Four in ten boats stay in the harbour",
        "Rufus Haldane",
        "False",
        5,
    )
    assert (check.publisher, str(check.claim_date), str(check.reviewed_on), check.language) == (
        "The Harbour Desk",
        "2026-05-01",
        "2026-05-04",
        "en",
    )
    assert check.url == other.site.url("/checks/FC-0007/")
    assert MatchIndexEntry.objects.get(outside=check).due
    assert asked(newsroom).checks.count() == 1


def test_a_correction_is_taken_over_by_the_next_round_and_a_retraction_too(follow, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url)
    other.publish(
        "FC-0007",
        "Three in ten boats stay in the harbour",
        number=2,
        kind="correction",
        rating={"label": "Half true", "tone": 3},
    )
    asked(newsroom)
    (taken,) = newsroom.checks.all()
    assert (taken.number, taken.outside.rating, taken.outside.tone) == (2, "Half true", 3)
    assert taken.outside.claim_reviewed == "Three in ten boats stay in the harbour"
    assert OutsideCheck.objects.count() == 1

    other.retract("FC-0007", number=3)
    asked(newsroom)
    taken = newsroom.checks.get()
    assert taken.number == 3
    assert taken.withdrawn_at is not None
    assert (taken.outside.rating, taken.outside.tone) == ("", None)
    assert not MatchIndexEntry.objects.filter(outside=taken.outside).exists()
    assert AuditEvent.objects.filter(action="outside_check_withdrawn", object_id=str(taken.outside_id)).count() == 1

    other.publish("FC-0007", "Two in ten boats stay in the harbour", number=4, kind="update")
    asked(newsroom)
    taken = newsroom.checks.get()
    assert (taken.withdrawn_at, taken.outside.rating) == (None, "False")
    assert MatchIndexEntry.objects.filter(outside=taken.outside).exists()


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ({"signature": "x"}, "The signature is forged: it is not over these words."),
        ({"kind": "correction"}, "The list says something else than what was signed."),
        ({"publication": 2}, "The list says something else than what was signed."),
        ({"number": "FC-0008"}, "The list says something else than what was signed."),
        ({"signed": "plumbline publication\n"}, "It does not say in our form what was published."),
        ({"id": "tag:harbour.example,2026-05-04:FC-0009"}, "Its words are those of another check."),
    ],
)
def test_a_list_that_lies_is_refused_by_name_and_asked_about_once(follow, other, lie, said):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    other.listed[0] |= lie
    other.serve()
    newsroom = follow(other.url)
    assert refused(newsroom) == [said]
    assert newsroom.checks.count() == OutsideCheck.objects.count() == 0
    before = len(other.site.seen)
    asked(newsroom)
    assert refused(newsroom) == [said]
    assert not [path for _method, path, *_rest in other.site.seen[before:] if path.endswith("page.json")]


def test_words_that_are_not_those_signed_are_refused(follow, other):
    entry = other.publish("FC-0007", "Four in ten boats stay in the harbour")
    path = entry["page_url"].removeprefix(other.site.url("")).removeprefix("/")
    other.site.page(f"/{path}", b'{"statement":"All boats stay in the harbour"}', Content_Type="application/json")
    newsroom = follow(other.url)
    assert refused(newsroom) == ["Its words are not those that were signed."]


def test_a_strangers_key_is_refused_and_named(follow, other):
    own, stranger = other.key, fresh_key()
    other.named_keys = [own.public]
    other.key = stranger
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url)
    assert refused(newsroom) == [f"It is signed with {fingerprint(stranger.public)}, which is no key of this newsroom."]


def test_one_newsroom_cannot_speak_for_another(follow, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    other.listed[0]["url"] = "https://another.example/checks/FC-0007/"
    other.serve()
    newsroom = follow(other.url)
    assert (newsroom.checks.count(), refused(newsroom)) == (0, [])


def test_an_older_number_that_comes_again_changes_nothing(follow, other):
    first = other.publish("FC-0007", "Four in ten boats stay in the harbour")
    other.publish("FC-0007", "Three in ten boats stay in the harbour", number=2, kind="correction")
    newsroom = follow(other.url)
    other.listed = [first]
    other.serve()
    asked(newsroom)
    assert newsroom.checks.get().number == 2
    assert newsroom.checks.get().outside.claim_reviewed == "Three in ten boats stay in the harbour"
    other.publish("FC-0007", "No boat stays in the harbour", number=2, kind="correction")
    asked(newsroom)
    assert refused(newsroom) == ["Number 2 was published before with other words."]
    assert newsroom.checks.get().outside.claim_reviewed == "Three in ten boats stay in the harbour"


def test_what_was_signed_once_is_not_corrected_or_withdrawn_without_a_signature(follow, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url)
    own, other.key, other.named_keys = other.key, None, [other.key.public]
    other.retract("FC-0007", number=2)
    asked(newsroom)
    assert refused(newsroom) == ["Its earlier numbers were signed, and this one is not."]
    assert newsroom.checks.get().withdrawn_at is None
    other.key = own
    other.publish("FC-0008", "The lighthouse was lit in 1901")
    asked(newsroom)
    assert newsroom.checks.count() == 2


def test_a_newsroom_without_a_key_is_taken_over_as_unsigned(follow, other):
    other.key = None
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url)
    taken = newsroom.checks.get()
    assert (taken.is_signed, taken.outside.claim_reviewed) == (False, "Four in ten boats stay in the harbour")


def test_a_new_key_is_taken_where_an_old_one_stands_beside_it_and_waits_for_a_person_otherwise(follow, other, edo):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    newsroom = follow(other.url)
    first = other.key.public
    second = other.key = fresh_key()
    other.named_keys = [second.public, first]
    other.publish("FC-0008", "The lighthouse was lit in 1901")
    asked(newsroom)
    assert newsroom.keys == [second.public, first]
    assert newsroom.checks.count() == 2
    event = AuditEvent.objects.filter(action="followed_keys_read").order_by("-pk").first()
    assert event.data["before"] == fingerprint(first)

    third = other.key = fresh_key()
    other.named_keys = [third.public]
    other.publish("FC-0009", "The pier is closed in winter")
    asked(newsroom)
    assert (newsroom.keys, newsroom.keys_offered) == ([second.public, first], [third.public])
    assert newsroom.checks.count() == 2
    trust_new_keys(newsroom_id=newsroom.pk, actor=edo)
    asked(newsroom)
    assert newsroom.checks.count() == 3
    assert refused(newsroom) == []
    with pytest.raises(WrongState, match="offers no new key"):
        trust_new_keys(newsroom_id=newsroom.pk, actor=edo)


def test_a_long_list_is_read_in_rounds_and_none_is_lost(follow, other, monkeypatch):
    monkeypatch.setattr(polling._Budget, "checks", 3)
    monkeypatch.setattr(polling._Budget.__init__, "__defaults__", (3, 20))
    for number in range(8):
        other.publish(f"FC-{number:04}", f"Boat {number} stays in the harbour")
    other.serve(per_page=2)
    newsroom = follow(other.url)
    assert newsroom.checks.count() == 3
    assert newsroom.rest_url == other.site.url("/checks/publications/older/1.json")
    other.publish("FC-0099", "The harbour was deepened")
    other.serve(per_page=2)
    counts = [asked(newsroom).checks.count() for _round in range(4)]
    assert counts[-1] == 9
    assert newsroom.rest_url == ""


def test_a_page_that_cannot_be_had_is_tried_again_next_time(follow, other):
    for number in range(4):
        other.publish(f"FC-{number:04}", f"Boat {number} stays in the harbour")
    other.serve(per_page=2)
    older = other.site.pages.pop("/checks/publications/older/1.json")
    newsroom = follow(other.url)
    assert newsroom.checks.count() == 2
    assert newsroom.error != ""
    other.site.pages["/checks/publications/older/1.json"] = older
    asked(newsroom)
    assert (newsroom.checks.count(), newsroom.error, newsroom.failures) == (4, "", 0)


def test_a_page_that_names_its_list_is_given_instead_of_it(follow, other):
    other.publish("FC-0007", "Four in ten boats stay in the harbour")
    other.site.page(
        "/checks/",
        b'<html><head><link rel="alternate" type="application/json" href="/checks/publications.json"></head></html>',
        Content_Type="text/html",
    )
    newsroom = follow(other.site.url("/checks/"))
    assert newsroom.url == other.url
    assert newsroom.checks.count() == 1


def test_any_claimreview_feed_is_followed_unsigned(follow, site):
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://estuary.example/checks/1",
        "claimReviewed": "Four in ten boats stay in the harbour",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": "False",
        },
        "author": {"@type": "Organization", "name": "Estuary Checks"},
        "datePublished": "2026-05-04",
    }
    feed = {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [{"item": review}]}
    url = site.page("/feed.json", json.dumps(feed).encode(), Content_Type="application/json")
    newsroom = follow(url)
    taken = newsroom.checks.get()
    assert (taken.is_signed, taken.number, taken.outside.rating, newsroom.name) == (False, 0, "False", "Estuary Checks")
    review["reviewRating"]["alternateName"] = "Misleading"
    site.page("/feed.json", json.dumps(feed).encode(), Content_Type="application/json")
    asked(newsroom)
    assert newsroom.checks.get().outside.rating == "Misleading"
    assert OutsideCheck.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b'{"publications": "all"}', b'{"publications": [1, null, {"id": 3}]}', b"\xff\xfe\x00"],
)
def test_an_answer_that_is_no_list_is_said_in_a_sentence_and_changes_nothing(follow, site, body):
    newsroom = follow(site.page("/checks/publications.json", body, Content_Type="application/json"))
    assert newsroom.checks.count() == 0
    assert newsroom.is_active
    assert newsroom.error == "" or newsroom.error.endswith(".")


def test_three_desks_are_followed_at_once_and_each_speaks_for_itself(follow, other):
    second, third = (OtherNewsroom(start_site(), name) for name in ("Estuary Checks", "Marsh Facts"))
    for desk in (other, second, third):
        desk.publish("FC-0001", f"{desk.name} counted forty boats")
    rows = [follow(desk.url) for desk in (other, second, third)]
    assert [row.checks.get().outside.publisher for row in rows] == ["The Harbour Desk", "Estuary Checks", "Marsh Facts"]
    second.retract("FC-0001", number=2)
    for row in rows:
        asked(row)
    assert [row.checks.get().withdrawn_at is None for row in rows] == [True, False, True]


def test_who_may_follow_and_what_is_refused(other, ana, edo):
    with pytest.raises(NotAllowed, match="Ask an editor"):
        follow_newsroom(url=other.url, actor=ana)
    newsroom = follow_newsroom(url=other.url, actor=edo)
    with pytest.raises(Blocked, match="follows this newsroom already"):
        follow_newsroom(url=other.url, actor=edo)
    with pytest.raises(Blocked):
        follow_newsroom(url="javascript:alert(1)", actor=edo)
    with pytest.raises(NotAllowed):
        change(newsroom_id=newsroom.pk, actor=ana, shown_to_readers=True)
    changed = change(newsroom_id=newsroom.pk, actor=edo, shown_to_readers=True, licence="CC BY 4.0", is_active=False)
    assert (changed.shown_to_readers, changed.licence, changed.is_active, changed.due_at) == (
        True,
        "CC BY 4.0",
        False,
        None,
    )
    with pytest.raises(WrongState, match="Follow it again first"):
        ask_newsroom_now(newsroom_id=newsroom.pk, actor=edo)
    assert change(newsroom_id=newsroom.pk, actor=edo, is_active=True, licence="").licence == ""
    actions = list(AuditEvent.objects.filter(object_type__icontains="followed").values_list("action", flat=True))
    assert sorted(actions) == sorted(
        [
            "newsroom_followed",
            "followed_newsroom_changed",
            "newsroom_left_alone",
            "followed_newsroom_changed",
            "newsroom_followed",
        ]
    )


def test_a_list_that_is_gone_for_good_is_no_longer_asked(follow, site):
    newsroom = follow(site.page("/checks/publications.json", status=410))
    assert (newsroom.is_active, newsroom.due_at) == (False, None)
    assert TakenCheck.objects.count() == 0
    assert FollowedNewsroom.objects.count() == 1
