"""Where somebody is signed in: the person sees and ends it, an admin ends it, and nobody else's is touched."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.accounts.models import SecurityEvent, Session
from claims.audit.models import AuditEvent
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.intake.hooks import make_hook
from claims.jobs.running import run_one
from claims.people.sessions import browser_name
from claims.people.tokens import find, issue
from tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
    " Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
    " Edg/140.0.0.0"
)


def signed_in(name, agent, address="198.51.100.7"):
    """A browser in which somebody has signed in by the form."""
    browser = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert browser.post(reverse("login"), {"username": name, "password": PASSWORD}).status_code == 302
    return browser


def post_letters():
    """Let a worker send what waits."""
    for pk in AccountLetter.objects.values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (IPHONE, "Safari, iOS"),
        (EDGE, "Edge, Windows"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browsers_are_named_as_people_know_them(agent, name):
    assert browser_name(agent) == name


def test_a_person_sees_each_browser_and_ends_one_of_them(edo):
    here, phone = signed_in("edo", FIREFOX), signed_in("edo", IPHONE, "203.0.113.5")
    page = here.get(reverse("sign-ins"))
    other = next(each for each in page.context["browsers"] if not each.is_this)

    answer = here.post(reverse("sign-ins-end"), {"which": other.key})

    shown = page.content.decode()
    assert "Firefox, Linux" in shown
    assert "Safari, iOS" in shown
    assert "203.0.113.5" in shown
    assert answer.status_code == 302
    assert here.get("/account/").status_code == 200
    assert phone.get("/account/").status_code == 302
    assert here.post(reverse("sign-ins-end"), {"which": other.key}).status_code == 409


def test_a_person_signs_out_everywhere_else_and_nobody_else_is_touched(edo, ana, as_person):
    here, phone, tablet = signed_in("edo", FIREFOX), signed_in("edo", IPHONE), signed_in("edo", EDGE)
    hers = as_person(ana)

    here.post(reverse("sign-ins-end"), {"which": "others"})

    assert [browser.get("/account/").status_code for browser in (here, phone, tablet, hers)] == [200, 302, 302, 200]
    assert "Other sign-ins were ended" in here.get(reverse("sign-ins")).content.decode()


def test_nobody_ends_the_sign_in_of_somebody_else(edo, ana, as_person):
    hers = as_person(ana)
    row = Session.objects.get(person=ana)

    assert as_person(edo).post(reverse("sign-ins-end"), {"which": row.session_key}).status_code == 409
    assert hers.get("/account/").status_code == 200


def test_the_database_holds_nothing_that_opens_a_session(edo):
    browser = signed_in("edo", FIREFOX)
    cookie = browser.cookies["sessionid"].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data FROM accounts_session")
        rows = cursor.fetchall()

    assert len(rows) == 1
    assert cookie not in rows[0][0] + rows[0][1]
    thief = Client()
    thief.cookies["sessionid"] = rows[0][0]
    assert thief.get("/account/").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_of_the_database_for_any_number(edo, number, django_assert_num_queries):
    browsers = [signed_in("edo", FIREFOX) for _ in range(number)]
    browsers[0].get(reverse("sign-ins"))
    with django_assert_num_queries(6):
        browsers[0].get(reverse("sign-ins"))


def test_hostile_words_of_a_browser_are_not_kept(edo):
    browser = signed_in("edo", "<script>alert(1)</script>")

    assert "alert(1)" not in browser.get(reverse("sign-ins")).content.decode()


def test_an_admin_signs_somebody_out_on_record_and_the_person_is_told(edo, ada, as_person):
    browser = signed_in("edo", FIREFOX)
    admin = as_person(ada)
    assert "Signed in in 1 browser." in admin.get(reverse("setup-person", args=[edo.pk])).content.decode()

    admin.post(reverse("person-sign-out", args=[edo.pk]))
    post_letters()

    assert browser.get("/account/").status_code == 302
    assert AuditEvent.objects.filter(action="sign_ins_ended", object_id=edo.pk).count() == 1
    assert mail.outbox[-1].to == ["edo@desk.example"]
    assert mail.outbox[-1].subject == "Your account on the fact-checking desk was changed"
    assert "An admin ended all sign-ins" in mail.outbox[-1].body


def test_an_admin_sees_and_ends_what_others_gave_to_programs(edo, ada, as_person):
    secret, hook = issue(actor=edo, name="CMS", scopes=["read"]).secret, make_hook(actor=edo, name="Wire <b>desk</b>")
    admin = as_person(ada)
    page = admin.get(reverse("setup-person", args=[edo.pk])).content.decode()

    admin.post(reverse("program-end", args=["token", find(secret).pk]))
    admin.post(reverse("program-end", args=["hook", hook.pk]))
    post_letters()

    hook.refresh_from_db()
    assert "CMS" in page
    assert "Wire &lt;b&gt;desk&lt;/b&gt;" in page
    assert find(secret) is None
    assert hook.ended_at is not None
    assert AuditEvent.objects.filter(action__in=["token_revoked", "hook_ended"], actor=ada).count() == 2
    told = [letter for letter in mail.outbox if "An admin ended an access token or a hook" in letter.body]
    assert [letter.to for letter in told] == [["edo@desk.example"], ["edo@desk.example"]]
    assert admin.post(reverse("program-end", args=["token", 999])).status_code == 409
    assert admin.post(reverse("program-end", args=["key", hook.pk])).status_code == 404


def test_the_security_log_names_everybody_and_is_for_admins(edo, ana, ada, as_person):
    signed_in("edo", FIREFOX)
    Client().post(reverse("login"), {"username": "ana", "password": "wrong"})

    page = as_person(ada).get(reverse("security-log")).content.decode()

    assert "Edo Baker" in page
    assert "Signed in" in page
    assert "Ana Costa" in page
    assert "A wrong password was given" in page
    assert as_person(edo).get(reverse("security-log")).status_code == 403


def test_the_security_log_goes_on_page_by_page(edo, ada, as_person, django_assert_num_queries):
    person = PersonFactory(display_name="<i>Mallory</i>")
    for number in range(120):
        SecurityEvent.objects.create(person=person, kind="signed_in", at="2026-11-01T10:00:00Z", address=str(number))
    admin = as_person(ada)
    first = admin.get(reverse("security-log"))
    with django_assert_num_queries(5):
        admin.get(reverse("security-log"))

    older = first.context["log"].older
    second = admin.get(reverse("security-log"), {"before": older})
    third = admin.get(reverse("security-log"), {"before": second.context["log"].older})

    assert "<i>Mallory" not in first.content.decode()
    pages = [[event.address for event in page.context["log"].rows] for page in (first, second, third)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sorted(sum(pages, []), key=int) == [str(number) for number in range(120)]
    assert third.context["log"].older is None


def test_only_admins_take_addresses_of_people_out_of_the_desk(edo, ada, as_person):
    form = {"action": "export_csv", "_selected_action": [edo.pk, ada.pk]}

    his = b"".join(as_person(edo).post("/admin/accounts/user/", form).streaming_content).decode()
    hers = b"".join(as_person(ada).post("/admin/accounts/user/", form).streaming_content).decode()

    assert "edo@desk.example" not in his
    assert "last_login" not in his
    assert "edo@desk.example" in hers
    assert set(SecurityEvent.objects.values_list("person__username", "kind")) == {
        ("edo", "exported"),
        ("ada", "exported"),
    }
    assert "edo@desk.example" not in as_person(edo).get("/admin/accounts/user/").content.decode()
    assert "edo@desk.example" not in as_person(edo).get(f"/admin/accounts/user/{edo.pk}/change/").content.decode()
