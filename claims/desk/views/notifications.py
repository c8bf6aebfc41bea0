"""What a person was told, and when it also goes out by e-mail."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.roles import Right
from claims.delivery.models import Notification
from claims.delivery.queries import notifications_for
from claims.delivery.services import mark_read
from claims.desk.access import needs, person_of
from claims.desk.paging import number_in, whole_number


@require_GET
@needs(Right.READ)
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    page = notifications_for(person=person_of(request), before=number_in(request, "before"))
    unread = sum(row.read_at is None for row in page.rows)
    return render(request, "desk/notifications.html", {"page": page, "unread": unread})


@require_POST
@needs(Right.READ)
def read(request: HttpRequest) -> HttpResponse:
    """Mark one as read and go to where it is dealt with, or mark all."""
    one = whole_number(request.POST.get("one", ""))
    mark_read(person=person_of(request), ids=[one] if one is not None else None)
    row = Notification.objects.filter(pk=one, recipient=person_of(request)).first() if one is not None else None
    name, *arguments = row.page if row else ("notifications",)
    return HttpResponseRedirect(reverse(name, args=arguments))
