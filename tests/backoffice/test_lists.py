"""The lists of the back office: pages by keys in either direction, counts on request, the queue's own filters."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.accounts.roles import Role
from claims.backoffice.admin.claims import ClaimAdmin
from claims.tracking.models import Claim, Claimant, SavedView, Topic
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db

CLAIMS = "admin:claims_claim_changelist"
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} & \"quoted\" 'twice'"


def numbers_on(page) -> list[int]:
    return [claim.pk for claim in page.context["cl"].result_list]


@pytest.mark.parametrize("sort", ["", "o=6", "o=-6", "o=-7", "o=8", "o=1"])
def test_pages_of_two_show_each_claim_once_there_and_back(as_person, edo, monkeypatch, sort):
    monkeypatch.setattr(ClaimAdmin, "list_per_page", 2)
    noon = timezone.now().replace(microsecond=0)
    for number in range(7):
        due = None if number % 3 == 0 else noon + datetime.timedelta(days=number % 2)
        ClaimFactory(due_at=due, score=None if number % 4 == 0 else 0.5)
    client, address = as_person(edo), f"{reverse(CLAIMS)}?{sort}"
    there = [client.get(address)]
    while there[-1].context["cl"].next_page:
        there.append(client.get(reverse(CLAIMS) + there[-1].context["cl"].next_page))
    shown = [numbers_on(page) for page in there]
    assert [len(page) for page in shown] == [2, 2, 2, 1]
    assert len({pk for page in shown for pk in page}) == 7
    back = [there[-1]]
    while back[-1].context["cl"].previous_page:
        back.append(client.get(reverse(CLAIMS) + back[-1].context["cl"].previous_page))
    assert [numbers_on(page) for page in reversed(back)] == shown


@pytest.mark.parametrize("cursor", ["2", "x", "WyJmIiwiaWQiXQ", "W10", "WyJmIiwicGsiLG51bGxd", "WyJmIiwicGsiLHt9XQ"])
def test_a_cursor_that_nobody_gave_out_is_the_first_page(as_person, edo, cursor):
    claim = ClaimFactory()
    page = as_person(edo).get(reverse(CLAIMS), {"p": cursor})
    assert (page.status_code, numbers_on(page)) == (200, [claim.pk])


def test_a_list_of_one_page_says_how_many_and_a_longer_one_counts_when_asked(as_person, edo, monkeypatch):
    ClaimFactory.create_batch(3)
    client = as_person(edo)
    assert "3 in all" in " ".join(client.get(reverse(CLAIMS)).content.decode().split())
    monkeypatch.setattr(ClaimAdmin, "list_per_page", 2)
    page = client.get(reverse(CLAIMS))
    assert "in all" not in page.content.decode()
    counted = client.get(reverse(CLAIMS) + page.context["cl"].add_facet_link)
    assert "3 in all" in " ".join(counted.content.decode().split())


def queries_of(client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


def test_the_list_of_claims_asks_as_much_of_three_rows_as_of_one_and_counts_nothing(as_person, edo, ana):
    client, address = as_person(edo), reverse(CLAIMS)
    claimant = Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane")
    ClaimFactory(claimant=claimant, reviewer=ana)
    one = queries_of(client, address)
    for name in ("Oriel Vance", "Kit Langmoor"):
        other = Claimant.objects.create(name=name, slug=name.split()[0].lower())
        ClaimFactory(claimant=other, reviewer=PersonFactory(roles=[Role.REVIEWER]))
    three = queries_of(client, address)
    assert len(one) == len(three) == 10
    assert not [sql for sql in three if "COUNT(" in sql or "OFFSET" in sql]


def test_every_list_shows_hostile_words_as_words(as_person, edo):
    ClaimFactory(statement=HOSTILE, claimant=Claimant.objects.create(name=HOSTILE, slug="x"))
    CandidateFactory(statement=HOSTILE)
    SavedView.objects.create(owner=edo, name=HOSTILE[:60], query="")
    for name in (CLAIMS, "admin:claims_candidate_changelist", "admin:claims_savedview_changelist"):
        html = as_person(edo).get(reverse(name), {"q": HOSTILE}).content.decode()
        html += as_person(edo).get(reverse(name)).content.decode()
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "49" not in re.findall(r">([^<>]*)<", html)


def test_a_saved_view_of_the_queue_narrows_the_list_and_somebody_elses_own_shows_nothing(as_person, edo, ana):
    mine, other = ClaimFactory(reviewer=edo), ClaimFactory(reviewer=ana)
    own = SavedView.objects.create(owner=edo, name="Mine", query="assignee=me")
    private = SavedView.objects.create(owner=ana, name="Ana's", query="")
    client = as_person(edo)
    assert numbers_on(client.get(reverse(CLAIMS), {"view": own.pk})) == [mine.pk]
    assert numbers_on(client.get(reverse(CLAIMS), {"view": private.pk})) == []
    assert numbers_on(client.get(reverse(CLAIMS), {"view": "x"})) == []
    SavedView.objects.filter(pk=private.pk).update(shared=True)
    assert numbers_on(client.get(reverse(CLAIMS), {"view": private.pk})) == [other.pk, mine.pk]


def test_claims_are_narrowed_by_topic_due_date_and_words(as_person, edo):
    now = timezone.now()
    late = ClaimFactory(due_at=now - datetime.timedelta(days=2), statement="The harbour lights have stopped thefts")
    soon = ClaimFactory(due_at=now + datetime.timedelta(days=3))
    topic = Topic.objects.create(name="Harbour", slug="harbour")
    soon.topics.add(topic)
    client = as_person(edo)
    assert numbers_on(client.get(reverse(CLAIMS), {"due": "late"})) == [late.pk]
    assert numbers_on(client.get(reverse(CLAIMS), {"due": "week"})) == [soon.pk]
    assert numbers_on(client.get(reverse(CLAIMS), {"topic": topic.pk})) == [soon.pk]
    assert numbers_on(client.get(reverse(CLAIMS), {"topic": "x"})) == []
    assert numbers_on(client.get(reverse(CLAIMS), {"q": "light"})) == [late.pk]


def test_the_dates_lead_from_the_years_to_a_day_and_back(as_person, edo):
    for when in ("2025-03-04", "2026-02-10"):
        ClaimFactory(state_since=datetime.datetime.fromisoformat(f"{when}T12:00:00+00:00"))
    client = as_person(edo)

    def steps(address: str) -> dict[str, str]:
        return {link.name: link.url for link in client.get(reverse(CLAIMS) + unescape(address)).context["cl"].dates}

    years = steps("")
    assert list(years) == ["Where it stands since", "2025", "2026"]
    months = steps(years["2025"])
    assert list(months) == ["Where it stands since", "2025", *(
        "March April May June July August September October November December".split()
    )]  # fmt: skip
    days = steps(months["March"])
    assert list(days)[:4] == ["Where it stands since", "2025", "March 2025", "1"]
    assert list(days)[-1] == "31"
    there = client.get(reverse(CLAIMS) + days["4"])
    assert numbers_on(there) == [Claim.objects.get(state_since__year=2025).pk]


def test_the_front_page_counts_what_waits_and_leads_to_it(as_person, edo):
    ClaimFactory.create_batch(3)
    ClaimFactory(state="closed", close_reason="overtaken")
    ClaimFactory(due_at=timezone.now() - datetime.timedelta(days=2))
    CandidateFactory.create_batch(2)
    client = as_person(edo)
    page = client.get(reverse("admin:index"))
    counted = {
        str(each.name): (each.number, each.url) for each in page.context["by_state"] + page.context["other_work"]
    }
    assert counted["Queued"] == ("4", "/admin/claims/claim/?state__exact=queued")
    assert counted["Approved"][0] == "0"
    assert counted["Late claims"][0] == "1"
    assert counted["Candidates to decide on"][0] == "2"
    for number, url in counted.values():
        if number != "0":
            assert len(client.get(url).context["cl"].result_list) == int(number)


def test_the_front_page_asks_as_much_of_many_claims_as_of_one(as_person, ada):
    client, address = as_person(ada), reverse("admin:index")
    ClaimFactory()
    one = queries_of(client, address)
    ClaimFactory.create_batch(3)
    assert len(queries_of(client, address)) == len(one)


def test_the_four_groups_hold_every_kind_once_and_nobody_sees_more_than_may_be_read(as_person, edo, ada):
    for person, hidden in ((edo, {"Listening systems", "Messages to systems"}), (ada, set())):
        groups = as_person(person).get(reverse("admin:index")).context["app_list"]
        assert [str(group["name"]) for group in groups] == ["Work", "Content", "Settings", "Records"]
        names = [model["name"] for group in groups for model in group["models"]]
        assert len(names) == len(set(names))
        assert {"Claims", "Publications", "People", "Acts"} <= set(names)
        assert not hidden & set(names)


def test_claims_and_articles_are_narrowed_to_a_language_by_its_name(as_person, edo):
    client = as_person(edo)
    spanish, unsaid = ClaimFactory(language="es"), ClaimFactory(language="")
    ClaimFactory(language="en")
    article = ArticleFactory(version__language="pt")
    ArticleFactory(version__language="en")
    page = client.get(reverse(CLAIMS))
    assert [str(name) for _, name in filter_of(page).lookup_choices] == ["English", "Spanish", "Not said"]
    assert list(client.get(reverse(CLAIMS) + "?language=es").context["cl"].result_list) == [spanish]
    assert list(client.get(reverse(CLAIMS) + "?language=unknown").context["cl"].result_list) == [unsaid]
    assert list(client.get(reverse(CLAIMS) + "?language=zz").context["cl"].result_list) == []
    articles = reverse("admin:articles_article_changelist")
    assert list(client.get(articles + "?language=pt").context["cl"].result_list) == [article]


def filter_of(page):
    (found,) = [each for each in page.context["cl"].filter_specs if getattr(each, "parameter_name", "") == "language"]
    return found
