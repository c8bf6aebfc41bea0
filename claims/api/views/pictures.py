"""The pictures of a claim for its readers."""

from http import HTTPStatus

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import PageQuery
from claims.api.parsing import StrictJSONParser
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.pictures import CaptionBody, PictureBody, PictureShape
from claims.api.views.dossier import OfClaim
from claims.review import pictures
from claims.review.pictures import Caption
from claims.verdicts.models import Picture
from claims.verdicts.uploads import MAX_FILE_BYTES, Upload


class PicturesView(OfClaim):
    """Pictures of a claim."""

    shape = PictureShape
    queries = {"list": PageQuery}
    bodies = {"create": PictureBody, "update": CaptionBody}
    versioned = frozenset({"update", "destroy"})
    parser_classes = [StrictJSONParser, MultiPartParser]

    @extend_schema(summary="Pictures for readers", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """Its pictures in the order in which they were added."""
        return self.page(self._pictures(), newest_first=False)

    @extend_schema(
        summary="Add a picture for readers",
        request={"multipart/form-data": PictureBody},
        responses={201: PictureShape},
    )
    def create(self, request: Request, claim_id: int) -> Response:
        """Add a picture; it is written anew at set widths, without place, time and camera."""
        given = self.body()
        file, evidence_id = given.pop("file", None), given.pop("evidence", None)
        upload = Upload(file.name, file.read(MAX_FILE_BYTES + 1), file.content_type or "") if file else None
        added = pictures.add(
            claim_id=self.claim().pk,
            actor=self.person,
            caption=Caption(**given),
            upload=upload,
            evidence_id=evidence_id,
        )
        return self.answer(self._pictures().get(pk=added.pk), status=HTTPStatus.CREATED)

    @extend_schema(summary="Change what is said of a picture", request=CaptionBody)
    def update(self, request: Request, claim_id: int, pk: int) -> Response:
        """Put the whole of it."""
        given, seen = Caption(**self.body()), self.seen()
        picture = self._picture()
        pictures.change(picture_id=picture.pk, actor=self.person, caption=given, expected_version=seen)
        return self.answer(self._picture())

    @extend_schema(summary="Take a picture out", responses={204: None})
    def destroy(self, request: Request, claim_id: int, pk: int) -> Response:
        """Take it out of the verdict; its files are kept for what was published with it."""
        seen = self.seen()
        pictures.remove(picture_id=self._picture().pk, actor=self.person, expected_version=seen)
        return Response(status=HTTPStatus.NO_CONTENT)

    def current(self) -> tuple[Json, str] | None:
        """How it stands now."""
        stored = self._pictures().filter(pk=self.kwargs.get("pk", 0)).first()
        return (self.represent([stored])[0], version_tag(stored.lock_version)) if stored else None

    def _pictures(self) -> QuerySet[Picture]:
        return Picture.objects.filter(claim=self.claim(), removed_at__isnull=True).prefetch_related("files")

    def _picture(self) -> Picture:
        picture = self._pictures().filter(pk=self.kwargs["pk"]).first()
        if picture is None:
            raise NotFound(_("There is no such picture on this claim."))
        return picture
