"""What a token opens: no more than its owner may, no more than its scopes say, and nothing once it is over."""

import datetime
import hashlib
import re

import pytest
from django.test import Client
from django.utils import timezone

from claims.accounts.models import PersonalAccessToken, User
from claims.accounts.roles import Role
from claims.api.views.documents import current_schema
from claims.audit.models import AuditEvent
from claims.errors import Blocked, WrongState
from claims.people.tokens import issue, revoke
from claims.tracking.enums import ClaimState
from tests.factories import STORY, ClaimFactory, PersonFactory
from tests.rights.table import SCOPE_PUBLISH, WHO
from tests.workflow import stories

pytestmark = pytest.mark.django_db


def with_token(secret, scheme="Bearer"):
    return Client(headers={"Authorization": f"{scheme} {secret}"})


def test_only_the_hash_of_a_secret_is_kept(edo):
    issued = issue(actor=edo, name="CMS", scopes=["read"])
    row = PersonalAccessToken.objects.values().get()
    assert row["token_hash"] == hashlib.sha256(issued.secret.encode()).hexdigest()
    assert issued.secret not in str(row)
    assert len(issued.secret) == 49  # a prefix, and 32 random bytes in 43 letters
    assert issued.secret.startswith("plumb_")
    assert row["hint"] == issued.secret[-4:]
    assert issued.secret[7:] not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("end", ["revoked", "expired", "owner inactive", "owner removed", "unknown", "empty"])
def test_a_token_that_is_over_opens_nothing(edo, end):
    issued = issue(actor=edo, name="CMS", scopes=["read"])
    secret = {"unknown": "plumb_guess", "empty": ""}.get(end, issued.secret)
    past = timezone.now() - datetime.timedelta(seconds=1)
    if end == "revoked":
        revoke(token_id=issued.token.pk, actor=edo)
    elif end == "expired":
        PersonalAccessToken.objects.update(expires_at=past)
    elif end == "owner inactive":
        User.objects.filter(pk=edo.pk).update(is_active=False)
    elif end == "owner removed":
        User.objects.filter(pk=edo.pk).update(removed_at=past)
    answer = with_token(secret).get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Plumbline"'
    assert answer.json()["code"] == "not_signed_in"


def test_a_demo_persons_token_stays_on_this_machine(edo, settings):
    issued = issue(actor=edo, name="CMS", scopes=["read"])
    User.objects.filter(pk=edo.pk).update(is_demo=True)
    settings.DEMO_SIGN_INS = False
    assert with_token(issued.secret).get("/api/v1/me/").status_code == 401


def test_scopes_narrow_what_the_owner_may(program_of, edo, apa):
    reading, writing = program_of(edo, ("read",)), program_of(edo, ("write",))
    assert reading.get("articles/").status_code == 200
    refused = reading.post("articles/", {"text": STORY})
    assert (refused.status_code, refused.json()["code"]) == (403, "outside_scope")
    assert writing.get("articles/").status_code == 403
    assert writing.post("articles/", {"text": STORY}).status_code == 201

    people = stories.crew()
    claim = stories.claim_in(ClaimState.SUBMITTED, people)
    hashed = {"content_hash": stories.submitted_hash(claim)}
    for move in ("approve", "request_changes"):
        refused = program_of(apa, ("read", "write")).post(
            f"claims/{claim.pk}/transitions/{move}/", hashed, seen=claim.lock_version
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "outside_scope")
    approved = program_of(apa, ("publish",)).post(
        f"claims/{claim.pk}/transitions/approve/", hashed, seen=claim.lock_version
    )
    assert approved.status_code == 200


# By hand: what is no move of a claim, and yet shown to readers or judged for them; and what is sent only to be read.
SCOPES = {
    "/api/v1/claims/{claim_id}/experts/{id}/show/": "publish",
    "/api/v1/claims/{claim_id}/second-verdict/": "publish",
    "/api/v1/claims/{claim_id}/second-verdict/first/": "publish",
    "/api/v1/claims/{claim_id}/second-verdict/open/": "publish",
    "/api/v1/claims/{claim_id}/second-verdict/settle/": "publish",
    "/api/v1/claims/{claim_id}/second-verdict/third/": "publish",
    "/api/v1/claims/{claim_id}/translations/{language}/approve/": "publish",
    "/api/v1/explainers/{id}/approve/": "publish",
    "/api/v1/lint/": "read",
}


def operations():
    """Every operation that asks for a sign-in, at addresses with a number in each place, and the scope it needs."""
    for address, item in current_schema()["paths"].items():
        for method, operation in item.items():
            if operation["operationId"] == "hooks_receive":
                continue
            if method == "get":
                yield method, filled(address), "read"
            elif "{move}" in address:
                for move in WHO:
                    scope = "publish" if move in SCOPE_PUBLISH else "write"
                    yield method, filled(address.replace("{move}", move)), scope
            else:
                yield method, filled(address), SCOPES.get(address, "write")


