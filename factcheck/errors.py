"""Error pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old."""
    message = "This form was open too long or came from another place. Go back, reload the page and send it again."
    return render(request, "403.html", {"message": message}, status=403)
