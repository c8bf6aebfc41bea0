"""The set-up of a newsroom: who may, what it asks for, and that nothing is published before it is done."""

import pytest
from django.urls import reverse

from claims.articles.models import Outlet
from claims.audit.models import AuditEvent
from claims.errors import Blocked
from claims.tracking.enums import ClaimState
from claims.tracking.models import Topic
from claims.verdicts.models import Newsroom, Publication, Rating, RatingScale, SiteText
from claims.workflow.perform import perform
from tests.workflow.stories import claim_in, crew

pytestmark = pytest.mark.django_db

COURIER = {
    "name": "Port Ellery Courier",
    "address": "14 Tollgate Street\r\nPort Ellery",
    "email": "checks@courier.example",
    "language": "en",
    "homepage": "",
}


@pytest.fixture
def nameless():
    """A newsroom as it is before anybody has said anything about it."""
    Newsroom.objects.all().delete()


@pytest.mark.parametrize("name", ["setup", "setup-newsroom", "setup-texts", "setup-lists", "setup-ratings"])
def test_the_setup_is_the_admins_alone(as_person, ada, edo, apa, name):
    assert as_person(ada).get(reverse(name)).status_code == 200
    for other in (edo, apa):
        assert as_person(other).get(reverse(name)).status_code == 403
        assert as_person(other).post(reverse(name), COURIER).status_code in (403, 405)
    assert not AuditEvent.objects.exists()


def test_an_admin_names_the_newsroom_and_is_led_on(as_person, ada, nameless):
    client = as_person(ada)
    assert 'value="Plumbline"' not in client.get(reverse("setup-newsroom")).content.decode()

    answer = client.post(reverse("setup-newsroom"), COURIER)

    assert answer.headers["Location"] == "/setup/ratings/"
    kept = Newsroom.objects.get()
    assert (kept.name, kept.address) == ("Port Ellery Courier", "14 Tollgate Street\nPort Ellery")
    assert AuditEvent.objects.get().action == "newsroom_changed"


def test_what_the_same_form_says_again_leaves_no_record(as_person, ada):
    client = as_person(ada)
    client.post(reverse("setup-newsroom"), COURIER)
    client.post(reverse("setup-newsroom"), COURIER | {"address": "14 Tollgate Street\nPort Ellery"})

    assert AuditEvent.objects.count() == 1


def test_a_missing_answer_is_asked_for_and_the_rest_stays_typed(as_person, ada, nameless):
    answer = as_person(ada).post(reverse("setup-newsroom"), COURIER | {"address": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write an address by which you can be reached." in page
    assert 'value="Port Ellery Courier"' in page
    assert not Newsroom.objects.exists()


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, "its name, its address, an e-mail address for readers"),
        ({"name": " plumbline ", "address": "14 Tollgate Street", "email": "a@b.example"}, "its name"),
        ({"name": "Courier", "address": "  ", "email": "a@b.example"}, "its address"),
        ({"name": "Courier", "address": "14 Tollgate Street"}, "an e-mail address for readers"),
    ],
)
@pytest.mark.parametrize("move", ["publish", "schedule"])
def test_the_first_publication_is_refused_while_readers_cannot_be_told_by_whom(known, missing, move):
    people = crew()
    claim = claim_in(ClaimState.APPROVED, people)
    Newsroom.objects.update(**({"name": "Plumbline", "address": "", "email": ""} | known))

    with pytest.raises(Blocked) as refusal:
        perform(move, claim_id=claim.pk, actor=people.second)

    assert f"The newsroom has not given {missing} yet" in refusal.value.message
    assert not Publication.objects.exists()


def test_the_page_and_the_api_refuse_it_alike(as_person):
    people = crew()
    claim = claim_in(ClaimState.APPROVED, people)
    Newsroom.objects.all().delete()
    client = as_person(people.second)

    page = client.get(reverse("claim", args=[claim.pk])).content.decode()
    by_page = client.post(reverse("claim-move", args=[claim.pk, "publish"]), {"expected_version": claim.lock_version})
    by_api = client.post(
        f"/api/v1/claims/{claim.pk}/transitions/publish/",
        {},
        content_type="application/json",
        headers={"If-Match": f'"v{claim.lock_version}"'},
    )

    assert "an admin does so under Set up, Newsroom." in page
    assert (by_page.status_code, by_api.status_code) == (422, 422)
    assert "an admin does so under Set up, Newsroom." in by_page.content.decode()
    assert "an admin does so under Set up, Newsroom." in by_api.content.decode()


