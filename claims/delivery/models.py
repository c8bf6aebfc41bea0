"""What people are told, in the app and by e-mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from claims.articles.models import Article
from claims.delivery.account_models import AccountLetter, LetterKind
from claims.delivery.alerts.models import Alert, AlertLetter, AlertRound
from claims.delivery.briefs.models import MorningBrief
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.seal_models import SealReceiver
from claims.delivery.webhook_models import Delivery, DeliveryAttempt, WebhookEndpoint
from claims.jobs.models import Job, Queue
from claims.kept_sentences import SentenceField
from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim

__all__ = [
    "AccountLetter",
    "Alert",
    "AlertLetter",
    "AlertRound",
    "Delivery",
    "DeliveryAttempt",
    "Email",
    "LetterKind",
    "MorningBrief",
    "Notification",
    "NotificationPreference",
    "SealReceiver",
    "WebhookEndpoint",
]

PERSON = settings.AUTH_USER_MODEL


class Notification(models.Model):
    """One thing one person is told about one claim, or about an article."""

    recipient = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=15, choices=NotificationKind)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    text = SentenceField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    email = models.CharField(max_length=8, choices=EmailChoice, default=EmailChoice.NEVER)
    emailed_at = models.DateTimeField(null=True, blank=True)
    sent_in = models.ForeignKey(
        "Email", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="notifications"
    )

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "read_at", "-id"], name="notification_unread"),
            models.Index(fields=["email", "emailed_at"], name="notification_to_send"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(claim__isnull=False, article__isnull=True)
                | models.Q(claim__isnull=True, article__isnull=False),
                name="notification_about_one",
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Who did what: “Hana Whitlock assigned you FC-0007, due 4 March”; what the software says stands by itself."""
        return _("%(who)s %(did)s") % {"who": self.actor, "did": self.text} if self.actor else self.text

    @property
    def claim_words(self) -> str:
        """The wording of the claim it is about; empty for an article, which the sentence names."""
        return self.claim.statement if self.claim else ""

    @property
    def page(self) -> tuple[str, ...]:
        """The name of the desk's page where it is dealt with, and the number of the claim or the article it is of."""
        if self.article_id:
            return ("article", str(self.article_id))
        lists = {NotificationKind.SOURCE_LOST.value: "watch", NotificationKind.EXPLAINER.value: "explainers"}
        return (lists[self.kind],) if self.kind in lists else ("claim", str(self.claim_id))


class Email(Job):
    """One e-mail to one person about one notification, or about a day's; gone once it is on its way."""

    queue = Queue.NOW
    waits = (*(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30)), *[timedelta(hours=1)] * 71)
    """A mail server may be away for three days."""
    # One message at a time, so that a mail server that does not answer leaves a worker for everything else.
    in_flight = 25

    recipient = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    is_digest = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name = "e-mail"

    def __str__(self) -> str:
        return _("E-mail %(pk)s to %(recipient)s") % {"pk": self.pk, "recipient": self.recipient}


class NotificationPreference(models.Model):
    """A person's choice of e-mail for one kind of notification."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=15, choices=NotificationKind)
    email = models.CharField(max_length=8, choices=EmailChoice)

    class Meta:
        ordering = ["person", "kind"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notification_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.email}"
