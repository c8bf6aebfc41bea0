"""Signing in at the newsroom's own provider: who comes in, as whom, with which roles, and what is not believed."""

import time
from dataclasses import replace

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from claims.accounts.models import SecurityEvent, User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.people.first_admin import first_admin_link
from claims.privacy.removal import remove_person
from tests.factories import PASSWORD, PersonFactory
from tests.people.provider import CLIENT_ID, CLIENT_SECRET, OTHER_KEY, Provider, openid_of
from tests.people.test_first_admin import EDITHA, path_of

pytestmark = pytest.mark.django_db
NOT_TOLD = "The Paper’s sign-in did not tell us who you are"


@pytest.fixture
def provider(settings):
    """The provider that the desk's settings name."""
    made = Provider()
    roles = {"newsroom-editors": ("editor",), "desk-heads": ("editor", "approver"), "it": ("admin",)}
    settings.OPENID = openid_of(made, roles)
    yield made
    made.stop()


def come_in(provider, client=None, start="/accounts/provider/"):
    """Go there, agree, and come back; the answer to that."""
    client = client or Client()
    return client.get(provider.allow(client.get(start).headers["Location"]))


def turned_away(response):
    """The sentence that somebody reads who was turned away to the sign-in."""
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/sign-in/")
    return response.client.get("/accounts/sign-in/").text


