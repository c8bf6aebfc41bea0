"""In a made-up language nothing that a person reads is left in plain English, but what somebody has typed.

Walked are every page, the lists and forms of the back office, every e-mail, and the errors of pages and of the API.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.delivery import account_letters
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.mail import send_due_emails
from claims.delivery.models import AccountLetter, LetterKind
from claims.delivery.services import notify, set_choices
from claims.desk import handbook
from claims.jobs import services as jobs
from claims.jobs.running import run_one
from claims.sentences import Day, say
from claims.tracking.models import Claim
from claims.verdicts import markdown
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import GuestExpert, Revision
from claims.verdicts.site_settings import standard_text
from tests.factories import PersonFactory
from tests.public.conftest import people  # noqa: F401
from tests.public.test_every_address import path_of, table, values  # noqa: F401
from tests.translations import pseudo
from tests.translations.leaks import Typed, leaks, leaks_of

ENGLISH = {
    "api/docs/": "documentation for programmers",
}


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory):
    """The folder with both made-up languages."""
    folder = tmp_path_factory.mktemp("made-up")
    pseudo.write(folder)
    return folder


@pytest.fixture
def speaking(catalogs) -> Iterator[None]:
    """Every answer is in the accented language."""
    languages = [(pseudo.LONGER, "xx"), (pseudo.MIRRORED, "xb")]
    with (
        override_settings(LOCALE_PATHS=[catalogs], LANGUAGES=languages, LANGUAGE_CODE=pseudo.LONGER),
        translation.override(pseudo.LONGER),
    ):
        yield


def standard_words() -> Iterator[str]:
    """What the newsroom tells readers of itself, until it has words of its own; and two captions of Django's admin.

    And names: of services that a check is passed on by, and of the handbook's pages, which are English and say so.
    """
    yield from ("Checked", "An independent newsroom", "Search", "Number", "WhatsApp", "Bluesky", "Facebook")
    yield from (handbook.page(name).title for name in handbook.PAGES)
    for name in SiteTextName:
        body = standard_text(name).body
        yield body
        yield from html.fromstring(f"<div>{markdown.render(body, top=2)}</div>").itertext()


def told(found: dict[str, list[str]]) -> str:
    """Each place and the plain words it shows."""
    return "\n".join(f"{place}: {words}" for place, words in found.items())


def everybody() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(PersonFactory(username="öñ", display_name="Öñ", email="", roles=list(Role)))
    return client


def test_no_page_shows_plain_english(values, speaking):  # noqa: F811
    client, found = everybody(), {}
    typed = Typed(standard_words())
    for route in table():
        if route in ENGLISH or route.startswith("admin/"):
            continue
        answer = client.get(path_of(route, values))
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        if answer.content.strip() and (rest := leaks(answer.content, typed)):
            found[route] = rest
    assert not found, told(found)


def test_no_page_of_the_back_office_shows_plain_english(values, speaking):  # noqa: F811
    client, found = everybody(), {}
    typed = Typed(standard_words())
    for model in admin.site._registry:
        if not model.__module__.startswith("claims."):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        row = model._base_manager.order_by("pk").first()
        if row is not None:
            paths += [reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_history", args=[row.pk])]
        for path in paths:
            answer = client.get(path)
            if answer.status_code == 200 and (rest := leaks(answer.content, typed)):
                found[path] = rest
    found["index"] = [words for words in leaks(client.get(reverse("admin:index")).content, typed) if words != "Chores"]
    found = {path: words for path, words in found.items() if words}
    assert not found, told(found)


def test_no_error_page_shows_plain_english(ana, speaking):
    client, found = everybody(), {}
    typed = Typed(standard_words())
    for path in ("/nowhere/", "/checks/nowhere/", "/claims/99999/"):
        answer = client.get(path)
        assert answer.status_code == 404
        if rest := leaks(answer.content, typed):
            found[path] = rest
    assert not found, told(found)


SENTENCES = {
    NotificationKind.ASSIGNED: say(
        "assigned you %(number)s, due %(day)s", number="FC-0001", day=Day("day_of_year", timezone.now())
    ),
    NotificationKind.SENT_BACK: say("asks for changes on %(number)s: “%(note)s”", number="FC-0001", note="7"),
}


def a_guest(claim: Claim, editor: User) -> GuestExpert:
    now = timezone.now()
    revision = Revision.objects.order_by("pk").first()
    assert revision is not None
    return GuestExpert.objects.create(
        claim=claim, revision=revision, name="7", email="guest@ellery.example", asked_by=editor, asked_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip


def test_no_letter_is_in_plain_english(people, values, speaking):  # noqa: F811
    person, claim = PersonFactory(), Claim.objects.first()
    set_choices(person=person, choices=dict.fromkeys(NotificationKind, EmailChoice.AT_ONCE))
    for kind, text in SENTENCES.items():
        notify(recipient=person, kind=kind, claim=claim, actor=people.second, text=text)
    guest = a_guest(claim, people.second)
    for kind in LetterKind:
        row = jobs.enqueue(
            AccountLetter(
                kind=kind,
                what="exported",
                person=person,
                guest=guest if kind == LetterKind.GUEST else None,
                created_at=timezone.now(),
            )
        )
        assert run_one(AccountLetter, row.pk, run=account_letters.send_letter)
    assert send_due_emails() >= len(SENTENCES)
    typed = Typed(standard_words())
    assert len(mail.outbox) >= len(SENTENCES) + len(LetterKind)
    assert leaks_of((text for letter in mail.outbox for text in (letter.subject, letter.body)), typed) == []


API_ERRORS = [
    ("GET", "/api/v1/nothing/", ""),
    ("GET", "/api/v1/claims/?cursor=x", ""),
    ("GET", "/api/v1/claims/?colour=red", ""),
    ("GET", "/api/v1/claims/?limit=none", ""),
    ("GET", "/api/v1/claims/99999/", ""),
    ("PUT", "/api/v1/claims/", "{}"),
    ("POST", "/api/v1/articles/", "{}"),
    ("POST", "/api/v1/articles/", '{"text": 5, "colour": "red"}'),
    ("POST", "/api/v1/articles/", '{"url": "ftp://x.example"}'),
    ("POST", "/api/v1/articles/", '{"text": NaN}'),
    ("POST", "/api/v1/articles/", '{"a": 1, "a": 2}'),
    ("POST", "/api/v1/articles/", "{"),
    ("POST", "/api/v1/feeds/", '{"url": "http://10.0.0.1/"}'),
]


# Names of fields and parameters, and the words of Python's own parser, are the same in every language.
NAMES = re.compile(r"Expecting [a-z ]+|[a-z_]+(?:, [a-z_]+)+|\b(?:colour|text|url|cursor|limit|outlet)\b")


def test_no_error_of_the_api_is_in_plain_english(ana, speaking):
    found, client = {}, everybody()
    typed = Typed(standard_words())
    for method, path, body in API_ERRORS:
        answer = client.generic(method, path, body, content_type="application/json")
        assert 400 <= answer.status_code < 500, path
        problem = answer.json()
        texts: list[str] = [
            problem["title"],
            problem["detail"],
            *(each["detail"] for each in problem.get("errors", [])),
        ]
        if rest := leaks_of([NAMES.sub("", text) for text in texts], typed):
            found[f"{method} {path} {body}"] = rest
    assert not found, told(found)


def test_pages_are_mirrored_in_a_language_that_is_written_from_the_right(values, catalogs):  # noqa: F811
    client = everybody()
    with (
        override_settings(LOCALE_PATHS=[catalogs], LANGUAGES=[(pseudo.MIRRORED, "xb")], LANGUAGE_CODE=pseudo.MIRRORED),
        translation.override(pseudo.MIRRORED),
    ):
        for path in ("/", "/queue/", "/account/", "/admin/", reverse("claim", args=[values["pk"]])):
            answer = client.get(path)
            assert answer.status_code == 200, path
            page = html.document_fromstring(answer.content)
            assert (page.get("dir"), page.get("lang")) == ("rtl", "ar-xb"), path


# What lies on a side that a language written from the right has at the other: margin-inline-start says it for both.
ONE_SIDED = re.compile(
    r"\b(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:|(?:text-align|float|clear):\s*(?:left|right)"
    r"|\bborder-(?:top|bottom)-(?:left|right)-radius\b"
)


def test_styles_name_no_side_where_a_language_decides_it():
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((settings.BASE_DIR / "factcheck" / "static").rglob("*.css"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if ONE_SIDED.search(line)
    ]
    assert found == []
