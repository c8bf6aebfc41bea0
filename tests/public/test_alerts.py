"""Readers ask for e-mail about some checks, confirm it, hear of them, and are forgotten when they have had enough."""

import datetime
import logging
import re

import pytest
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.delivery.alerts import alert_mail, rounds, subscriptions
from claims.delivery.mail import server
from claims.delivery.models import Alert, AlertLetter, AlertRound
from claims.errors import NotAllowed
from claims.jobs.running import run_one
from claims.people.stored_secrets import encrypt_anew
from claims.publishing.reader_alerts import erase_address
from claims.verdicts.published import Filters
from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import corrected, retracted

pytestmark = pytest.mark.django_db

READER = "Lena.Brook@mail.example"
ALL_KINDS = subscriptions.Kinds(new_checks=True, corrections=True, retractions=True)


class Earlier(signing.TimestampSigner):
    """Signs as if the form had been shown a minute ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(signing.b62_decode(super().timestamp()) - 60)


@pytest.fixture(autouse=True)
def offered(db, settings):
    """A newsroom that offers alerts, at an address of its own."""
    settings.PUBLIC_URL = "https://checks.example"
    server.forget()
    keep_newsroom(actor=None, offers_alerts=True)


def said(**fields):
    """The form as a person sends it."""
    kinds = {"new_checks": "on", "corrections": "on", "retractions": "on"}
    return kinds | {"email": READER, "stamp": Earlier(salt="plumbline.tips").sign("tip")} | fields


def work():
    """Let the workers do what is due; the letters that left."""
    before = len(mail.outbox)
    for pk in AlertRound.jobs().due().values_list("pk", flat=True):
        run_one(AlertRound, pk, run=rounds.find_alerts)
    for pk in AlertLetter.jobs().due().values_list("pk", flat=True):
        run_one(AlertLetter, pk, run=alert_mail.send_letter)
    return mail.outbox[before:]


def page_in(letter) -> str:
    """The path of the alert's own page, as a letter names it."""
    return re.search(r"https://checks\.example(/\S*alerts/\S+/)", letter.body)[1]


def following(reader, query="") -> Alert:
    """Somebody who has asked for checks and confirmed it."""
    assert reader.post(f"/checks/alerts/{query}", said()).status_code == 302
    [letter] = work()
    assert reader.post(page_in(letter), {"do": "confirm"}).status_code == 200
    return Alert.objects.get(token=page_in(letter).rstrip("/").rpartition("/")[2])


def an_hour_later():
    Alert.objects.update(last_letter_at=timezone.now() - datetime.timedelta(minutes=61))


def test_a_reader_asks_confirms_hears_and_ends_it_with_one_click(reader, publish):
    publish()
    listed = reader.get("/checks/topics/local-government/").content.decode()
    assert 'href="../../alerts/?topic=local-government"' in listed
    form = reader.get("/checks/alerts/?topic=local-government")
    assert "Topic: Local government" in form.content.decode()
    sent = reader.post("/checks/alerts/?topic=local-government", said())
    assert (sent.status_code, sent.headers["Location"]) == (302, "/checks/alerts/asked/")
    assert "Look into your mailbox" in reader.get("/checks/alerts/asked/").content.decode()
    [question] = work()
    assert question.subject == "Confirm your e-mail alert from The Ellery Test"
    assert question.to == [READER]
    assert "* Topic: Local government\n" in question.body
    page = page_in(question)

    # A program that follows the links of a letter confirms nothing.
    assert "You have not confirmed it yet." in reader.get(page).content.decode()
    publish(statement="The council has sold the harbour")
    assert work() == []
    assert "Your alert is on." in reader.post(page, {"do": "confirm"}).content.decode()
    check = publish(statement="The council has doubled its debt", summary="It has not.")
    publish(statement="The hospital is empty", topics=["Health"])
    [news] = work()
    assert news.subject == "New check: The council has doubled its debt"
    assert f"https://checks.example/checks/{check.slug}/\n" in news.body
    assert "Rating: False\nIt has not.\n" in news.body
    assert news.extra_headers["List-Unsubscribe"] == f"<https://checks.example{page}>"
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    clicked = reader.post(page, {"List-Unsubscribe": "One-Click"})
    assert (clicked.status_code, Alert.objects.count()) == (200, 0)
    assert not any(answer.cookies for answer in (form, sent, clicked))
    assert reader.get(page).status_code == 404
    publish(statement="The council has lost its keys")
    assert work() == []


def test_corrections_and_withdrawals_reach_those_who_follow_what_it_was_before(reader, people, publish):
    check = publish(rating="false")
    following(reader, "?rating=false")
    corrected(check, people, rating="half-true")
    [news] = work()
    assert news.subject == f"Corrected: {check.card['statement']}"
    assert "Rating: Half true\n" in news.body
    assert "The year in the short answer is wrong.\n" in news.body


def test_a_withdrawal_is_told_without_the_rating(reader, people, publish):
    check = publish(rating="false")
    following(reader, "?rating=false")
    retracted(check, people, note="It rested on a forged paper.")
    [news] = work()
    assert news.subject == f"Withdrawn: {check.card['statement']}"
    assert "It rested on a forged paper." in news.body
    assert news.body.count("Rating: False") == 1  # in what the reader follows


