"""Articles in, their versions, and how far the reading of them is."""

from http import HTTPStatus

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import Cursor, Page, id_of, page_by_id
from claims.api.representation import Json
from claims.api.serializers.articles import (
    ArticleAdded,
    ArticleBody,
    ArticleShape,
    LanguageBody,
    PasteBody,
    RunShape,
    UploadBody,
    VersionRef,
    VersionShape,
)
from claims.api.serializers.candidates import LARGEST_ID, NothingBody
from claims.articles import queries
from claims.articles.enums import Origin, Standing
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.articles.reading import MAX_UPLOAD_BYTES, Unreadable, read_pasted
from claims.articles.services import Outcome, outlet_named
from claims.errors import Blocked
from claims.intake import article_intake, doubtful, run_queue
from claims.intake.article_intake import set_language
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun


class ArticleQuery(PageQuery):
    """Which articles."""

    q = serializers.CharField(required=False, max_length=200, help_text="Words of title, byline, address and outlet.")
    outlet = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    standing = serializers.ChoiceField(required=False, choices=Standing.choices, help_text="Of the current version.")


class RunQuery(PageQuery):
    """Which readings."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    state = serializers.MultipleChoiceField(required=False, choices=RunState.choices)


class ArticlesView(DeskViewSet):
    """Articles the desk has."""

    shape = ArticleShape
    queryset = Article.objects.select_related("outlet", "current", "added_by")
    queries = {"list": ArticleQuery, "versions": PageQuery}
    bodies = {
        "create": ArticleBody,
        "upload": UploadBody,
        "language": LanguageBody,
        "drop": NothingBody,
        "paste": PasteBody,
    }
    slow = frozenset({"create"})

    @extend_schema(summary="Articles, newest first", parameters=[ArticleQuery])
    def list(self, request: Request) -> Response:
        """A page of articles by `q`, `outlet` and `standing`."""
        query, cursor = self.query(), self.cursor()
        start = id_of(cursor)
        found = queries.articles_page(
            query=query.get("q", ""),
            outlet_id=query.get("outlet"),
            among=Q(current__standing=query["standing"]) if "standing" in query else None,
            before=None if cursor.backwards else start,
            after=start if cursor.backwards else None,
            size=query["limit"],
        )
        return self.list_answer(
            Page(
                found.rows,
                after=str(Cursor(found.older)) if found.older else "",
                before=str(Cursor(found.newer, backwards=True)) if found.newer else "",
            )
        )

    @extend_schema(summary="An article")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One article; expand=text adds the text of its current version."""
        return self.answer(self.get_object())

    @extend_schema(
        summary="Add an article",
        request=ArticleBody,
        responses={201: ArticleAdded, 200: OpenApiResponse(ArticleAdded, description="It was here already.")},
    )
    def create(self, request: Request) -> Response:
        """Add an article from text or from an address.

        201 for a new article or a new version of one, 200 for one that was here already with the same text. Text with a
        `url` is stored as what stands at that address. The reading for claims begins at once: follow it at `/runs/`.
        """
        given = self.body()
        return self.take_in(given, self.person)

    @extend_schema(summary="Say in which language an article is written", request=LanguageBody)
    @action(detail=True, methods=["put"])
    def language(self, request: Request, pk: int) -> Response:
        """Keep the language of an article and of its current version; an empty one is told from the text anew."""
        article = self.get_object()
        set_language(article_id=article.pk, language=self.body()["language"], actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Drop a doubtful article", request=NothingBody)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: int) -> Response:
        """Say that what was read is no article; `read-again` of its version takes it after all."""
        self.body()
        doubtful.drop(article_id=self.get_object().pk, actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Give a doubtful article its text", request=PasteBody)
    @action(detail=True, methods=["post"])
    def paste(self, request: Request, pk: int) -> Response:
        """Keep the text that stands at its address as a new version, which is read for claims."""
        doubtful.paste(article_id=self.get_object().pk, text=self.body()["text"], actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(
        summary="Add an article as a file",
        request={"multipart/form-data": UploadBody},
        responses={201: ArticleAdded, 200: OpenApiResponse(ArticleAdded, description="It was here already.")},
    )
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def upload(self, request: Request) -> Response:
        """Add an article as a file: a text, a page, .pdf, .docx, .odt, .rtf, .epub, .eml, or a transcript."""
        given = self.body()
        file = given["file"]
        if file.size > MAX_UPLOAD_BYTES:
            raise ValidationError(
                {
                    "file": [
                        _("The file is larger than %(max_upload_bytes)s MB.")
                        % {"max_upload_bytes": MAX_UPLOAD_BYTES // 1000000}
                    ]
                }
            )
        outlet = self._outlet(given.get("outlet", ""))
        added = article_intake.add_upload(
            data=file.read(),
            filename=file.name,
            content_type=file.content_type or "",
            actor=self.person,
            outlet=outlet,
        )
        return self._added(added)

    @extend_schema(
        summary="Versions of an article, newest first", responses=VersionRef(many=True), parameters=[PageQuery]
    )
    @action(detail=True, methods=["get"])
    def versions(self, request: Request, pk: int) -> Response:
        """Each version without its text."""
        self.get_object()
        rows = ArticleVersion.objects.filter(article_id=pk).defer("text", "author_note")
        page = page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"])
        return self.list_answer(page, VersionRef)

    def take_in(self, given: Json, person: User, outlet: Outlet | None = None) -> Response:
        """Add what a body holds in somebody's name; `outlet` is the one where the body names none."""
        if person.may(Right.ARTICLES):
            outlet = outlet_named(given.get("outlet", "")) or outlet
        if not given.get("text"):
            return self._added(article_intake.add_from_url(url=given["url"], actor=person, outlet=outlet))
        try:
            document = read_pasted(given["text"], given.get("title", ""))
        except Unreadable as error:
            raise Blocked(error.message) from error
        url = given.get("url", "")
        return self._added(
            article_intake.add_document(document=document, origin=Origin.API, url=url, outlet=outlet, actor=person)
        )

    def _outlet(self, name: str) -> Outlet | None:
        """The outlet of that name; none for a person whom the service will refuse in any case."""
        return outlet_named(name) if self.person.may(Right.ARTICLES) else None

    def _added(self, added: article_intake.Added) -> Response:
        article = self.get_queryset().get(pk=added.article.pk)
        body = {
            "outcome": added.outcome.value,
            "message": added.message,
            "article": self.represent([article])[0],
        }
        status = HTTPStatus.OK if added.outcome == Outcome.EXISTING else HTTPStatus.CREATED
        location = reverse("api:article-detail", args=[article.pk], request=self.request)
        return Response(body, status=status, headers={"Location": location})


class VersionsView(DeskViewSet):
    """What an article said at a time."""

    shape = VersionShape
    queryset = ArticleVersion.objects.all()
    bodies = {"read_again": NothingBody}

    @extend_schema(summary="A version with its text")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One version; offsets of its candidates are code points of `text`."""
        return self.answer(self.get_object())

    @extend_schema(summary="Read a version again", request=NothingBody, responses={202: RunShape})
    @action(detail=True, methods=["post"], url_path="read-again")
    def read_again(self, request: Request, pk: int) -> Response:
        """Have the extractor read it again; a reading that is under way is returned as it is."""
        self.body()
        self.get_object()
        run = run_queue.read_again(version_id=int(pk), actor=self.person)
        return self.answer(run, status=HTTPStatus.ACCEPTED, shape=RunShape)


class RunsView(DeskViewSet):
    """Readings: queued, running, done, failed or stopped. Poll one with If-None-Match until it has ended."""

    shape = RunShape
    queryset = ExtractionRun.objects.select_related("requested_by")
    queries = {"list": RunQuery}
    bodies = {"stop": NothingBody}

    @extend_schema(summary="Readings, newest first", parameters=[RunQuery])
    def list(self, request: Request) -> Response:
        """A page of readings by `version` and `state`."""
        query, rows = self.query(), self.get_queryset()
        if query.get("version"):
            rows = rows.filter(version_id=query["version"])
        if query.get("state"):
            rows = rows.filter(state__in=query["state"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="A reading and how far it is")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One reading; 304 while nothing has changed."""
        return self.answer(self.get_object())

    @extend_schema(summary="Stop a reading", request=NothingBody)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: int) -> Response:
        """Stop it: a queued one at once, a running one at its next batch; what it has found is kept."""
        self.body()
        self.get_object()
        return self.answer(run_queue.stop(run_id=int(pk), actor=self.person))