def test_a_newsroom_that_has_published_before_goes_on(as_person):
    people = crew()
    claim_in(ClaimState.PUBLISHED, people)
    claim = claim_in(ClaimState.APPROVED, people)
    Newsroom.objects.update(address="")

    perform("publish", claim_id=claim.pk, actor=people.second)

    assert Publication.objects.count() == 2


def test_nothing_goes_out_by_itself_either():
    people = crew()
    claim = claim_in(ClaimState.APPROVED, people)
    Newsroom.objects.update(name="Plumbline")

    with pytest.raises(Blocked):
        perform("publish", claim_id=claim.pk, actor=None)


@pytest.mark.parametrize(
    ("key", "labels", "numbers"),
    [
        (
            "five-steps",
            ["True", "Mostly true", "Half true", "Mostly false", "False", "Unproven"],
            [5, 4, 3, 2, 1, None],
        ),
        (
            "verdicts",
            ["Correct", "Missing context", "Misleading", "Wrong", "Unproven"],
            [None, None, None, None, None],
        ),
    ],
)
def test_a_ready_scale_is_taken_and_in_use_with_one_click(as_person, ada, key, labels, numbers):
    as_person(ada).post(reverse("setup-scale-take", args=[key]))

    scale = RatingScale.objects.get(is_active=True)
    assert [rating.label for rating in scale.ratings.order_by("order")] == labels
    assert [rating.value for rating in scale.ratings.order_by("order")] == numbers


def test_taking_it_twice_makes_it_once(as_person, ada):
    client = as_person(ada)
    client.post(reverse("setup-scale-take", args=["five-steps"]))
    client.post(reverse("setup-scale-take", args=["five-steps"]))

    assert (RatingScale.objects.count(), Rating.objects.count()) == (1, 6)
    assert client.post(reverse("setup-scale-take", args=["no-such"])).status_code == 409


def test_an_own_scale_is_made_in_one_form_and_put_into_use(as_person, ada):
    client = as_person(ada)
    made = client.post(reverse("setup-ratings"), {"name": "Ours"}).headers["Location"]
    scale = RatingScale.objects.get(name="Ours")
    empty = client.post(reverse("setup-scale-use", args=[scale.pk]))

    saved = client.post(made, rows("Holds", "Does not hold"))
    client.post(reverse("setup-scale-use", args=[scale.pk]))

    assert empty.status_code == 422
    assert "A scale needs at least two ratings that are offered." in empty.content.decode()
    assert saved.status_code == 302
    assert RatingScale.objects.get(is_active=True).name == "Ours"
    assert list(scale.ratings.values_list("slug", "label", "tone", "lean")) == [
        ("holds", "Holds", 1, 0),
        ("does-not-hold", "Does not hold", 5, 58),
    ]


def test_a_row_that_is_wrong_saves_none_of_them(as_person, ada):
    scale = RatingScale.objects.create(name="Ours")

    answer = as_person(ada).post(reverse("setup-scale", args=[scale.pk]), rows("Holds", "Holds"))

    assert answer.status_code == 422
    assert not scale.ratings.exists()


def test_the_form_of_a_scale_changes_no_rating_of_another(as_person, ada):
    client = as_person(ada)
    client.post(reverse("setup-scale-take", args=["five-steps"]))
    mine = Rating.objects.get(slug="true")
    other = RatingScale.objects.create(name="Ours")

    client.post(reverse("setup-scale", args=[other.pk]), rows("Holds", "Fails") | {"form-0-pk": str(mine.pk)})

    mine.refresh_from_db()
    assert mine.label == "True"


