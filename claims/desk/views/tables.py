"""The tables of a claim's sources: taking one, naming its cells, taking the newest copy's, removing it."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import TRY_AGAIN, answer_form, refuse, sent
from claims.desk.forms.evidence import SeenForm
from claims.desk.forms.tables import NameCellForm, TakeTableForm
from claims.desk.toasts import say
from claims.desk.views.claim import changed, page_of
from claims.errors import NotAllowed, Refusal, WrongState
from claims.figures.tables import marked_rows
from claims.review.tables import naming, taking
from claims.verdicts.models import Evidence, EvidenceTable

FORM = "desk/claim_form.html"
MOST_SHOWN = 6


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def choose(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Take one of the tables that the kept copy of a source holds."""
    page = _open(request, pk)
    row = Evidence.objects.filter(pk=source, claim_id=pk, removed_at__isnull=True).first()
    if row is None:
        raise Http404(_("This source is no longer here. Reload the claim."))
    kept, found = taking.tables_in(row)
    form = TakeTableForm(sent(request)).offer(found)
    context = {
        "page": page,
        "form": form,
        "source": row,
        "kept": kept,
        "found": [(table, [cells[:MOST_SHOWN] for cells in table.rows[:MOST_SHOWN]]) for table in found],
    }
    taken: list[EvidenceTable] = []

    def act() -> None:
        taken.append(taking.take(claim_id=pk, evidence_id=source, actor=page.viewer, **form.cleaned_data))

    def done() -> HttpResponse:
        say(request, _("Table taken. Name the cells that your figures need."))
        return redirect("table", pk, taken[0].pk)

    return answer_form(request, "desk/tables/choose.html", context, act=act, done=done)


@require_GET
@needs(Right.READ)
def table(request: HttpRequest, pk: int, table: int) -> HttpResponse:
    """One table with the names of its cells."""
    row = _table(pk, table)
    start = {"expected_version": row.lock_version, "place": request.GET.get("cell", "")[:15]}
    return _show(request, page_of(request, pk), row, NameCellForm(initial=start))


@require_POST
@needs(Right.REVIEW)
def name(request: HttpRequest, pk: int, table: int) -> HttpResponse:
    """Call a cell by a name."""
    page, row, form = page_of(request, pk), _table(pk, table), NameCellForm(request.POST)
    if not form.is_valid():
        return _show(request, page, row, form, TRY_AGAIN)
    try:
        naming.name_cell(table_id=row.pk, actor=page.viewer, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, page, _table(pk, table), form, refuse(form, error))
    say(request, _("Named. A formula can use it now."))
    return redirect("table", pk, table)


@require_POST
@needs(Right.REVIEW)
def unname(request: HttpRequest, pk: int, table: int) -> HttpResponse:
    """Take the name of a cell away."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise WrongState(_("The form did not arrive whole. Reload the page and try again."))
    seen = form.cleaned_data["expected_version"]
    called = request.POST.get("name", "")
    actor = page_of(request, pk).viewer
    naming.remove_name(table_id=_table(pk, table).pk, actor=actor, name=called, expected_version=seen)
    say(request, _("The name is taken away."))
    return redirect("table", pk, table)


@require_POST
@needs(Right.REVIEW)
def newest(request: HttpRequest, pk: int, table: int) -> HttpResponse:
    """Take the same table from the newest copy."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise WrongState(_("The form did not arrive whole. Reload the page and try again."))
    seen = form.cleaned_data["expected_version"]
    taking.take_newest(table_id=_table(pk, table).pk, actor=page_of(request, pk).viewer, expected_version=seen)
    say(request, _("This is the table of the newest copy. Look at the figures that rest on it."))
    return redirect("table", pk, table)


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def remove(request: HttpRequest, pk: int, table: int) -> HttpResponse:
    """Take a table out of the verdict."""
    page, row = _open(request, pk), _table(pk, table)
    form = SeenForm(sent(request), initial={"expected_version": row.lock_version})
    context = {
        "page": page,
        "form": form,
        "heading": _("Remove the table “%(table)s”") % {"table": str(row)[:80]},
        "button": _("Remove"),
        "intro": _("Figures that rest on it no longer hold; numbers that were published with it keep it."),
    }

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        taking.remove(table_id=row.pk, actor=page.viewer, expected_version=seen)

    done = partial(changed, request, pk, parts=["tables"], say_so=_("Table removed."), anchor="tables")
    return answer_form(request, FORM, context, act=act, done=done)


def _show(
    request: HttpRequest, page: ClaimPage, row: EvidenceTable, form: NameCellForm, status: int = 200
) -> HttpResponse:
    context = {"page": page, "table": row, "form": form, "rows": marked_rows(row.rows, row.named)}
    return render(request, "desk/tables/table.html", context, status=status)


def _open(request: HttpRequest, claim_id: int) -> ClaimPage:
    page = page_of(request, claim_id)
    if request.method == "GET" and page.why_not_edit:
        raise WrongState(page.why_not_edit)
    return page


def _table(claim_id: int, table_id: int) -> EvidenceTable:
    standing = EvidenceTable.objects.filter(pk=table_id, claim_id=claim_id, removed_at__isnull=True)
    row = standing.select_related("evidence", "copy").defer("copy__text").first()
    if row is None:
        raise Http404(taking.GONE)
    return row
