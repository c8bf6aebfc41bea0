"""The evidence pack of a check, for readers, where the newsroom lets them have it."""

import hashlib
import tempfile
from typing import Any, BinaryIO, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from claims.audit.models import AuditEvent
from claims.public.answers import cached, public
from claims.public.evidence_pack import write_pack
from claims.public.views.checks import current
from claims.tracking.models import Claim
from claims.verdicts import stamping
from claims.verdicts.models import Publication
from claims.verdicts.signing import NoKey
from claims.verdicts.site_settings import newsroom

IN_MEMORY = 8 * 1024 * 1024


@public
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The pack made to be handed on, written when it is asked for."""
    found = current(slug)
    publication = Publication.objects.only("claim", "page").get(pk=found["pk"])
    if not (newsroom().offers_packs and publication.page["site"].get("offers_packs")):
        raise Http404
    claim = Claim.objects.get(pk=publication.claim_id)
    acts = AuditEvent.objects.about("claim").filter(object_id=claim.pk).order_by("-sequence")
    newest = acts.values_list("hash", flat=True).first()
    certificates = hashlib.sha256(stamping.readable_certificates()).hexdigest()

    def make() -> Any:
        pack = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
        try:
            write_pack(claim, cast("BinaryIO", pack))
        except (NoKey, OSError) as error:
            pack.close()
            raise Http404 from error
        pack.seek(0)
        return FileResponse(pack, as_attachment=True, filename=f"{claim.number}.zip")

    return cached(request, key=f"pack {found['page_hash']} {newest} {certificates}", modified=None, make=make)
