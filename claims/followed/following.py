"""What people do with newsrooms that are followed: begin, leave alone, say what may be shown, trust a new key, ask."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, WrongState
from claims.fetching import FetchError, check_url
from claims.followed.models import FollowedNewsroom
from claims.jobs import services as jobs
from claims.sentences import say
from claims.verdicts.ssh_signatures import fingerprint

LICENCE_LIMIT = 200


def follow_newsroom(*, url: str, actor: User, licence: str = "", shown_to_readers: bool = False) -> FollowedNewsroom:
    """Follow a newsroom from now on; Blocked for an address that cannot be asked or is followed already."""
    _require(actor)
    try:
        address = check_url(url.strip(), allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        raise Blocked(error.message) from error
    newsroom = FollowedNewsroom(
        url=address,
        licence=licence.strip()[:LICENCE_LIMIT],
        shown_to_readers=shown_to_readers,
        added_by=actor,
        added_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            jobs.enqueue(newsroom, urgent=True)
            record(actor=actor, action="newsroom_followed", target=newsroom, data={"url": address})
    except IntegrityError as error:
        raise Blocked(say("The desk follows this newsroom already.")) from error
    return newsroom


def change(
    *,
    newsroom_id: int,
    actor: User,
    licence: str | None = None,
    shown_to_readers: bool | None = None,
    is_active: bool | None = None,
) -> FollowedNewsroom:
    """Say anew under which terms its words stand, whether readers see it, and whether it is asked at all."""
    _require(actor)
    with transaction.atomic():
        newsroom = _locked(newsroom_id)
        wanted = {"licence": licence and licence.strip()[:LICENCE_LIMIT], "shown_to_readers": shown_to_readers}
        if licence == "":
            wanted["licence"] = ""
        changed = {
            name: value for name, value in wanted.items() if value is not None and getattr(newsroom, name) != value
        }
        if changed:
            FollowedNewsroom.objects.filter(pk=newsroom_id).update(**changed)
            record(actor=actor, action="followed_newsroom_changed", target=newsroom, data=changed)
        if is_active is not None and newsroom.is_active != is_active:
            row = FollowedNewsroom.jobs().filter(pk=newsroom_id)
            if is_active:
                jobs.enqueue_again(row, urgent=True, is_active=True)
            else:
                jobs.stop(row, is_active=False)
            record(actor=actor, action="newsroom_followed" if is_active else "newsroom_left_alone", target=newsroom)
        newsroom.refresh_from_db()
    return newsroom


def trust_new_keys(*, newsroom_id: int, actor: User) -> FollowedNewsroom:
    """Compare signatures with the keys that the newsroom's site names now, also where no known key vouches for them."""
    _require(actor)
    with transaction.atomic():
        newsroom = _locked(newsroom_id)
        if not newsroom.keys_offered:
            raise WrongState(say("This newsroom offers no new key."))
        newsroom.keys, newsroom.keys_offered = newsroom.keys_offered, []
        newsroom.save(update_fields=["keys", "keys_offered"])
        # What was refused for its key is looked at again.
        newsroom.refusals.all().delete()
        jobs.enqueue_again(FollowedNewsroom.jobs().filter(pk=newsroom_id), urgent=True, etag="", last_modified="")
        trusted = ", ".join(fingerprint(key) for key in newsroom.keys)
        record(actor=actor, action="followed_keys_trusted", target=newsroom, data={"keys": trusted})
        newsroom.refresh_from_db()
    return newsroom


def ask_newsroom_now(*, newsroom_id: int, actor: User) -> FollowedNewsroom:
    """Have it asked at the next opportunity, whatever its pause."""
    _require(actor)
    with transaction.atomic():
        newsroom = _locked(newsroom_id)
        if not newsroom.is_active:
            raise WrongState(say("The desk does not follow this newsroom. Follow it again first."))
        if not newsroom.lease_token:
            jobs.enqueue_again(FollowedNewsroom.jobs().filter(pk=newsroom_id), urgent=True)
            newsroom.refresh_from_db()
    return newsroom


def may_follow(actor: User) -> bool:
    """Whether this person says which newsrooms are followed."""
    return actor.may(Right.TRIAGE)


def _locked(newsroom_id: int) -> FollowedNewsroom:
    newsroom = FollowedNewsroom.objects.select_for_update(of=("self",)).filter(pk=newsroom_id).first()
    if newsroom is None:
        raise WrongState(say("This newsroom is no longer here."))
    return newsroom


def _require(actor: User) -> None:
    if not may_follow(actor):
        raise NotAllowed(say("Your role does not let you say which newsrooms the desk follows. Ask an editor."))
