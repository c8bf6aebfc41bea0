"""Checks in further languages: which wait for somebody, writing one, and judging one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, carry_version, refuse
from claims.desk.forms.translation import JudgementForm, TranslationForm
from claims.desk.paging import number_in
from claims.desk.toasts import say
from claims.desk.translation_page import TranslationPage
from claims.errors import NotAllowed, Refusal
from claims.review.translations import (
    StaleTranslation,
    approve_translation,
    language_named,
    save_translation,
    send_back_translation,
    submit_translation,
    take_back_translation,
)
from claims.verdicts.models import Translation
from claims.verdicts.translations import Standing, standing_of, wanting_somebody

PAGE = 30


@require_GET
@needs(Right.READ)
def translations(request: HttpRequest) -> HttpResponse:
    """Translations that wait for a second person, and those that are behind their check, the newest first."""
    before = number_in(request, "before")
    rows = wanting_somebody()
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("claim").order_by("-pk")[: PAGE + 1])
    context = {"rows": found[:PAGE], "older": found[PAGE - 1].pk if len(found) > PAGE else None, "deeper": before}
    return render(request, "desk/translations.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def translation(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """A check in one language beside the original; the form keeps the words, or keeps and submits them."""
    standing = _standing(pk, language)
    if request.method == "GET":
        return _show(request, standing)
    form = TranslationForm(request.POST, standing)
    if not form.is_valid():
        return _show(request, standing, form, status=TRY_AGAIN)
    given, person = form.cleaned_data, person_of(request)
    try:
        row = save_translation(
            claim_id=pk,
            language=language,
            words=form.words(),
            translates=given["translates"],
            expected_version=given["expected_version"],
            actor=person,
        )
        if request.POST.get("act") == "submit":
            submit_translation(claim_id=pk, language=language, expected_version=row.lock_version, actor=person)
    except NotAllowed:
        raise
    except Refusal as error:
        standing = _standing(pk, language)
        if standing.translation:
            carry_version(form, standing.translation.lock_version)
        stored = error.stored if isinstance(error, StaleTranslation) else None
        return _show(request, standing, form, status=refuse(form, error), stored=stored)
    submitted = request.POST.get("act") == "submit"
    say(request, _("Submitted. A second person reads it next.") if submitted else _("The translation is kept."))
    return _back(pk, language)


@require_POST
@needs(Right.REVIEW)
def take_back(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Go on writing a translation that waits for a second person."""
    take_back_translation(
        claim_id=pk,
        language=language,
        expected_version=_version_in(request, "expected_version"),
        actor=person_of(request),
    )
    say(request, _("Taken back. You can change it again."))
    return _back(pk, language)


@require_POST
@needs(Right.APPROVE)
def judge(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Approve exactly the words that were read, or send them back with a note."""
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _show(request, _standing(pk, language), judgement=form, status=TRY_AGAIN)
    given, person = form.cleaned_data, person_of(request)
    seen = {"claim_id": pk, "language": language, "expected_version": given["expected_version"], "actor": person}
    try:
        if given["decision"] == "approve":
            approve_translation(seen_hash=given["content_hash"], **seen)
        else:
            send_back_translation(note=given["note"], **seen)
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, _standing(pk, language), judgement=form, status=refuse(form, error))
    approved = given["decision"] == "approve"
    say(request, _("Approved. Readers see it now.") if approved else _("Sent back with your note."))
    return _back(pk, language)


def _show(
    request: HttpRequest,
    standing: Standing,
    form: TranslationForm | None = None,
    *,
    judgement: JudgementForm | None = None,
    stored: Translation | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = standing.waiting
    seen = {
        "content_hash": waiting.content_hash if waiting else "",
        "expected_version": standing.translation.lock_version if standing.translation else 0,
    }
    context = {
        "page": TranslationPage(standing, person_of(request)),
        "language_name": language_named(standing.language),
        "form": form or TranslationForm(None, standing),
        "judgement": judgement or JudgementForm(initial=seen),
        "stored": stored,
    }
    return render(request, "desk/translation.html", context, status=status)


def _standing(claim_id: int, language: str) -> Standing:
    found = standing_of(claim_id, language)
    if found is None:
        raise Http404(_("Only a published check has translations, into the languages of the site."))
    return found


def _version_in(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0


def _back(pk: int, language: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("claim-translation", args=[pk, language]))
