"""JSON as it goes out, written once although the ETag and the answer both need it."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class OnceRenderer(JSONRenderer):
    """JSON that is written once, although the ETag and the answer both need it."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """What was written for the ETag, else the data written now."""
        response = (renderer_context or {}).get("response")
        done: bytes | None = getattr(response, "rendered_once", None)
        if done is not None and data is not None:
            return done
        return super().render(data, accepted_media_type, renderer_context)


def render_json(data: Any) -> bytes:
    """The data as it goes out."""
    return JSONRenderer().render(data)
