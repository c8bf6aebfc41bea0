"""What the page of an article shows: its text with the marks, its candidates under a tab, its run and versions."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles import queries
from claims.articles.models import Article, ArticleVersion
from claims.desk.access import person_of
from claims.desk.highlight import Span, highlight
from claims.desk.polling import poll
from claims.desk.reading_words import reading_in_words
from claims.desk.score_threshold import Threshold, kept_threshold
from claims.desk.workspace_parts import (
    ALL,
    PENDING,
    TAB_NAMES,
    TAB_OF,
    Card,
    MarkedPiece,
    Tab,
    is_faint,
    is_likely,
    lead_of,
)
from claims.desk.workspace_query import Asked, asked_in
from claims.jobs.health import nobody_works_on
from claims.matching.models import MatchSearch
from claims.matching.queries import Shown, lookup_of, matches_of
from claims.template_helpers import language_named
from claims.tracking.decisions import Cost, cost_of
from claims.tracking.enums import AnchorOutcome, CandidateState
from claims.tracking.models import Candidate, ExtractionRun
from claims.tracking.run_store import latest_run
from claims.tracking.score_threshold import is_below, is_untouched, triage_settings
from claims.tracking.shortlist import LIKELY, Outline, candidates_named, outline_of
from claims.tracking.store_candidates import carried_in_words
from claims.triage.score_threshold import may_set_threshold

CARDS = 60
READABLE = ("", "en", "und")  # what the shipped model was trained on, and what nobody could tell


class Workspace:
    """One version of an article as one person sees it under one tab; each part is read when it is first asked for."""

    def __init__(
        self, article: Article, version: ArticleVersion, viewer: User, asked: Asked, own_threshold: float | None = None
    ) -> None:
        self.article = article
        self.version = version
        self.viewer = viewer
        self.asked = asked
        self.more = asked.more
        self.own_threshold = own_threshold
        self.focus = ""

    @cached_property
    def show(self) -> str:
        """The tab: the one asked for, else what is to triage, else everything."""
        if self.asked.show in TAB_NAMES:
            return self.asked.show
        return PENDING if self.pending_count or self.below_count or not self.standing else ALL

    @cached_property
    def threshold(self) -> Threshold:
        """From which score candidates are listed."""
        return Threshold(triage_settings(), self.asked.threshold, self.own_threshold)

    @cached_property
    def below(self) -> frozenset[int]:
        """The ids of the candidates under the threshold."""
        return frozenset(row.pk for row in self.standing if is_below(row, self.threshold.value))

    @property
    def below_count(self) -> int:
        """How many there are."""
        return len(self.below)

    @property
    def shows_below(self) -> bool:
        """Whether they are shown all the same."""
        return self.asked.below or self.show == ALL

    @property
    def scored_count(self) -> int:
        """How many a threshold can hide or list."""
        return sum(is_untouched(row) for row in self.standing)

    @cached_property
    def cost(self) -> Cost:
        """What became of earlier candidates that scored this low."""
        return cost_of(self.threshold.value)

    @property
    def may_set_threshold(self) -> bool:
        """Whether this person may choose it for the newsroom."""
        return may_set_threshold(self.viewer)

    @property
    def is_current(self) -> bool:
        """Whether this is the article's newest text; older ones are read only."""
        return self.article.current_id == self.version.pk

    @property
    def may_triage(self) -> bool:
        """Whether the acts of triage are offered here."""
        return self.is_current and self.viewer.may(Right.TRIAGE)

    @property
    def may_mark(self) -> bool:
        """Whether words can be selected here to add a candidate."""
        return self.is_current and self.viewer.may(Right.MARK)

    @property
    def may_read_again(self) -> bool:
        """Whether the article can be given to the extractor again."""
        return self.is_current and self.viewer.may(Right.ARTICLES)

    @property
    def suffix(self) -> str:
        """What every address of an act carries, so that its answer shows the same tab."""
        return self._query(more=self.more, below=self.asked.below)

    @property
    def other_suffix(self) -> str:
        """The same page with those under the threshold shown, or hidden again."""
        return self._query(below=not self.asked.below)

    @property
    def more_suffix(self) -> str:
        """The same page with more of the list."""
        return self._query(more=self.next_more, below=self.asked.below)

    @property
    def marks_suffix(self) -> str:
        """The same page with every candidate marked in the text, or only the likely ones again."""
        return self._query(more=self.more, below=self.asked.below, marks=not self.asked.marks)

    def _query(self, *, show: str = "", more: int = 0, below: bool = False, marks: bool | None = None) -> str:
        parts: dict[str, str | int] = {"show": show or self.show}
        if not self.is_current:
            parts["version"] = self.version.number
        if more:
            parts["more"] = more
        if self.asked.threshold is not None:
            parts["threshold"] = f"{self.asked.threshold:.2f}"
        if below:
            parts["below"] = 1
        if self.asked.marks if marks is None else marks:
            parts["marks"] = "all"
        return f"?{urlencode(parts)}"

    @cached_property
    def address(self) -> str:
        """Where the page is."""
        return reverse("article", args=[self.article.pk])

    @cached_property
    def outline(self) -> list[Outline]:
        """Where all of the version's candidates stand, in rank order."""
        return outline_of(self.version.pk)

    @cached_property
    def standing(self) -> list[Outline]:
        """Those whose words are in this text."""
        return [row for row in self.outline if row.anchor != AnchorOutcome.LOST]

    @cached_property
    def lost_count(self) -> int:
        """How many there are whose words are not in this text."""
        return len(self.outline) - len(self.standing)

    @cached_property
    def lost(self) -> list[Candidate]:
        """Those themselves: they are listed, never moved in silence."""
        return candidates_named([row.pk for row in self.outline if row.anchor == AnchorOutcome.LOST])

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number of each candidate in the text, in the order in which they stand there."""
        in_order = sorted(self.standing, key=lambda row: (row.start, row.end, row.part))
        return {row.pk: number for number, row in enumerate(in_order, start=1)}

    @cached_property
    def tabs(self) -> list[Tab]:
        """The filters of the list."""
        counts = dict.fromkeys(TAB_NAMES, 0)
        for row in self.standing:
            if row.pk not in self.below:
                counts[TAB_OF[CandidateState(row.state)]] += 1
        counts[ALL] = len(self.standing)
        return [Tab(name, str(label), counts[name], self._query(show=name)) for name, label in TAB_NAMES.items()]

    @property
    def pending_count(self) -> int:
        """How many wait to be triaged."""
        return self.tabs[0].count

    @cached_property
    def under_tab(self) -> list[Outline]:
        """The candidates of the chosen tab: undecided ones first, those under the threshold after them."""
        rows = self.standing
        if self.show != ALL:
            rows = [row for row in rows if TAB_OF[CandidateState(row.state)] == self.show]
        if not self.shows_below:
            rows = [row for row in rows if row.pk not in self.below]
        return sorted(rows, key=lambda row: (row.state != CandidateState.PENDING, row.pk in self.below))

    @cached_property
    def cards(self) -> Sequence[Card]:
        """What the list shows: the first 60, or more where more was asked for."""
        shown = candidates_named([row.pk for row in self.under_tab[: CARDS + self.more]])
        return [Card(self.numbers[row.pk], row, row.pk in self.below) for row in shown if row.pk in self.numbers]

    @cached_property
    def matches(self) -> dict[int, list[Shown]]:
        """What the candidates of the list resemble, by candidate."""
        return matches_of([card.candidate for card in self.cards])

    @cached_property
    def lookup(self) -> MatchSearch | None:
        """How far looking for earlier checks is."""
        return lookup_of(self.version.pk)

    @property
    def is_compared_now(self) -> bool:
        """Whether candidates are about to be compared with what was checked before."""
        return self.lookup is not None and self.lookup.is_due_or_running

    @property
    def next_more(self) -> int:
        """How many more to show when the list is cut off; 0 when it is whole."""
        return self.more + CARDS if len(self.under_tab) > CARDS + self.more else 0

    @property
    def handled_count(self) -> int:
        """How many have been decided."""
        return len(self.standing) - self.pending_count - self.below_count

    @cached_property
    def first_handled(self) -> int:
        """The id of the candidate before which the decided ones begin in the whole list; 0 where none does."""
        decided = (row.pk for row in self.under_tab if row.state != CandidateState.PENDING)
        return next(decided, 0) if self.show == ALL and len(self.standing) > self.handled_count else 0

    @cached_property
    def first_below(self) -> int:
        """The id of the candidate before which those under the threshold begin; 0 where none is shown."""
        return next((row.pk for row in self.under_tab if row.pk in self.below), 0)

    @cached_property
    def waiting(self) -> list[Outline]:
        """Those to triage, best first."""
        return [row for row in self.standing if row.state == CandidateState.PENDING and row.pk not in self.below]

    @cached_property
    def likely_count(self) -> int:
        """How many of those to triage are likely worth checking."""
        return sum(is_likely(row) for row in self.waiting)

    @property
    def unlikely_count(self) -> int:
        """How many of those to triage are not."""
        return self.pending_count - self.likely_count

    @cached_property
    def faint_count(self) -> int:
        """How many are marked in the text on request only."""
        return sum(is_faint(row) for row in self.standing if self.shows_below or row.pk not in self.below)

    @cached_property
    def first_unlikely(self) -> int:
        """The id of the candidate before which the unlikely ones begin; 0 where none does."""
        if self.show not in (PENDING, ALL):
            return 0
        return next((row.pk for row in self.waiting if not is_likely(row)), 0)

    @cached_property
    def paragraphs(self) -> list[list[MarkedPiece]]:
        """The text, cut for the marks of what the list shows under any tab."""
        marked = [row for row in self.standing if self.shows_below or row.pk not in self.below]
        rows = {row.pk: row for row in marked}
        spans = [Span(row.pk, row.start, row.end) for row in marked]
        return [
            [
                MarkedPiece(
                    piece,
                    lead := lead_of([rows[key] for key in piece.covers]),
                    tuple(sorted(self.numbers[key] for key in piece.closes)),
                    lead is not None and is_faint(lead),
                )
                for piece in paragraph.pieces
            ]
            for paragraph in highlight(self.version.text, spans)
        ]

    @cached_property
    def run(self) -> ExtractionRun | None:
        """The newest reading of this version."""
        return latest_run(self.version.pk)

    @property
    def run_in_words(self) -> str:
        """What the reading came to: 52 sentences read in 1.2 s by rules-3; nothing where there was none."""
        return reading_in_words(self.run) if self.run else ""

    @property
    def foreign_language(self) -> str:
        """The name of the text's language where the model cannot read it; else nothing."""
        return "" if self.version.language in READABLE else language_named(self.version.language)

    @cached_property
    def unlikely_so_far(self) -> Cost:
        """What became of earlier candidates that were not likely worth checking."""
        return cost_of(LIKELY)

    @property
    def why_it_waits(self) -> str:
        """A sentence where nobody reads what waits to be read; else nothing."""
        return nobody_works_on(self.run) if self.run and self.run.is_live else ""

    @property
    def poll(self) -> str:
        """When the page asks again how far the reading is: often at first, less often when it takes long."""
        return poll(self.run)

    @cached_property
    def versions(self) -> list[ArticleVersion]:
        """All versions, newest first."""
        return queries.versions_of(article_id=self.article.pk)

    @cached_property
    def carried(self) -> list[str]:
        """How the anchors came into this version, where it is not the first: how many in each way."""
        rows = [row for row in self.outline if row.carried_from_id]
        counts = [(outcome, sum(row.anchor == outcome for row in rows)) for outcome in AnchorOutcome]
        return [carried_in_words(outcome, count) for outcome, count in counts if count]


def workspace(
    article_id: int, viewer: User, asked: Asked | None = None, own_threshold: float | None = None
) -> Workspace:
    """The page of an article, at its newest version unless another number is asked for; Http404 if it is not here."""
    article = queries.article(article_id=article_id)
    if article is None or article.current is None:
        raise Http404(_("There is no article at this address."))
    chosen, asked = article.current, asked or Asked()
    if asked.version and int(asked.version) != chosen.number:
        older = article.versions.filter(number=int(asked.version)).first()
        if older is None:
            raise Http404(_("The article has no version of that number."))
        chosen = older
    return Workspace(article, chosen, viewer, asked, own_threshold)


def page_of(request: HttpRequest, article_id: int) -> Workspace:
    """The workspace as this request asks for it."""
    return workspace(article_id, person_of(request), asked_in(request), kept_threshold(request))


def fresh(page: Workspace, *, more: int = 0) -> Workspace:
    """The same page again after an act, on the same tab."""
    asked = replace(page.asked, show=page.show, more=more)
    return workspace(page.article.pk, page.viewer, asked, page.own_threshold)
