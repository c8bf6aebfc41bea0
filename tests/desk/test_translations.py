"""Putting a published check into another language on the desk: written, submitted, judged, and brought up to date."""

import pytest

from claims.accounts.roles import Role
from claims.audit.queries import history_of
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed
from claims.review.translations import save_translation, words_of
from claims.tracking.models import Claim
from claims.verdicts.models import Publication, Translation, Verdict
from claims.verdicts.site_settings import keep_newsroom
from claims.workflow.perform import perform
from tests.desk.walker import Walker
from tests.factories import PersonFactory
from tests.public.newsroom import corrected, published, ready
from tests.public.translated import SPANISH, in_spanish, step, waiting_hash, written
from tests.workflow.stories import approve, crew

pytestmark = pytest.mark.django_db

TYPED = {
    "statement": "El consejo recortó su gasto en un 22 por ciento",
    "rating_label": "Falso",
    "rating_definition": "Las pruebas lo contradicen.",
    "summary": "Subió un 9 por ciento.",
    "explanation": "Las cuentas auditadas dan ambas cifras [1].",
}


@pytest.fixture(autouse=True)
def in_two_languages(db):
    keep_newsroom(actor=None, language="en", more_languages=["es"])


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


def test_a_check_is_translated_by_one_person_and_approved_by_another_who_reads_it(walk, ana, apa):
    publication = published(crew())
    claim, page = walk(ana).open(f"/claims/{publication.claim_id}/"), f"/claims/{publication.claim_id}/translations/es/"
    assert "Not translated" in claim.text
    form = claim.follow("Spanish")
    assert form.url.endswith(page)
    assert "Submitted." in form.press("Save and submit for approval", **TYPED).text
    assert "Only somebody who reads español can judge this." in walk(apa).open(page).text
    apa.reads = ["es"]
    apa.save()
    judged = walk(apa).open(page).press("Approve")
    assert "Readers see a translation of number 1" in judged.text
    told = [
        str(line.sentence) for line in history_of(object_type="claim", object_id=publication.claim_id, size=3).lines
    ]
    assert told[0] == "Apa Singh approved the translation into español for readers"
    assert Claim.objects.get().state == "published"


def test_people_say_on_their_account_which_languages_they_read(as_person, apa):
    client = as_person(apa)
    assert client.post("/account/languages-read/", {"reads": ["es", "ar"]}).status_code == 302
    apa.refresh_from_db()
    assert apa.reads == ["ar", "es"]
    refused = client.post("/account/languages-read/", {"reads": ["xq"]})
    assert refused.status_code == 422
    apa.refresh_from_db()
    assert apa.reads == ["ar", "es"]


def test_it_is_sent_back_with_a_note_and_taken_up_again(walk, ana, apa):
    publication = published(crew())
    page = f"/claims/{publication.claim_id}/translations/es/"
    apa.reads = ["es"]
    apa.save()
    written(publication, ana)
    step("submit", publication, ana)
    judged = walk(apa).open(page).press("Send back")
    assert judged.status == 422
    assert "Write a note" in judged.text
    judged.press("Send back", note="Falta el año.")
    form = walk(ana).open(page)
    assert "Falta el año." in form.text
    form.press("Save and submit for approval", summary="Subió un 9 por ciento en 2025.")
    assert "Take back" in walk(ana).open(page).press("Take back").press("Save and submit for approval").text
    assert Translation.objects.get().revisions.count() == 3


def test_what_is_missing_is_said_and_nothing_typed_is_lost(walk, ana):
    publication = published(crew())
    form = walk(ana).open(f"/claims/{publication.claim_id}/translations/es/")
    form.press("Save and submit for approval", statement="El consejo")
    assert form.status == 422
    assert "Translate the wording, the rating and the short answer." in form.text
    assert words_of(Translation.objects.get()).statement == "El consejo"
    assert form.page.get_element_by_id("id_statement").text.strip() == "El consejo"


