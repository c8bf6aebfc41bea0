"""Which first verdicts are kept from whom, so that a second person can judge the claim by its evidence alone.

A claim is drawn when its review begins. From then on the first verdict is open to those who write it and to nobody
else, until a second person has given a verdict of their own or somebody opens the seal with a written reason.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.audit.services import record
from claims.errors import NotAllowed
from claims.tracking.models import Assignment, Claim
from claims.verdicts.models import Contribution, RatingScale, SecondVerdict, SecondVerdictDraw, SecondVerdictRule

PARTS = 10_000
"""The draw's number is below this, so that a share in a hundred is cut exactly."""


def draw(claim: Claim) -> SecondVerdictDraw | None:
    """Draw a claim whose review has just begun, in the caller's transaction; once, and only where a rule fits.

    The number is taken from the hash of the event by which the review began: nobody can know it before or choose it
    afterwards, and anybody can compute it again from the record.
    """
    if draw_of(claim) is not None:
        return None
    share = share_for(claim)
    if share is None:
        return None
    seed = AuditEvent.objects.about("claim").filter(object_id=claim.pk).order_by("-sequence").first()
    if seed is None:
        raise RuntimeError("A claim was drawn before its review began.")
    number = number_from(seed.hash)
    is_sealed = number < share * 100
    event = record(
        actor=None,
        action="second_verdict_drawn",
        target=claim,
        data={"share": share, "seed": seed.hash, "number": number, "sealed": is_sealed},
    )
    return SecondVerdictDraw.objects.create(
        claim=claim,
        share=share,
        seed=seed.hash,
        number=number,
        is_sealed=is_sealed,
        drawn_event=event.pk,
        drawn_at=timezone.now(),
    )


def number_from(seed: str) -> int:
    """The number from 0 to 9999 that a hash (hexadecimal) stands for."""
    return int(seed, 16) % PARTS


def share_for(claim: Claim) -> int | None:
    """Of how many in a hundred claims like this one a second verdict is asked; None where no rule fits.

    The narrowest rule counts: scale and topic, then topic, then scale, then every claim. Of several topics, the one
    with the largest share.
    """
    rules = list(SecondVerdictRule.objects.all())
    if not rules:
        return None
    scale = RatingScale.objects.filter(is_active=True).values_list("pk", flat=True).first()
    topics = set(claim.topics.values_list("pk", flat=True))
    fitting = [
        ((rule.topic_id is not None) * 2 + (rule.scale_id is not None), rule.share)
        for rule in rules
        if (rule.topic_id is None or rule.topic_id in topics) and rule.scale_id in (None, scale)
    ]
    return max(fitting)[1] if fitting else None


def draw_of(claim: Claim) -> SecondVerdictDraw | None:
    """How the claim was drawn, if it was; no query where the caller has read it with the claim."""
    return getattr(claim, "second_draw", None)


def second_verdict_of(claim: Claim | int) -> SecondVerdict | None:
    """What the second person found, with the people and ratings: one query."""
    people = SecondVerdict.objects.select_related(
        "first", "rating", "settled", "given_by", "settled_by", "asked_third", "revision"
    )
    return people.filter(claim=claim).first()


def is_sealed(claim: Claim, person: User) -> bool:
    """Whether the first verdict on this claim is kept from this person now."""
    drawn = draw_of(claim)
    return drawn is not None and drawn.holds and not knows_it(claim, person)


def knows_it(claim: Claim | int, person: User) -> bool:
    """Whether the person had a hand in the first verdict, or the claim in hand: they cannot be the second one."""
    wrote = Contribution.objects.filter(claim=claim, person=person)
    return wrote.exists() or Assignment.objects.filter(claim=claim, reviewer=person).exists()


def kept_marks(claim: Claim, person: User) -> list[int]:
    """The first event of the claim's record that is kept from this person, where any is."""
    drawn = draw_of(claim)
    return [drawn.drawn_event + 1] if drawn is not None and is_sealed(claim, person) else []


def sealed_for(person: User) -> QuerySet[SecondVerdictDraw]:
    """The draws of all claims whose first verdict is kept from this person now."""
    return SecondVerdictDraw.objects.filter(
        ~Exists(Contribution.objects.filter(claim=OuterRef("claim_id"), person=person)),
        ~Exists(Assignment.objects.filter(claim=OuterRef("claim_id"), reviewer=person)),
        is_sealed=True,
        opened_at__isnull=True,
    )


def sealed_claims(person: User) -> frozenset[int]:
    """The ids of these claims: one query."""
    return frozenset(sealed_for(person).values_list("claim_id", flat=True))


def kept_from(person: User, claim: str = "claim") -> Q:
    """The condition on rows of claims that are kept from this person; `claim` is the field that leads to the claim."""
    return Q(**{f"{claim}__in": sealed_for(person).values("claim_id")})


def events_kept_from(person: User) -> Q:
    """The condition on events of the record that tell of a sealed verdict: all that happened since the draw."""
    drawn = sealed_for(person).filter(claim_id=OuterRef("object_id"), drawn_event__lt=OuterRef("pk"))
    return Q(object_type="claim") & Q(Exists(drawn))


def readable(events: Iterable[AuditEvent], person: User) -> set[int]:
    """The ids of those events that this person may read: one query, none where there are no events."""
    given = list(events)
    if not given:
        return set()
    claims = {event.object_id for event in given if event.object_type == "claim"}
    drawn = dict(sealed_for(person).filter(claim_id__in=claims).values_list("claim_id", "drawn_event"))
    return {
        event.pk for event in given if event.object_type != "claim" or event.pk <= drawn.get(event.object_id, event.pk)
    }


def sentence(claim: Claim) -> str:
    """What somebody is told from whom the first verdict is kept."""
    return _(
        "%(number)s was drawn for a sealed second verdict. What its authors write is kept from everybody else until a"
        " second person has given a verdict of their own."
    ) % {"number": claim.number}


def ask(claim: Claim, person: User) -> None:
    """Refuse with NotAllowed whatever would show the first verdict to somebody from whom it is kept."""
    if is_sealed(claim, person):
        raise NotAllowed(sentence(claim))
