"""Whoever has an account hears by letter of every change to it, also at the address that it had before."""

import pytest
from django.core import mail
from django.core.management import call_command

from claims.accounts.models import SecurityEvent, User
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.intake.hooks import end_hook, make_hook
from claims.jobs.running import run_one
from claims.people.changes import switch_off, switch_on
from claims.people.tokens import issue, revoke

pytestmark = pytest.mark.django_db


def letters():
    """What has gone out, the worker done: to whom, and the line that says what happened."""
    for pk in AccountLetter.objects.order_by("pk").values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)
    sent = [(letter.to[0], letter.body.split("\n\n")[2].strip()) for letter in mail.outbox]
    mail.outbox.clear()
    return sent


def noted(person):
    return list(SecurityEvent.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def test_a_new_address_is_told_at_both(ada, edo, as_person):
    form = {"username": "edo", "display_name": "Edo Baker", "email": "thief@elsewhere.example", "max_open": "6",
            "is_active": "on", "groups": [group.pk for group in edo.groups.all()]}  # fmt: skip
    before = edo.email
    assert as_person(ada).post(f"/admin/accounts/user/{edo.pk}/change/", form).status_code == 302
    assert User.objects.get(pk=edo.pk).email == "thief@elsewhere.example"
    said = "The e-mail address was changed"
    assert letters() == [("thief@elsewhere.example", said), (before, said)]
    assert noted(edo) == ["email_changed"]


def test_hooks_tokens_and_being_switched_off(ada, edo):
    hook = make_hook(actor=edo, name="CMS")
    end_hook(hook_id=hook.pk, actor=edo)
    token = issue(actor=edo, name="CMS", scopes=["read"]).token
    revoke(token_id=token.pk, actor=edo)
    switch_off(person_id=edo.pk, actor=ada)
    assert letters() == [
        (edo.email, "A hook that takes articles was made"),
        (edo.email, "A hook that takes articles was ended"),
        (edo.email, "An access token was revoked"),
        (edo.email, "An admin switched the sign-in off"),
    ]
    switch_on(person_id=edo.pk, actor=ada)
    assert letters() == [(edo.email, "An admin switched the sign-in on again")]
    assert noted(edo) == ["hook_made", "hook_ended", "token_ended", "switched_off", "switched_on"]


def test_admins_hear_of_new_keys(ada, edo, settings, tmp_path):
    settings.SIGNING_KEY_FILE = str(tmp_path / "signing")
    call_command("rotate_signing_key")
    call_command("rotate_keys")
    said = "The newsroom’s keys were changed on the server"
    assert letters() == [(ada.email, said), (ada.email, said)]
    assert noted(edo) == []
