"""What the frame around every desk page shows."""

from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict[str, object]:
    """The theme chosen in this browser."""
    theme = request.COOKIES.get("theme", "")
    return {"theme": theme if theme in ("light", "dark") else ""}
