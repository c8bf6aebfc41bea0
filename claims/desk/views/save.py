"""Adding the page one is reading: a bookmark to keep in the browser, and the page it leads to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.intake import article_intake

MAX_ADDRESS_LENGTH = 2000


@require_GET
@needs(Right.ARTICLES)
def bookmarklet(request: HttpRequest) -> HttpResponse:
    """The bookmark, to be dragged into the browser's own bar."""
    target = f"{settings.PUBLIC_URL}{reverse('article-save')}"
    script = f"javascript:void(location.href='{target}?url='+encodeURIComponent(location.href))"
    return render(request, "desk/bookmarklet.html", {"script": script})


@require_http_methods(["GET", "POST"])
@needs(Right.ARTICLES)
def save(request: HttpRequest) -> HttpResponse:
    """The address the bookmark brought, and the button that adds it; coming here alone adds nothing."""
    given = request.POST if request.method == "POST" else request.GET
    address = given.get("url", "").strip()[:MAX_ADDRESS_LENGTH]
    if request.method == "GET":
        return render(request, "desk/article_save.html", {"address": address})
    try:
        added = article_intake.add_from_url(url=address, actor=person_of(request))
    except Blocked as refusal:
        context = {"address": address, "refusal": refusal.message}
        return render(request, "desk/article_save.html", context, status=TRY_AGAIN)
    say(request, added.message)
    return redirect("article", added.article.pk)