def test_key_points_and_reasons_are_translated_where_the_original_has_them(walk, ana, apa):
    people = crew()
    claim = ready(people)
    Verdict.objects.filter(claim=claim).update(key_points="- It rose.", why_checked="The mayor said it twice.")
    perform("submit", claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform("publish", claim_id=claim.pk, actor=people.second)
    form = walk(ana).open(f"/claims/{claim.pk}/translations/es/").press("Save and submit for approval", **TYPED)
    assert "Translate the key points." in form.text
    assert "Translate why it was checked." in form.text
    form.press("Save and submit for approval", key_points="- Subió.", why_checked="La alcaldesa lo dijo dos veces.")
    apa.reads = ["es"]
    apa.save()
    publication = Publication.objects.get(claim=claim)
    revision = step("approve", publication, apa, seen_hash=waiting_hash(publication))
    assert revision.page["key_points"] == ["Subió."]
    assert revision.page["why_checked"] == "La alcaldesa lo dijo dos veces."


def test_two_people_who_write_at_once_see_each_others_words(walk, ana, edo):
    publication = published(crew())
    first, second = (walk(person).open(f"/claims/{publication.claim_id}/translations/es/") for person in (ana, edo))
    first.press("Save", **TYPED)
    second.press("Save", statement="Otra frase")
    assert second.status == 409
    assert "Ana Costa changed this translation" in second.text
    assert "Subió un 9 por ciento." in second.text
    assert second.page.get_element_by_id("id_statement").text.strip() == "Otra frase"
    second.press("Save")
    assert Translation.objects.get().statement == "Otra frase"


def test_a_corrected_check_asks_for_its_translations_again(walk, ana, apa):
    people = crew()
    publication = published(people)
    in_spanish(publication, ana, apa)
    assert "Behind the check" not in walk(ana).open("/translations/").text
    corrected(publication, people)
    listed = walk(ana).open("/translations/")
    assert "Behind the check" in listed.text
    assert "Readers see a translation of number 1" in walk(ana).open(f"/claims/{publication.claim_id}/").text
    form = listed.follow("The council has cut its spending by 22 per cent")
    assert "The check is at number 2 now." in form.text
    form.press("Save and submit for approval", summary="Subió un 8 por ciento.")
    assert "Say to readers what changed in the translation." in form.text
    form.press("Save and submit for approval", note="Según la corrección del original.")
    walk(apa).open(form.url).press("Approve")
    assert "No translation waits for anybody" in walk(ana).open("/translations/").text


def test_words_of_an_older_number_are_neither_submitted_nor_approved(ana, apa):
    people = crew()
    publication = published(people)
    written(publication, ana)
    step("submit", publication, ana)
    corrected(publication, people)
    apa.reads = ["es"]
    apa.save()
    with pytest.raises(Blocked, match="The check was corrected since"):
        step("approve", publication, apa, seen_hash=waiting_hash(publication))
    step("take_back", publication, ana)
    with pytest.raises(Blocked, match="The check is at number 2 now"):
        step("submit", publication, ana)


def test_only_exactly_the_words_that_were_read_are_approved(ana, apa):
    publication = published(crew())
    written(publication, ana)
    step("submit", publication, ana)
    apa.reads = ["es"]
    apa.save()
    with pytest.raises(Blocked, match="These are not the words you were shown"):
        step("approve", publication, apa, seen_hash="0" * 64)


def test_whoever_wrote_a_part_cannot_approve_it_whatever_the_role(apa):
    publication = published(crew())
    apa.reads = ["es"]
    apa.save()
    written(publication, apa)
    step("submit", publication, apa)
    with pytest.raises(NotAllowed, match="You wrote a part of this translation"):
        step("approve", publication, apa, seen_hash=waiting_hash(publication))


def test_a_language_the_site_is_not_offered_in_is_refused(ana):
    publication = published(crew())
    with pytest.raises(Blocked, match="The site is not offered in this language"):
        save_translation(
            claim_id=publication.claim_id, language="fr", words=SPANISH, translates=1, expected_version=0, actor=ana
        )


def test_the_list_asks_no_more_for_three_than_for_one(as_person, ana, django_assert_max_num_queries):
    client, people = as_person(ana), crew()
    counts = []
    for statement in ("Trees grew by a third", "Waits fell by half", "Rents rose by a tenth"):
        publication = published(people, statement=statement)
        written(publication, ana)
        step("submit", publication, ana)
        with django_assert_max_num_queries(30) as seen:
            assert statement in client.get("/translations/").content.decode()
        counts.append(len(seen))
    assert counts[2] == counts[0]


def test_hostile_words_stay_words(walk, ana):
    publication = published(crew())
    form = walk(ana).open(f"/claims/{publication.claim_id}/translations/es/")
    form.press("Save and submit for approval", **TYPED | {"statement": "<script>alert(1)</script> El consejo"})
    assert not form.page.xpath("//script[contains(text(), 'alert')]")
    assert "<script>alert(1)</script> El consejo" in form.text


def test_whoever_may_approve_a_translation_and_reads_the_language_hears_that_it_waits(ana, apa, edo):
    publication = published(crew())
    other = PersonFactory(roles=[Role.APPROVER], reads=["ar"])
    apa.reads = ["es"]
    apa.save()
    Notification.objects.all().delete()
    written(publication, ana)
    step("submit", publication, ana)
    number = publication.claim.number
    assert [(told.recipient, told.kind, str(told)) for told in Notification.objects.all()] == [
        (
            apa,
            "second_review",
            f"Ana Costa submitted a translation of {number} into español; it waits for a second person who reads it",
        )
    ]
    step("send_back", publication, apa, note="The figure is missing.")
    told = Notification.objects.order_by("-pk")[0]
    assert (told.recipient, told.kind, str(told)) == (
        ana,
        "sent_back",
        f"Apa Singh sent back your translation of {number} (español): The figure is missing.",
    )
    assert not Notification.objects.filter(recipient=other).exists()


def test_an_approver_who_wrote_a_part_of_it_is_not_asked_to_judge_it(ana, apa):
    publication = published(crew())
    apa.reads = ["es"]
    apa.save()
    written(publication, apa)
    Notification.objects.all().delete()
    step("submit", publication, ana)
    assert not Notification.objects.exists()
