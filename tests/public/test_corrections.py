"""Every change of a check is told in full, by us: its class, the rating before and after, and what changed in words."""

import html
import json
import re
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from django.test import Client

from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import Publication
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import corrected, now_public, published, retracted
from tests.workflow.stories import Crew, correction_in


def words_of(reader: Client, path: str) -> str:
    """The page as its reader sees it, with single spaces."""
    answer = reader.get(path)
    assert answer.status_code == 200, path
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",").replace(" .", ".")


def changed_four_times(people: Crew) -> Publication:
    first = published(people, summary="It rose by 9 per cent.")
    corrected(first, people, summary="It rose by 8 per cent.", rating="mostly-false")
    corrected(first, people, summary="It rose by 7 per cent.", rating="false")
    corrected(first, people, summary="It rose by 7 per cent in a year.", kind="clarification")
    return corrected(first, people, summary="It rose by 7 per cent in two years.", kind="update")


@pytest.fixture
def check(people) -> Publication:
    return changed_four_times(people)


def test_the_page_names_every_change_under_the_short_answer_and_tells_each_at_the_foot(reader, check):
    page = words_of(reader, f"/checks/{check.slug}/")
    head, foot = page.split("At a glance")[0], page.split("Corrections", 1)[1]

    assert re.findall(r"(Update|Clarification|Correction), \d+ \w+ \d{4}", head) == [
        "Update",
        "Clarification",
        "Correction",
        "Correction",
    ]
    assert "The rating was False and is now Mostly false." in head
    assert "The rating was Mostly false and is now False." in head
    assert "The short answer: “It rose by 9 per cent.” is now “It rose by 8 per cent.”." in foot
    assert "The short answer: “It rose by 7 per cent in a year.” is now “It rose by 7 per cent in two years.”." in foot
    assert "Compare numbers 1 and 2" in foot


def test_the_log_tells_each_change_and_leads_to_the_comparison(reader, check):
    log = words_of(reader, "/checks/corrections/")

    assert log.count("The rating is the same as before.") == 2
    assert "The rating was False and is now Mostly false." in log
    assert "The short answer: “It rose by 8 per cent.” is now “It rose by 7 per cent.”." in log
    assert "Compare numbers 4 and 5" in log


def test_corrections_have_a_feed_of_their_own(reader, check, people):
    retracted(check, people)
    for form in ("atom", "rss"):
        answer = reader.get(f"/checks/corrections/feed.{form}")
        Xml.fromstring(answer.content)
        read = feedparser.parse(answer.content)
        assert not read.bozo
        assert [entry.title.split(":")[0] for entry in read.entries] == [
            "Retraction",
            "Update",
            "Clarification",
            "Correction",
            "Correction",
        ]
        assert [entry.id for entry in read.entries] == [f"{check.page['id']}:{number}" for number in (6, 5, 4, 3, 2)]
        assert read.entries[4].link.endswith(f"/checks/{check.slug}/changes/1-2/")
        assert "The rating was False and is now Mostly false." in read.entries[4].summary
    items = json.loads(reader.get("/checks/corrections/feed.json").content)["items"]
    assert items[0]["content_html"] == "<p>The source was forged.</p>"


def test_the_embed_says_when_it_was_corrected_clarified_and_updated(reader, check, people):
    shown = words_of(reader, f"/checks/{check.slug}/embed/")
    assert re.search(r", corrected (\d+ \w+ \d{4}), clarified \1, updated \1\.", shown)
    assert "changed" not in shown

    retracted(check, people)
    gone = words_of(reader, f"/checks/{check.slug}/embed/")
    assert re.search(r"withdrawn \d+ \w+ \d{4}\. Read why$", gone)
    assert "evidence" not in gone


def test_only_corrections_are_correction_comments(reader, check):
    markup = json.loads(check.claim_review)
    assert [comment["text"] for comment in markup["correction"]] == [
        "Correction: The year in the short answer is wrong."
    ] * 2
    assert markup["dateModified"] == check.page["published_at"]


def test_the_public_data_tells_what_changed(reader, check):
    history = json.loads(reader.get(f"/checks/{check.slug}/check.json").content)["check"]["history"]
    assert history[0]["change"] is None
    assert history[1]["change"] == {
        "rating_before": "False",
        "rating_after": "Mostly false",
        "changed": ["The short answer: “It rose by 9 per cent.” is now “It rose by 8 per cent.”."],
        "left_out": 0,
    }
    listed = json.loads(reader.get("/checks/checks.json").content)["checks"][0]
    assert (listed["kind"], listed["change"]["rating_before"]) == ("update", "False")


def test_any_two_numbers_are_compared_word_by_word(reader, check):
    answer = reader.get(f"/checks/{check.slug}/changes/1-5/")
    text = answer.content.decode()

    assert '<meta name="robots" content="noindex, follow">' in text
    assert "<del>9</del><ins>7</ins>" in text
    assert "<ins> in two years</ins>" in text
    assert f"/{check.slug}/changes/2-5/" in text
    assert f"/{check.slug}/changes/1-4/" in text
    moved = reader.get(f"/checks/{check.slug}/changes/5-1/")
    assert (moved.status_code, moved.headers["Location"].endswith(f"/checks/{check.slug}/changes/1-5/")) == (301, True)
    for pair in ("1-1", "1-6", "0-1"):
        assert reader.get(f"/checks/{check.slug}/changes/{pair}/").status_code == 404
    again = reader.get(f"/checks/{check.slug}/changes/1-5/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_withdrawn_checks_numbers_are_compared_under_a_notice(reader, check, people):
    retracted(check, people)
    assert "This check was withdrawn." in words_of(reader, f"/checks/{check.slug}/changes/1-2/")
    assert reader.get(f"/checks/{check.slug}/changes/5-6/").status_code == 404


@pytest.mark.parametrize(
    "state", [ClaimState.CORRECTING, ClaimState.SUBMITTED, ClaimState.CHANGES_REQUESTED, ClaimState.APPROVED]
)
def test_an_urgent_withdrawal_waits_for_no_correction(people, reader, state):
    claim = correction_in(state, people)
    perform(MoveName.ASK_RETRACTION, claim_id=claim.pk, actor=people.second, note="The source was forged.")
    assert Claim.objects.get(pk=claim.pk).state == state
    perform(MoveName.RETRACT, claim_id=claim.pk, actor=people.third, details=Details())

    claim.refresh_from_db()
    assert claim.state == ClaimState.RETRACTED
    assert claim.corrections.filter(ended_at__isnull=True).count() == 0
    notice = now_public(claim)
    assert (notice.kind, notice.number) == ("retraction", 2)
    assert "We have retracted this check." in words_of(reader, f"/checks/{notice.slug}/")
