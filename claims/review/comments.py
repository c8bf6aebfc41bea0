"""Remarks on a claim among colleagues: threads, answers, mentions; readers never see them."""

import datetime
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.errors import Blocked, NotAllowed, WrongState
from claims.sentences import say
from claims.tracking.models import Claim, Comment
from claims.verdicts import seals
from claims.workflow.perform import locked_claim

BODY_LIMIT = 5000
MENTIONS_LIMIT = 20
# Somebody who presses twice means one remark.
TWICE_WITHIN = datetime.timedelta(seconds=30)

_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]{1,150})")


def add(*, claim_id: int, body: str, actor: User, parent_id: int | None = None) -> Comment:
    """Say something about a claim, or answer a thread, which opens it again where it was settled.

    Everybody mentioned as @username is told, and so is whoever is answered. The same words sent twice within half a
    minute are one remark.
    """
    _ask_who(actor)
    body = body.replace("\x00", "").replace("\r\n", "\n").strip()
    if not body:
        raise Blocked(_("Write something first."))
    if len(body) > BODY_LIMIT:
        raise Blocked(
            _("The comment has %(count)s characters; keep it under %(body_limit)s.")
            % {"count": len(body), "body_limit": BODY_LIMIT}
        )
    with transaction.atomic():
        claim = locked_claim(claim_id)
        seals.ask(claim, actor)
        root = _root(claim, parent_id)
        now = timezone.now()
        twin = Comment.objects.filter(
            claim=claim, author=actor, parent=root, body=body, created_at__gte=now - TWICE_WITHIN
        ).first()
        if twin:
            return twin
        comment = Comment.objects.create(claim=claim, author=actor, parent=root, body=body, created_at=now)
        if root and root.resolved_at:
            _settle(root, None, actor)
        mentioned = _mentioned(body, actor)
        record(
            actor=actor,
            action="comment_added",
            target=claim,
            data={
                "comment": comment.pk,
                "reply_to": root.pk if root else None,
                "mentioned": [person.pk for person in mentioned],
            },
        )
        _tell(comment, root, mentioned)
        return comment


def resolve(*, comment_id: int, actor: User) -> Comment:
    """Settle a thread; settling it twice is settling it once."""
    return _resolve(comment_id, actor, resolved=True)


def reopen(*, comment_id: int, actor: User) -> Comment:
    """Open a settled thread again."""
    return _resolve(comment_id, actor, resolved=False)


def _resolve(comment_id: int, actor: User, *, resolved: bool) -> Comment:
    _ask_who(actor)
    claim_id = Comment.objects.filter(pk=comment_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise WrongState(_("This comment is not here. Reload the claim."))
    with transaction.atomic():
        seals.ask(locked_claim(claim_id), actor)
        comment = Comment.objects.select_related("claim", "parent").get(pk=comment_id)
        root = comment.parent or comment
        if bool(root.resolved_at) != resolved:
            _settle(root, actor if resolved else None, actor)
        return root


def _settle(root: Comment, resolved_by: User | None, actor: User) -> None:
    root.resolved_by, root.resolved_at = resolved_by, timezone.now() if resolved_by else None
    root.save(update_fields=["resolved_by", "resolved_at"])
    record(
        actor=actor,
        action="comment_resolved" if resolved_by else "comment_reopened",
        target=root.claim,
        data={"comment": root.pk},
    )


def _root(claim: Claim, parent_id: int | None) -> Comment | None:
    """The remark that begins the thread; answers to answers go under it too."""
    if parent_id is None:
        return None
    parent = Comment.objects.select_related("parent", "claim").filter(pk=parent_id, claim=claim).first()
    if parent is None:
        raise WrongState(_("The comment you answer is not here. Reload the claim."))
    return parent.parent or parent


def _mentioned(body: str, actor: User) -> list[User]:
    """Active people whose user names stand in the text after an @, in the order of mention."""
    names = [name.rstrip(".-+").casefold() for name in _MENTION.findall(body)]
    wanted = list(dict.fromkeys(name for name in names if name))[:MENTIONS_LIMIT]
    if not wanted:
        return []
    people = {person.username.casefold(): person for person in User.objects.active().filter(groups__isnull=False)}
    found = [people[name] for name in wanted if name in people]
    return [person for person in found if person != actor]


def _tell(comment: Comment, root: Comment | None, mentioned: list[User]) -> None:
    claim, actor = comment.claim, comment.author
    words = " ".join(comment.body.split())
    kind = NotificationKind.MENTIONED
    text = say("mentions you on %(number)s: “%(words)s”", number=claim.number, words=words)
    sealed = [person for person in mentioned if seals.is_sealed(claim, person)]
    notify_people(
        [person for person in mentioned if person not in sealed], kind=kind, claim=claim, actor=actor, text=text
    )
    text = say("mentions you on %(number)s; you read it once a second verdict is given", number=claim.number)
    notify_people(sealed, kind=kind, claim=claim, actor=actor, text=text)
    if root and root.author not in mentioned:
        text = say("answered you on %(number)s: “%(words)s”", number=claim.number, words=words)
        notify_people([root.author], kind=kind, claim=claim, actor=actor, text=text)


def _ask_who(actor: User) -> None:
    if not actor.may(Right.COMMENT):
        raise NotAllowed(_("Your role does not let you comment. Ask an editor."))
