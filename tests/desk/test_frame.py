"""The frame of the desk: who may enter, what every page carries, and what a refusal says."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpRequest
from django.test import Client
from django.urls import path, reverse

from claims.accounts.roles import Role
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.errors import Blocked, NotAllowed, Stale
from claims.jobs.running import run_one
from factcheck import urls as product
from tests.factories import PASSWORD, PersonFactory


def refuse(request: HttpRequest, kind: str) -> None:
    raise {"who": NotAllowed("Not you."), "when": Stale("Too late."), "whether": Blocked("Add a source.")}[kind]


def break_down(request: HttpRequest) -> None:
    raise RuntimeError("a defect")


urlpatterns = [path("refuse/<kind>/", refuse), path("break/", break_down), *product.urlpatterns]

PAGES = ["desk", "keys", "account", "password-change"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_asks_for_a_sign_in(client, db, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in/?next=")


@pytest.mark.parametrize("name", PAGES)
def test_pages_hold_no_inline_script_or_style(as_person, edo, name):
    answer = as_person(edo).get(reverse(name))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_somebody_without_a_role_is_told_whom_to_ask(as_person, nell, ada):
    answer = as_person(nell).get("/")

    assert answer.status_code == 403
    assert "You have no role on this desk yet. Ask an admin to give you one: Ada Okoye." in answer.content.decode()


def test_where_nobody_could_give_a_role_the_refusal_says_what_to_do_and_leads_in_no_circle(as_person, nell):
    answer = as_person(nell).get("/")

    assert answer.status_code == 403
    assert "manage.py first_admin_link prints a link for the first admin." in answer.content.decode()
    assert '<a class="btn" href="/account/">Your account</a>' in answer.content.decode()


@pytest.mark.urls("tests.desk.test_frame")
@pytest.mark.parametrize(
    ("kind", "status", "message"),
    [("who", 403, "Not you."), ("when", 409, "Too late."), ("whether", 422, "Add a source.")],
)
def test_a_refusal_is_a_page_with_its_sentence(as_person, edo, kind, status, message):
    client = as_person(edo)

    page = client.get(f"/refuse/{kind}/")
    fragment = client.get(f"/refuse/{kind}/", headers={"HX-Request": "true"})

    assert page.status_code == fragment.status_code == status
    assert message in page.content.decode()
    assert message in fragment.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "data-problem" in fragment.content.decode()


@pytest.mark.urls("tests.desk.test_frame")
def test_a_defect_is_a_page_that_says_what_to_do(as_person, edo):
    client = as_person(edo, raise_request_exception=False)

    answer = client.get("/break/")

    assert answer.status_code == 500
    assert "Try again in a moment" in answer.content.decode()


def test_an_unknown_address_is_a_page(as_person, edo, client, db):
    assert "This page is not here" in as_person(edo).get("/no/such/page/").content.decode()
    assert client.get("/no/such/page/").status_code == 404


def test_the_theme_is_kept_in_a_cookie_and_printed_on_the_page(as_person, edo):
    client = as_person(edo)

    answer = client.post(reverse("theme"), {"theme": "dark", "next": reverse("account")})

    assert answer.headers["Location"] == reverse("account")
    assert '<html lang="en" data-theme="dark">' in client.get(reverse("account")).content.decode()
    client.post(reverse("theme"), {"theme": "system"})
    assert '<html lang="en">' in client.get(reverse("account")).content.decode()


def test_the_theme_form_sends_nobody_to_another_site(as_person, edo):
    answer = as_person(edo).post(reverse("theme"), {"theme": "dark", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_signing_in_and_out(client, edo):
    wrong = client.post(reverse("login"), {"username": "edo", "password": "wrong"})
    right = client.post(reverse("login"), {"username": "edo@desk.example", "password": PASSWORD, "next": "/keys/"})
    out = client.post(reverse("logout"))

    assert wrong.status_code == 422
    assert "Nobody signs in here with this name and password." in wrong.content.decode()
    assert right.headers["Location"] == "/keys/"
    assert out.status_code == 302
    assert client.get("/").status_code == 302
    client.force_login(edo)
    assert client.get(reverse("logout")).status_code == 405


def test_demo_people_are_listed_only_where_they_may_sign_in(client, db, settings):
    PersonFactory(username="ines", display_name="Ines Okafor", is_demo=True, roles=[Role.REVIEWER])

    settings.DEMO_SIGN_INS = False
    assert "Ines Okafor" not in client.get(reverse("login")).content.decode()
    settings.DEMO_SIGN_INS = True
    assert "Ines Okafor" in client.get(reverse("login")).content.decode()


def test_a_reset_letter_links_to_the_public_address_whatever_the_host_header_says(client, edo):
    client.post(reverse("password-reset"), {"email": "edo@desk.example"}, headers={"Host": "127.0.0.1"})
    run_one(AccountLetter, AccountLetter.objects.get().pk, run=send_letter)

    link = re.search(r"^http\S+$", mail.outbox[0].body, re.MULTILINE)[0]
    assert link.startswith(settings.PUBLIC_URL + "/accounts/password/reset/")
    form = client.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    chosen = {"new_password1": "a-plumb-line-hangs", "new_password2": "a-plumb-line-hangs"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert client.login(username="edo", password="a-plumb-line-hangs")
    used = client.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    assert "This link is used up" in used.content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, db):
    answer = client.post(reverse("password-reset"), {"email": "nobody@desk.example"})

    assert answer.headers["Location"] == reverse("password-reset-sent")
    assert mail.outbox == []


def test_the_password_can_be_changed(as_person, edo):
    client = as_person(edo)
    new = {"new_password1": "a-plumb-line-hangs", "new_password2": "a-plumb-line-hangs"}

    wrong = client.post(reverse("password-change"), {"old_password": "no", **new})
    client.post(reverse("password-change"), {"old_password": PASSWORD, **new})

    assert 'aria-invalid="true"' in wrong.content.decode()
    edo.refresh_from_db()
    assert edo.check_password("a-plumb-line-hangs")


def test_an_expired_session_leaves_the_page_and_offers_a_sign_in_beside_it(client, db):
    page = "http://testserver/claims/3/?in="
    answer = client.get("/claims/3/evidence/", headers={"HX-Request": "true", "HX-Current-URL": page})

    assert answer.status_code == 401
    assert "what you typed is still here" in answer.text
    assert 'href="/accounts/sign-in/?next=%2Fclaims%2F3%2F%3Fin%3D" target="_blank"' in answer.text
    assert "HX-Redirect" not in answer.headers


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/claims/3/", "/claims/3/"),
        ("https://evil.example/claims/3/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client, db, referer, page):
    answer = client.post("/claims/3/comments/", {"body": "Half a thought"}, headers={"Referer": referer})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/sign-in/?next={page}")


def test_a_form_without_its_proof_is_refused_in_a_true_sentence(edo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(edo)

    answer = client.post("/claims/3/comments/", {"body": "Half a thought"})
    small = client.post("/claims/3/comments/", {"body": "Half a thought"}, headers={"HX-Request": "true"})

    assert (answer.status_code, small.status_code) == (403, 403)
    assert "what you typed is still there. Copy it before you reload the page" in " ".join(answer.text.split())
    assert "what you typed is still here. Send it again." in " ".join(small.text.split())
    assert small.headers["HX-Trigger"] == "stale-token"


def test_a_removed_person_is_signed_out(as_person, edo):
    client = as_person(edo)
    edo.is_active = False
    edo.save()

    assert client.get("/").status_code == 302
