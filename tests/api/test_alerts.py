"""Programs of an admin count e-mail alerts and erase an address."""

import pytest
from django.utils import timezone

from claims.delivery.models import Alert

pytestmark = pytest.mark.django_db


def test_programs_of_an_admin_do_the_same(program_of, ada, edo):
    Alert.objects.create(address="lena@mail.example", asked_at=timezone.now())
    admin, editor = program_of(ada), program_of(edo)
    assert editor.get("alerts/").status_code == 403
    assert editor.post("alerts/erase/", {"email": "lena@mail.example"}).status_code == 403
    assert editor.put("alerts/", {"offered": True}).status_code == 403
    assert admin.put("alerts/", {"offered": True}).json() == {
        "offered": True,
        "confirmed": 0,
        "unconfirmed": 1,
        "waiting": 0,
        "given_up": 0,
    }
    assert admin.post("alerts/erase/", {"email": "lena@mail.example"}).json() == {"erased": 1}
    assert admin.get("alerts/").json()["unconfirmed"] == 0
