"""Pictures for readers: of the claim, or of a source; whoever works on the verdict adds, words and removes them."""

import hashlib
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked, Stale, WrongState
from claims.fetching import FetchError, check_url, escaped_url
from claims.tracking.models import Claim
from claims.verdicts import copies, normalise_input
from claims.verdicts.diffing import FIELD_NAMES
from claims.verdicts.enums import MediaCategory
from claims.verdicts.models import Evidence, Picture
from claims.verdicts.pictures import keep_files
from claims.verdicts.resizing import renditions_of
from claims.verdicts.uploads import Misfit, Upload
from claims.workflow.editing import Change, Part, edit

LIMITS: Final = {"alt": 1000, "credit": 200, "licence": 200, "original_context": 1000, "media_url": 2000}
NAMES: Final = {name: FIELD_NAMES[name] for name in LIMITS}

GONE: Final = gettext_lazy("This picture is no longer here. Reload the claim.")


@dataclass(frozen=True)
class Caption:
    """What is said of a picture: what can be seen in it, whose it is, why we may show it, whether it is stamped.

    Where the check is about the picture itself: what became of it (a value of MediaCategory), what it shows in truth,
    and the address it was seen at.
    """

    alt: str = ""
    credit: str = ""
    licence: str = ""
    stamped: bool = False
    category: str = ""
    original_context: str = ""
    media_url: str = ""


class StalePicture(Stale):
    """Somebody changed it meanwhile: `stored` is the row as it is now."""

    def __init__(self, stored: Picture) -> None:
        self.stored = stored
        super().__init__(
            _("Somebody changed this picture after you opened it. Nothing of yours is lost: compare, then save again.")
        )


def add(
    *, claim_id: int, actor: User, caption: Caption, upload: Upload | None = None, evidence_id: int | None = None
) -> Picture:
    """Add a picture of a source, or of the claim itself where no source is named.

    Without a file, the picture is the copy that is kept of the source. Raises Blocked with every reason.
    """
    caption, source = _checked(caption), _source(claim_id, evidence_id)
    _refuse_rating_of(caption, source)
    upload = upload or _kept_picture(source)
    if upload is None:
        raise Blocked(_("Choose a file."))
    try:
        renditions = renditions_of(upload)
    except Misfit as error:
        raise Blocked(error.message) from error
    added: list[Picture] = []

    def write(claim: Claim) -> dict[str, JSONValue]:
        if Picture.objects.filter(claim=claim, evidence=source, removed_at__isnull=True).exists():
            raise Blocked(_("There is such a picture already. Remove it, then add the other one."))
        picture = Picture.objects.create(
            claim=claim,
            evidence=source,
            **_values(caption),
            original_sha256=hashlib.sha256(upload.data).hexdigest(),
            added_by=actor,
            added_at=timezone.now(),
        )
        files.extend(keep_files(picture, renditions))
        added.append(picture)
        return _remembered(picture)

    files: list[str] = []
    try:
        edit(claim_id=claim_id, actor=actor, part=Part.EVIDENCE, action="picture_added", change=write)
    except BaseException:
        for name in files:
            default_storage.delete(name)
        raise
    return added[0]


def change(*, picture_id: int, actor: User, caption: Caption, expected_version: int) -> Picture:
    """Change what is said of a picture; StalePicture when somebody changed it meanwhile."""
    caption = _checked(caption)

    def write(claim: Claim) -> dict[str, JSONValue]:
        picture = _live(picture_id)
        _refuse_rating_of(caption, picture.evidence)
        changed = [name for name, value in _values(caption).items() if getattr(picture, name) != value]
        if not changed:
            return {}
        if picture.lock_version != expected_version:
            raise StalePicture(picture)
        for name in changed:
            setattr(picture, name, getattr(caption, name))
        picture.lock_version += 1
        picture.save(update_fields=[*changed, "lock_version"])
        return _remembered(picture) | {"fields": list(changed)}

    return _edited(picture_id, actor, "picture_changed", write)


def remove(*, picture_id: int, actor: User, expected_version: int) -> Picture:
    """Take a picture out of the verdict; the row and its files are kept, for what was published with it."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        picture = _live(picture_id)
        if picture.lock_version != expected_version:
            raise StalePicture(picture)
        picture.removed_at = timezone.now()
        picture.lock_version += 1
        picture.save(update_fields=["removed_at", "lock_version"])
        return _remembered(picture)

    return _edited(picture_id, actor, "picture_removed", write)


def _edited(picture_id: int, actor: User, action: str, write: Change) -> Picture:
    edit(claim_id=_live(picture_id).claim_id, actor=actor, part=Part.EVIDENCE, action=action, change=write)
    return Picture.objects.get(pk=picture_id)


def _live(picture_id: int) -> Picture:
    picture = Picture.objects.filter(pk=picture_id, removed_at__isnull=True).first()
    if picture is None:
        raise WrongState(GONE)
    return picture


def _remembered(picture: Picture) -> dict[str, JSONValue]:
    return {"picture": picture.pk, "evidence": picture.evidence_id}


def _source(claim_id: int, evidence_id: int | None) -> Evidence | None:
    if evidence_id is None:
        return None
    source = Evidence.objects.filter(pk=evidence_id, claim=claim_id, removed_at__isnull=True).first()
    if source is None:
        raise WrongState(_("This source is no longer here. Reload the claim."))
    return source


def _refuse_rating_of(caption: Caption, source: Evidence | None) -> None:
    if source and caption.category:
        raise Blocked(_("Only the picture of the claim itself is rated. Leave out what became of it."))


def _kept_picture(source: Evidence | None) -> Upload | None:
    """The newest copy of the source, where it is a picture."""
    kept = copies.newest_kept(source) if source else None
    found = copies.download(kept.pk) if kept and kept.is_picture else None
    if found is None:
        return None
    with found.file as file:
        ending = found.content_type.removeprefix("image/").replace("jpeg", "jpg")
        return Upload(f"copy.{ending}", file.read(), found.content_type)


def _values(caption: Caption) -> dict[str, Any]:
    return {field.name: getattr(caption, field.name) for field in fields(caption)}


def _checked(caption: Caption) -> Caption:
    caption = replace(
        caption,
        alt=normalise_input.line(caption.alt),
        credit=normalise_input.line(caption.credit),
        licence=normalise_input.line(caption.licence),
        original_context=normalise_input.line(caption.original_context) if caption.category else "",
        media_url=escaped_url(normalise_input.line(caption.media_url)) if caption.category else "",
    )
    reasons = [
        _("The %(names)s has %(count)s characters; keep it under %(limit)s.")
        % {"names": _(NAMES[name]), "count": f"{len(getattr(caption, name)):,}", "limit": f"{limit:,}"}
        for name, limit in LIMITS.items()
        if len(getattr(caption, name)) > limit
    ]
    if caption.category and caption.category not in MediaCategory:
        reasons.append(_("Choose what became of the picture from the list."))
    if caption.media_url:
        try:
            check_url(caption.media_url, allow_networks=settings.FETCH_ALLOW_NETWORKS)
        except FetchError as error:
            reasons.append(error.message)
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    return caption
