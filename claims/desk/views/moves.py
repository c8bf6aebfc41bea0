"""Making a move on a claim: one press where the move asks nothing, a form where it does."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import TRY_AGAIN, carry_version, form_page, refuse
from claims.desk.forms.moves import MoveForm, asks_something
from claims.desk.people import reviewer_choices
from claims.desk.views.claim import changed, page_of, refused
from claims.errors import NotAllowed, Refusal, WrongState
from claims.tracking.models import Claim
from claims.verdicts.lettering import missing
from claims.verdicts.site_settings import newsroom
from claims.workflow.moves import Move, MoveName
from claims.workflow.perform import Performed, perform, who_refuses
from claims.workflow.transitions import TRANSITIONS

GOES_OUT = (MoveName.PUBLISH, MoveName.SCHEDULE)
PARTS = ("said", "evidence", "add_source", "pictures", "contacts", "verdict")


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def claim_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The form of one move on one claim, and the move itself."""
    row = _row(move)
    page = page_of(request, pk)
    _ask_in_time(row, page.claim, page.viewer)
    if request.method == "GET":
        return _ask(request, page, row, _form(row, page))
    form = _form(row, page, request.POST)
    if not form.is_valid():
        return _ask(request, page, row, form, TRY_AGAIN)
    try:
        done = perform(
            row.name,
            claim_id=pk,
            actor=page.viewer,
            note=form.cleaned_data.get("note", ""),
            expected_version=form.cleaned_data["expected_version"],
            details=form.details(),
        )
    except NotAllowed:
        raise
    except Refusal as error:
        return _say_why_not(request, page, row, form, error)
    return changed(request, pk, parts=PARTS, say_so=_sentence(row, done), anchor="moves")


@require_POST
@needs(Right.REVIEW)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a claim that nobody has and start on it, in one press from the desk."""
    person = page_of(request, pk).viewer
    try:
        with transaction.atomic():
            perform(MoveName.PICK_UP, claim_id=pk, actor=person)
            done = perform(MoveName.START, claim_id=pk, actor=person)
    except NotAllowed:
        raise
    except Refusal as error:
        return refused(request, pk, error)
    return changed(request, pk, say_so=_sentence(TRANSITIONS[MoveName.START], done))


def _row(move: str) -> Move:
    row = TRANSITIONS.get(MoveName(move)) if move in set(MoveName) else None
    if row is None:
        raise Http404(_("There is no such move."))
    return row


def _ask_in_time(row: Move, claim: Claim, person: User) -> None:
    """Say who may not and when not before anybody fills in a form."""
    sentence = who_refuses(row, claim, person)
    if sentence:
        raise NotAllowed(sentence)


def _form(row: Move, page: ClaimPage, data: QueryDict | None = None) -> MoveForm:
    """The form of a move; who could be assigned is read only where that is asked."""
    people = reviewer_choices() if "reviewer_id" in row.needs else ()
    return MoveForm(data, move=row, claim=page.claim, people=people, initial=_start(row, page))


def _start(row: Move, page: ClaimPage) -> dict[str, object]:
    """What the form starts with."""
    start: dict[str, object] = {}
    due = page.claim.due_at
    if "due_at" in row.needs and due and due > timezone.now():
        start["due_at"] = due
    return start


def _ask(request: HttpRequest, page: ClaimPage, row: Move, form: MoveForm, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "move": row,
        "heading": row.label,
        "intro": row.looks.intro,
        "button": row.label,
        "gone": page.claim.state not in row.sources,
        "stale": status == WrongState.status,
        "without_font": missing(_on_the_share_image(page)) if row.name in GOES_OUT else "",
    }
    return form_page(request, "desk/claim_move.html", context, status)


def _on_the_share_image(page: ClaimPage) -> str:
    """The words of the picture beside a shared link."""
    rating = page.verdict.rating if page.verdict else None
    return f"{newsroom().name} {page.claim.statement} {rating.label if rating else ''} {page.claim.claimant or ''}"


def _say_why_not(request: HttpRequest, page: ClaimPage, row: Move, form: MoveForm, error: Refusal) -> HttpResponse:
    """The form again with every reason, what was typed still in it; or the page where there is no form."""
    if not asks_something(row):
        return refused(request, page.claim.pk, error)
    status = refuse(form, error)
    newest = page_of(request, page.claim.pk)
    if isinstance(error, WrongState):
        carry_version(form, newest.claim.lock_version)
    return _ask(request, newest, row, form, status)


def _sentence(row: Move, done: Performed) -> str:
    """What the toast says: what was done, where the claim stays in its state, or the state it has reached."""
    what = row.looks.done or formats.inside(done.claim.get_state_display())
    return _("%(number)s: %(what)s.") % {"number": done.claim.number, "what": what}
