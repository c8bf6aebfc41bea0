"""The settings in the back office: each edited whole, by the services, with what was typed kept where one refuses."""

import pytest
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.tracking.models import Topic
from claims.verdicts.models import Rating, RatingScale, SiteText, Verdict
from tests import review_steps

pytestmark = pytest.mark.django_db


def rows(*ratings: dict, initial: int = 0) -> dict:
    body = {"name": "Two steps", "ratings-TOTAL_FORMS": len(ratings), "ratings-INITIAL_FORMS": initial}
    for place, rating in enumerate(ratings):
        body |= {f"ratings-{place}-{name}": value for name, value in rating.items()}
    return body


def rating(label: str, tone: int = 1, order: int = 1, **more) -> dict:
    return {"label": label, "definition": "What it says.", "tone": tone, "order": order, "is_active": "on", **more}


def test_a_scale_is_made_with_its_ratings_in_one_form(as_person, ada):
    body = rows(rating("Holds"), rating("Does not hold", 5, 2))
    answer = as_person(ada).post(reverse("admin:verdicts_ratingscale_add"), body)
    assert answer.status_code == 302
    made = RatingScale.objects.get(name="Two steps")
    found = list(made.ratings.order_by("order").values_list("label", "slug", "tone", "lean"))
    assert found == [("Holds", "holds", 1, 0), ("Does not hold", "does-not-hold", 5, 58)]
    events = AuditEvent.objects.filter(object_type="ratingscale", object_id=made.pk).order_by("pk")
    assert list(events.values_list("action", flat=True)) == ["ratingscale_added", "rating_added", "rating_added"]


def test_a_rating_that_verdicts_have_used_keeps_its_meaning_and_the_form_what_was_typed(as_person, ada, ana):
    review_steps.make_scale()
    review_steps.ready(ana)
    used = Verdict.objects.get().rating
    stored = list(used.scale.ratings.order_by("order"))
    first, *_others = stored
    body = rows(
        *(
            rating(each.label, each.tone, each.order, id=each.pk, value="" if each.value is None else each.value)
            | {"definition": each.definition, "is_active": "on" if each.is_active else ""}
            for each in stored
        ),
        initial=len(stored),
    )
    place = stored.index(used)
    body |= {"name": used.scale.name, f"ratings-{place}-definition": "Quite <b>something</b> else"}
    address = reverse("admin:verdicts_ratingscale_change", args=[used.scale_id])
    refused = as_person(ada).post(address, body)
    text = refused.content.decode()
    assert refused.status_code in (200, 422)
    assert "Verdicts have used" in text
    assert "Quite &lt;b&gt;something&lt;/b&gt; else" in text
    assert Rating.objects.get(pk=used.pk).definition == used.definition
    assert first.scale_id == used.scale_id


def test_an_editor_reads_a_scale_and_changes_nothing(as_person, edo):
    review_steps.make_scale()
    scale = RatingScale.objects.get()
    address = reverse("admin:verdicts_ratingscale_change", args=[scale.pk])
    assert as_person(edo).get(address).status_code == 200
    assert as_person(edo).post(address, rows(rating("Holds"))).status_code == 403


def test_saving_a_text_for_readers_writes_its_next_version(as_person, ada):
    client = as_person(ada)
    first = {"name": "methodology", "title": "How we check", "body": "By reading."}
    assert client.post(reverse("admin:verdicts_sitetext_add"), first).status_code == 302
    old = SiteText.objects.get()
    address = reverse("admin:verdicts_sitetext_change", args=[old.pk])
    changed = client.post(address, {"title": "How we check", "body": "By reading, twice."})
    assert changed.status_code == 302
    assert list(SiteText.objects.order_by("pk").values_list("number", "body")) == [
        (old.number, "By reading."),
        (old.number + 1, "By reading, twice."),
    ]
    assert client.post(address, {"title": "How we check", "body": "Never."}).status_code == 403


def test_a_topic_gets_its_part_of_the_address_from_its_name(as_person, ada):
    answer = as_person(ada).post(reverse("admin:claims_topic_add"), {"name": "Public money", "slug": ""})
    assert answer.status_code == 302
    assert Topic.objects.get().slug == "public-money"


def test_people_are_invited_and_their_roles_are_told_in_words(as_person, ada, edo):
    client = as_person(ada)
    assert client.get(reverse("admin:accounts_user_add")).headers["Location"] == reverse("setup-people")
    text = client.get(reverse("admin:accounts_user_change", args=[edo.pk])).content.decode()
    assert "Editor: Also adds articles" in text
    assert "Groups" not in text
    assert "LDAP" not in text
    password = client.get(reverse("admin:auth_user_password_change", args=[edo.pk])).content.decode()
    assert "Single Sign-On" not in password
