"""What is like a claim, for its page: earlier checks, repeats, and how those of followed newsrooms stand there now."""

from collections.abc import Sequence
from functools import cached_property

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.followed.models import TakenCheck
from claims.followed.queries import contradicts, taken_as
from claims.matching.queries import Likenesses, Shown, likenesses_of
from claims.tracking.models import Claim
from claims.verdicts.models import Publication


class Alike:
    """What was checked earlier that is like a claim; `quotes` are the ids of its candidates."""

    def __init__(self, claim: Claim, quotes: Sequence[int], viewer: User) -> None:
        self._claim, self._quotes, self._viewer = claim, quotes, viewer

    @cached_property
    def likenesses(self) -> Likenesses:
        """The matches, and where it may be repeated."""
        return likenesses_of(self._claim, self._quotes)

    @property
    def may_decide(self) -> bool:
        """Whether this person says which of these are the same."""
        return self._viewer.may(Right.REVIEW)

    @cached_property
    def taken(self) -> dict[int, TakenCheck]:
        """How each check of a followed newsroom stands there now, by its id; no query where there is none."""
        found = (shown.match.outside_id for shown in self.likenesses.earlier)
        return taken_as([outside for outside in found if outside])

    def contradicts(self, shown: Shown) -> bool:
        """Whether it is rated far otherwise there than readers see it rated here."""
        return contradicts(self._published_tone, shown.tone)

    @cached_property
    def _published_tone(self) -> int | None:
        # What readers see: a draft's rating may be sealed from whoever looks at this page.
        current = Publication.objects.filter(claim=self._claim, is_current=True).only("card").first()
        return (current.card["rating"] or {}).get("tone") if current else None
