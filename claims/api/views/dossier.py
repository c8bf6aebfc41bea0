"""What a verdict is made of: the draft, the sources, whom the desk asked, the written reasons, the frozen revisions."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.claims import AssignmentShape
from claims.api.serializers.verdicts import (
    ContactBody,
    ContactShape,
    CopyBody,
    DraftBody,
    EvidenceBody,
    EvidenceChange,
    EvidenceShape,
    FindingShape,
    OrderBody,
    PageShape,
    ReasonBody,
    RevisionShape,
    VerdictShape,
    WaiverBody,
    WaiverShape,
)
from claims.errors import Stale
from claims.review import claimant_contacts, drafting, evidence, waivers
from claims.review.claimant_contacts import Asked
from claims.review.evidence import Source
from claims.tracking.models import Assignment, Claim
from claims.verdicts import preflight, previews, seals
from claims.verdicts.models import ClaimantContact, Evidence, Revision, Verdict, Waiver
from claims.verdicts.uploads import MAX_FILE_BYTES, Upload

CHANGED = gettext_lazy("Somebody changed this after you read it. Read it again, then send your change.")


class OfClaim(DeskViewSet):
    """Something that belongs to one claim, by the claim's number in the address."""

    queryset = Claim.objects.all()

    def claim(self) -> Claim:
        """The claim of the address."""
        claim = (
            Claim.objects.select_related("claimant", "reviewer", "second_draw")
            .filter(pk=self.kwargs["claim_id"])
            .first()
        )
        if claim is None:
            raise NotFound(_("There is no claim of that number."))
        return claim

    def open_claim(self) -> Claim:
        """The same, where its verdict is not kept from whoever asks."""
        claim = self.claim()
        seals.ask(claim, self.person)
        return claim

    def page(self, rows: QuerySet[Any], *, newest_first: bool = True) -> Response:
        """A page of what belongs to the claim."""
        page = page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"], newest_first=newest_first)
        return self.list_answer(page)


class VerdictView(OfClaim):
    """The draft of a claim's verdict."""

    shape = VerdictShape
    bodies = {"update": DraftBody}
    versioned = frozenset({"update"})

    @extend_schema(summary="The draft")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """The draft as it stands; version 0 before there is one."""
        return self.answer(self._draft(self.open_claim()))

    @extend_schema(summary="Save the draft", request=DraftBody)
    def update(self, request: Request, claim_id: int) -> Response:
        """Put the whole draft; If-Match is the ETag of the draft you read, `"v0"` for the first one."""
        given, seen = self.body(), self.seen()
        given["key_points"] = "\n".join(given["key_points"])
        claim = self.claim()
        drafting.save_draft(claim_id=claim.pk, expected_version=seen, actor=self.person, **given)
        return self.answer(self._draft(claim))

    def current(self) -> tuple[Json, str] | None:
        """How the draft stands now."""
        draft = self._draft(self.open_claim())
        return self.represent([draft])[0], version_tag(draft.lock_version)

    @staticmethod
    def _draft(claim: Claim) -> Verdict:
        stored = Verdict.objects.select_related("rating").filter(claim=claim).first()
        return stored or Verdict(claim=claim, lock_version=0)


class PreflightView(OfClaim):
    """What the submit gates say."""

    shape = FindingShape
    pagination_class = None

    @extend_schema(summary="What the submit gates say now", responses=FindingShape(many=True))
    def list(self, request: Request, claim_id: int) -> Response:
        """Every gate, the passed ones too; those of severity “block” stand against submitting."""
        return Response(self.represent(preflight.check(self.open_claim())))


class PreviewView(OfClaim):
    """What readers would see."""

    shape = PageShape
    pagination_class = None

    @extend_schema(operation_id="claim_preview", summary="What would be published now")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """The page as publishing would store it now, approved or not, and what it still lacks."""
        claim = self.open_claim()
        lacking = previews.missing(claim)
        content = {} if lacking else previews.page_to_be(claim, timezone.now())
        return Response({"content": content, "missing": lacking})


