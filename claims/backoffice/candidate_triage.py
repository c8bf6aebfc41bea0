"""Deciding on many candidates at once: first what it would do to each, then each by itself, then a report."""

from typing import Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.backoffice.admin_base import person_of
from claims.backoffice.groups import WORK
from claims.errors import Refusal
from claims.tracking.enums import DismissReason
from claims.tracking.models import Candidate
from claims.triage.bulk_decisions import MAX_CANDIDATES, Act, Done, Item, carry_out, preview, undo

NAMES: Final = {Act.ACCEPT: gettext_lazy("Accept"), Act.DISMISS: gettext_lazy("Dismiss")}


def run(request: HttpRequest, act: Act, queryset: QuerySet[Candidate]) -> HttpResponse | None:
    """The page that says what will happen to each; or, where it was confirmed, a report over the list."""
    confirmed = "confirmed" in request.POST
    items = _items(request)
    reason = request.POST.get("reason", "")
    refusal: Refusal | None = None
    if confirmed:
        try:
            _report(request, carry_out(act=act, items=items, actor=person_of(request), reason=reason))
        except Refusal as error:
            refusal = error
        else:
            return None
    ids = [item.candidate_id for item in items] if confirmed else _ids(queryset)
    try:
        outlooks = preview(act=act, candidate_ids=ids, actor=person_of(request))
    except Refusal as error:
        messages.error(request, error.message)
        return None
    context = {
        **admin.site.each_context(request),
        "title": NAMES[act],
        "group": WORK,
        "opts": Candidate._meta,
        "act": act.value,
        "outlooks": outlooks,
        "ready": [outlook for outlook in outlooks if not outlook.refusal],
        "reasons": DismissReason.choices if act is Act.DISMISS else [],
        "reason": reason,
        "refusal": refusal.message if refusal else "",
        "button": NAMES[act],
    }
    status = refusal.status if refusal else 200
    return render(request, "admin/claims/candidate/triage.html", context, status=status)


def take_back(request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
    """Undo the last act on each, at the version the person was shown."""
    items = [Item(key, _version(request, key)) for key in _ids(queryset)]
    try:
        _report(request, undo(items=items, actor=person_of(request)))
    except Refusal as refusal:
        messages.error(request, refusal.message)


def _report(request: HttpRequest, done: Done) -> None:
    for sentence in done.skipped:
        messages.warning(request, _("Skipped. %(reason)s") % {"reason": sentence})
    count = len(done.changed)
    told = ngettext("%(count)d candidate done.", "%(count)d candidates done.", count)
    if count:
        messages.success(request, told % {"count": count})


def _ids(queryset: QuerySet[Candidate]) -> list[int]:
    """One more than may be handled at once, so that the service says so where it is too many."""
    return list(queryset.values_list("pk", flat=True)[: MAX_CANDIDATES + 1])


def _items(request: HttpRequest) -> list[Item]:
    pairs = [given.partition(":") for given in request.POST.getlist("item")]
    return [Item(int(key), int(version)) for key, _colon, version in pairs if key.isdecimal() and version.isdecimal()]


def _version(request: HttpRequest, key: int) -> int:
    given = request.POST.get(f"version_{key}", "")
    return int(given) if given.isdecimal() else -1