def test_what_comes_within_the_hour_waits_and_goes_together(reader, publish):
    publish()
    following(reader)
    publish(statement="The first of three claims")
    assert [news.subject for news in work()] == ["New check: The first of three claims"]
    publish(statement="The second of three claims")
    publish(statement="The third of three claims")
    assert work() == []
    an_hour_later()
    AlertLetter.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    [news] = work()
    assert news.subject == "2 checks by The Ellery Test"
    assert "The second of three claims" in news.body
    assert "The third of three claims" in news.body


def test_only_the_kinds_that_were_chosen_are_told(reader, people, publish):
    check = publish()
    alert = following(reader)
    page = f"/checks/alerts/{alert.token}/"
    refused = reader.post(page, {"do": "save"})
    assert refused.status_code == 422
    assert "Choose at least one kind of e-mail." in refused.content.decode()
    assert "Saved." in reader.post(page, {"do": "save", "retractions": "on"}).content.decode()
    corrected(check, people)
    publish(statement="The council has sold the harbour")
    assert work() == []


@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("?q=councils+spend", True),
        ("?q=hospital", False),
        ("?claimant=rufus-haldane&topic=local-government", True),
        ("?claimant=rufus-haldane&rating=true", False),
        ("?outlet=port-ellery-courier", True),
    ],
)
def test_an_alert_is_about_what_the_list_with_its_filters_shows(reader, publish, query, is_told):
    publish(topics=["Local government", "Money"])
    publish(statement="The hospital is full", rating="true", claimant="Ada Stone", outlet="Marsh Weekly")
    following(reader, query)
    publish(topics=["Local government"])
    assert len(work()) == (1 if is_told else 0)


def test_the_letter_that_asks_repeats_nothing_that_somebody_typed(reader, publish):
    publish()
    reader.post("/checks/alerts/?q=buy+at+https://spam.example+now", said())
    [question] = work()
    assert "spam" not in question.body + question.subject
    assert "With the words of your search" in question.body


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"website": "https://spam.example"}, 422),
        ({"stamp": ""}, 422),
        ({"email": "nobody"}, 422),
        ({"email": "a@mail.example\nBcc: b@mail.example"}, 422),
        ({"email": ""}, 422),
        ({"new_checks": "", "corrections": "", "retractions": ""}, 422),
    ],
)
def test_what_cannot_be_an_alert_is_refused_with_a_sentence(reader, publish, fields, status):
    publish()
    answer = reader.post("/checks/alerts/", said(**fields))
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert Alert.objects.count() == 0


def test_nothing_is_offered_for_a_list_that_does_not_exist_or_when_alerts_are_off(reader, publish):
    publish()
    assert reader.get("/checks/alerts/?topic=nothing-here").status_code == 404
    assert reader.post("/checks/alerts/?topic=nothing-here", said()).status_code == 404
    alert = following(reader)
    keep_newsroom(actor=None, offers_alerts=False)
    assert reader.get("/checks/alerts/").status_code == 404
    assert "alerts/" not in reader.get("/checks/").content.decode()
    publish(statement="The council has sold the harbour")
    assert work() == []
    # Who has one can still end it.
    assert reader.post(f"/checks/alerts/{alert.token}/", {"do": "end"}).status_code == 200
    assert Alert.objects.count() == 0


def test_a_mailbox_gets_three_questions_a_day_whoever_asks_and_under_whatever_tag(reader, publish):
    publish()
    for number in range(6):
        answer = reader.post(
            "/checks/alerts/", said(email=f"lena.brook+{number}@mail.example"), REMOTE_ADDR=f"192.0.2.{number}"
        )
        # Nobody learns from the answer that the mailbox has had enough.
        assert answer.status_code == 302
    assert len(work()) == 3


