"""A person's own page, and the list of keys."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.models import User
from claims.accounts.services import choose_language, choose_languages_read, choose_quiet_hours
from claims.desk.access import person_of
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.forms.account import AuthorForm, NameForm, PictureForm, QuietHoursForm
from claims.desk.forms.language import LanguageForm
from claims.desk.forms.translation import LanguagesReadForm
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.languages import use
from claims.people import role_requests
from claims.people.account import author_page_of, change_name, keep_author_page, keep_picture, remove_picture
from claims.verdicts.addresses import author_path
from claims.verdicts.site_settings import newsroom


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, and how the desk looks to me."""
    return _page(request)


@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Change my name, and the letters that stand for it."""
    form = NameForm.of(person_of(request), request.POST)
    return _answer(request, form, "name_form", _("Saved."), lambda me: change_name(actor=me, **form.cleaned_data))


@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """Show another picture of me, or none."""
    if "remove" in request.POST:
        remove_picture(actor=person_of(request))
        return _done(request, _("Saved."))
    form = PictureForm(request.POST, request.FILES)
    return _answer(
        request,
        form,
        "picture_form",
        _("Saved."),
        lambda me: keep_picture(actor=me, data=form.cleaned_data["picture"].read()),
    )


@require_POST
def author(request: HttpRequest) -> HttpResponse:
    """Let readers see a page about me, or no longer."""
    form = AuthorForm.of(person_of(request), request.POST)
    return _answer(
        request, form, "author_form", _("Saved."), lambda me: keep_author_page(actor=me, **form.cleaned_data)
    )


@require_POST
def quiet_hours(request: HttpRequest) -> HttpResponse:
    """Keep in which hours I want no e-mail."""
    form = QuietHoursForm.of(person_of(request), request.POST)
    return _answer(
        request, form, "hours_form", _("Saved."), lambda me: choose_quiet_hours(person=me, **form.cleaned_data)
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep in which language and time zone I read; what is said about it is said in that language."""
    person, form = person_of(request), LanguageForm(request.POST)
    if not form.is_valid():
        raise Blocked(_("Choose a language and a time zone from the lists."))
    choose_language(person=person, **form.cleaned_data)
    if person.language:
        use(person.language, person.time_zone)
    return _done(request, _("Your language and time zone are kept."))


@require_POST
def languages_read(request: HttpRequest) -> HttpResponse:
    """Keep in which languages I can judge a translation."""
    form = LanguagesReadForm(request.POST)
    return _answer(
        request,
        form,
        "reads_form",
        _("Saved."),
        lambda me: choose_languages_read(person=me, codes=form.cleaned_data["reads"]),
    )


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The keyboard map as a page, for browsers without script."""
    return render(request, "desk/keys.html")


def _page(request: HttpRequest, status: int = 200, **forms: BaseForm) -> HttpResponse:
    person = person_of(request)
    context: dict[str, object] = {
        "person": person,
        "roles_wait": role_requests.waits(person),
        "name_form": NameForm.of(person),
        "picture_form": PictureForm(),
        "author_form": AuthorForm.of(person),
        "author_path": author_path(author_page_of(person).slug),
        "prints_names": newsroom().show_names,
        "hours_form": QuietHoursForm.of(person),
        "reads_form": LanguagesReadForm(initial={"reads": person.reads}),
        "language_form": LanguageForm(initial={"language": person.language, "time_zone": person.time_zone}),
    }
    return render(request, "desk/account.html", context | forms, status=status)


def _answer(
    request: HttpRequest, form: BaseForm, place: str, words: str, act: Callable[[User], object]
) -> HttpResponse:
    """Act where the form is in order; else the whole page again, with what is wrong at its place."""
    if not form.is_valid():
        return _page(request, TRY_AGAIN, **{place: form})
    try:
        act(person_of(request))
    except Blocked as error:
        return _page(request, refuse(form, error), **{place: form})
    return _done(request, words)


def _done(request: HttpRequest, words: str) -> HttpResponse:
    say(request, words)
    return HttpResponseRedirect(reverse("account"))