def filled(address):
    return re.sub(r"\{\w+\}", "1", address)


def test_no_operation_does_what_the_scopes_leave_out(program_of, settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    person = PersonFactory(roles=list(Role))
    programs = {scope: program_of(person, (scope,)) for scope in ("read", "write", "publish")}
    wrong = []
    for method, address, needed in operations():
        for scope, program in programs.items():
            body = None if method == "get" else {}
            answer = program.send(method, f"http://testserver{address}", body, seen=1)
            outside = answer.status_code == 403 and answer.json()["code"] == "outside_scope"
            if outside != (scope != needed):
                wrong.append((method, address, scope, answer.status_code))
    assert wrong == []


def test_no_operation_is_open_to_people_without_a_role_and_none_writes_for_a_viewer(program_of, nell, settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    stranger, viewer = program_of(nell), program_of(PersonFactory(roles=[Role.VIEWER]))
    own = ("/notifications/", "/views/")
    before = AuditEvent.objects.count()
    for method, address, _ in operations():
        body = None if method == "get" else {}
        refused = stranger.send(method, f"http://testserver{address}", body, seen=1)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed"), (method, address)
        if method != "get" and not any(part in address for part in own):
            answer = viewer.send(method, f"http://testserver{address}", body, seen=1)
            assert answer.status_code in (400, 403, 404, 409, 412, 415, 422), (method, address, answer.content)
    assert AuditEvent.objects.count() == before


def test_a_token_loses_what_its_owner_loses(program_of, edo):
    program = program_of(edo)
    assert program.post("articles/", {"text": STORY}).status_code == 201
    edo.groups.set(PersonFactory(roles=[Role.VIEWER]).groups.all())
    assert program.post("articles/", {"text": f"{STORY} And more."}).status_code == 403


def test_use_is_noted_once_a_minute(program_of, edo):
    program = program_of(edo)
    program.get("me/")
    first = PersonalAccessToken.objects.get().last_used_at
    program.get("me/")
    assert PersonalAccessToken.objects.get().last_used_at == first
    PersonalAccessToken.objects.update(last_used_at=first - datetime.timedelta(seconds=20))
    program.get("me/")
    assert PersonalAccessToken.objects.get().last_used_at == first - datetime.timedelta(seconds=20)
    PersonalAccessToken.objects.update(last_used_at=first - datetime.timedelta(seconds=60))
    program.get("me/")
    assert PersonalAccessToken.objects.get().last_used_at > first


def test_what_a_token_cannot_be(edo):
    with pytest.raises(Blocked) as caught:
        issue(actor=edo, name=" ", scopes=["admin"], expires_at=timezone.now())
    assert len(caught.value.reasons) == 3
    assert PersonalAccessToken.objects.count() == 0


def test_nobody_revokes_anothers_token(edo, ana):
    issued = issue(actor=edo, name="CMS", scopes=["read"])
    with pytest.raises(WrongState):
        revoke(token_id=issued.token.pk, actor=ana)


def test_a_browser_needs_its_csrf_token_for_writes(edo, as_person):
    browser = as_person(edo, enforce_csrf_checks=True)
    assert browser.get("/api/v1/me/").json()["token"] is None
    refused = browser.post("/api/v1/articles/", {"text": STORY}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    browser.get("/account/")
    headers = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    added = browser.post("/api/v1/articles/", {"text": STORY}, content_type="application/json", headers=headers)
    assert added.status_code == 201


def test_the_page_shows_a_secret_once_and_revokes(edo, as_person):
    browser = as_person(edo)
    made = browser.post("/account/tokens/", {"name": "CMS", "scopes": ["read", "write"], "lifetime": "30"})
    token = PersonalAccessToken.objects.get()
    secret = made.context["issued"].secret
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert (token.scopes, token.expires_at is not None) == (["read", "write"], True)
    assert secret not in browser.get("/account/tokens/").content.decode()
    assert with_token(secret).get("/api/v1/me/").json()["token"]["scopes"] == ["read", "write"]
    browser.post(f"/account/tokens/{token.pk}/revoke/")
    assert with_token(secret).get("/api/v1/me/").status_code == 401
    assert browser.post("/account/tokens/", {"name": "", "lifetime": "30"}).status_code == 422


def test_the_actor_never_comes_from_the_body(program_of, edo, ana):
    claim = ClaimFactory()
    body = {"reviewer_id": ana.pk, "actor": ana.pk}
    refused = program_of(edo).post(f"claims/{claim.pk}/transitions/assign/", body, seen=1)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "actor"