def test_a_sender_has_a_limit_and_another_does_not_feel_it(reader, publish):
    publish()
    for number in range(10):
        assert reader.post("/checks/alerts/", said(email=f"r{number}@mail.example")).status_code == 302
    refused = reader.post("/checks/alerts/", said(email="r10@mail.example"))
    assert refused.status_code == 429
    assert "Try again later." in refused.content.decode()
    assert reader.post("/checks/alerts/", said(), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_asking_again_says_nothing_to_the_asker_and_changes_nothing(reader, publish):
    publish()
    alert = following(reader)
    assert reader.post("/checks/alerts/", said(corrections="")).status_code == 302
    [letter] = work()
    assert letter.subject == "Your e-mail alert from The Ellery Test"
    assert page_in(letter) == f"/checks/alerts/{alert.token}/"
    alert.refresh_from_db()
    assert (Alert.objects.count(), alert.corrections) == (1, True)


def test_an_address_has_twenty_alerts_at_most(reader):
    Alert.objects.bulk_create(
        Alert(address=READER, words=f"word{number}", asked_at=timezone.now(), token=f"token-{number:020}")
        for number in range(20)
    )
    subscriptions.ask_for_alert(
        address=READER, filters=Filters("more"), kinds=ALL_KINDS, language="", sender="192.0.2.1"
    )
    assert Alert.objects.count() == 20


def test_addresses_are_encrypted_and_found_by_a_keyed_digest_in_any_capitals(reader, publish, settings):
    publish()
    following(reader)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_digest FROM delivery_alert")
        [(stored, digest)] = cursor.fetchall()
    assert stored.startswith("enc1:")
    assert "brook" not in (stored + digest).lower()
    settings.ENCRYPTION_KEYS = ["a new key of enough letters", *settings.ENCRYPTION_KEYS]
    assert subscriptions.alerts_of("lena.brook@MAIL.example").count() == 1
    encrypt_anew()
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert subscriptions.alerts_of(READER).count() == 1


def test_what_is_not_confirmed_and_what_no_server_takes_is_erased(reader, publish):
    publish()
    following(reader)
    reader.post("/checks/alerts/", said(email="late@mail.example"))
    Alert.objects.filter(confirmed_at=None).update(asked_at=timezone.now() - datetime.timedelta(days=2, hours=23))
    subscriptions.drop_unconfirmed()
    assert Alert.objects.count() == 2
    Alert.objects.filter(confirmed_at=None).update(asked_at=timezone.now() - datetime.timedelta(days=3, hours=1))
    subscriptions.drop_unconfirmed()
    assert [alert.address for alert in Alert.objects.all()] == [READER]
    publish(statement="The council has sold the harbour")
    for pk in AlertRound.jobs().due().values_list("pk", flat=True):
        run_one(AlertRound, pk, run=rounds.find_alerts)
    AlertLetter.objects.update(parked_at=timezone.now(), due_at=None)
    subscriptions.drop_unconfirmed()
    assert Alert.objects.count() == 0


def test_a_reader_has_the_address_erased_with_all_alerts(reader, publish):
    publish()
    alert = following(reader)
    following(reader, "?rating=false")
    gone = reader.post(f"/checks/alerts/{alert.token}/", {"do": "erase"})
    assert "We have erased your address and all its alerts." in gone.content.decode()
    assert (Alert.objects.count(), AlertLetter.objects.count()) == (0, 0)


def test_an_admin_erases_an_address_and_the_record_does_not_say_whose(reader, publish, ada, edo):
    publish()
    following(reader)
    with pytest.raises(NotAllowed):
        erase_address(actor=edo, address=READER)
    assert erase_address(actor=ada, address="lena.brook@mail.example") == 1
    event = AuditEvent.objects.get(action="alerts_erased")
    assert (event.data, event.note, Alert.objects.count()) == ({"count": 1}, "", 0)


class Refusing(EmailBackend):
    """A mail server that names the address it does not take."""

    def send_messages(self, messages):
        raise ValueError(f"{messages[0].to[0]} is not taken")


def test_a_letter_that_failed_is_kept_and_no_log_or_row_names_the_address(reader, publish, settings, caplog):
    publish()
    standard, settings.MAILERS = settings.MAILERS, {"default": {"BACKEND": f"{__name__}.Refusing"}}
    with caplog.at_level(logging.DEBUG):
        reader.post("/checks/alerts/", said())
        assert work() == []
    letter = AlertLetter.objects.get()
    assert str(letter.error) == "The mail server did not take it: ValueError"
    assert "brook" not in caplog.text.lower()
    settings.MAILERS = standard
    AlertLetter.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    assert len(work()) == 1


def test_a_letter_speaks_the_language_of_the_page_it_was_asked_on(reader, publish):
    publish()
    keep_newsroom(actor=None, more_languages=["es"])
    sent = reader.post("/es/checks/alerts/", said())
    assert sent.headers["Location"] == "/es/checks/alerts/asked/"
    [question] = work()
    assert page_in(question).startswith("/es/checks/alerts/")
    assert '<html lang="es"' in reader.get(page_in(question)).content.decode()


def test_a_round_that_was_cut_off_goes_on_and_tells_nobody_twice(reader, publish, monkeypatch):
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    publish()
    Alert.objects.bulk_create(
        Alert(
            address=f"r{number}@mail.example",
            confirmed_at=timezone.now(),
            asked_at=timezone.now(),
            token=f"token-{number:020}",
        )
        for number in range(5)
    )
    publish(statement="The council has sold the harbour")
    round_ = AlertRound.objects.get()
    rounds._write_letters(list(Alert.objects.all()[:3]), round_.publication)
    assert sorted(letter.to[0] for letter in work()) == [f"r{number}@mail.example" for number in range(5)]
    assert (AlertRound.objects.count(), AlertLetter.objects.count()) == (0, 0)


def test_a_round_asks_as_often_for_three_alerts_as_for_one(reader, publish, django_assert_num_queries):
    publish()
    for number in range(3):
        Alert.objects.create(
            address=f"r{number}@mail.example", confirmed_at=timezone.now(), asked_at=timezone.now(), words="council"
        )
    publish(statement="The council has sold the harbour")
    pk = AlertRound.objects.get().pk
    with django_assert_num_queries(14):
        run_one(AlertRound, pk, run=rounds.find_alerts)
    assert AlertLetter.objects.count() == 3
