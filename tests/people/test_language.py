"""Each person reads in her own language and time zone; the browser, then the newsroom, stands in for a choice."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from claims import languages
from claims.accounts.models import User
from claims.accounts.services import choose_language
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.mail import send_due_emails
from claims.delivery.services import notify, set_choices
from claims.errors import Blocked
from claims.verdicts.site_settings import keep_newsroom
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def test_a_person_chooses_her_language_on_her_account(client, ana, spanish):
    client.force_login(ana)
    assert "Your account" in client.get("/account/").content.decode()
    sent = client.post("/account/language/", {"language": "es", "time_zone": "America/Lima"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/account/")
    page = client.get("/account/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Su cuenta" in page
    assert '<html lang="es">' in page
    assert User.objects.values_list("language", "time_zone").get(username="ana") == ("es", "America/Lima")


@pytest.mark.parametrize("wrong", [{"language": "tlh"}, {"language": "es", "time_zone": "Moon/Crater"}])
def test_a_language_or_zone_that_is_not_in_the_list_is_refused(client, ana, wrong):
    client.force_login(ana)
    assert client.post("/account/language/", wrong).status_code == 422
    assert User.objects.values_list("language", "time_zone").get(username="ana") == ("", "")
    with pytest.raises(Blocked):
        choose_language(person=ana, language="tlh", time_zone="")


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("de-CH,de;q=0.9,en;q=0.5", "de"),
        ("pt-BR", "pt"),
        ("ar-EG", 'ar" dir="rtl'),
        ("cy, fr;q=0.5", "fr"),
        ("", "en"),
    ],
)
def test_without_a_choice_the_browser_is_asked(client, ana, asked, spoken):
    client.force_login(ana)
    answer = client.get("/account/", headers={"Accept-Language": asked})
    assert f'<html lang="{spoken}">' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]


def test_where_the_product_speaks_none_of_the_browsers_languages_the_newsrooms_stands_in(client, ada):
    keep_newsroom(actor=ada, language="fr-CA")
    assert '<html lang="fr">' in client.get("/accounts/sign-in/", headers={"Accept-Language": "cy"}).content.decode()


def test_times_are_told_in_the_zone_of_the_person(client, ana, settings):
    settings.TIME_ZONE = "UTC"
    choose_language(person=ana, language="", time_zone="Asia/Tokyo")
    client.force_login(ana)
    client.get("/account/")
    noon = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
    assert timezone.localtime(noon).strftime("%H:%M") == "21:00"


def test_letters_are_written_in_the_language_of_whoever_gets_them(ana, apa, spanish):
    choose_language(person=ana, language="es", time_zone="")
    for person in (ana, apa):
        set_choices(person=person, choices={NotificationKind.ASSIGNED: EmailChoice.AT_ONCE})
        notify(recipient=person, kind=NotificationKind.ASSIGNED, claim=ClaimFactory(), actor=None, text="FC-7 is due")
    assert send_due_emails() == 2
    hers, his = (letter.body for letter in mail.outbox)
    assert hers.startswith("Esto pasó: FC-7 is due.")
    assert "Usted elige aquí: http" in hers
    assert his.startswith("FC-7 is due.")


def test_a_program_is_answered_in_the_language_it_asks_for(client):
    spoken = [client.get("/api/v1/me/", headers=asked).json() for asked in ({}, {"Accept-Language": "fr"})]
    assert spoken[0] != spoken[1]


def test_any_tag_is_put_to_a_language_of_the_product():
    assert [languages.nearest(tag) for tag in ("en-GB", "pt-BR", "AR", "cy", "")] == ["en", "pt", "ar", "en", "en"]
