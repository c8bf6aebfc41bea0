"""What an approval is bound to: everything a reader will see, word by word, and its hash."""

import datetime

import pytest

from claims.tracking.models import Claim, Topic
from claims.verdicts.content import content_hash, content_of, differences, parts_of
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Rating, RatingScale, Verdict, Waiver
from tests.factories import ArticleFactory, CandidateFactory, ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 3, 1, 9, 30, 15, 999, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
DAY = datetime.date(2026, 2, 28)


@pytest.fixture
def claim(edo):
    """A claim with something in every place a reader looks."""
    article = ArticleFactory(url="https://courier.example/buses", outlet__name="Port Ellery Courier")
    version = article.current
    version.title, version.published_at = "Haldane defends bus plan", AT
    version.save()
    claimant = ClaimantFactory(name="Rufus Haldane", slug="rufus-haldane", role="Mayor", same_as="https://h.example/")
    claim = ClaimFactory(
        statement="Spending fell by 22 per cent",
        words_said="The council has cut its spending by 22 per cent since 2021",
        claimant=claimant,
        said_on=DAY,
        said_where="Town hall",
    )
    claim.topics.add(
        Topic.objects.create(name="Transport", slug="transport"), Topic.objects.create(name="Budget", slug="budget")
    )
    CandidateFactory(
        version=version, claim=claim, state="merged", exact="Ridership on the evening buses fell by 41 per cent"
    )
    CandidateFactory(version=version, claim=claim, state="accepted", is_first_appearance=True)
    scale = RatingScale.objects.create(name="Three steps", is_active=True)
    for order, value in ((1, 2), (2, 3), (3, None)):
        Rating.objects.create(
            scale=scale, slug=f"r{order}", label=f"Rating {order}", definition=f"Means {order}.", order=order,
            tone=order, lean=-20, value=value,
        )  # fmt: skip
    Verdict.objects.create(
        claim=claim, rating=scale.ratings.get(slug="r1"), summary="It fell by 9.", explanation="See the accounts.",
        updated_by=edo, updated_at=AT,
    )  # fmt: skip
    for position in (0, 1):
        source = Evidence.objects.create(
            claim=claim, url=f"https://{position}.example/", title=f"Accounts {position}", publisher="Audit Office",
            published_on=DAY, kind="primary", stance="refutes", quote="9 per cent", note="Table 4", interest="None",
            position=position, accessed_at=AT, added_by=edo, added_at=AT,
        )  # fmt: skip
        EvidenceCopy.objects.create(
            evidence=source, state="impossible" if position else "kept", sha256="" if position else "ab" * 32,
            content_type="text/html", size=1200, copied_at=None if position else AT, queued_at=AT,
        )  # fmt: skip
    Evidence.objects.create(
        claim=claim, url="https://gone.example/", title="Taken away", publisher="P", kind="primary", stance="refutes",
        position=2, accessed_at=AT, added_by=edo, added_at=AT, removed_at=AT,
    )  # fmt: skip
    # What belongs to others stands beside it, and is no part of it.
    CandidateFactory(version=version, claim=ClaimFactory(), state="accepted", exact="The city deserves better")
    beside = RatingScale.objects.create(name="Ten steps")
    for value in (1, 10):
        Rating.objects.create(
            scale=beside, slug=f"b{value}", label=f"B{value}", definition="B.", order=value, tone=1, value=value
        )  # fmt: skip
    ClaimantContact.objects.create(
        claim=claim, whom="Press office", method="email", asked_at=AT, answer_by=AT, answer="We stand by it.",
        answered_at=AT, logged_by=edo,
    )  # fmt: skip
    Waiver.objects.create(claim=claim, gate="both_sides", reason="Nobody disputes it.", written_by=edo, written_at=AT)
    return claim


def test_it_holds_everything_a_reader_will_see(claim):
    content = content_of(claim)

    sources, contacts = content.pop("evidence"), content.pop("contacts")
    assert content == {
        "number": claim.number,
        "statement": "Spending fell by 22 per cent",
        "words_said": {"text": "The council has cut its spending by 22 per cent since 2021", "heard": False},
        "claimant": {
            "name": "Rufus Haldane",
            "slug": "rufus-haldane",
            "kind": "Person",
            "role": "Mayor",
            "same_as": "https://h.example/",
        },
        "said_on": "2026-02-28",
        "said_where": "Town hall",
        "topics": [{"slug": "budget", "name": "Budget"}, {"slug": "transport", "name": "Transport"}],
        "rating": {
            "slug": "r1",
            "label": "Rating 1",
            "definition": "Means 1.",
            "tone": 1,
            "lean": -20,
            "value": 2,
            "worst": 2,
            "best": 3,
        },
        "summary": "It fell by 9.",
        "explanation": "See the accounts.",
        "waivers": {"both_sides": "Nobody disputes it."},
        "appearances": [
            {
                "url": "https://courier.example/buses",
                "title": "Haldane defends bus plan",
                "outlet": "Port Ellery Courier",
                "published_at": "2026-03-01T08:30:15+00:00",
                "quote": "The council has cut its spending by 22 per cent since 2021",
                "first": True,
                "has_words_said": True,
                "language": "en",
            },
            {
                "url": "https://courier.example/buses",
                "title": "Haldane defends bus plan",
                "outlet": "Port Ellery Courier",
                "published_at": "2026-03-01T08:30:15+00:00",
                "quote": "Ridership on the evening buses fell by 41 per cent",
                "first": False,
                "has_words_said": False,
                "language": "en",
            },
        ],
    }
    assert contacts == [
        {
            "whom": "Press office",
            "method": "email",
            "asked_at": "2026-03-01T08:30:15+00:00",
            "answer_by": "2026-03-01T08:30:15+00:00",
            "answer": "We stand by it.",
            "answered_at": "2026-03-01T08:30:15+00:00",
        }
    ]
    kept, impossible = sources
    copy_id = kept["copy"].pop("id")
    assert copy_id == EvidenceCopy.objects.get(state="kept").pk
    assert kept == {
        "id": Evidence.objects.get(position=0).pk,
        "url": "https://0.example/",
        "title": "Accounts 0",
        "publisher": "Audit Office",
        "published_on": "2026-02-28",
        "kind": "primary",
        "stance": "refutes",
        "quote": "9 per cent",
        "around": None,
        "note": "Table 4",
        "interest": "None",
        "accessed_at": "2026-03-01T08:30:15+00:00",
        "copy": {
            "sha256": "ab" * 32,
            "copied_at": "2026-03-01T08:30:15+00:00",
            "content_type": "text/html",
            "size": 1200,
        },
        "copy_impossible": False,
    }
    assert (impossible["title"], impossible["copy"], impossible["copy_impossible"]) == ("Accounts 1", None, True)


