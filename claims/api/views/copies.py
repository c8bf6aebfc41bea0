"""Kept copies of sources, as the files they were."""

from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from claims.api.base import DeskViewSet
from claims.api.serializers.verdicts import CopyShape
from claims.api.views.tables import AnyAccept
from claims.verdicts import copies
from claims.verdicts.models import EvidenceCopy


class CopiesView(DeskViewSet):
    """Dated copies of sources."""

    shape = CopyShape
    queryset = EvidenceCopy.objects.all()
    content_negotiation_class = AnyAccept
    pagination_class = None

    @extend_schema(
        operation_id="copy_file",
        summary="The file of a copy",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def file(self, request: Request, pk: int) -> FileResponse:
        """The bytes that were kept, always as a file to save."""
        kept = copies.download(pk)
        if kept is None:
            raise NotFound(_("There is no kept copy of that number."))
        response = FileResponse(kept.file, as_attachment=True, filename=kept.filename, content_type=kept.content_type)
        for name, value in kept.headers.items():
            response.headers[name] = value
        return response
