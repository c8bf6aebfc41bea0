"""The five roles of the desk and the rights each holds; stored as Django groups and permissions."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.words import Words


class Right(StrEnum):
    """One thing a person may do; the value is the codename of a permission on the user model."""

    READ = "read_desk"
    REVIEW = "review_claims"
    COMMENT = "comment_on_claims"
    MARK = "mark_candidates"
    TRIAGE = "triage_candidates"
    ASSIGN = "assign_claims"
    ARTICLES = "manage_articles"
    APPROVE = "approve_verdicts"
    PUBLISH = "publish_verdicts"
    PEOPLE = "manage_people"
    SETTINGS = "manage_settings"


class Role(StrEnum):
    """A group a person may belong to; a person may hold several."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMIN = "admin"


RIGHT_NAMES: Mapping[Right, Words] = MappingProxyType(
    {
        Right.READ: _("Can read the desk"),
        Right.REVIEW: _("Can pick up claims, gather evidence and write verdicts"),
        Right.COMMENT: _("Can comment on claims"),
        Right.MARK: _("Can mark candidates by hand"),
        Right.TRIAGE: _("Can triage candidates"),
        Right.ASSIGN: _("Can assign, close and reopen claims"),
        Right.ARTICLES: _("Can add and change articles, outlets and feeds"),
        Right.APPROVE: _("Can approve verdicts and ask for changes"),
        Right.PUBLISH: _("Can publish, correct and retract verdicts"),
        Right.PEOPLE: _("Can manage people and their roles"),
        Right.SETTINGS: _("Can manage rating scales and settings"),
    }
)

ROLE_NAMES: Mapping[Role, Words] = MappingProxyType(
    {
        Role.VIEWER: pgettext_lazy("a role", "Viewer"),
        Role.REVIEWER: pgettext_lazy("a role", "Reviewer"),
        Role.EDITOR: pgettext_lazy("a role", "Editor"),
        Role.APPROVER: pgettext_lazy("a role", "Approver"),
        Role.ADMIN: pgettext_lazy("a role", "Admin"),
    }
)

ROLE_WORDS: Mapping[Role, Words] = MappingProxyType(
    {
        Role.VIEWER: _("Reads everything on the desk and changes nothing."),
        Role.REVIEWER: _("Checks claims: gathers evidence and writes verdicts."),
        Role.EDITOR: _("Also adds articles, decides what is checked, and gives claims to people."),
        Role.APPROVER: _("Also judges the verdicts of others as the second person, publishes and corrects."),
        Role.ADMIN: _("Looks after people, rating scales and settings; checks nothing without another role."),
    }
)
"""What somebody with the role does, in one sentence for whoever gives it."""

_REVIEWER = frozenset({Right.READ, Right.REVIEW, Right.COMMENT, Right.MARK})
_EDITOR = _REVIEWER | {Right.TRIAGE, Right.ASSIGN, Right.ARTICLES}
_APPROVER = _EDITOR | {Right.APPROVE, Right.PUBLISH}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({Right.READ}),
        Role.REVIEWER: _REVIEWER,
        Role.EDITOR: _EDITOR,
        Role.APPROVER: _APPROVER,
        Role.ADMIN: frozenset({Right.READ, Right.PEOPLE, Right.SETTINGS}),
    }
)


def sync_groups(sender: AppConfig, using: str = "default", **kwargs: object) -> None:
    """Create the permissions and the five groups, and give each group exactly its rights."""
    content_type_model = apps.get_model("contenttypes", "ContentType")
    permission_model = apps.get_model("auth", "Permission")
    group_model = apps.get_model("auth", "Group")
    content_type, __ = content_type_model.objects.using(using).get_or_create(app_label="accounts", model="user")
    permissions = {
        right: permission_model.objects.using(using).get_or_create(
            content_type=content_type, codename=right.value, defaults={"name": str(RIGHT_NAMES[right])}
        )[0]
        for right in Right
    }
    for role in Role:
        group, __ = group_model.objects.using(using).get_or_create(name=role.value)
        group.permissions.set([permissions[right] for right in RIGHTS[role]])
