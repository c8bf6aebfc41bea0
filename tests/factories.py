"""Rows for tests, as small as they can be and still true to the newsroom."""

import hashlib
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.db.models.functions import Now
from django.utils import timezone
from factory.django import DjangoModelFactory

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.articles.enums import Origin
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.tracking.enums import CandidateOrigin, ClaimState
from claims.tracking.models import Candidate, Claim, Claimant, ExtractionRun

PASSWORD = "ink-and-paper-42"

STORY = (
    "The council has cut its spending by 22 per cent since 2021, Mayor Rufus Haldane said on Monday.\n\n"
    "Ridership on the evening buses fell by 41 per cent in three years, according to the transit authority. "
    "Dana Wexcombe, who leads the opposition, disputed that.\n\n"
    "“About 2,300 households have no car,” the assessment notes. The city deserves better buses than this."
)


class PersonFactory(DjangoModelFactory):
    """A person who can sign in with PASSWORD; `roles` names the groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = factory.LazyAttribute(lambda person: person.username.title())
    email = factory.LazyAttribute(lambda person: f"{person.username}@desk.example")

    @factory.post_generation
    def roles(self, create: bool, extracted: list[Role] | None, **kwargs: Any) -> None:
        """Put the person into the groups of these roles and give the password every test person has."""
        self.set_password(PASSWORD)
        self.save(update_fields=["password"])
        self.groups.set(Group.objects.filter(name__in=[role.value for role in extracted or []]))


class OutletFactory(DjangoModelFactory):
    """A paper."""

    class Meta:
        model = Outlet

    name = factory.Sequence(lambda n: f"Port Ellery Courier {n}")
    slug = factory.Sequence(lambda n: f"courier-{n}")


class ArticleFactory(DjangoModelFactory):
    """An article with one current version; `version__text` and so on set what it says."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    outlet = factory.SubFactory(OutletFactory)
    origin = Origin.PASTED

    @factory.post_generation
    def version(self, create: bool, extracted: ArticleVersion | None, **kwargs: Any) -> None:
        """Give the article its current version."""
        self.current = extracted or VersionFactory(article=self, **kwargs)
        self.save(update_fields=["current"])


class VersionFactory(DjangoModelFactory):
    """The text of an article as it was read."""

    class Meta:
        model = ArticleVersion

    number = factory.LazyAttribute(lambda version: version.article.versions.count() + 1)
    title = factory.Sequence(lambda n: f"Haldane defends bus plan, part {n}")
    text = STORY
    # The desk stores a text once; a number keeps factory articles that share STORY apart.
    text_sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    words = factory.LazyAttribute(lambda version: len(version.text.split()))
    language = "en"
    read_at = factory.LazyFunction(timezone.now)
    source_format = "text"


class RunFactory(DjangoModelFactory):
    """A reading of a version; it finished unless its state says otherwise."""

    class Meta:
        model = ExtractionRun

    state = "done"
    extractor = "claims-en 1"
    queued_at = factory.LazyFunction(timezone.now)
    finished_at = factory.LazyAttribute(lambda run: None if run.state in ("queued", "running") else timezone.now())
    due_at = factory.LazyAttribute(lambda run: Now() if run.state in ("queued", "running") else None)
    urgent = factory.LazyAttribute(lambda run: getattr(run, "requested_by", None) is not None)


class CandidateFactory(DjangoModelFactory):
    """A pending candidate on the words `exact`, which must stand in the version's text."""

    class Meta:
        model = Candidate

    version = factory.LazyFunction(lambda: ArticleFactory().current)
    origin = CandidateOrigin.MACHINE
    exact = "The council has cut its spending by 22 per cent since 2021"
    start = factory.LazyAttribute(lambda candidate: candidate.version.text.index(candidate.exact))
    end = factory.LazyAttribute(lambda candidate: candidate.start + len(candidate.exact))
    statement = factory.LazyAttribute(lambda candidate: candidate.exact)
    score = 0.9
    signals = [{"code": "quantity", "label": "States a quantity", "weight": 1.0}]


class ClaimantFactory(DjangoModelFactory):
    """Whoever said it."""

    class Meta:
        model = Claimant

    name = factory.Sequence(lambda n: f"Rufus Haldane {n}")
    slug = factory.Sequence(lambda n: f"rufus-haldane-{n}")


class ClaimFactory(DjangoModelFactory):
    """A claim in the queue."""

    class Meta:
        model = Claim

    statement = factory.Sequence(lambda n: f"The council has cut its spending by {n + 2} per cent since 2021")
    claimant = factory.SubFactory(ClaimantFactory)
    state = ClaimState.QUEUED
    state_since = factory.LazyFunction(timezone.now)
    created_at = factory.LazyFunction(timezone.now)
    score = 0.8
