"""An admin offers e-mail alerts, sees how many there are and never whose, and erases an address on request."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.delivery.models import Alert
from claims.verdicts.site_settings import newsroom
from tests.one_line import one_line

pytestmark = pytest.mark.django_db


def test_an_admin_offers_alerts_and_sees_counts_alone(as_person, ada):
    Alert.objects.create(address="lena@mail.example", asked_at=timezone.now(), confirmed_at=timezone.now())
    client = as_person(ada)
    saved = client.post(reverse("setup-alerts"), {"offers_alerts": "on"})
    page = one_line(client.get(reverse("setup-alerts")).content.decode())
    assert (saved.status_code, newsroom().offers_alerts) == (302, True)
    assert "<dt>Confirmed</dt><dd>1</dd>" in page
    assert "lena" not in page


def test_an_admin_erases_an_address(as_person, ada):
    Alert.objects.create(address="lena@mail.example", asked_at=timezone.now())
    client = as_person(ada)
    wrong = client.post(reverse("setup-alerts-erase"), {"email": "lena"})
    assert (wrong.status_code, Alert.objects.count()) == (422, 1)
    assert 'value="lena"' in wrong.content.decode()
    gone = client.post(reverse("setup-alerts-erase"), {"email": "Lena@mail.example"}, follow=True)
    assert "1 alert is erased." in gone.content.decode()
    again = client.post(reverse("setup-alerts-erase"), {"email": "lena@mail.example"}, follow=True)
    assert "No alert has this address." in again.content.decode()


def test_the_back_office_shows_no_alert_and_no_address(as_person, ada):
    alert = Alert.objects.create(address="lena@mail.example", asked_at=timezone.now())
    client = as_person(ada)
    assert client.get("/admin/delivery/alert/").status_code == 404
    assert client.get(f"/admin/delivery/alert/{alert.pk}/change/").status_code == 404
    assert client.get("/admin/delivery/alertletter/").status_code == 200
