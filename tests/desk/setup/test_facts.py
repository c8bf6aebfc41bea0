"""An admin tells owners, money by year, people and memberships; readers and programs find them; an assessor too."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.verdicts.models import Publication
from claims.verdicts.site_settings import keep_newsroom, newsroom
from tests.public.newsroom import corrected, published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


def form(**fields):
    """The form as a browser sends it, with one row in each list."""
    sent = {"legal_form": "Foundation", "position": "We support **no** party."}
    rows = {
        "owners": {"name": "Ellery Press Trust", "share": "100 %", "note": ""},
        "funders": {"year": "2025", "name": "Readers", "amount": "412000", "currency": "eur", "kind": "Subscriptions"},
        "team": {"name": "Mael Ferreira", "role": "Editor", "background": "City desk."},
        "memberships": {
            "name": "Press Council",
            "code": "https://council.example/code/",
            "since": "2014",
            "complaints": "https://council.example/complain/",
        },
    }
    for name, row in rows.items():
        sent |= {f"{name}-TOTAL_FORMS": "2", f"{name}-INITIAL_FORMS": "0"}
        sent |= {f"{name}-0-{field}": value for field, value in row.items()}
        sent |= {f"{name}-1-{field}": "" for field in row}
    return sent | fields


def report(*args, **options):
    out = StringIO()
    call_command("code_report", *args, stdout=out, **options)
    return out.getvalue()


def test_readers_and_programs_find_what_an_admin_told(as_person, ada):
    client, reader = as_person(ada), Client()
    assert client.get(reverse("setup-facts")).status_code == 200
    assert client.post(reverse("setup-facts"), form()).status_code == 302
    about = reader.get("/checks/about/").content.decode()
    for words in (
        "Foundation",
        "Ellery Press Trust (100 %)",
        "Money in 2025",
        "412,000 EUR",
        "Mael Ferreira",
        "We support <strong>no</strong> party.",
        '<a href="https://council.example/code/">Press Council</a>, since 2014',
    ):
        assert words in about
    assert "Where we stand politically" in reader.get("/checks/methodology/").content.decode()
    policy = reader.get("/checks/corrections-policy/").content.decode()
    assert '<a href="https://council.example/complain/">Press Council</a>' in policy
    told = reader.get("/checks/newsroom.json").json()["newsroom"]
    assert told["funders"] == [
        {"year": 2025, "name": "Readers", "amount": "412000", "currency": "EUR", "kind": "Subscriptions"}
    ]
    assert told["legal_form"] == "Foundation"
    assert AuditEvent.objects.filter(action="newsroom_changed").count() == 1


def test_a_row_without_its_name_goes_away_and_saving_the_same_leaves_no_record(as_person, ada):
    client = as_person(ada)
    client.post(reverse("setup-facts"), form())
    client.post(reverse("setup-facts"), form())
    assert AuditEvent.objects.filter(action="newsroom_changed").count() == 1
    client.post(reverse("setup-facts"), form(**{"owners-0-name": ""}))
    assert (newsroom().owners, len(newsroom().team)) == ([], 1)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("funders-0-year", "", "Write the year of this money."),
        ("funders-0-year", "2999", "This year is too far ahead."),
        ("funders-0-currency", "", "Write the currency of the amount."),
        ("funders-0-currency", "euro", "Write the three letters of the currency: EUR."),
        ("funders-0-amount", "many", "Enter a number."),
        ("memberships-0-code", "javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_what_is_wrong_in_a_row_is_said_and_nothing_typed_is_lost(as_person, ada, field, value, sentence):
    answer = as_person(ada).post(reverse("setup-facts"), form(**{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Ellery Press Trust"' in page
    assert newsroom().owners == []


def test_hostile_words_are_shown_as_words(as_person, ada):
    hostile = '</script><img src=x onerror="alert(1)">'
    as_person(ada).post(reverse("setup-facts"), form(**{"team-0-background": hostile, "owners-0-name": hostile}))
    for page in ("/checks/about/", "/checks/newsroom.json"):
        assert "<img src=x" not in Client().get(page).content.decode() or page.endswith(".json")


def test_money_in_several_currencies_has_no_sum():
    rows = [
        {"year": 2025, "name": "A", "amount": "100.50", "currency": "EUR", "kind": ""},
        {"year": 2025, "name": "B", "amount": "300", "currency": "USD", "kind": ""},
        {"year": 2024, "name": "A", "amount": "10", "currency": "EUR", "kind": ""},
        {"year": 2024, "name": "B", "amount": "20.25", "currency": "EUR", "kind": ""},
    ]
    keep_newsroom(actor=None, funders=rows)
    page = Client().get("/checks/about/").content.decode()
    assert page.count("Together") == 1
    assert "30.25 EUR" in page
    assert "100.50 EUR" in page


def test_the_report_lists_the_year_and_what_is_missing():
    people = crew()
    check = published(people)
    corrected(check, people)
    year = str(Publication.objects.first().published_at.year)
    text = report(year, network="IFCN")
    assert "  - 1 check first published in " in text
    assert f"/checks/{check.slug}/" in text
    assert "Rufus Haldane 1" in text
    assert "0 clarifications, 1 correction, 0 updates, 0 retractions" in text
    assert "The year in the short answer is wrong." in text
    assert f"    MISSING: Who paid how much in {year} is not told." in text
    assert "EFCSN" not in text
    found = json.loads(report(year, format="json"))
    assert (found["year"], len(found["criteria"])) == (int(year), 11)
    assert "The owners are not told." in found["criteria"][2]["missing"]
    assert "- **Missing:** The owners are not told." in report(year, format="markdown")
    assert "No check was first published in 1999." in report("1999")


def test_a_file_of_criteria_that_cannot_be_used_is_named_in_a_sentence(tmp_path):
    file = tmp_path / "criteria.json"
    for words, sentence in (
        ("{", "is not JSON"),
        ("{}", "has to hold a list of criteria"),
        ('[{"network": "X"}]', "Criterion 1 of"),
        ('[{"network": "X", "number": "1", "asks": "a", "shows": ["nothing"]}]', "asks for nothing; there are asked,"),
    ):
        file.write_text(words)
        with pytest.raises(CommandError, match=sentence):
            report("2026", criteria=file)
    with pytest.raises(CommandError, match="cannot be read"):
        report("2026", criteria=tmp_path / "none.json")
    with pytest.raises(CommandError, match="no criteria of NOBODY"):
        report("2026", network="NOBODY")
    with pytest.raises(CommandError, match="no year of a newsroom"):
        report("26")
