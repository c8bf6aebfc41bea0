"""Readers report an error in a check; an editor answers it; the reader follows it by a private link."""

import re

import pytest

from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed, WrongState
from claims.tracking.models import Tip
from claims.tracking.tips import Reported, receive_tip
from claims.triage.tips import accept_tip, answer_report, decline_tip
from claims.verdicts.models import Publication
from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import corrected, published, retracted
from tests.public.test_commands import files_in, said
from tests.public.test_tips import said as claim_sent

WRONG = "The source says 9 per cent, the check says 8."
TAGS = "<img src=x onerror=alert(1)>{{ 7*7 }}"


def form_of(publication: Publication) -> str:
    """Where an error in a check is reported."""
    return f"/checks/{publication.slug}/report-an-error/"


def sent(**fields: str) -> dict[str, str]:
    """An error report as a person sends it."""
    return {"words": WRONG, "url": "", "email": "", "number": "1", "stamp": claim_sent()["stamp"]} | fields


def report(publication: Publication, words: str = WRONG, sender: int = 1) -> Tip:
    """An error report that was received."""
    about = Reported(publication.claim_id, publication.number)
    return receive_tip(words=words, url="", email="", address=f"192.0.2.{sender}", about=about)


def test_a_reader_reports_an_error_and_follows_it_to_the_correction(reader, people, edo):
    first = published(people)
    page = reader.get(f"/checks/{first.slug}/").content.decode()
    assert f'<a href="../{first.slug}/report-an-error/">Report an error</a>' in page
    form = reader.get(form_of(first))
    assert form.status_code == 200
    assert not form.cookies
    assert "The council has cut its spending by 22 per cent" in form.content.decode()
    answer = reader.post(form_of(first), sent(url="https://courier.example/b", email="rae@example.org"))

    assert answer.status_code == 302
    assert not answer.cookies
    tip = Tip.objects.get()
    assert (tip.about_id, tip.about_number, tip.words) == (first.claim_id, 1, WRONG)
    assert (tip.url, tip.email) == ("https://courier.example/b", "rae@example.org")
    private = answer.headers["Location"]
    assert "An editor has not looked at it yet." in reader.get(private).content.decode()
    with pytest.raises(Blocked, match="Publish the correction first"):
        answer_report(tip_id=tip.pk, outcome="corrected", reply="Thank you.", actor=edo)
    corrected(first, people)
    answer_report(tip_id=tip.pk, outcome="corrected", reply="Thank you. It is 9 per cent now.", actor=edo)
    html = reader.get(private).content.decode()

    assert "We have corrected the check." in html
    assert "Thank you. It is 9 per cent now." in html
    assert f'href="../../{first.slug}/"' in html
    event = AuditEvent.objects.get(action="error_report_corrected")
    assert (event.actor, event.data) == (edo, {"claim": first.claim_id, "reason": ""})


def test_a_report_of_no_error_is_answered_with_a_sentence(reader, people, edo):
    private = reader.post(form_of(published(people)), sent()).headers["Location"]
    tip = Tip.objects.get()
    with pytest.raises(Blocked, match="Write the sender a sentence"):
        answer_report(tip_id=tip.pk, outcome="no_error", reply="  ", actor=edo)
    with pytest.raises(Blocked, match="Choose how it ended"):
        answer_report(tip_id=tip.pk, outcome="declined", reply="No.", actor=edo)
    with pytest.raises(Blocked, match="1001 characters"):
        answer_report(tip_id=tip.pk, outcome="no_error", reply="x" * 1001, actor=edo)
    answer_report(tip_id=tip.pk, outcome="no_error", reply="The table has 8 per cent.", actor=edo)
    html = reader.get(private).content.decode()

    assert "We looked again and found no error." in html
    assert "The table has 8 per cent." in html
    assert AuditEvent.objects.filter(action="error_report_without_error").count() == 1
    with pytest.raises(WrongState):
        answer_report(tip_id=tip.pk, outcome="no_error", reply="Again.", actor=edo)


@pytest.mark.parametrize(
    "fields",
    [
        {"website": "https://spam.example"},
        {"stamp": ""},
        {"words": "short"},
        {"words": "x" * 1001},
        {"url": "javascript:alert(1)"},
        {"email": "nobody"},
        {"number": "2"},
        {"number": ""},
        {"number": "9" * 30},
    ],
)
def test_what_no_person_sends_is_not_kept(reader, people, fields):
    response = reader.post(form_of(published(people)), sent(**fields))

    assert response.status_code == 422
    assert Tip.objects.count() == 0
    assert re.search(r'role="alert"', response.content.decode())


def test_reports_and_claims_have_one_limit_together(reader, people):
    first = published(people)
    for _ in range(5):
        assert reader.post(form_of(first), sent()).status_code == 302

    assert reader.post(form_of(first), sent()).status_code == 429
    assert reader.post("/checks/send-a-claim/", claim_sent()).status_code == 429


def test_the_number_that_was_shown_is_kept_when_a_correction_comes_between(reader, people):
    first = published(people)
    corrected(first, people)

    assert 'name="number" value="2"' in reader.get(form_of(first)).content.decode()
    assert reader.post(form_of(first), sent(number="1")).status_code == 302
    assert Tip.objects.get().about_number == 1


