"""What browsers are told about every answer: whom it may be shown to, what it may do, and whether it is kept."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["desk", "account", "queue", "tips", "articles", "notifications"])
def test_nothing_of_the_desk_is_kept_by_the_browser(as_person, edo, name):
    answer = as_person(edo).get(reverse(name))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_a_page_for_readers_may_be_kept_and_shown_elsewhere(client):
    answer = client.get(reverse("public-home"))

    assert answer.headers["Cache-Control"].startswith("public")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_programs_may_ask_whether_something_changed(as_person, edo):
    answer = as_person(edo).get("/api/v1/me/")

    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" in answer.headers


def test_an_address_that_is_not_here_says_nothing_to_other_sites(client):
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
