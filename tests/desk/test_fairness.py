"""The ledger on its pages, by the API and for readers, and who may say who belonged to which party."""

import datetime

import pytest
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.audit.queries import history_of
from claims.errors import Blocked
from claims.public.export import export
from claims.review import restricting
from claims.review.claimant_groups import add_group, end_membership, put_in_group
from claims.tracking.models import Claimant, ClaimantGroup, GroupMembership
from claims.verdicts.site_settings import keep_newsroom
from tests.factories import ClaimFactory
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

DAY = datetime.date


@pytest.fixture
def mayor(db):
    return Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane")


@pytest.fixture
def party(edo):
    return add_group(name="Harbour Alliance", kind="party", actor=edo)


def test_the_page_tells_each_kind_and_says_what_it_is_not(as_person, ana, party, edo, mayor):
    put_in_group(group_id=party.pk, claimant="rufus haldane", since=DAY(2020, 1, 1), actor=edo)
    published(crew(), topics=["Transport"])
    browser = as_person(ana)
    for by, name in (
        ("claimant", "Rufus Haldane"),
        ("group", "Harbour Alliance"),
        ("outlet", "Port Ellery Courier"),
        ("topic", "Transport"),
    ):
        page = browser.get(reverse("fairness"), {"by": by, "months": "0"}).content.decode()
        assert name in page
        assert "too few for shares" in page
        assert "no measure of anybody’s honesty" in page
    answer = browser.get("/api/v1/fairness/?by=group").json()
    (entry,) = answer["entries"]
    assert (entry["name"], entry["claims"], entry["checked"], entry["share_checked"]) == (
        "Harbour Alliance",
        1,
        1,
        None,
    )
    assert entry["verdicts"] == [{"label": "False", "tone": 5, "count": 1, "share": None}]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(rows, as_person, ana, django_assert_num_queries):
    for number in range(rows):
        ClaimFactory(claimant=Claimant.objects.create(name=f"C{number}", slug=f"c{number}"))
    browser = as_person(ana)
    with django_assert_num_queries(9):
        browser.get(reverse("fairness"))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_group_stay_the_same(rows, as_person, edo, party, django_assert_num_queries):
    for number in range(rows):
        Claimant.objects.create(name=f"C{number}", slug=f"c{number}")
        put_in_group(group_id=party.pk, claimant=f"C{number}", since=DAY(2020, 1, 1), actor=edo)
        add_group(name=f"Party {number}", kind="party", actor=edo)
    browser = as_person(edo)
    with django_assert_num_queries(6):
        browser.get(reverse("fairness-group", args=[party.pk]))
    with django_assert_num_queries(5):
        browser.get(reverse("fairness-groups"))


def test_an_editor_says_on_the_pages_who_belonged_to_what_and_takes_it_back(as_person, edo, mayor):
    browser = as_person(edo)
    made = browser.post(reverse("fairness-groups"), {"name": "Harbour Alliance", "kind": "party"})
    group = ClaimantGroup.objects.get()
    assert made["Location"] == reverse("fairness-group", args=[group.pk])
    again = browser.post(reverse("fairness-groups"), {"name": "harbour alliance", "kind": "party"})
    assert (again.status_code, "There is a group of this name already." in again.content.decode()) == (422, True)

    address = reverse("fairness-group", args=[group.pk])
    browser.post(address, {"claimant": "Rufus Haldane", "since": "2020-01-01"})
    row = GroupMembership.objects.get()
    strange = browser.post(address, {"claimant": "Nobody", "since": "2020-01-01"})
    assert "The desk knows no claimant of this name." in strange.content.decode()
    ended = reverse("fairness-member", args=[group.pk, row.pk])
    early = browser.post(ended, {"until": "2019-01-01"})
    assert (early.status_code, "The last day comes before the first." in early.content.decode()) == (422, True)
    browser.post(ended, {"until": "2024-05-31"})
    row.refresh_from_db()
    assert (row.until, row.set_by) == (DAY(2024, 5, 31), edo)
    browser.post(ended, {"remove": "1"})
    assert GroupMembership.objects.count() == 0
    told = [str(line.sentence) for line in history_of(object_type="claimantgroup", object_id=group.pk).lines]
    assert told == [
        "Edo Baker took back that Rufus Haldane belonged to it from 1 January 2020 on",
        "Edo Baker said that Rufus Haldane belonged to it from 1 January 2020 to 31 May 2024",
        "Edo Baker said that Rufus Haldane belongs to it from 1 January 2020 on",
        "Edo Baker made the group",
    ]


