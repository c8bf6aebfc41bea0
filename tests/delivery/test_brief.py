"""The shift brief: what it tells whom, from the record alone, and when it goes out in the morning."""

import datetime

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.delivery.briefs.contents import brief_for
from claims.delivery.briefs.morning_mail import choose_hour, hour_of, send_brief
from claims.delivery.mail import server
from claims.delivery.models import MorningBrief
from claims.errors import Blocked
from claims.jobs.running import run_one
from claims.matching.models import RepeatAlert
from claims.review.restricting import restrict
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import WatchedSource
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.factories import ArticleFactory, ClaimFactory, PersonFactory
from tests.public.newsroom import published
from tests.workflow.stories import approve, claim_in, crew

pytestmark = pytest.mark.django_db

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def told(person, *, ago=HOUR):
    brief = brief_for(person, since=timezone.now() - ago)
    return {section.key: [line.words for line in section.lines] for section in brief.sections}


def test_a_quiet_desk_has_nothing_to_tell(ana):
    brief = brief_for(ana, since=timezone.now() - HOUR)
    assert (brief.is_empty, brief.lines, list(brief.sections)) == (True, 0, [])


def test_a_reviewer_hears_what_was_decided_on_hers_and_what_waits_on_her(edo, ana):
    people = crew()
    claim = claim_in(ClaimState.SUBMITTED, people)
    perform("request_changes", claim_id=claim.pk, actor=people.second, note="Name the year.")
    number = Claim.objects.get(pk=claim.pk).number
    said = told(people.reviewer)
    assert said["decided"] == [f"{number}: Milo Brandt asked for changes. {claim.statement}"]
    assert said["waiting"] == [f"{number} is sent back to you: {claim.statement}"]
    assert "decided" not in told(people.second)
    assert told(ana) == {}
    assert told(edo)["decided"] == said["decided"]


def test_of_one_claim_the_last_decision_alone_is_told():
    people = crew()
    claim = claim_in(ClaimState.SUBMITTED, people)
    approve(claim, people.second)
    perform("publish", claim_id=claim.pk, actor=people.second)
    (line,) = told(people.reviewer)["decided"]
    assert "Milo Brandt published" in line


def test_what_is_due_today_late_and_aged(ana, edo):
    now = timezone.now()
    noon = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time(23, 59)))
    for due, statement in ((now - HOUR, "The bridge"), (noon, "The tram"), (now + 3 * DAY, "The road")):
        claim = ClaimFactory(statement=statement)
        perform("assign", claim_id=claim.pk, actor=edo, details=Details(reviewer_id=ana.pk, due_at=now + DAY))
        Claim.objects.filter(pk=claim.pk).update(due_at=due)
    old = ClaimFactory(statement="Nobody’s")
    Claim.objects.filter(pk=old.pk).update(state_since=now - 9 * DAY)
    due = told(ana)["due"]
    assert [("is late since" in line, "is due at 23:59" in line) for line in due] == [(True, False), (False, True)]
    assert "aged" not in told(ana)
    assert told(edo)["aged"] == [f"{old.number} has been with nobody for 9 days: Nobody’s"]


def test_repetitions_sources_and_colleagues_away(edo, ana):
    people = crew()
    check = published(people)
    article = ArticleFactory(version__title="Mayor repeats it")
    RepeatAlert.objects.create(article=article, claim=check.claim, told_at=timezone.now())
    source = WatchedSource.objects.filter(passages__claim=check.claim).first()
    WatchedSource.objects.filter(pk=source.pk).update(alarm_since=timezone.now(), outcome="gone")
    User.objects.filter(pk=ana.pk).update(away_until=timezone.localdate() + 2 * DAY)
    said = told(edo)
    assert said["repeated"] == [f"{check.claim.number} is repeated in “Mayor repeats it”"]
    assert said["sources"][0].startswith(f"{source.host}, cited in {check.claim.number}: ")
    assert said["away"][0].startswith("Ana Costa is away until ")
    ana.refresh_from_db()
    assert set(told(ana)) == set()
    assert {"repeated", "sources"} <= set(told(people.reviewer))


def test_many_lines_are_cut_and_lead_to_the_rest(ana, edo):
    for _ in range(8):
        claim = ClaimFactory()
        perform(
            "assign", claim_id=claim.pk, actor=edo, details=Details(reviewer_id=ana.pk, due_at=timezone.now() + 9 * DAY)
        )
    brief = brief_for(ana, since=timezone.now() - HOUR)
    (waiting,) = brief.sections
    assert (len(waiting.lines), waiting.more.page, waiting.more.query) == (6, "queue", "assignee=me")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(rows, apa, as_person, django_assert_num_queries):
    people = crew()
    for _ in range(rows):
        check = published(people)
        RepeatAlert.objects.create(article=ArticleFactory(), claim=check.claim, told_at=timezone.now())
    WatchedSource.objects.update(alarm_since=timezone.now(), outcome="gone")
    User.objects.exclude(pk=apa.pk).update(away_until=timezone.localdate())
    browser = as_person(apa)
    browser.get(reverse("desk"))
    with django_assert_num_queries(19):
        browser.get(reverse("brief"))


def letter_of(person, hour=7):
    choose_hour(person=person, hour=hour)
    return MorningBrief.objects.get(person=person)


