"""The list of articles, adding one, and the workspace in which one is read and triaged."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article
from claims.desk.access import needs, person_of
from claims.desk.article_list import FILTERS, STATUSES, outlets, reading_list, rows_of, summary
from claims.desk.form_responses import TRY_AGAIN, form_page
from claims.desk.forms.articles import FILE, URL, AddArticleForm, PasteForm
from claims.desk.forms.candidates import MarkForm
from claims.desk.forms.language import ArticleLanguageForm
from claims.desk.toasts import say
from claims.desk.views.candidates import answer, undo_of
from claims.desk.workspace import Workspace, page_of
from claims.errors import Blocked, Refusal
from claims.intake import article_intake, doubtful, run_queue
from claims.intake.article_intake import set_language
from claims.outages import Outage, as_outage
from claims.tracking.exports import FORMATS
from claims.triage import candidate_decisions

ROWS_ASKED_FOR = 60


@require_GET
@needs(Right.READ)
def articles(request: HttpRequest) -> HttpResponse:
    """What is being read, what failed, and where fresh candidates are."""
    query = request.GET.get("q", "")[:200]
    status = request.GET.get("status", "")
    outlet_id = number(request.GET.get("outlet"))
    page = reading_list(
        query=query,
        outlet_id=outlet_id,
        status=status,
        before=number(request.GET.get("before")),
        after=number(request.GET.get("after")),
    )
    total, being_read, failed = summary()
    context = {
        "page": page,
        "search": query,
        "status": status if status in FILTERS else "",
        "statuses": STATUSES,
        "outlet_id": outlet_id,
        "outlets": outlets(),
        "formats": FORMATS,
        "filtered": bool(query or outlet_id or status in FILTERS),
        "total": total,
        "being_read": being_read,
        "failed": failed,
    }
    if person_of(request).may(Right.ARTICLES):
        context["form"] = AddArticleForm(auto_id="add_%s")
    return render(request, "desk/articles.html", context)


@require_GET
@needs(Right.READ)
def article_jobs(request: HttpRequest) -> HttpResponse:
    """The cells of the articles that were being read when the list was last shown."""
    asked = request.GET.get("ids", "").split(",")[:ROWS_ASKED_FOR]
    rows = rows_of([key for key in map(number, asked) if key is not None])
    live = [row for row in rows if row.status == "live"]
    context = {"rows": rows, "live_ids": ",".join(str(row.article.pk) for row in live)}
    return render(request, "desk/articles/jobs.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.ARTICLES)
def article_add(request: HttpRequest) -> HttpResponse:
    """Take an article in; what is wrong with it is said beside its field, and what was typed is kept."""
    if request.method == "GET":
        return render(request, "desk/article_add.html", {"form": AddArticleForm()})
    form = AddArticleForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            added = _take_in(form, person_of(request))
        except (Refusal, DatabaseError, OSError) as error:
            refusal = error if isinstance(error, Blocked) else as_outage(error)
            if refusal is None:
                raise
            form.add_error(form.way_field, refusal.message)
            answer = render(request, "desk/article_add.html", {"form": form}, status=refusal.status)
            if isinstance(refusal, Outage):
                answer.headers["Retry-After"] = str(refusal.retry_after)
            return answer
        say(request, added.message)
        return redirect("article", added.article.pk)
    return render(request, "desk/article_add.html", {"form": form}, status=TRY_AGAIN)


def article_too_big(request: HttpRequest, limit: str) -> HttpResponse:
    """The form again, for a text so large that it was not taken in at all."""
    form = AddArticleForm({})
    form.errors.clear()
    refusal = _(
        "The desk takes in up to %(limit)s of pasted text. Upload it as a file, or paste the part that matters."
    )
    form.add_error("text", refusal % {"limit": limit})
    return render(request, "desk/article_add.html", {"form": form}, status=413)


@require_GET
@needs(Right.READ)
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Where in the text the candidates are, why each is ranked so, and what became of them."""
    return render(request, "desk/article.html", {"page": page_of(request, article_id), "paste": PasteForm()})


