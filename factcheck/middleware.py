"""What every request passes through besides Django's own middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.errors import Refusal
from claims.outages import Outage, as_outage
from factcheck.outage_pages import outage_page


class ExpiredSessionForHtmx:
    """Sends htmx to the sign-in page as a whole, instead of swapping that page into a fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        location = response.headers.get("Location", "")
        if request.headers.get("HX-Request") and response.status_code == 302 and "/sign-in/" in location:
            answer = HttpResponse(status=204)
            answer.headers["HX-Redirect"] = location
            return answer
        return response


class RefusalPages:
    """Turns a refused act that no view caught into a page that says why, with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render 403, 409 or 422 for a Refusal and 503 or 507 for an outage; leave every other exception alone."""
        refusal = exception if isinstance(exception, Refusal) else as_outage(exception)
        if refusal is None:
            return None
        if isinstance(refusal, Outage):
            return outage_page(request, refusal, exception)
        return render(request, f"{refusal.status}.html", {"message": refusal.message}, status=refusal.status)