def make_due(letter):
    MorningBrief.objects.filter(pk=letter.pk).update(due_at=Now() - HOUR)
    return run_one(MorningBrief, letter.pk, run=send_brief)


def with_news(people):
    claim = claim_in(ClaimState.SUBMITTED, people)
    perform("request_changes", claim_id=claim.pk, actor=people.second, note="Name the year.")
    return claim


def test_the_letter_goes_out_once_and_comes_again_at_the_hour_of_the_persons_own_clock(settings):
    settings.PUBLIC_URL = "https://desk.example"
    people = crew()
    claim, person = with_news(people), people.reviewer
    User.objects.filter(pk=person.pk).update(time_zone="Asia/Tokyo")
    person.refresh_from_db()
    letter = letter_of(person)
    make_due(letter)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Your brief: 2 lines", [person.email])
    assert (
        f"- FC-{claim.pk:04d} is sent back to you: {claim.statement}\n  https://desk.example/claims/{claim.pk}/"
        in sent.body
    )
    assert "https://desk.example/brief/" in sent.body
    letter.refresh_from_db()
    # Seven in Tokyo is ten in the evening before, by UTC.
    assert (letter.due_at.astimezone(datetime.UTC).hour, letter.due_at > timezone.now()) == (22, True)
    assert timezone.now() - letter.told_until < HOUR


def test_nothing_to_tell_is_no_letter(ana):
    letter = letter_of(ana)
    make_due(letter)
    letter.refresh_from_db()
    assert (mail.outbox, letter.due_at > timezone.now()) == ([], True)


def test_quiet_hours_and_days_away_are_kept():
    people = crew()
    with_news(people)
    person, now = people.reviewer, timezone.localtime()
    letter = letter_of(person)
    User.objects.filter(pk=person.pk).update(quiet_from=now.hour, quiet_until=(now.hour + 1) % 24)
    make_due(letter)
    letter.refresh_from_db()
    assert (mail.outbox, letter.due_at - timezone.now() <= HOUR) == ([], True)
    User.objects.filter(pk=person.pk).update(quiet_from=None, quiet_until=None, away_until=timezone.localdate())
    before = letter.told_until
    make_due(letter)
    letter.refresh_from_db()
    assert (mail.outbox, letter.told_until) == ([], before)
    User.objects.filter(pk=person.pk).update(away_until=None)
    make_due(letter)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_makes_it_come_later_and_the_next_day_anyway(settings):
    people = crew()
    with_news(people)
    letter = letter_of(people.reviewer)
    settings.MAILERS = {"default": {"BACKEND": "tests.delivery.test_mail.AwayBackend"}}
    make_due(letter)
    letter.refresh_from_db()
    assert (letter.attempts, letter.due_at > timezone.now()) == (1, True)
    server.forget()
    MorningBrief.objects.filter(pk=letter.pk).update(attempts=6)
    make_due(letter)
    letter.refresh_from_db()
    assert (letter.parked_at, letter.attempts) == (None, 0)
    assert 22 * HOUR < letter.due_at - timezone.now() < 24 * HOUR
    server.forget()


def test_the_hour_is_chosen_on_the_page_and_by_the_api(as_person, ana):
    browser = as_person(ana)
    assert browser.post(reverse("brief"), {"hour": "8"}).status_code == 302
    assert hour_of(ana) == 8
    assert 'value="8" selected' in browser.get(reverse("brief")).content.decode()
    answer = browser.get("/api/v1/brief/email/").json()
    assert answer == {"hour": 8}
    assert browser.put("/api/v1/brief/email/", {"hour": None}, content_type="application/json").json() == {"hour": None}
    assert MorningBrief.objects.count() == 0
    assert browser.post(reverse("brief"), {"hour": "25"}).status_code == 422
    User.objects.filter(pk=ana.pk).update(email="")
    ana.refresh_from_db()
    with pytest.raises(Blocked, match="You have no e-mail address here"):
        choose_hour(person=ana, hour=7)


def test_the_api_tells_the_same_lines(as_person):
    people = crew()
    claim = with_news(people)
    sections = as_person(people.reviewer).get("/api/v1/brief/").json()["sections"]
    assert [section["key"] for section in sections] == ["decided", "waiting"]
    assert sections[1]["lines"][0]["url"].endswith(f"/claims/{claim.pk}/")


def test_hostile_words_are_shown_as_words(as_person):
    people = crew()
    claim = with_news(people)
    Claim.objects.filter(pk=claim.pk).update(statement="<script>alert(1)</script>")
    page = as_person(people.reviewer).get(reverse("brief")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_claim_that_is_kept_to_others_is_in_no_letter(edo, ana):
    people = crew()
    claim = claim_in(ClaimState.SUBMITTED, people)
    perform("request_changes", claim_id=claim.pk, actor=people.second, note="Name the year.")
    restrict(claim_id=claim.pk, people=[people.reviewer.pk], actor=edo)
    outsider = PersonFactory(roles=[Role.EDITOR])
    for person in (edo, outsider):
        choose_hour(person=person, hour=8)
        MorningBrief.objects.filter(person=person).update(due_at=Now(), told_until=timezone.now() - HOUR)
        run_one(MorningBrief, MorningBrief.objects.get(person=person).pk, run=send_brief)

    assert [letter.to for letter in mail.outbox] == [[edo.email]]
    assert claim.statement in mail.outbox[0].body