def rows(*labels):
    """The form of a scale with these ratings, from plumb to flat."""
    sent = {"form-TOTAL_FORMS": str(len(labels)), "form-INITIAL_FORMS": "0"}
    for number, label in enumerate(labels):
        sent |= {
            f"form-{number}-label": label,
            f"form-{number}-definition": "What it means.",
            f"form-{number}-tone": "1" if number == 0 else "5",
            f"form-{number}-is_active": "on",
        }
    return sent


def test_lists_take_a_line_each_and_leave_out_what_is_here(as_person, ada):
    Topic.objects.create(name="Health", slug="health")
    lines = {"topics": "health\n Public   money \n\nHousing\nhousing", "outlets": "Courier https://c.example/\nRadio 3"}

    as_person(ada).post(reverse("setup-lists"), lines)

    assert list(Topic.objects.values_list("name", flat=True)) == ["Health", "Housing", "Public money"]
    assert list(Outlet.objects.values_list("name", "homepage")) == [("Courier", "https://c.example/"), ("Radio 3", "")]


def test_names_in_any_script_get_addresses_of_their_own(as_person, ada):
    as_person(ada).post(reverse("setup-lists"), {"topics": "健康\n住房\nC++\nC#", "outlets": ""})

    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["c", "c-2", "x", "x-2"]


def test_a_line_that_is_wrong_is_said_and_nothing_is_added(as_person, ada):
    answer = as_person(ada).post(reverse("setup-lists"), {"topics": "Health", "outlets": "Courier https://"})

    assert answer.status_code == 422
    assert "https:// is no address of a page." in answer.content.decode()
    assert not Topic.objects.exists()


def test_texts_reach_the_page_about_us_without_their_markup(as_person, ada, client):
    method = SiteText.objects.count()
    words = {"ownership": "The **Trust** <script>alert(1)</script>", "funding": "Readers.", "method": "We ask twice."}

    as_person(ada).post(reverse("setup-texts"), words)

    about = client.get("/checks/about/").content.decode()
    assert "<strong>Trust</strong>" in about
    assert "<script>alert" not in about
    assert "is the newsroom’s to fill in" not in about
    assert "1 Harbour Street, Port Ellery" in about
    assert "We ask twice." in client.get("/checks/methodology/").content.decode()
    assert SiteText.objects.count() == method + 1


def test_the_checklist_stays_on_the_admins_desk_until_it_is_done(as_person, ada, edo, apa, ana, nameless):
    client = as_person(ada)
    assert "Still to set up" in client.get("/").content.decode()
    assert "Still to set up" not in as_person(edo).get("/").content.decode()

    client.post(reverse("setup-newsroom"), COURIER)
    client.post(reverse("setup-scale-take", args=["five-steps"]))
    client.post(reverse("setup-lists"), {"topics": "Health", "outlets": "Radio 3"})
    last = client.post(reverse("setup-texts"), {"ownership": "A trust.", "funding": "Readers.", "method": "Twice."})

    assert last.headers["Location"] == "/setup/"
    assert "Still to set up" not in client.get("/").content.decode()
    assert "Your newsroom is set up" in client.get("/setup/").content.decode()


def test_a_name_is_shown_as_it_was_typed(as_person, ada):
    client = as_person(ada)
    client.post(reverse("setup-newsroom"), COURIER | {"name": "<b>Courier</b>"})
    client.post(reverse("setup-ratings"), {"name": "<i>Ours</i>"})

    for page in ("setup", "setup-newsroom", "setup-ratings"):
        text = client.get(reverse(page)).content.decode()
        assert "<b>Courier</b>" not in text
        assert "<i>Ours</i>" not in text


def test_a_reviewer_without_a_scale_is_told_who_has_to_do_what(as_person, ana, ada):
    claim = claim_in(ClaimState.IN_REVIEW, people := crew())
    RatingScale.objects.update(is_active=False)
    claim.verdict.rating = None
    claim.verdict.save(update_fields=["rating"])

    page = as_person(people.reviewer).get(reverse("claim", args=[claim.pk])).content.decode()

    assert "There is no rating scale yet. Ask an admin to choose one: Set up, Rating scale." in page
