"""Writing down what was found alike: new suggestions in, old ones out, and whatever a person decided stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from claims.extraction.matching import Query
from claims.jobs import services as jobs
from claims.matching import across
from claims.matching.earlier import Found, earlier_checks
from claims.matching.enums import MatchBand, MatchState
from claims.matching.indexing import query_of
from claims.matching.material import vectors_of, words_only_because
from claims.matching.models import Match, MatchIndexEntry, MatchSearch, OutsideCheck, RepeatAlert
from claims.matching.query_text import question_of
from claims.tracking.enums import AnchorOutcome, CandidateState, ClaimState
from claims.tracking.models import Candidate, Claim

MOST_CANDIDATES: Final = 400
"""Of a very long text the best candidates are looked up, and all that a person marked."""
PER_CANDIDATE: Final = 3
PER_CLAIM: Final = 5
CLAIMS_AT_ONCE: Final = 64
ALARM_FOR: Final = timedelta(days=7)
"""An article that came in longer ago repeats nothing new."""
_PUBLISHED: Final = (ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING)

type Finds = Mapping[int, Sequence[Found]]


@dataclass(frozen=True)
class LookedUp:
    """What each candidate resembles, the joined vectors of their questions, and why it may be less than there is."""

    finds: Finds
    vectors: bytes = b""
    across_vectors: bytes = b""
    remark: str = ""


def find(lookup: MatchSearch) -> LookedUp:
    """What each pending candidate of the version resembles, best first; nothing is written."""
    rows = list(
        Candidate.objects.filter(version_id=lookup.version_id, state=CandidateState.PENDING)
        .exclude(anchor=AnchorOutcome.LOST)
        .order_by(F("score").desc(nulls_first=True), "start", "pk")
        .values_list("pk", "statement", "cue")[:MOST_CANDIDATES]
    )
    questions = [(pk, question_of(statement, cue)) for pk, statement, cue in rows]
    earlier = earlier_checks()
    earlier.refresh()
    language = lookup.version.language[:2].lower()
    vectors = vectors_of([[question] for _, question in questions])
    shared = across.vectors_of_questions([question for _, question in questions], language)
    queries = [
        Query(question, vector=own, language=language, across=other)
        for (_, question), own, other in zip(questions, vectors, shared, strict=True)
    ]
    found = earlier.nearest(queries, top=PER_CANDIDATE)
    return LookedUp(
        {pk: near for (pk, _), near in zip(questions, found, strict=True)},
        b"".join(vectors),
        b"".join(shared),
        words_only_because() or across.left_out_because(language, earlier.languages),
    )


def store(lookup: MatchSearch, looked_up: LookedUp) -> list[RepeatAlert]:
    """Write what was found for a version's candidates, inside the caller's transaction, and end the look-up.

    Returns the repetitions of published claims that nobody was told of yet; what was decided meanwhile is left alone.
    Candidates are locked before the search, as those do who decide on a candidate.
    """
    candidates = list(
        Candidate.objects.select_for_update(of=("self",))
        .filter(pk__in=list(looked_up.finds), state=CandidateState.PENDING)
        .order_by("pk")
    )
    held = jobs.lock_leased(lookup)
    finds = _existing({row.pk: looked_up.finds[row.pk] for row in candidates})
    _replace("candidate_id", finds, carried={row.pk: row.carried_from_id for row in candidates})
    jobs.finish(
        lookup,
        again_at=Now() if held.asked != lookup.asked else None,
        done_at=timezone.now(),
        remark=looked_up.remark,
        vectors=looked_up.vectors,
        across_vectors=looked_up.across_vectors,
    )
    return _repeats(lookup, finds)


def relate(claim_ids: Iterable[int]) -> None:
    """Write down what each of these claims resembles, each in a transaction of its own."""
    rows = MatchIndexEntry.objects.filter(claim_id__in=list(claim_ids), indexed_at__isnull=False).order_by("claim_id")
    for some in batched(rows, CLAIMS_AT_ONCE):
        numbers = [row.claim_id or 0 for row in some]
        nearest = earlier_checks().nearest([query_of(row) for row in some], top=PER_CLAIM, below=numbers)
        for number, found in zip(numbers, nearest, strict=True):
            with transaction.atomic():
                for claim in Claim.objects.select_for_update(of=("self",)).filter(pk=number):
                    _replace("later_id", _existing({claim.pk: found}), carried={})


def _existing(finds: Finds) -> Finds:
    """Without what is no longer in the database although this process still has it in its index."""
    keys = {found.key for group in finds.values() for found in group}
    claims = Claim.objects.filter(pk__in=_numbers(keys, "c")).values_list("pk", flat=True)
    outside = OutsideCheck.objects.filter(pk__in=_numbers(keys, "o")).values_list("pk", flat=True)
    there = {f"c{pk}" for pk in claims} | {f"o{pk}" for pk in outside}
    return {of: [found for found in group if found.key in there] for of, group in finds.items()}


def _replace(of: str, finds: Finds, *, carried: Mapping[int, int | None]) -> None:
    """Bring the suggestions of some candidates or claims up to date; decided matches stay as they are."""
    now = timezone.now()
    standing: dict[tuple[int, str], Match] = {}
    for match in Match.objects.filter(**{f"{of}__in": list(finds)}).order_by("pk").select_for_update(of=("self",)):
        standing[(getattr(match, of), match.target_key)] = match
    decided = _decided_before(carried)
    wanted = {(owner, found.key): found for owner, group in finds.items() for found in group}
    gone = [
        match.pk for place, match in standing.items() if place not in wanted and match.state == MatchState.SUGGESTED
    ]
    Match.objects.filter(pk__in=gone).delete()
    new: list[Match] = []
    for place, found in wanted.items():
        owner, key = place
        if place not in standing:
            new.append(_match(of, owner, found, now, decided.get((carried.get(owner), key))))
        elif standing[place].state == MatchState.SUGGESTED:
            Match.objects.filter(pk=standing[place].pk).update(score=found.score, band=found.band)
    Match.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def _match(of: str, owner: int, found: Found, now: datetime, before: Match | None) -> Match:
    match = Match(score=found.score, band=found.band, suggested_at=now)
    setattr(match, of, owner)
    setattr(match, "claim_id" if found.key[0] == "c" else "outside_id", int(found.key[1:]))
    if before is not None:
        match.state, match.decided_by_id, match.decided_at = before.state, before.decided_by_id, before.decided_at
    return match


def _decided_before(carried: Mapping[int, int | None]) -> dict[tuple[int | None, str], Match]:
    """What people said of the same candidates in the article's version before; a rejected match stays rejected."""
    sources = [pk for pk in carried.values() if pk]
    if not sources:
        return {}
    stays = Q(state=MatchState.REJECTED) | Q(state=MatchState.CONFIRMED, outside__isnull=False)
    return {
        (match.candidate_id, match.target_key): match for match in Match.objects.filter(stays, candidate__in=sources)
    }


def _repeats(lookup: MatchSearch, finds: Finds) -> list[RepeatAlert]:
    article = lookup.version.article
    if article.current_id != lookup.version_id or article.added_at < timezone.now() - ALARM_FOR:
        return []
    likely = {found.key for group in finds.values() for found in group if found.band == MatchBand.LIKELY}
    published = (
        Claim.objects.filter(pk__in=_numbers(likely, "c"), state__in=_PUBLISHED)
        .exclude(appearances__version__article=article)
        .order_by("pk")
    )
    repeats = []
    for claim in published:
        repeat, made = RepeatAlert.objects.get_or_create(
            article=article, claim=claim, defaults={"told_at": timezone.now()}
        )
        repeats += [repeat] if made else []
    return repeats


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    return [int(key[1:]) for key in keys if key[0] == kind]