def test_days_of_one_claimant_in_one_group_do_not_overlap(edo, party, mayor):
    first = put_in_group(
        group_id=party.pk, claimant="Rufus Haldane", since=DAY(2020, 1, 1), until=DAY(2021, 1, 1), actor=edo
    )
    with pytest.raises(Blocked, match="overlap"):
        put_in_group(group_id=party.pk, claimant="Rufus Haldane", since=DAY(2021, 1, 1), actor=edo)
    put_in_group(group_id=party.pk, claimant="Rufus Haldane", since=DAY(2021, 1, 2), actor=edo)
    with pytest.raises(Blocked, match="overlap"):
        end_membership(membership_id=first.pk, until=None, actor=edo)


def test_reviewers_may_read_and_not_set(as_person, ana, edo, party, mayor):
    put_in_group(group_id=party.pk, claimant="Rufus Haldane", since=DAY(2020, 1, 1), actor=edo)
    row, browser, before = GroupMembership.objects.get(), as_person(ana), AuditEvent.objects.count()
    page = browser.get(reverse("fairness-group", args=[party.pk]))
    assert (page.status_code, "Say who belonged to it" in page.content.decode()) == (200, False)
    assert browser.post(reverse("fairness-groups"), {"name": "X", "kind": "party"}).status_code == 403
    entry = {"claimant": "Rufus Haldane", "since": "2001-01-01"}
    assert browser.post(reverse("fairness-group", args=[party.pk]), entry).status_code == 403
    assert browser.post(reverse("fairness-member", args=[party.pk, row.pk]), {"remove": "1"}).status_code == 403
    address = f"/api/v1/claimant-groups/{party.pk}/members/"
    assert browser.post(address, entry, content_type="application/json").status_code == 403
    assert browser.delete(f"{address}{row.pk}/").status_code == 403
    assert AuditEvent.objects.count() == before


def test_programs_keep_groups_too(as_person, edo, mayor):
    browser = as_person(edo)
    made = browser.post(
        "/api/v1/claimant-groups/", {"name": "Harbour", "kind": "office"}, content_type="application/json"
    )
    assert (made.status_code, made.json()["slug"]) == (201, "harbour")
    address = f"/api/v1/claimant-groups/{made.json()['id']}/members/"
    put = browser.post(address, {"claimant": "Rufus Haldane", "since": "2020-01-01"}, content_type="application/json")
    assert (put.status_code, put.json()["until"]) == (201, None)
    ended = browser.put(f"{address}{put.json()['id']}/", {"until": "2021-01-01"}, content_type="application/json")
    assert ended.json()["until"] == "2021-01-01"
    assert [row["name"] for row in browser.get(address).json()["results"]] == ["Rufus Haldane"]
    assert browser.delete(f"{address}{put.json()['id']}/").status_code == 204
    assert browser.get(address).json()["results"] == []


def test_readers_see_what_is_finished_only_where_the_newsroom_shows_it(client, ada, mayor, tmp_path):
    check = published(crew())
    waiting = ClaimFactory(claimant=Claimant.objects.create(name="Dana Wexcombe", slug="dana"))
    assert client.get("/checks/fairness/").status_code == 404
    assert "Whom we check" not in client.get("/checks/").content.decode()
    keep_newsroom(actor=ada, shows_ledger=True)
    page = client.get("/checks/fairness/").content.decode()
    assert "Rufus Haldane" in page
    assert "no measure of anybody’s honesty" in page.replace("\n", " ").replace("          ", "")
    assert waiting.claimant.name not in page
    assert 'href="./fairness/"' in client.get("/checks/").content.decode()
    export(tmp_path / "site")
    assert "Rufus Haldane" in (tmp_path / "site" / "checks" / "fairness" / "index.html").read_text()
    assert check.listed


def test_an_admin_chooses_in_the_set_up_to_show_it(as_person, ada, client):
    browser = as_person(ada)
    assert "Show readers whom you check" in browser.get(reverse("setup-texts")).content.decode()
    browser.post(reverse("setup-texts"), {"method": "We check.", "shows_ledger": "on"})
    assert client.get("/checks/fairness/").status_code == 200


def test_a_claim_kept_to_named_people_counts_for_nobody_else(as_person, ana, edo, apa, mayor):
    kept = ClaimFactory(claimant=mayor)
    ClaimFactory(claimant=mayor)
    restricting.restrict(claim_id=kept.pk, people=[ana.pk], actor=edo)
    counted = {
        person.username: as_person(person).get("/api/v1/fairness/").json()["entries"][0]["claims"]
        for person in (ana, apa)
    }
    assert counted == {"ana": 2, "apa": 1}


def test_hostile_names_are_shown_as_words(as_person, edo, party):
    Claimant.objects.create(name="<script>alert(1)</script>", slug="x")
    put_in_group(group_id=party.pk, claimant="<script>alert(1)</script>", since=DAY(2020, 1, 1), actor=edo)
    page = as_person(edo).get(reverse("fairness-group", args=[party.pk])).content.decode()
    assert "<script>alert" not in page
