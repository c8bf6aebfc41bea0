"""Outlets, their articles, the immutable versions of an article's text, and the feeds articles come from."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.articles.enums import Origin, PollOutcome, Standing
from claims.encryption import EncryptedTextField
from claims.jobs.models import Job, Queue
from claims.kept_sentences import SentenceField
from claims.restrictions.hidden import Visible
from claims.searching.fields import WordsField


class Outlet(models.Model):
    """Whoever publishes articles: a paper, a station, a press office."""

    name = models.CharField(max_length=160, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    homepage = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """One piece at one address or pasted once; its words are in its versions."""

    outlet = models.ForeignKey(Outlet, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    url = models.URLField("address", max_length=2000, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True, editable=False)
    origin = models.CharField(max_length=12, choices=Origin)
    language = models.CharField(
        max_length=8, blank=True, help_text=gettext_lazy("Set by a person; empty: as it is told from the text.")
    )
    current = models.OneToOneField(
        "ArticleVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_url"],
                condition=~Q(canonical_url=""),
                name="article_address_unique",
                violation_error_message=gettext_lazy("An article with this address is here already."),
            )
        ]

    def __str__(self) -> str:
        return self.current.title if self.current else _("Article %(pk)s") % {"pk": self.pk}


class ArticleWords(models.Model):
    """What an article is found by; kept by `claims.articles.search`."""

    article = models.OneToOneField(
        Article, primary_key=True, db_column="rowid", on_delete=models.DO_NOTHING, related_name="search"
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "articles_article_search"
        default_permissions = ()

    def __str__(self) -> str:
        return _("Words of article %(pk)s") % {"pk": self.pk}


class ArticleVersion(models.Model):
    """The story as it stood when it was read: normalised text (NFC, LF) that never changes."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    deck = models.TextField(blank=True)
    byline = models.CharField(max_length=300, blank=True)
    author_note = models.TextField(blank=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, db_index=True)
    words = models.PositiveIntegerField()
    language = models.CharField(max_length=8, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_is_day = models.BooleanField(
        default=False,
        help_text=gettext_lazy("Whether only the day of publication is known; the moment is then its midnight in UTC."),
    )
    read_at = models.DateTimeField()
    source_format = models.CharField(max_length=12)
    source_url = models.URLField(max_length=2000, blank=True)
    report = models.JSONField(
        default=dict, blank=True, help_text=gettext_lazy("What reading left out, and what is doubtful of it.")
    )
    standing = models.CharField(
        max_length=10,
        choices=Standing,
        default=Standing.TAKEN,
        help_text=gettext_lazy("A doubtful one is read for claims once an editor says so."),
    )
    cues = models.JSONField(
        default=list,
        blank=True,
        help_text=gettext_lazy("Places in the text of a recording, each with its second: [[0, 12], ...]."),
    )

    objects = Visible()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_number"),
            models.UniqueConstraint(
                fields=["text_sha256"],
                condition=Q(number=1),
                name="article_text_once",
                violation_error_message=gettext_lazy("An article with this text is here already."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="article_version_has_text"),
        ]
        indexes = [models.Index(fields=["standing"], condition=~Q(standing="taken"), name="article_version_standing")]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    @property
    def published(self) -> date | None:
        """The moment of publication, or the day where no more is known; a day is the same in every time zone."""
        if self.published_at is None or not self.published_is_day:
            return self.published_at
        return self.published_at.astimezone(UTC).date()


class Feed(Job):
    """An RSS, Atom or JSON feed the desk follows: work that comes again and again, at `due_at` next."""

    queue = Queue.WEB
    # One message at a time, so that no site is hurried by two workers.
    per_message = 20
    in_flight = 20
    resend_after = timedelta(minutes=10)
    lease_for = timedelta(minutes=2)
    waits = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
    when_parked = {"is_active": False, "failing_since": Coalesce("failing_since", Now())}
    when_retried = {"is_active": True, "failing_since": None, "failures": 0}

    url = models.URLField("address", max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    outlet = models.ForeignKey(Outlet, null=True, blank=True, on_delete=models.PROTECT, related_name="feeds")
    is_active = models.BooleanField("followed", default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(error="", failing_since__isnull=True) | (~Q(error="") & Q(failing_since__isnull=False)),
                name="feed_failing_has_why_and_since",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def next_poll_at(self) -> datetime | None:
        """When it is asked next; None while the desk does not follow it."""
        return self.due_at


class FeedPoll(models.Model):
    """One time a feed was asked, and what came of it."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="polls")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=PollOutcome)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    error = SentenceField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.feed_id} at {self.at:%d %b %Y %H:%M}: {self.outcome}"


class FeedEntry(models.Model):
    """What the desk knows of one entry of a feed, so that only new and changed ones are read."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, help_text=gettext_lazy("SHA-256 of the entry's own id, or of its address."))
    mark = models.CharField(max_length=64, help_text=gettext_lazy("SHA-256 of its title, date and text."))
    url = models.URLField(max_length=2000, blank=True)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    error = SentenceField(blank=True)
    seen_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = gettext_lazy("feed entries")
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="feed_entry_once")]

    def __str__(self) -> str:
        return self.url or self.key


class ArticleHook(models.Model):
    """An address of the desk's that takes articles from another system, signed with a secret the two share."""

    name = models.CharField(max_length=80)
    secret = EncryptedTextField(editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="article_hooks",
        help_text=gettext_lazy("In whose name articles come in, and by whose rights."),
    )
    outlet = models.ForeignKey(Outlet, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class HookMessage(models.Model):
    """One message that came to a hook and what was made of it; the last hundred are kept."""

    hook = models.ForeignKey(ArticleHook, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    taken = models.BooleanField(help_text=gettext_lazy("Whether it led to an article."))
    message = SentenceField()
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = Visible()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.hook_id} at {self.at:%d %b %Y %H:%M}"