def test_an_approval_is_bound_to_all_of_it_but_the_number_and_the_appearances(claim):
    assert set(parts_of(claim)) == {
        "statement", "words_said", "claimant", "said_on", "said_where", "topics", "rating", "summary", "explanation",
        "evidence", "contacts", "waivers",
    }  # fmt: skip
    before = parts_of(claim)
    for part in before:
        (difference,) = differences(before, before | {part: "other"})
        assert (difference.part, difference.before, difference.after) == (part, before[part], "other")
    assert differences(before, dict(before)) == []
    assert [difference.name for difference in differences(before, before | {"said_on": None, "summary": ""})] == [
        "the date it was said",
        "the short answer",
    ]


def test_key_points_and_the_reason_stand_in_it_where_they_are_written(claim):
    """A verdict without them has the hash that it had before there were any."""
    assert {"key_points", "why_checked"}.isdisjoint(content_of(claim))
    Verdict.objects.filter(claim=claim).update(
        key_points=" - It fell by 9.\n\n* Not by 22.\n", why_checked=" It was repeated. "
    )
    claim = Claim.objects.get(pk=claim.pk)
    written = parts_of(claim)
    assert (written["key_points"], written["why_checked"]) == (["It fell by 9.", "Not by 22."], "It was repeated.")
    Verdict.objects.filter(claim=claim).update(key_points="\n - \n", why_checked=" ")
    assert {"key_points", "why_checked"}.isdisjoint(parts_of(Claim.objects.get(pk=claim.pk)))


def test_a_copy_that_was_made_after_all_is_not_impossible(claim):
    EvidenceCopy.objects.create(
        evidence=Evidence.objects.get(position=1), state="kept", sha256="cd" * 32, copied_at=AT, queued_at=AT
    )
    EvidenceCopy.objects.filter(evidence__position=0).delete()
    copies = [(source["copy"] and source["copy"]["sha256"], source["copy_impossible"]) for source in
              parts_of(claim)["evidence"]]  # fmt: skip
    assert copies == [(None, False), ("cd" * 32, False)]


def test_words_that_were_heard_stand_in_no_appearance(claim):
    claim.words_heard = True
    claim.save()
    content = content_of(claim)
    assert content["words_said"]["heard"] is True
    assert [appearance["has_words_said"] for appearance in content["appearances"]] == [False, False]


def test_a_claim_with_nothing_written_has_empty_places():
    claim = ClaimFactory(claimant=None)
    content = content_of(claim)
    del content["statement"], content["number"]
    assert content == {
        "words_said": None,
        "claimant": None,
        "said_on": None,
        "said_where": "",
        "topics": [],
        "rating": None,
        "summary": "",
        "explanation": "",
        "evidence": [],
        "contacts": [],
        "waivers": {},
        "appearances": [],
    }


def test_a_rating_beside_the_scale_has_no_worst_and_no_best(claim):
    Verdict.objects.filter(claim=claim).update(rating=Rating.objects.get(slug="r3"))
    rating = parts_of(Claim.objects.get(pk=claim.pk))["rating"]
    Verdict.objects.filter(claim=claim).update(rating=None)
    assert parts_of(Claim.objects.get(pk=claim.pk))["rating"] is None
    assert (rating["slug"], rating["value"], rating["worst"], rating["best"]) == ("r3", None, None, None)


def test_the_hash_is_taken_over_canonical_json():
    """As sha256sum gives it for {"a":[1,null,"“Zoë”"],"b":{"x":true,"y":""}}."""
    content = {"b": {"y": "", "x": True}, "a": [1, None, "“Zoë”"]}
    assert content_hash(content) == "9a90c141092e6420ddb019dbb1bad412ea20857d26687f517390aec8a68ec4b5"
    assert content_hash({"words": "\ud800"}) != content_hash({"words": "\ud801"})
