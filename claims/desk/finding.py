"""One search over all the desk keeps: claims in any state, articles, people, published checks, and where to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article
from claims.articles.queries import articles_page
from claims.searching.near_words import suggestion
from claims.tracking.filters import TEXT_LIMIT, QueueFilters, Sort
from claims.tracking.queue import QueuePage, QueueRow, rows_for_queue
from claims.tracking.search import CLAIMS, number_in
from claims.verdicts.models import Publication
from claims.verdicts.published import Filters, checks, choose
from claims.verdicts.search import PUBLICATIONS

FEW = 6
"""So many of each kind while somebody types."""
MANY = 25

COMMANDS: Sequence[tuple[Promise, str, Right]] = (
    (_("Go to the desk"), "desk", Right.READ),
    (_("See what happened since you left"), "brief", Right.READ),
    (_("Go to the queue"), "queue", Right.READ),
    (_("Go to the articles"), "articles", Right.READ),
    (_("See what is published"), "published", Right.READ),
    (_("Look over a draft before it is printed"), "before-print", Right.READ),
    (_("Add an article"), "article-add", Right.ARTICLES),
    (_("Read feeds"), "feeds", Right.READ),
    (_("Import from a file"), "imports", Right.TRIAGE),
    (_("Look at what readers sent"), "tips", Right.TRIAGE),
    (_("See who has room"), "people", Right.READ),
    (_("Read the reports"), "reports", Right.READ),
    (_("See whom you check, and with which verdict"), "fairness", Right.READ),
    (_("Read the notifications"), "notifications", Right.READ),
    (_("Open your account"), "account", Right.READ),
    (_("List all keys"), "keys", Right.READ),
)


@dataclass(frozen=True)
class Command:
    """Something a person can go to or do, in words."""

    label: str
    address: str


class Found:
    """What one person's words find; each kind is read when it is first asked for."""

    def __init__(self, words: str, viewer: User, size: int = MANY) -> None:
        self.words = " ".join(words.replace("\x00", "").split())[:TEXT_LIMIT]
        self.viewer = viewer
        self.size = size

    @cached_property
    def filters(self) -> QueueFilters:
        """The same words in the queue, over every state; a bare figure is a claim's number there."""
        number = number_in(f"fc-{self.words}") if self.words.isdecimal() and self.words.isascii() else None
        words = self.words if number is None else f"FC-{number}"
        return QueueFilters(all_states=True, text=words, sort=Sort.NEWEST)

    @cached_property
    def claims(self) -> QueuePage[QueueRow] | None:
        """Claims in any state, the newest first."""
        return rows_for_queue(self.filters, self.viewer, size=self.size) if self.words else None

    @cached_property
    def articles(self) -> list[Article]:
        """Articles, the newest first."""
        return articles_page(query=self.words, size=self.size).rows if self.words else []

    @cached_property
    def people(self) -> list[User]:
        """Colleagues by name."""
        if not self.words:
            return []
        named = Q(display_name__icontains=self.words) | Q(username__icontains=self.words)
        return list(User.objects.active().filter(named).order_by("display_name", "pk")[: self.size])

    @cached_property
    def checks(self) -> list[Publication]:
        """What readers can find, the newest first."""
        return checks(choose(Filters(self.words)), limit=self.size) if self.words else []

    @cached_property
    def commands(self) -> list[Command]:
        """What the person can go to or do whose name holds every word; without words, all of it."""
        asked = self.words.lower().split()
        offered = [(str(label), name) for label, name, right in COMMANDS if self.viewer.may(right)]
        return [
            Command(label, reverse(name)) for label, name in offered if all(word in label.lower() for word in asked)
        ]

    @cached_property
    def meant(self) -> str:
        """The nearest spelling that finds something, where these words find nothing."""
        if not self.is_nothing or self.size == FEW:
            return ""
        words = suggestion(self.words, CLAIMS, PUBLICATIONS)
        return words if words and not Found(words, self.viewer, FEW).is_nothing else ""

    @property
    def is_nothing(self) -> bool:
        """Whether the words find nothing of any kind."""
        claims = self.claims.rows if self.claims else []
        return not (claims or self.articles or self.people or self.checks or self.commands)
