"""The person who signs in, and the tokens she gives to her programs."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.accounts.author_models import AuthorPage
from claims.accounts.invitation_models import Invitation, InvitationQuerySet
from claims.accounts.role_models import RoleRequest, RoleRequestQuerySet
from claims.accounts.roles import RIGHT_NAMES, RIGHTS, Right, Role
from claims.accounts.session_models import Session
from claims.accounts.sign_in_models import Attempts, SecurityEvent, SecurityEventKind
from claims.accounts.tokens import Scope

__all__ = [
    "Attempts",
    "AuthorPage",
    "Invitation",
    "InvitationQuerySet",
    "PersonQuerySet",
    "PersonalAccessToken",
    "RoleRequest",
    "RoleRequestQuerySet",
    "SecurityEvent",
    "SecurityEventKind",
    "Session",
    "User",
]


def initials_of(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class PersonQuerySet(models.QuerySet["User"]):
    """Words for groups of people."""

    def active(self) -> "PersonQuerySet":
        """People who can sign in."""
        return self.filter(is_active=True, removed_at__isnull=True)

    def holding(self, right: Right) -> "PersonQuerySet":
        """Active people whose roles give them this right."""
        roles = [role.value for role in Role if right in RIGHTS[role]]
        return self.active().filter(groups__name__in=roles).distinct()

    def named(self, name: str) -> "User | None":
        """The person with this user name, or with this e-mail address in any case."""
        if "@" in name:
            found: User | None = self.filter(email__iexact=name).first()
            return found or self.filter(username=name).first()
        return self.filter(username=name).first()


class PersonManager(UserManager["User"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """The manager that creates people with hashed passwords and knows the queryset's words."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **more: Any
    ) -> "User":
        """What `manage.py createsuperuser` makes: an admin of the desk, so that the first person can begin."""
        person: User = super().create_superuser(username, email, password, **more)
        person.groups.add(Group.objects.using(self.db).get_or_create(name=Role.ADMIN.value)[0])
        return person


class User(AbstractUser):
    """A person of the newsroom; the name readers and colleagues see is `display_name`.

    From the hour `quiet_from` until the hour `quiet_until` of the person's own day no notification leaves by e-mail.
    """

    display_name = models.CharField("name", max_length=120)
    max_open = models.PositiveSmallIntegerField(
        _("claims at once"), default=6, help_text=_("How many open claims this person takes on at once.")
    )
    language = models.CharField(
        max_length=12, blank=True, help_text=_("Of the desk and of e-mails; empty: as the browser asks for.")
    )
    reads = models.JSONField(
        _("languages read"),
        default=list,
        blank=True,
        help_text=_("In which languages this person can judge a translation, by their codes."),
    )
    time_zone = models.CharField(
        max_length=64, blank=True, help_text=_("Such as Europe/Lisbon; empty: the newsroom's.")
    )
    away_until = models.DateField(
        null=True, blank=True, help_text=_("The last day on which this person takes on nothing new.")
    )
    own_initials = models.CharField(_("initials"), max_length=3, blank=True)
    picture = models.FileField(upload_to="people/", blank=True, editable=False)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "person"
        verbose_name_plural = "people"
        permissions = [(right.value, RIGHT_NAMES[right]) for right in Right]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_unique",
                condition=~models.Q(email=""),
                violation_error_message=_("Somebody else here uses this e-mail address already."),
            ),
            models.CheckConstraint(
                name="person_quiet_hours",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__lte=23, quiet_until__lte=23) & ~models.Q(quiet_from=models.F("quiet_until")),
            ),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rights: frozenset[Right] | None = None
        self._role_names: list[str] | None = None

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The name shown everywhere."""
        return str(self)

    def get_short_name(self) -> str:
        """The first word of the name."""
        return str(self).split()[0]

    @property
    def initials(self) -> str:
        """The letters of the avatar: one's own choice, else those of the name."""
        return self.own_initials or initials_of(str(self))

    @property
    def is_away(self) -> bool:
        """Whether this person said to be away today."""
        return self.away_until is not None and self.away_until >= timezone.localdate()

    @property
    def roles(self) -> list[str]:
        """The names of the roles this person holds."""
        if self._role_names is None:
            # Groups that were prefetched answer without a query.
            self._role_names = [group.name for group in self.groups.all()]
        return self._role_names

    def may(self, right: Right) -> bool:
        """Whether any of this person's roles gives the right; superuser status gives none by itself."""
        if not self.is_active or self.removed_at is not None:
            return False
        if self._rights is None:
            held = [RIGHTS[Role(name)] for name in self.roles if name in set(Role)]
            self._rights = frozenset().union(*held)
        return right in self._rights


class PersonalAccessToken(models.Model):
    """A key a person gives to a program of hers; the secret itself is shown once and only its hash is kept."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_live(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and not self.is_expired

    def allows(self, scope: Scope) -> bool:
        """Whether it was made for this."""
        return scope.value in self.scopes
