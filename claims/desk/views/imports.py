"""Files of articles or claims: hand one in, see what would become of each row, import it, keep the result."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.forms.intake import ColumnsForm, ImportForm, RatingsForm
from claims.desk.paging import number_in
from claims.desk.toasts import say
from claims.desk.views.downloads import format_named
from claims.errors import Blocked
from claims.intake import imports as workflow
from claims.intake.archive.matching import MATCHED, unsaid_ratings
from claims.intake.article_import import COLUMNS as ARTICLE_COLUMNS
from claims.intake.claim_import import COLUMNS as CLAIM_COLUMNS
from claims.jobs.health import nobody_works_on
from claims.tracking import exports
from claims.tracking.downloads import table_file
from claims.tracking.enums import DateOrder, ImportKind, ImportState, RowOutcome
from claims.tracking.models import ImportBatch
from claims.verdicts import old_addresses

PAGE = 30
SHOWN = 100


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def imports(request: HttpRequest) -> HttpResponse:
    """The latest imports and the form for a file, which is checked first."""
    if request.method == "GET":
        kind = request.GET.get("kind")
        mine = kinds_of(person_of(request))
        usual = mine[0] if mine else ImportKind.ARTICLES
        return _show(request, ImportForm(initial={"kind": kind if kind in ImportKind else usual}))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, TRY_AGAIN)
    given = form.cleaned_data
    try:
        batch = workflow.receive(
            kind=ImportKind(given["kind"]),
            name=given["file"].name,
            data=given["file"].read(),
            outlet=given["outlet"].name if given["outlet"] else "",
            actor=person_of(request),
            dry_run=True,
        )
    except Blocked as error:
        return _show(request, form, refuse(form, error))
    return redirect("import", batch.pk)


@require_GET
@needs(Right.READ)
def one(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far it is, which rows are bad and why, and what can be done next."""
    batch = get_object_or_404(ImportBatch.objects.select_related("person"), pk=batch_id)
    return _one(request, batch)


@require_POST
@needs(Right.READ)
def columns(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Say what the columns of a checked file are, and have it checked again."""
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    form = ColumnsForm(request.POST, batch=batch) if batch.kind in MATCHED else None
    if form is None or not form.is_valid():
        return _one(request, batch, columns=form, status=TRY_AGAIN)
    order = form.cleaned_data["date_order"]
    try:
        workflow.match_columns(
            batch_id=batch_id,
            columns=form.matched(),
            date_order=DateOrder(order) if order else None,
            actor=person_of(request),
        )
    except Blocked as error:
        return _one(request, batch, columns=form, status=refuse(form, error))
    return redirect("import", batch_id)


@require_POST
@needs(Right.READ)
def ratings(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Say which of our ratings each old one of a checked archive is, and have it checked again."""
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    form = RatingsForm(request.POST, batch=batch)
    if not form.is_valid():
        return _one(request, batch, ratings=form, status=TRY_AGAIN)
    try:
        workflow.match_ratings(batch_id=batch_id, ratings=form.matched(), actor=person_of(request))
    except Blocked as error:
        return _one(request, batch, ratings=form, status=refuse(form, error))
    return redirect("import", batch_id)


@require_POST
@needs(Right.READ)
def carry_out(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Import what was checked."""
    workflow.carry_out(batch_id=batch_id, actor=person_of(request))
    return redirect("import", batch_id)


@require_POST
@needs(Right.READ)
def stop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Drop it, or end it; what has come in stays."""
    batch = workflow.stop(batch_id=batch_id, actor=person_of(request))
    say(request, _("%(name)s is not imported any further. What has come in stays.") % {"name": batch.name})
    return redirect("import", batch_id)


@require_GET
@needs(Right.READ)
def result(request: HttpRequest, batch_id: int, format: str) -> StreamingHttpResponse:
    """What became of every row, as a file."""
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    return table_file(f"import-{batch.pk}", format_named(format), exports.IMPORT_COLUMNS, exports.import_rows(batch))


@require_GET
@needs(Right.READ)
def addresses(request: HttpRequest, format: str) -> StreamingHttpResponse:
    """Where each address of the old site leads now, for whoever runs its server: a table, or a map for nginx."""
    if format == "nginx":
        response = StreamingHttpResponse(old_addresses.nginx_map(), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="old-addresses.conf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
    return table_file("old-addresses", format_named(format), old_addresses.COLUMNS, old_addresses.moved())


def kinds_of(person: User) -> list[ImportKind]:
    """What this person may import."""
    return [kind for kind in ImportKind if may_import(person, kind)]


def may_import(person: User, kind: ImportKind) -> bool:
    """Whether this person may import files of this kind."""
    return person.may(workflow.RIGHTS[kind])


def _one(
    request: HttpRequest,
    batch: ImportBatch,
    *,
    columns: ColumnsForm | None = None,
    ratings: RatingsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    matched = batch.kind in MATCHED and batch.preview
    context = {
        "batch": batch,
        "before": batch.state in (ImportState.CHECKING, ImportState.CHECKED),
        "news": batch.created + batch.changed,
        "others": batch.done - batch.failed,
        "bad": batch.rows.filter(outcome=RowOutcome.FAILED)[:SHOWN],
        "good": batch.rows.exclude(outcome=RowOutcome.FAILED)[:SHOWN],
        "mine": may_import(person_of(request), ImportKind(batch.kind)),
        "formats": exports.FORMATS,
        "shown": SHOWN,
        "why_it_waits": nobody_works_on(batch) if batch.is_live else "",
        "columns": columns or (ColumnsForm(batch=batch) if matched else None),
        "ratings": ratings or (RatingsForm(batch=batch) if batch.kind == ImportKind.ARCHIVE else None),
        "unsaid": unsaid_ratings(batch) if batch.kind == ImportKind.ARCHIVE else [],
    }
    template = "desk/import/state.html" if getattr(request, "htmx", False) else "desk/import.html"
    return render(request, template, context, status=status)


def _show(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    before, person = number_in(request, "before"), person_of(request)
    rows = ImportBatch.objects.select_related("person").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    page, mine = list(rows[: PAGE + 1]), kinds_of(person)
    form.fields["kind"].choices = [(kind.value, kind.label) for kind in mine]  # type: ignore[attr-defined]  # a choice
    context = {
        "batches": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "form": form,
        "may_import": mine,
        "article_columns": ARTICLE_COLUMNS,
        "claim_columns": CLAIM_COLUMNS,
    }
    return render(request, "desk/imports.html", context, status=status)
