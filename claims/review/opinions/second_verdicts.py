"""The sealed second verdict: giving it, opening the seal without one, and settling where two people disagree."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.errors import Blocked, NotAllowed, WrongState
from claims.review import comments
from claims.sentences import say
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts import normalise_input, seals
from claims.verdicts.models import Rating, Revision, SecondVerdict, SecondVerdictDraw, Verdict
from claims.verdicts.models.second_verdicts import SENTENCE_LIMIT
from claims.workflow.perform import locked_claim
from claims.workflow.relations import is_second_person


def why_not_give(claim: Claim, person: User) -> str:
    """The sentence that refuses this person the second verdict on this claim now, or an empty string."""
    draw = seals.draw_of(claim)
    if draw is None or not draw.holds:
        return _("No sealed second verdict is wanted on %(number)s.") % {"number": claim.number}
    if not person.may(Right.APPROVE):
        return _("Your role does not let you judge verdicts. An approver gives the second verdict.")
    refusal = is_second_person(claim, person)
    if not refusal and seals.knows_it(claim, person):
        refusal = _("You have had this claim in hand, so somebody else has to give the second verdict.")
    if not refusal and claim.state != ClaimState.SUBMITTED:
        refusal = _("The first verdict is not submitted yet. You are told when it is.")
    return refusal


def ratings_to_give(claim: Claim) -> list[Rating]:
    """The scale that the second person chooses from, which is the whole scale of the first verdict."""
    draft = Verdict.objects.filter(claim=claim, rating__isnull=False).values("rating__scale")[:1]
    return list(Rating.objects.filter(scale__in=draft, is_active=True).order_by("order"))


def give(*, claim_id: int, rating: str, sentence: str, actor: User) -> SecondVerdict:
    """Give a verdict of one's own by the evidence alone, and see the first; `rating` is a slug of the scale.

    Where the two agree the second review goes on. Where they do not, the sentence begins a talk among the authors and
    the second person.
    """
    with transaction.atomic():
        claim = locked_claim(claim_id)
        refusal = why_not_give(claim, actor)
        if refusal:
            right_person = actor.may(Right.APPROVE) and not seals.knows_it(claim, actor)
            raise WrongState(refusal) if right_person else NotAllowed(refusal)
        written = _written(sentence, _("Say in a sentence what your rating rests on."))
        chosen = next((offered for offered in ratings_to_give(claim) if offered.slug == rating), None)
        if chosen is None:
            raise Blocked(_("Choose a rating from the scale."))
        revision, first = _first_of(claim)
        agrees = first == chosen
        now = timezone.now()
        second = SecondVerdict.objects.create(
            claim=claim,
            revision=revision,
            first=first,
            rating=chosen,
            sentence=written,
            given_by=actor,
            given_at=now,
            settled=chosen if agrees else None,
            settled_by=actor if agrees else None,
            settled_at=now if agrees else None,
        )
        _open(seals.draw_of(claim), actor)
        told: dict[str, JSONValue] = {"first": first.label, "rating": chosen.label}
        record(actor=actor, action="second_verdict_given", target=claim, note=written, data=told)
        if not agrees:
            comments.add(claim_id=claim.pk, body=written, actor=actor)
        _tell_authors(second)
    return second


def open_seal(*, claim_id: int, why: str, actor: User) -> None:
    """Open the first verdict to everybody without a second one, for a written reason; editors and admins."""
    if not (actor.may(Right.ASSIGN) or actor.may(Right.SETTINGS)):
        raise NotAllowed(_("Your role does not let you open a seal. Ask an editor."))
    with transaction.atomic():
        claim = locked_claim(claim_id)
        draw = seals.draw_of(claim)
        if draw is None or not draw.holds:
            raise WrongState(_("Nothing is sealed on %(number)s.") % {"number": claim.number})
        written = _written(why, _("Say why it cannot wait for a second verdict."))
        _open(draw, actor, written)
        record(actor=actor, action="second_verdict_seal_opened", target=claim, note=written)


def why_not_yield(second: SecondVerdict, person: User) -> str:
    """The sentence that refuses this person to take the first rating, or an empty string."""
    if second.settled_id:
        return _("It is settled already.")
    if second.given_by_id != person.pk:
        return _("Only %(person)s can take their rating back.") % {"person": second.given_by}
    return ""


def take_first(*, claim_id: int, why: str, actor: User) -> SecondVerdict:
    """The second person comes to hold to the first rating, and says why; what they came to by themselves stays."""
    with transaction.atomic():
        second = _disagreement(locked_claim(claim_id))
        refusal = why_not_yield(second, actor)
        if refusal:
            raise NotAllowed(refusal)
        _settle(second, second.first, actor, _written(why, _("Say what changed your mind.")))
    return second


def may_ask_third(second: SecondVerdict, person: User) -> bool:
    """Whether this person is of one of the two sides, and nobody has been asked yet."""
    sides = second.given_by_id == person.pk or second.revision.authors.filter(pk=person.pk).exists()
    return second.settled_id is None and second.asked_third_id is None and sides


def third_people(second: SecondVerdict) -> list[User]:
    """Who can settle it: approvers who are of neither side."""
    sides = [second.given_by_id, *second.revision.authors.values_list("pk", flat=True)]
    people = User.objects.holding(Right.APPROVE).exclude(pk__in=sides).order_by("display_name")
    return [person for person in people if not is_second_person(second.claim, person)]


def ask_third(*, claim_id: int, person_id: int, actor: User) -> SecondVerdict:
    """Ask an approver of neither side to settle it."""
    with transaction.atomic():
        claim = locked_claim(claim_id)
        second = _disagreement(claim)
        if not may_ask_third(second, actor):
            raise NotAllowed(_("One of the two sides asks a third person, once."))
        person = next((person for person in third_people(second) if person.pk == person_id), None)
        if person is None:
            raise Blocked(_("Choose an approver who is of neither side."))
        second.asked_third, second.asked_third_at = person, timezone.now()
        second.save(update_fields=["asked_third", "asked_third_at"])
        record(actor=actor, action="second_verdict_third_asked", target=claim, data={"person": person.pk})
        text = say("asks you to settle which rating holds for %(number)s", number=claim.number)
        notify_people([person], kind=NotificationKind.SECOND_REVIEW, claim=claim, actor=actor, text=text)
    return second


def settle(*, claim_id: int, rating: str, why: str, actor: User) -> SecondVerdict:
    """The third person says which of the two ratings holds, and why."""
    with transaction.atomic():
        second = _disagreement(locked_claim(claim_id))
        if second.asked_third_id != actor.pk:
            raise NotAllowed(_("Only the third person who was asked can settle it."))
        if is_second_person(second.claim, actor):
            raise NotAllowed(is_second_person(second.claim, actor))
        chosen = next((side for side in (second.first, second.rating) if side.slug == rating), None)
        if chosen is None:
            raise Blocked(_("Choose one of the two ratings."))
        _settle(second, chosen, actor, _written(why, _("Say why this rating holds.")))
    return second


def _settle(second: SecondVerdict, rating: Rating, actor: User, why: str) -> None:
    second.settled, second.settled_by, second.settled_at, second.settled_why = rating, actor, timezone.now(), why
    second.save(update_fields=["settled", "settled_by", "settled_at", "settled_why"])
    told: dict[str, JSONValue] = {"rating": rating.label}
    record(actor=actor, action="second_verdict_settled", target=second.claim, note=why, data=told)
    text = say("settled on “%(rating)s” for %(number)s", rating=rating.label, number=second.claim.number)
    people = [second.given_by, *second.revision.authors.all()]
    notify_people(people, kind=NotificationKind.SECOND_REVIEW, claim=second.claim, actor=actor, text=text)


def _first_of(claim: Claim) -> tuple[Revision, Rating]:
    """The submitted revision and its rating; the draft cannot change while it waits."""
    revision = Revision.objects.newest_of(claim).first()
    draft = Verdict.objects.select_related("rating").filter(claim=claim).first()
    if revision is None or draft is None or draft.rating is None:
        raise WrongState(_("There is no submitted verdict to compare with."))
    return revision, draft.rating


def _disagreement(claim: Claim) -> SecondVerdict:
    second = seals.second_verdict_of(claim)
    if second is None or second.settled_id:
        raise WrongState(_("There is nothing to settle on %(number)s.") % {"number": claim.number})
    return second


def _open(draw: SecondVerdictDraw | None, actor: User, why: str = "") -> None:
    if draw is None:
        raise RuntimeError("Only a claim that was drawn has a seal to open.")
    draw.opened_at, draw.opened_by, draw.opened_why = timezone.now(), actor, why
    draw.save(update_fields=["opened_at", "opened_by", "opened_why"])


def _tell_authors(second: SecondVerdict) -> None:
    claim = second.claim
    text = (
        say("came to the same rating on %(number)s by themselves", number=claim.number)
        if second.agrees
        else say(
            "came to “%(second)s” on %(number)s, where your verdict says “%(first)s”",
            second=second.rating.label,
            first=second.first.label,
            number=claim.number,
        )
    )
    authors = second.revision.authors.all()
    notify_people(authors, kind=NotificationKind.SECOND_REVIEW, claim=claim, actor=second.given_by, text=text)


def _written(text: str, ask: str) -> str:
    written = normalise_input.lines(text).strip()
    if not written:
        raise Blocked(ask)
    if len(written) > SENTENCE_LIMIT:
        raise Blocked(
            _("This has %(count)s characters; keep it under %(limit)s.")
            % {"count": f"{len(written):,}", "limit": f"{SENTENCE_LIMIT:,}"}
        )
    return written