def signed_in(client):
    """Who is signed in."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_somebody_new_comes_in_with_the_roles_of_their_groups(provider):
    client = Client()
    response = come_in(provider, client, "/accounts/provider/?next=/queue/")

    mia = signed_in(client)
    assert response.headers["Location"] == "/queue/"
    assert (mia.username, mia.display_name, mia.email, mia.roles) == (
        "mia",
        "Mia Lund",
        "mia@paper.example",
        ["editor"],
    )
    assert not mia.has_usable_password()
    assert client.get("/queue/").status_code == 200
    acts = AuditEvent.objects.filter(object_type="user", object_id=mia.pk).order_by("sequence")
    assert list(acts.values_list("action", flat=True)) == ["account_made", "roles_followed"]
    assert acts[1].data == {"roles_before": [], "roles_after": ["editor"]}
    assert sorted(SecurityEvent.objects.values_list("kind", flat=True)) == ["roles_followed", "signed_in"]
    assert not SocialToken.objects.exists()
    assert SocialAccount.objects.get().extra_data == {"issuer": provider.issuer, "subject": "mia-7"}


def test_the_desk_asks_with_state_nonce_and_pkce(provider):
    come_in(provider)

    asked = provider.asked
    assert (asked["client_id"], asked["response_type"]) == (CLIENT_ID, "code")
    assert sorted(asked["scope"].split()) == ["email", "openid", "profile"]
    assert asked["redirect_uri"] == "http://testserver/accounts/provider/back/"
    assert (len(asked["nonce"]), asked["code_challenge_method"]) == (43, "S256")


def test_nobody_comes_in_without_a_group_that_has_a_role(provider):
    provider.claims = {"groups": ["sports"]}

    assert "none of your groups there has a role on this desk" in turned_away(come_in(provider))
    assert not User.objects.exists()


def test_a_role_goes_with_its_group_at_the_next_sign_in(provider, mailoutbox):
    provider.claims = {"groups": ["desk-heads"]}
    come_in(provider)
    provider.claims = {"groups": ["newsroom-editors"]}
    come_in(provider)
    mia = User.objects.get(username="mia")
    assert mia.roles == ["editor"]
    provider.claims = {"groups": []}
    client = Client()
    come_in(provider, client)

    assert User.objects.get(pk=mia.pk).roles == []
    assert "You have no role on this desk" in client.get("/queue/").text
    last = AuditEvent.objects.filter(action="roles_followed").latest("pk")
    assert (last.actor, last.data) == (None, {"roles_before": ["editor"], "roles_after": []})
    assert SecurityEvent.objects.filter(person=mia, kind="roles_followed").count() == 3


def test_a_role_that_no_group_gives_stays_with_whom_an_admin_gave_it(provider):
    mia = PersonFactory(username="mia", email="mia@paper.example", roles=[Role.REVIEWER])
    come_in(provider)
    provider.claims = {"groups": []}
    come_in(provider)

    assert User.objects.get(pk=mia.pk).roles == ["reviewer"]


def test_the_last_admin_stays_one_whatever_the_groups_say(provider):
    mia = PersonFactory(username="mia", email="mia@paper.example", roles=[Role.ADMIN])
    come_in(provider)

    assert sorted(User.objects.get(pk=mia.pk).roles) == ["admin", "editor"]


def test_somebody_who_is_here_already_is_known_by_a_verified_address(provider):
    mia = PersonFactory(username="mlund", email="Mia@Paper.example", roles=[Role.VIEWER])
    client = Client()
    come_in(provider, client)

    assert signed_in(client) == mia
    assert User.objects.count() == 1


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_an_address_that_is_not_verified_takes_nobody_s_account_over(provider, said):
    mia = PersonFactory(username="mlund", email="mia@paper.example", roles=[Role.ADMIN])
    provider.claims = {"email_verified": said}
    client = Client()

    assert "has not verified that it is yours" in turned_away(come_in(provider, client))
    assert signed_in(client) is None
    assert User.objects.get() == mia
    assert not SocialAccount.objects.exists()


def test_the_same_subject_is_the_same_person_under_another_address(provider):
    come_in(provider)
    provider.claims = {"email": "mia.holm@paper.example", "name": "Mia Holm"}
    client = Client()
    come_in(provider, client)

    assert signed_in(client).email == "mia@paper.example"
    assert User.objects.count() == 1


def test_another_subject_of_the_same_name_is_another_person(provider):
    come_in(provider)
    provider.claims = {"sub": "mia-8", "email": "mia2@paper.example"}
    come_in(provider)

    assert sorted(User.objects.values_list("username", flat=True)) == ["mia", "mia-2"]


def test_groups_are_asked_of_the_provider_where_the_token_has_none(provider):
    provider.claims = {"groups": None}
    provider.userinfo = {"sub": "mia-7", "groups": "it"}
    client = Client()
    come_in(provider, client)

    assert signed_in(client).roles == ["admin"]


def test_what_is_said_of_somebody_else_is_not_believed(provider):
    provider.claims = {"groups": None}
    provider.userinfo = {"sub": "boss-1", "groups": ["it"]}

    assert NOT_TOLD in turned_away(come_in(provider))
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-program"},
        {"aud": [CLIENT_ID, "another-program"]},
        {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
        {"iat": int(time.time()) + 3600},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
    ],
)
def test_a_token_with_something_wrong_is_not_believed(provider, claims):
    provider.claims = claims

    assert NOT_TOLD in turned_away(come_in(provider))
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("key", "key_id", "algorithm"),
    [
        (OTHER_KEY, "one", "RS256"),
        (OTHER_KEY, "two", "RS256"),
        (CLIENT_SECRET.ljust(32), "one", "HS256"),
        (None, "one", "none"),
    ],
)
def test_a_token_with_a_wrong_signature_is_not_believed(provider, key, key_id, algorithm):
    provider.key, provider.key_id, provider.algorithm = key, key_id, algorithm

    assert NOT_TOLD in turned_away(come_in(provider))
    assert not User.objects.exists()


def test_a_description_of_another_issuer_is_not_believed(provider):
    provider.described = {"issuer": "https://elsewhere.example"}
    response = Client().get("/accounts/provider/")

    assert NOT_TOLD in turned_away(response)


def test_an_answer_is_worth_one_sign_in(provider):
    client = Client()
    back = provider.allow(client.get("/accounts/provider/").headers["Location"])
    client.get(back)
    client.logout()

    assert NOT_TOLD in turned_away(client.get(back))
    assert NOT_TOLD in turned_away(Client().get(back))


def test_an_answer_brought_into_another_browser_signs_nobody_in(provider):
    back = provider.allow(Client().get("/accounts/provider/").headers["Location"])
    victim = Client()
    victim.get("/accounts/provider/")

    assert NOT_TOLD in turned_away(victim.get(back))
    assert signed_in(victim) is None


def test_a_token_of_one_sign_in_is_not_believed_in_another(provider):
    come_in(provider)
    provider.claims = {"nonce": provider.asked["nonce"]}

    assert NOT_TOLD in turned_away(come_in(provider))


def test_somebody_who_says_no_there_is_sent_back(provider):
    client = Client()
    client.get("/accounts/provider/")

    assert NOT_TOLD in turned_away(client.get("/accounts/provider/back/?error=access_denied"))


def test_a_provider_that_does_not_answer_is_told_of(provider):
    provider.stop()
    client = Client()

    assert NOT_TOLD in turned_away(client.get("/accounts/provider/"))


def test_nothing_elsewhere_is_gone_to_afterwards(provider):
    client = Client()
    response = come_in(provider, client, "/accounts/provider/?next=https://elsewhere.example/")

    assert response.headers["Location"] == "/"


def test_somebody_switched_off_or_removed_does_not_come_in(provider, ada):
    come_in(provider)
    mia = User.objects.get(username="mia")
    User.objects.filter(pk=mia.pk).update(is_active=False)
    assert "cannot sign in here" in turned_away(come_in(provider))

    remove_person(person_id=mia.pk, actor=ada)
    assert not SocialAccount.objects.exists()
    client = Client()
    come_in(provider, client)
    assert signed_in(client).pk != mia.pk


def with_an_app(person):
    """Somebody who has set up a second step here."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def test_the_desk_asks_for_its_own_second_step(provider):
    with_an_app(PersonFactory(username="mia", email="mia@paper.example", roles=[Role.EDITOR]))
    client = Client()

    assert come_in(provider, client).headers["Location"] == "/accounts/sign-in/second-step/"
    assert signed_in(client) is None


