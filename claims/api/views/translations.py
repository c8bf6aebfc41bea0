"""Published checks in further languages: written, submitted, judged."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.tokens import Scope
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.translations import ApproveBody, SendBackBody, TranslationBody, TranslationShape
from claims.api.views.dossier import OfClaim
from claims.review import translations
from claims.review.translations import TranslatedWords
from claims.verdicts.models import Translation
from claims.verdicts.translations import all_translations, wanting_somebody


class TranslationsView(DeskViewSet):
    """Translations that somebody has to do something about."""

    shape = TranslationShape
    queryset = Translation.objects.all()
    queries = {"list": PageQuery}

    @extend_schema(summary="Translations that wait or are behind", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """Those that wait for a second person, and those whose check was changed since; the newest first."""
        return self.list_answer(page_by_id(wanting_somebody(), cursor=self.cursor(), limit=self.query()["limit"]))


class TranslationsOfClaimView(OfClaim):
    """One check in further languages."""

    shape = TranslationShape
    pagination_class = None
    bodies = {"update": TranslationBody, "send_back": SendBackBody, "approve": ApproveBody}
    versioned = frozenset({"update", "submit", "take_back", "send_back", "approve"})

    @extend_schema(summary="A check in further languages", responses=TranslationShape(many=True))
    def list(self, request: Request, claim_id: int) -> Response:
        """Every language in which somebody has begun to write it."""
        return Response(self.represent(list(all_translations().filter(claim=self.claim()).order_by("language"))))

    @extend_schema(summary="Write a translation", request=TranslationBody)
    def update(self, request: Request, claim_id: int, language: str) -> Response:
        """Put all words; If-Match is the ETag of the translation you read, `"v0"` for the first one."""
        given, seen = self.body(), self.seen()
        number = given.pop("translates")
        translations.save_translation(
            claim_id=self.claim().pk,
            language=language,
            words=TranslatedWords(**given),
            translates=number,
            expected_version=seen,
            actor=self.person,
        )
        return self.answer(self._stored())

    @extend_schema(summary="Submit a translation", request=NothingBody)
    def submit(self, request: Request, claim_id: int, language: str) -> Response:
        """Freeze the words for a second person who reads the language."""
        translations.submit_translation(**self._address(), actor=self.person)
        return self.answer(self._stored())

    @extend_schema(summary="Take a submitted translation back", request=NothingBody)
    def take_back(self, request: Request, claim_id: int, language: str) -> Response:
        """Go on writing it."""
        translations.take_back_translation(**self._address(), actor=self.person)
        return self.answer(self._stored())

    @extend_schema(summary="Send a translation back", request=SendBackBody)
    def send_back(self, request: Request, claim_id: int, language: str) -> Response:
        """Ask for changes, as somebody who reads the language."""
        note = self.body()["note"]
        translations.send_back_translation(**self._address(), note=note, actor=self.person)
        return self.answer(self._stored())

    @extend_schema(summary="Approve a translation", request=ApproveBody)
    def approve(self, request: Request, claim_id: int, language: str) -> Response:
        """Show exactly these words to readers, as a second person who reads the language."""
        seen_hash = self.body()["content_hash"]
        translations.approve_translation(**self._address(), seen_hash=seen_hash, actor=self.person)
        return self.answer(self._stored())

    def scope(self) -> Scope | None:
        """What readers will see needs the scope “publish”."""
        return Scope.PUBLISH if self.action == "approve" else None

    def current(self) -> tuple[Json, str] | None:
        """How the translation stands now."""
        row = self._row()
        return (self.represent([row])[0], version_tag(row.lock_version)) if row else None

    def _address(self) -> Json:
        return {
            "claim_id": self.claim().pk,
            "language": self.kwargs["language"],
            "expected_version": self.seen(),
        }

    def _row(self) -> Translation | None:
        rows = all_translations().filter(claim=self.kwargs["claim_id"], language=self.kwargs["language"])
        return rows.first()

    def _stored(self) -> Translation:
        row = self._row()
        if row is None:
            raise NotFound
        return row
