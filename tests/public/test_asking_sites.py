"""Which sites fetched which number of a check is noted; of readers nothing is, and nobody waits for it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.verdicts import site_fetches
from claims.verdicts.models import SiteFetch
from tests.public.newsroom import corrected

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WORDPRESS = "WordPress/6.8; https://gazette.example"


def noted():
    return sorted(SiteFetch.objects.values_list("host", "kind", "number"), key=str)


def fetch(reader, address, **headers):
    response = reader.get(address, headers=headers)
    assert response.status_code in (200, 304), address
    return response


def test_each_form_is_noted_by_the_name_a_site_gives(reader, publish, settings):
    check = publish()
    page = f"/checks/{check.slug}/"
    fetch(reader, f"{page}embed/", referer="https://Courier.example/politics/42?from=mail", user_agent=BROWSER)
    fetch(reader, f"/checks/oembed?url={settings.PUBLIC_URL}{page}", user_agent=WORDPRESS)
    fetch(reader, f"{page}oembed.xml?site=evening.example")
    fetch(reader, f"{page}check.json?site=data.example", user_agent=WORDPRESS)
    fetch(reader, "/checks/feed.atom", user_agent="Feedly/1.0 (+https://www.feedly.example/fetcher.html)")

    assert noted() == [
        ("courier.example", "embed", 1),
        ("data.example", "data", 1),
        ("evening.example", "oembed", 1),
        ("gazette.example", "oembed", 1),
        ("www.feedly.example", "feed", None),
    ]


def test_who_says_nothing_is_not_noted(reader, publish):
    check = publish()
    page = f"/checks/{check.slug}/"
    for headers in (
        {},
        {"user_agent": BROWSER},
        {"user_agent": WORDPRESS},
        {"referer": "https://192.0.2.7/page"},
        {"referer": "https://[2001:db8::7]/page"},
        {"referer": "http://testserver/checks/"},
        {"referer": "https://localhost/"},
        {"referer": "android-app://org.example"[:11]},
        {"referer": "https://" + "a" * 64 + ".example/"},
        {"referer": "https://" + "a." * 60 + "example/"},
        {"referer": "https://-courier.example/"},
        {"referer": "://"},
    ):
        fetch(reader, f"{page}embed/", **headers)
    fetch(reader, page, referer="https://courier.example/")
    fetch(reader, f"{page}?site=courier.example")
    for site in ("courier", "cour ier.example", "<script>.example", "courier.example/", "%00.example", "a" * 5000):
        fetch(reader, f"{page}check.json?site={site}")

    assert noted() == []


def test_the_number_moves_when_the_site_comes_back_and_an_old_number_moves_nothing(reader, publish, people):
    check = publish()
    page = f"/checks/{check.slug}/"
    fetch(reader, f"{page}check.json?site=courier.example")
    corrected(check, people)
    assert noted() == [("courier.example", "data", 1)]
    fetch(reader, f"{page}1/check.json?site=courier.example")
    fetch(reader, f"{page}1/check.json?site=evening.example")
    assert noted() == [("courier.example", "data", 1)]

    fetch(reader, f"{page}check.json?site=courier.example")
    assert noted() == [("courier.example", "data", 2)]


def test_who_has_the_newest_already_came_back_too(reader, publish):
    check = publish()
    address = f"/checks/{check.slug}/embed/"
    etag = fetch(reader, address, referer="https://courier.example/").headers["ETag"]
    SiteFetch.objects.update(last_at=timezone.now() - datetime.timedelta(hours=2))

    again = fetch(reader, address, referer="https://courier.example/", if_none_match=etag)
    assert again.status_code == 304
    assert SiteFetch.objects.get().last_at > timezone.now() - datetime.timedelta(minutes=1)


def test_a_second_fetch_soon_after_costs_one_read(reader, publish):
    check = publish()
    address = f"/checks/{check.slug}/embed/"
    fetch(reader, address, referer="https://courier.example/")
    with CaptureQueriesContext(connection) as without:
        fetch(reader, address)
    with CaptureQueriesContext(connection) as again:
        fetch(reader, address, referer="https://courier.example/")

    assert len(again) == len(without) + 1
    assert [query["sql"][:6] for query in again if "site_fetch" in query["sql"].replace("sitefetch", "site_fetch")] == [
        "SELECT"
    ]


def test_nobody_fills_the_table(reader, publish, monkeypatch):
    first, second, third = publish(), publish(statement="Crime fell"), publish(statement="Rents fell")
    monkeypatch.setattr(site_fetches, "MOST_SITES", 3)
    monkeypatch.setattr(site_fetches, "MOST_NEW_A_DAY", 5)
    for check in (first, second, third):
        for number in range(6):
            fetch(reader, f"/checks/{check.slug}/embed/", referer=f"https://site-{number}.example/")
    assert [host for host, _kind, _number in noted()] == [
        "site-0.example",
        "site-0.example",
        "site-1.example",
        "site-1.example",
        "site-2.example",
    ]

    SiteFetch.objects.update(first_at=timezone.now() - datetime.timedelta(hours=25))
    for number in range(6):
        fetch(reader, f"/checks/{third.slug}/embed/", referer=f"https://site-{number}.example/")
    assert SiteFetch.objects.filter(claim=third.claim).count() == 3


def test_filtered_feeds_say_nothing_of_a_check(reader, publish):
    publish()
    fetch(reader, "/checks/topics/local-government/feed.atom?site=courier.example")
    fetch(reader, "/checks/search/feed.atom?q=council&site=courier.example")
    assert noted() == []


@pytest.mark.django_db(transaction=True)
def test_a_page_is_there_also_where_nothing_can_be_written(reader, publish):
    check = publish()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = 1")
        else:
            cursor.execute("SET default_transaction_read_only = on")
        try:
            fetch(reader, f"/checks/{check.slug}/embed/", referer="https://courier.example/")
        finally:
            cursor.execute(
                "PRAGMA query_only = 0" if connection.vendor == "sqlite" else "SET default_transaction_read_only = off"
            )
    assert noted() == []
    fetch(reader, f"/checks/{check.slug}/embed/", referer="https://courier.example/")
    assert noted() == [("courier.example", "embed", 1)]
