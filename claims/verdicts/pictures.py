"""The pictures of a claim, and the files that readers are shown."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from claims.verdicts.models import Picture, PictureFile
from claims.verdicts.resizing import Rendition

ENDING: Final = ".webp"


def pictures_of(claim_id: int) -> list[Picture]:
    """The pictures that stand, the claim's own first, then by their sources: one query, and one for their files."""
    standing = Picture.objects.filter(claim=claim_id, removed_at__isnull=True)
    rows = [row for row in standing.select_related("evidence") if not (row.evidence and row.evidence.removed_at)]
    files: dict[int, list[PictureFile]] = {}
    for file in PictureFile.objects.filter(picture__in=rows).order_by("width") if rows else ():
        files.setdefault(file.picture_id, []).append(file)
    for row in rows:
        row.loaded_files = files.get(row.pk, [])
    return sorted(
        rows, key=lambda row: (row.evidence is not None, row.evidence.position if row.evidence else 0, row.pk)
    )


def keep_files(picture: Picture, renditions: Iterable[Rendition]) -> list[str]:
    """Write the files of a new picture, inside the caller's transaction; their names, for a caller that fails."""
    names: list[str] = []
    for rendition in renditions:
        name = f"pictures/{timezone.now():%Y/%m}/{rendition.sha256}-{secrets.token_hex(8)}"
        names.append(default_storage.save(name, ContentFile(rendition.data)))
        PictureFile.objects.create(
            picture=picture,
            file=names[-1],
            sha256=rendition.sha256,
            width=rendition.width,
            height=rendition.height,
            size=len(rendition.data),
        )
    return names


def read(sha256: str, *, claim_id: int | None = None) -> bytes | None:
    """The file of this digest: one that was published, or any of the claim; None where there is none."""
    rows = PictureFile.objects.filter(sha256=sha256)
    rows = rows.filter(picture__is_published=True) if claim_id is None else rows.filter(picture__claim=claim_id)
    row = rows.first()
    if row is None or not row.file.name or not default_storage.exists(row.file.name):
        return None
    with default_storage.open(row.file.name) as file:
        content: bytes = file.read()
    return content


def let_readers_have(content: Mapping[str, Any]) -> None:
    """Say that the pictures of published words are anybody's to see from now on."""
    if shown := [picture["id"] for picture in content.get("pictures", [])]:
        Picture.objects.filter(pk__in=shown, is_published=False).update(is_published=True)
