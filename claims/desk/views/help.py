"""The handbook, page by page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk import handbook
from claims.desk.access import needs


@require_GET
@needs(Right.READ)
def contents(request: HttpRequest) -> HttpResponse:
    """All pages with their parts."""
    return render(request, "desk/help/contents.html", {"pages": [handbook.page(name) for name in handbook.PAGES]})


@require_GET
@needs(Right.READ)
def page(request: HttpRequest, topic: str) -> HttpResponse:
    """One page, and the way to the others."""
    if topic not in handbook.PAGES:
        raise Http404
    place = handbook.PAGES.index(topic)
    after = handbook.PAGES[place + 1 : place + 2]
    context = {
        "page": handbook.page(topic),
        "pages": [handbook.page(each) for each in handbook.PAGES],
        "following": handbook.page(after[0]) if after else None,
    }
    return render(request, "desk/help/page.html", context)
