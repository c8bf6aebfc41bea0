"""The sealed second verdict: judging by the evidence alone, and settling where two people disagree."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import TRY_AGAIN, form_page, refuse, sent
from claims.desk.forms.second_verdict import SecondVerdictForm, SettleForm, ThirdPersonForm, WhyForm
from claims.desk.toasts import say
from claims.desk.views.claim import page_of
from claims.errors import NotAllowed, Refusal, WrongState
from claims.publishing.second_verdict_rules import may_keep_rules
from claims.review.opinions import second_verdicts
from claims.verdicts.models import SecondVerdict
from claims.verdicts.seals import second_verdict_of


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def second_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge the claim by its evidence alone; once that is done, it is the second review like any other."""
    page = page_of(request, pk)
    if request.method == "GET":
        return sealed_page(request, page) if page.is_sealed else _to_review(page)
    form = _form(request, page)
    if page.is_sealed and not form.is_valid():
        return sealed_page(request, page, form, TRY_AGAIN)
    given = form.cleaned_data if form.is_valid() else {"rating": "", "sentence": ""}
    try:
        second = second_verdicts.give(claim_id=pk, actor=page.viewer, **given)
    except NotAllowed:
        raise
    except Refusal as error:
        if not page.is_sealed:
            raise
        return sealed_page(request, page, form, refuse(form, error))
    if second.agrees:
        say(request, _("You both came to “%(rating)s”. Now review the verdict.") % {"rating": second.rating})
    else:
        say(request, _("The first verdict says “%(rating)s”. Talk it over.") % {"rating": second.first})
    return _to_review(page)


def sealed_page(
    request: HttpRequest, page: ClaimPage, form: SecondVerdictForm | None = None, status: int = 200
) -> HttpResponse:
    """The claim and its evidence, with the form of the second verdict for whoever may give it."""
    context = {
        "page": page,
        "form": form or _form(request, page),
        "ratings": second_verdicts.ratings_to_give(page.claim),
        "may_open": may_keep_rules(page.viewer),
    }
    return render(request, "desk/review/sealed.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def open_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the first verdict to everybody, for a written reason."""
    page = page_of(request, pk)
    if not may_keep_rules(page.viewer):
        raise NotAllowed(_("Your role does not let you open a seal. Ask an editor."))
    form = WhyForm(sent(request))

    def act() -> None:
        second_verdicts.open_seal(claim_id=pk, actor=page.viewer, **form.cleaned_data)

    words = (
        _("Open the sealed verdict"),
        _("Everybody can read it then, and nobody gives a second verdict. The reason stays on the record."),
    )
    return _answer(request, page, form, words, act)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def take_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Come to hold to the first rating."""
    page, second = _disagreement(request, pk)
    refusal = second_verdicts.why_not_yield(second, page.viewer)
    if refusal:
        raise NotAllowed(refusal)
    form = WhyForm(sent(request))

    def act() -> None:
        second_verdicts.take_first(claim_id=pk, actor=page.viewer, **form.cleaned_data)

    words = (_("Hold to the first rating"), _("What you came to by yourself stays on the record and in the figures."))
    return _answer(request, page, form, words, act)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def ask_third(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody of neither side."""
    page, second = _disagreement(request, pk)
    if not second_verdicts.may_ask_third(second, page.viewer):
        raise NotAllowed(_("One of the two sides asks a third person, once."))
    form = ThirdPersonForm(sent(request), people=second_verdicts.third_people(second))

    def act() -> None:
        person = form.cleaned_data["person"]
        second_verdicts.ask_third(claim_id=pk, actor=page.viewer, person_id=person)

    words = (_("Ask a third person"), _("They read both sides and say which of the two ratings holds."))
    return _answer(request, page, form, words, act)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of the two ratings holds."""
    page, second = _disagreement(request, pk)
    if second.asked_third_id != page.viewer.pk:
        raise NotAllowed(_("Only the third person who was asked can settle it."))
    form = SettleForm(sent(request), ratings=(second.first, second.rating))

    def act() -> None:
        second_verdicts.settle(claim_id=pk, actor=page.viewer, **form.cleaned_data)

    words = (_("Settle it"), _("The verdict goes on with the rating you choose."))
    return _answer(request, page, form, words, act)


def _disagreement(request: HttpRequest, pk: int) -> tuple[ClaimPage, SecondVerdict]:
    page = page_of(request, pk)
    second = second_verdict_of(page.claim)
    if second is None or second.settled_id:
        raise WrongState(_("There is nothing to settle on %(number)s.") % {"number": page.claim.number})
    return page, second


def _answer(
    request: HttpRequest, page: ClaimPage, form: Form, words: tuple[str, str], act: Callable[[], None]
) -> HttpResponse:
    """The form in these words (heading and what follows from it); when it went through, the review."""
    heading, intro = words
    context = {"page": page, "form": form, "heading": heading, "button": heading, "intro": intro}
    if request.method == "GET":
        return form_page(request, "desk/claim_form.html", context)
    if not form.is_valid():
        return form_page(request, "desk/claim_form.html", context, TRY_AGAIN)
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as error:
        return form_page(request, "desk/claim_form.html", context, refuse(form, error))
    say(request, _("Done: %(what)s.") % {"what": heading})
    return _to_review(page)


def _form(request: HttpRequest, page: ClaimPage) -> SecondVerdictForm:
    return SecondVerdictForm(sent(request), ratings=second_verdicts.ratings_to_give(page.claim))


def _to_review(page: ClaimPage) -> HttpResponse:
    return HttpResponseRedirect(reverse("claim-review", args=[page.claim.pk]) + page.suffix)