class AssignmentsView(OfClaim):
    """Who was to check a claim."""

    shape = AssignmentShape
    queries = {"list": PageQuery}

    @extend_schema(summary="Assignments of a claim, newest first", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """The history of its assignments."""
        rows = Assignment.objects.filter(claim=self.open_claim()).select_related("reviewer", "assigned_by")
        return self.page(rows)


class RevisionsView(OfClaim):
    """Submitted verdicts, frozen."""

    shape = RevisionShape
    queries = {"list": PageQuery}

    @extend_schema(summary="Revisions of a claim with their approvals, newest first", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """The frozen revisions; an approval names the `content_hash` of the newest one."""
        rows = Revision.objects.filter(claim=self.open_claim()).select_related("submitted_by")
        return self.page(rows.prefetch_related("authors", "approvals__approver"))


class EvidenceOfClaimView(OfClaim):
    """The sources of a claim."""

    shape = EvidenceShape
    queries = {"list": PageQuery}
    bodies = {"create": EvidenceBody, "order": OrderBody}

    @extend_schema(summary="Sources of a claim", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """Its sources, in the order in which they were added; `position` is the order of their citations."""
        rows = Evidence.objects.filter(claim=self.claim(), removed_at__isnull=True).prefetch_related("copies")
        return self.page(rows, newest_first=False)

    @extend_schema(summary="Add a source", request=EvidenceBody, responses={201: EvidenceShape})
    def create(self, request: Request, claim_id: int) -> Response:
        """Add a source by its address or title; a copy of the address is made in the background."""
        given = self.body()
        text = given.pop("text")
        claim = self.claim()
        added = evidence.add(claim_id=claim.pk, actor=self.person, source=Source(**given), text=text)
        return self.answer(_with_copies(added.pk), status=HTTPStatus.CREATED)

    @extend_schema(summary="Order the sources", request=OrderBody, responses=EvidenceShape(many=True))
    @action(detail=False, methods=["put"], pagination_class=None)
    def order(self, request: Request, claim_id: int) -> Response:
        """Put the sources into this order, which is the order of the citations [1], [2] and so on."""
        claim = self.claim()
        evidence.reorder(claim_id=claim.pk, actor=self.person, order=self.body()["order"])
        rows = Evidence.objects.filter(claim=claim, removed_at__isnull=True).prefetch_related("copies")
        return Response(self.represent(list(rows.order_by("position", "id"))))


class EvidenceView(DeskViewSet):
    """One source."""

    shape = EvidenceShape
    queryset = Evidence.objects.prefetch_related("copies")
    bodies = {
        "partial_update": EvidenceChange,
        "copy_again": NothingBody,
        "mark_impossible": ReasonBody,
        "upload": CopyBody,
    }
    versioned = frozenset({"partial_update", "destroy"})

    @extend_schema(summary="A source")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One source with its newest copy."""
        return self.answer(self.get_object())

    @extend_schema(summary="Change a source", request=EvidenceChange)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change what is said of it; what is left out stays."""
        given, seen = self.body(), self.seen()
        stored = self.get_object()
        if stored.lock_version != seen:
            raise Stale(CHANGED)
        source = Source(**{name: given.get(name, getattr(stored, name)) for name in Source.__dataclass_fields__})
        evidence.change(evidence_id=stored.pk, actor=self.person, source=source, expected_version=seen)
        return self.answer(_with_copies(stored.pk))

    @extend_schema(summary="Take a source out", responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take it out of the verdict; the row and its copies are kept."""
        seen = self.seen()
        evidence.remove(evidence_id=self.get_object().pk, actor=self.person, expected_version=seen)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(summary="Copy a source again", request=NothingBody)
    @action(detail=True, methods=["post"], url_path="copy-again")
    def copy_again(self, request: Request, pk: int) -> Response:
        """Ask for a fresh copy of its address."""
        self.body()
        evidence.copy_again(evidence_id=self.get_object().pk, actor=self.person)
        return self.answer(_with_copies(int(pk)))

    @extend_schema(summary="Upload the copy of a source", request={"multipart/form-data": CopyBody})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def upload(self, request: Request, pk: int) -> Response:
        """Keep a file as the copy of a source that cannot be fetched."""
        file = self.body()["file"]
        if file.size > MAX_FILE_BYTES:
            raise ValidationError(
                {
                    "file": [
                        _("The file is larger than %(max_file_bytes)s MB.")
                        % {"max_file_bytes": MAX_FILE_BYTES // 1000000}
                    ]
                }
            )
        upload = Upload(file.name, file.read(), file.content_type or "")
        evidence.attach(evidence_id=self.get_object().pk, actor=self.person, upload=upload)
        return self.answer(_with_copies(int(pk)))

    @extend_schema(summary="Say that a source cannot be archived", request=ReasonBody)
    @action(detail=True, methods=["post"], url_path="mark-impossible")
    def mark_impossible(self, request: Request, pk: int) -> Response:
        """Say that no copy of it can be had, and why."""
        reason = self.body()["reason"]
        evidence.mark_impossible(evidence_id=self.get_object().pk, actor=self.person, reason=reason)
        return self.answer(_with_copies(int(pk)))

    def current(self) -> tuple[Json, str] | None:
        """How the source stands now."""
        stored = Evidence.objects.filter(pk=self.kwargs["pk"]).first()
        return (self.represent([stored])[0], version_tag(stored.lock_version)) if stored else None


class ContactsView(OfClaim):
    """Whom the desk asked about a claim."""

    shape = ContactShape
    queries = {"list": PageQuery}
    bodies = {"create": ContactBody, "update": ContactBody}
    versioned = frozenset({"update", "destroy"})

    @extend_schema(summary="Whom the desk asked", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """Each time the claimant was asked, in order."""
        return self.page(ClaimantContact.objects.filter(claim=self.claim()), newest_first=False)

    @extend_schema(summary="Log that the claimant was asked", request=ContactBody, responses={201: ContactShape})
    def create(self, request: Request, claim_id: int) -> Response:
        """Log whom the desk asked, how and when, and the answer where there is one."""
        given = Asked(**self.body())
        logged = claimant_contacts.log(claim_id=self.claim().pk, asked=given, actor=self.person)
        return self.answer(logged, status=HTTPStatus.CREATED)

    @extend_schema(summary="Change what is logged", request=ContactBody)
    def update(self, request: Request, claim_id: int, pk: int) -> Response:
        """Put the whole of it, such as with the answer that came."""
        given, seen = Asked(**self.body()), self.seen()
        contact = self._contact()
        return self.answer(
            claimant_contacts.change(contact_id=contact.pk, asked=given, expected_version=seen, actor=self.person)
        )

    @extend_schema(summary="Remove what is logged", responses={204: None})
    def destroy(self, request: Request, claim_id: int, pk: int) -> Response:
        """Remove it."""
        seen = self.seen()
        claimant_contacts.remove(contact_id=self._contact().pk, expected_version=seen, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)

    def current(self) -> tuple[Json, str] | None:
        """How it stands now."""
        stored = ClaimantContact.objects.filter(pk=self.kwargs.get("pk", 0)).first()
        return (self.represent([stored])[0], version_tag(stored.lock_version)) if stored else None

    def _contact(self) -> ClaimantContact:
        contact = ClaimantContact.objects.filter(claim=self.claim(), pk=self.kwargs["pk"]).first()
        if contact is None:
            raise NotFound(_("This is not logged on this claim."))
        return contact


class WaiversView(OfClaim):
    """Written reasons that stand in for submit gates."""

    shape = WaiverShape
    pagination_class = None
    bodies = {"update": WaiverBody}

    @extend_schema(summary="Written reasons", responses=WaiverShape(many=True))
    def list(self, request: Request, claim_id: int) -> Response:
        """The reasons on record, by gate."""
        return Response(self.represent(list(Waiver.objects.filter(claim=self.open_claim()))))

    @extend_schema(summary="Write a reason", request=WaiverBody)
    def update(self, request: Request, claim_id: int, gate: str) -> Response:
        """Write or change the reason for a gate; readers will see it."""
        given, claim = self.body(), self.claim()
        waivers.write_reason(claim_id=claim.pk, gate=gate, actor=self.person, **given)
        return self.answer(Waiver.objects.get(claim=claim, gate=gate))

    @extend_schema(summary="Take a reason back", responses={204: None})
    def destroy(self, request: Request, claim_id: int, gate: str) -> Response:
        """Take a written reason back; nothing happens where there is none."""
        waivers.remove_reason(claim_id=self.claim().pk, gate=gate, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)


def _with_copies(evidence_id: int) -> Evidence:
    return Evidence.objects.prefetch_related("copies").get(pk=evidence_id)
