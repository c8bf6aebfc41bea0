"""What the newsroom signed, for other newsrooms that follow it: every publication in order, and the words of each.

The statement that is signed names the SHA-256 of the page; the page's data are served here byte by byte as they were
hashed, so that `sha256sum` and `ssh-keygen -Y verify` are enough to check both.
"""

import json
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from claims.public import schemas
from claims.public.answers import cached, from_any_site, public
from claims.public.views.checks import current
from claims.verdicts import addresses, signing
from claims.verdicts.content import canonical
from claims.verdicts.models import Publication
from claims.verdicts.site_settings import newsroom
from claims.verdicts.snapshots import site_of

IN_A_PAGE: Final = 100
NEEDED: Final = ("slug", "number", "kind", "page", "content_hash", "page_hash", "signature", "published_at")


@public
@from_any_site
def publications(request: HttpRequest, before: int | None = None) -> HttpResponseBase:
    """Every number of every check, the latest first: what was signed, the signature, and where its words are.

    `next` leads to older ones, and is null at the end. Of a retracted check the retraction alone has words.
    """
    room = newsroom()

    def make() -> HttpResponse:
        rows = Publication.objects.order_by("-pk")
        shown = list((rows.filter(pk__lt=before) if before else rows).only(*NEEDED)[: IN_A_PAGE + 1])
        following = None
        if len(shown) > IN_A_PAGE:
            following = addresses.absolute(f"{addresses.CHECKS}publications/older/{shown[IN_A_PAGE - 1].pk}.json")
        answer = schemas.document(site_of(room), addresses.absolute(request.path))
        answer |= {
            "next": following,
            "signer": signing.signer_name(),
            "keys": addresses.absolute(signing.KEYS_PATH),
            "publications": [_entry(row) for row in shown[:IN_A_PAGE]],
        }
        response = HttpResponse(
            json.dumps(answer, ensure_ascii=False, separators=(",", ":")),
            content_type="application/json; charset=utf-8",
        )
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    return cached(request, key=f"publications {room.version} {before}", modified=room.changed_at, make=make)


@public
@from_any_site
def page(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The words of the current number of a check, byte by byte as they were hashed and signed."""
    found = current(slug)
    if found["number"] != number:
        raise Http404

    def make() -> HttpResponse:
        words = Publication.objects.only("page").get(pk=found["pk"]).page
        return HttpResponse(canonical(words), content_type="application/json")

    return cached(request, key=f"page {found['page_hash']}", modified=found["published_at"], make=make)


def _entry(publication: Publication) -> dict[str, Any]:
    path = addresses.check_path(publication.slug)
    return {
        "id": publication.page["id"],
        "number": publication.page["number"],
        "publication": publication.number,
        "kind": publication.kind,
        "url": addresses.absolute(path),
        "page_url": addresses.absolute(f"{path}{publication.number}/page.json"),
        "published_at": publication.published_at.isoformat(timespec="seconds"),
        "signed": signing.statement_of(publication).decode(),
        "signature": publication.signature,
    }