@require_GET
@needs(Right.READ)
def article_run(request: HttpRequest, article_id: int) -> HttpResponse:
    """How far the reading is; once it has ended, the text and the list with what was found."""
    page = page_of(request, article_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(page.address + page.suffix)
    ended = page.run is None or not page.run.is_live
    return render(request, f"desk/article/{'ended' if ended else 'run'}.html", {"page": page})


@require_GET
@needs(Right.READ)
def article_threshold(request: HttpRequest, article_id: int) -> HttpResponse:
    """The list and the text under another threshold, while somebody moves it."""
    page = page_of(request, article_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(page.address + page.suffix + "#claims")
    return render(request, "desk/article/moved.html", {"page": page})


@require_POST
@needs(Right.ARTICLES)
def article_read(request: HttpRequest, article_id: int) -> HttpResponse:
    """Have the article read again."""
    page = page_of(request, article_id)
    run_queue.read_again(version_id=page.version.pk, actor=page.viewer)
    return _after_run(request, page, _("It is being read again. What has been decided stays."))


@require_http_methods(["GET", "POST"])
@needs(Right.ARTICLES)
def article_language(request: HttpRequest, article_id: int) -> HttpResponse:
    """Keep in which language the article is written, or leave it to the software to tell."""
    article = get_object_or_404(Article.objects.select_related("current"), pk=article_id)
    form = ArticleLanguageForm(request.POST or None, initial={"language": article.language})
    if not form.is_valid():
        return form_page(
            request,
            "desk/article_language.html",
            {"article": article, "form": form},
            TRY_AGAIN if form.is_bound else 200,
        )
    set_language(article_id=article_id, language=form.cleaned_data["language"], actor=person_of(request))
    say(request, _("The language is kept. It counts from the next reading on."))
    return HttpResponseRedirect(reverse("article", args=[article_id]))


@require_POST
@needs(Right.ARTICLES)
def article_drop(request: HttpRequest, article_id: int) -> HttpResponse:
    """Say that a doubtful article is none."""
    doubtful.drop(article_id=article_id, actor=person_of(request))
    say(request, _("Dropped. It stays in the list, and can be read after all."))
    return redirect("article", article_id)


@require_POST
@needs(Right.ARTICLES)
def article_paste(request: HttpRequest, article_id: int) -> HttpResponse:
    """Give a doubtful article the text that a person sees; what was typed is kept where it is refused."""
    form = PasteForm(request.POST)
    if form.is_valid():
        try:
            doubtful.paste(article_id=article_id, text=form.cleaned_data["text"], actor=person_of(request))
        except Blocked as error:
            form.add_error("text", error.message)
        else:
            say(request, _("The text is kept as a new version. It is being read for claims."))
            return redirect("article", article_id)
    context = {"page": page_of(request, article_id), "paste": form}
    return render(request, "desk/article.html", context, status=TRY_AGAIN)


@require_POST
@needs(Right.ARTICLES)
def article_stop(request: HttpRequest, article_id: int) -> HttpResponse:
    """Stop the reading that is under way; what was found is kept."""
    page = page_of(request, article_id)
    if page.run is not None:
        run_queue.stop(run_id=page.run.pk, actor=page.viewer)
    return _after_run(request, page, _("Stopped. The candidates found so far are kept."))


@require_http_methods(["GET", "POST"])
@needs(Right.MARK)
def article_mark(request: HttpRequest, article_id: int) -> HttpResponse:
    """Add a candidate by hand, from words selected in the text or copied into the form."""
    page = page_of(request, article_id)
    if request.method == "GET":
        form = MarkForm(text=page.version.text)
        return form_page(request, "desk/candidate/mark.html", {"page": page, "form": form})
    form = MarkForm(request.POST, text=page.version.text)
    if not form.is_valid():
        return form_page(request, "desk/candidate/mark.html", {"page": page, "form": form}, TRY_AGAIN)
    given = form.cleaned_data
    marked = candidate_decisions.mark_by_hand(
        version_id=page.version.pk,
        start=given["start"],
        end=given["end"],
        actor=page.viewer,
        statement=given["statement"],
        speaker=given["speaker"],
    )
    say(request, marked.message, undo_of(marked.candidate, page) if marked.changed else None)
    return answer(request, page, marked.candidate, with_text=True, focus=True)


def number(value: str | None) -> int | None:
    """The number that a part of an address stands for, or None."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 18 else None


def _take_in(form: AddArticleForm, actor: User) -> article_intake.Added:
    given = form.cleaned_data
    if given["how"] == URL:
        return article_intake.add_from_url(url=given["url"], outlet=given["outlet"], actor=actor)
    if given["how"] == FILE:
        file = given["file"]
        return article_intake.add_upload(
            data=file.read(),
            filename=file.name,
            content_type=file.content_type or "",
            outlet=given["outlet"],
            actor=actor,
        )
    return article_intake.add_pasted(text=given["text"], title=given["title"], outlet=given["outlet"], actor=actor)


def _after_run(request: HttpRequest, page: Workspace, message: str) -> HttpResponse:
    say(request, message)
    if not request.htmx:  # type: ignore[attr-defined]
        back = request.POST.get("back", "")
        return HttpResponseRedirect(reverse("articles") if back == "list" else page.address + page.suffix)
    fresh = page_of(request, page.article.pk)
    response = render(request, "desk/article/run.html", {"page": fresh, "with_toasts": True})
    return trigger_client_event(response, "run:changed", {})
