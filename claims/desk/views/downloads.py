"""Lists as files: what the queue and the list of articles show, with the same filters."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.article_list import in_status
from claims.desk.paging import number_in
from claims.tracking import exports
from claims.tracking.downloads import table_file
from claims.tracking.filters import QueueFilters
from claims.tracking.tables import Format
from claims.verdicts.seals import sealed_claims


@require_GET
@needs(Right.READ)
def queue(request: HttpRequest, format: str) -> StreamingHttpResponse:
    """All claims of a view, in its order."""
    person = person_of(request)
    rows = exports.claim_rows(QueueFilters.parse(request.GET, person), person, sealed=sealed_claims(person))
    return table_file("claims", format_named(format), exports.CLAIM_COLUMNS, rows)


@require_GET
@needs(Right.READ)
def articles(request: HttpRequest, format: str) -> StreamingHttpResponse:
    """All articles of the list, without their texts."""
    rows = exports.article_rows(
        query=request.GET.get("q", "")[:200],
        outlet_id=number_in(request, "outlet"),
        among=in_status(request.GET.get("status", "")),
    )
    return table_file("articles", format_named(format), exports.ARTICLE_COLUMNS, rows)


def format_named(name: str) -> Format:
    """The format of an address, or 404."""
    if name not in Format:
        raise Http404
    return Format(name)