def test_the_provider_s_second_step_is_enough_where_the_settings_say_so(provider, settings):
    settings.OPENID = replace(settings.OPENID, asks_second_step=True)
    settings.SECOND_STEP_FOR = ("editor",)
    with_an_app(PersonFactory(username="mia", email="mia@paper.example", roles=[Role.EDITOR]))
    client = Client()
    come_in(provider, client)
    assert signed_in(client).username == "mia"

    provider.claims = {"sub": "lea-1", "email": "lea@paper.example"}
    other = Client()
    come_in(provider, other)
    assert other.get("/queue/").status_code == 200


def test_before_what_opens_the_desk_the_provider_is_asked_again(provider):
    provider.claims = {"groups": ["it"], "auth_time": int(time.time()) - 3600}
    client = Client()
    come_in(provider, client)
    response = client.post("/account/tokens/", {"name": "Wire", "scopes": ["read"]})
    assert response.headers["Location"].startswith("/accounts/confirm/?next=")
    again = client.get(response.headers["Location"])
    assert again.headers["Location"].startswith("/accounts/provider/?next=")
    client.get(provider.allow(client.get(again.headers["Location"]).headers["Location"]))
    assert (provider.asked["prompt"], provider.asked["max_age"]) == ("login", "0")
    assert client.post("/account/tokens/", {}).headers.get("Location", "").startswith("/accounts/confirm/")

    provider.claims = {"groups": ["it"]}
    come_in(provider, client)
    assert client.post("/account/tokens/", {}).status_code == 422


def test_the_sign_in_names_the_provider_beside_the_password(provider):
    page = Client().get("/accounts/sign-in/?next=/queue/").text

    assert "Sign in with The Paper’s sign-in" in page
    assert 'href="/accounts/provider/?next=/queue/"' in page
    assert 'name="password"' in page


def test_passwords_are_switched_off_by_a_setting(provider, settings, edo):
    settings.PASSWORD_SIGN_IN = False
    client = Client()

    assert 'name="password"' not in client.get("/accounts/sign-in/").text
    refused = client.post("/accounts/sign-in/", {"username": "edo", "password": PASSWORD})
    assert refused.status_code == 403
    assert "Nobody signs in by a password here" in refused.text
    assert client.get("/accounts/password/reset/").status_code == 404
    assert signed_in(client) is None
    come_in(provider, client)
    assert signed_in(client).username == "mia"


def test_the_first_admin_s_link_stays_a_way_in(provider, settings):
    settings.PASSWORD_SIGN_IN = False
    client = Client()
    client.post(path_of(first_admin_link()), EDITHA)

    assert signed_in(client).roles == ["admin"]


def test_without_a_provider_there_is_no_such_way(client):
    assert client.get("/accounts/provider/").status_code == 404
    assert "Sign in with" not in client.get("/accounts/sign-in/").text