def test_a_withdrawn_check_and_none_at_all_take_no_reports(reader, people):
    first = published(people)
    retracted(first, people)

    assert reader.post(form_of(first), sent()).status_code == 410
    assert reader.post("/checks/FC-99999-nothing/report-an-error/", sent()).status_code == 404
    assert Tip.objects.count() == 0


def test_a_claim_and_a_report_are_not_taken_for_each_other(people, edo):
    about = report(published(people))
    claim = receive_tip(words="Buses are late", url="", email="", address="192.0.2.2")
    with pytest.raises(WrongState, match="another kind"):
        accept_tip(tip_id=about.pk, statement="The council", claimant="", actor=edo)
    with pytest.raises(WrongState, match="another kind"):
        decline_tip(tip_id=about.pk, reason="opinion", reply="", actor=edo)
    with pytest.raises(WrongState, match="another kind"):
        answer_report(tip_id=claim.pk, outcome="no_error", reply="No.", actor=edo)


def test_only_who_triages_answers(people, ana, edo, as_person):
    tip = report(published(people))
    with pytest.raises(NotAllowed):
        answer_report(tip_id=tip.pk, outcome="no_error", reply="No.", actor=ana)
    assert f"/tips/{tip.pk}/answer/" not in as_person(ana).get("/tips/").content.decode()
    desk = as_person(edo)
    assert f'action="/tips/{tip.pk}/answer/"' in desk.get("/tips/").content.decode()
    assert desk.post(f"/tips/{tip.pk}/answer/", {"outcome": "no_error", "reply": "It is right."}).status_code == 302
    tip.refresh_from_db()
    assert (tip.state, tip.reply, tip.decided_by) == ("no_error", "It is right.", edo)
    assert "No error" in desk.get("/tips/").content.decode()


def test_the_page_of_the_claim_has_a_line_only_while_a_report_waits(people, edo, as_person):
    first, desk = published(people), as_person(edo)
    address = f"/claims/{first.claim_id}/"
    assert "waits for an answer" not in desk.get(address).content.decode()
    tip = report(first)
    html = desk.get(address).content.decode()
    assert f'href="/tips/#tip-{tip.pk}"' in html
    assert "1 error report from readers waits for an answer" in html
    answer_report(tip_id=tip.pk, outcome="no_error", reply="It is right.", actor=edo)
    assert "waits for an answer" not in desk.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_and_the_claim_cost_the_same_at_one_and_at_three_reports(
    people, edo, as_person, django_assert_num_queries, rows
):
    first = published(people)
    for number in range(rows):
        answered = report(first, f"Answered report {number}", sender=number)
        answer_report(tip_id=answered.pk, outcome="no_error", reply="It is right.", actor=edo)
        report(first, f"Report number {number}", sender=number)
    desk = as_person(edo)

    with django_assert_num_queries(6):
        html = desk.get("/tips/").content.decode()
    assert html.count("Error report on") == rows
    with django_assert_num_queries(24):
        desk.get(f"/claims/{first.claim_id}/")


def test_hostile_words_stay_text(reader, people, edo, as_person):
    first = published(people, statement=f"The council {TAGS}")
    refused = reader.post(form_of(first), sent(words=f"It is wrong {TAGS}", number="one<script>")).content.decode()
    place = reader.post(form_of(first), sent(words=f"It is wrong {TAGS}")).headers["Location"]
    desk = as_person(edo).get("/tips/").content.decode()
    answer_report(tip_id=Tip.objects.get().pk, outcome="no_error", reply=f"No {TAGS}", actor=edo)

    assert "one<script>" not in refused
    for html in (reader.get(form_of(first)).content.decode(), refused, desk, reader.get(place).content.decode()):
        assert "<img src=x" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;{{ 7*7 }}" in html


def test_an_approver_is_one_link_from_a_correction(people, apa, edo, as_person):
    first = published(people)
    report(first)
    address = f'href="/claims/{first.claim_id}/moves/open_correction/"'

    apa.groups.add(*edo.groups.all())
    assert address in as_person(apa).get("/tips/").content.decode()
    assert address not in as_person(edo).get("/tips/").content.decode()


def test_the_address_with_a_language_keeps_it(reader, people):
    keep_newsroom(actor=None, language="en", more_languages=["es"])
    answer = reader.post(f"/es{form_of(published(people))}", sent())

    assert answer.headers["Location"].startswith("/es/checks/tips/")


def test_an_exported_page_leads_to_the_live_site_or_to_the_contact_page(people, tmp_path):
    first = published(people)
    corrected(first, people)
    pages = (f"checks/{first.slug}/index.html", f"checks/{first.slug}/1/index.html")
    said("export_site", tmp_path / "site")
    alone = {name: files_in(tmp_path / "site")[name].decode() for name in pages}
    said("export_site", tmp_path / "site", "--live", "https://desk.example/")
    with_server = {name: files_in(tmp_path / "site")[name].decode() for name in pages}

    assert '<a href="../contact/">Report an error</a>' in alone[pages[0]]
    assert '<a href="../../contact/">Report an error</a>' in alone[pages[1]]
    way = f'<a href="https://desk.example/checks/{first.slug}/report-an-error/">Report an error</a>'
    assert [way in with_server[name] for name in pages] == [True, True]
