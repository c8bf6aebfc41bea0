"""A new password ends what the old one may have made, and the person hears of it."""

import pytest
from django.core import mail
from django.urls import reverse

from claims.accounts.models import SecurityEvent
from claims.articles.models import ArticleHook
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.intake.hooks import make_hook
from claims.jobs.running import run_one
from claims.people.tokens import find, issue
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "a-plumb-line-hangs", "new_password2": "a-plumb-line-hangs"}


def post_letters():
    """Let a worker send what waits."""
    for pk in AccountLetter.objects.values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)


@pytest.fixture
def programs(edo):
    """Edo's token and hook."""
    return issue(actor=edo, name="CMS", scopes=["read"]).secret, make_hook(actor=edo, name="CMS")


def test_a_changed_password_ends_tokens_and_hooks(as_person, edo, programs):
    secret, hook = programs
    client = as_person(edo)
    assert "Let my access tokens and hooks go on working" in client.get(reverse("password-change")).content.decode()

    client.post(reverse("password-change"), {"old_password": PASSWORD, **NEW})

    assert find(secret) is None
    hook.refresh_from_db()
    assert hook.ended_at is not None
    assert set(SecurityEvent.objects.values_list("kind", flat=True)) == {
        "hook_made",
        "password_changed",
        "programs_ended",
    }


def test_programs_go_on_where_the_person_says_so(as_person, edo, programs):
    secret, _hook = programs

    as_person(edo).post(reverse("password-change"), {"old_password": PASSWORD, "keep_programs": "on", **NEW})

    assert find(secret) is not None
    assert ArticleHook.objects.get().ended_at is None


def test_who_has_no_programs_is_not_asked(as_person, edo):
    assert "access tokens and hooks" not in as_person(edo).get(reverse("password-change")).content.decode()


def test_an_admin_who_sets_a_password_ends_what_the_old_one_made(as_person, ada, edo, programs):
    answer = as_person(ada).post(
        f"/admin/accounts/user/{edo.pk}/password/",
        {"password1": "a-plumb-line-hangs", "password2": "a-plumb-line-hangs", "usable_password": "true"},
    )

    assert answer.status_code == 302
    assert find(programs[0]) is None


def test_the_person_is_told_by_letter(as_person, edo, programs):
    post_letters()
    as_person(edo).post(reverse("password-change"), {"old_password": PASSWORD, **NEW})
    post_letters()

    assert sorted(each.subject for each in mail.outbox) == [
        "An access token was made in your name",
        "Your account on the fact-checking desk was changed",
        "Your password for the fact-checking desk was changed",
    ]
    assert mail.outbox[1].to == ["edo@desk.example"]
    assert programs[0] not in mail.outbox[0].body
    assert not AccountLetter.objects.exists()


def test_three_letters_an_hour_are_enough_and_the_page_says_the_same(client, edo):
    answers = [client.post(reverse("password-reset"), {"email": "edo@desk.example"}) for _ in range(8)]
    post_letters()

    assert {answer.headers["Location"] for answer in answers} == {reverse("password-reset-sent")}
    assert len(mail.outbox) == 3


def test_one_sender_cannot_have_letters_sent_to_everybody(client, edo, ana):
    for number in range(10):
        client.post(reverse("password-reset"), {"email": f"nobody{number}@desk.example"})
    refused = client.post(reverse("password-reset"), {"email": "ana@desk.example"})
    other = client.post(reverse("password-reset"), {"email": "ana@desk.example"}, REMOTE_ADDR="198.51.100.7")

    assert refused.status_code == 429
    assert "That was asked for too often from here." in refused.content.decode()
    assert other.status_code == 302


def test_asking_does_the_same_for_an_address_that_nobody_has(client, edo, django_assert_num_queries):
    with django_assert_num_queries(14) as known:
        client.post(reverse("password-reset"), {"email": "edo@desk.example"}, REMOTE_ADDR="198.51.100.1")
    with django_assert_num_queries(14) as unknown:
        client.post(reverse("password-reset"), {"email": "nobody@desk.example"}, REMOTE_ADDR="198.51.100.2")
    post_letters()

    assert len(known) == len(unknown)
    assert [each.to for each in mail.outbox] == [["edo@desk.example"]]


def test_changed_roles_are_told(as_person, ada, edo):
    page = as_person(ada).get(f"/admin/accounts/user/{edo.pk}/change/")
    form = page.context["adminform"].form
    fields = {name: value for name, value in form.initial.items() if value is not None and name != "password"}
    as_person(ada).post(
        f"/admin/accounts/user/{edo.pk}/change/",
        {"username": "edo", "display_name": "Edo Baker", "email": "edo@desk.example", "max_open": fields["max_open"]}
        | {"is_active": "on", "groups": []},
    )
    post_letters()

    assert mail.outbox[-1].subject == "Your roles on the fact-checking desk were changed"
    assert "Your roles are now: none." in mail.outbox[-1].body
