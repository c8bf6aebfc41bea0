"""Setting a claim's due date, topics and priority on one form."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims import formats
from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.form_responses import answer_form, carry_version, sent
from claims.desk.forms.organise import OrganiseForm
from claims.desk.views.claim import changed, page_of
from claims.errors import Refusal, Stale
from claims.review import organise as services


@require_http_methods(["GET", "POST"])
@needs(Right.ASSIGN)
def organise(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; only what was changed on it is written, each as an act of its own."""
    page = page_of(request, pk)
    claim, start = page.claim, OrganiseForm.start(page.claim)
    form = OrganiseForm(sent(request), initial=start)
    context = {"page": page, "form": form, "heading": _("Due, topics, priority"), "button": _("Save")}

    def act() -> None:
        given, version = form.cleaned_data, form.cleaned_data["expected_version"]
        if version != claim.lock_version:
            raise Stale(
                _("Somebody changed %(number)s after you opened it. Compare, then save again.")
                % {"number": claim.number}
            )
        who, due, priority = page.viewer, given["due_at"], given["priority"]
        if set(given["topics"]) != {topic.pk for topic in claim.topics.all()}:
            wanted = given["topics"]
            version = services.set_topics(
                claim_id=pk, topic_ids=wanted, actor=who, expected_version=version
            ).lock_version
        if "priority" in form.changed_data:
            version = services.set_priority(
                claim_id=pk, priority=priority, actor=who, expected_version=version
            ).lock_version
        if "due_at" in form.changed_data:
            services.set_due(claim_id=pk, due_at=due, actor=who, expected_version=version)

    def stale(error: Refusal) -> dict[str, object]:
        if not isinstance(error, Stale):
            return {}
        carry_version(form, page_of(request, pk).claim.lock_version)
        topics = formats.listed(str(topic) for topic in claim.topics.all()) or _("none")
        stored = [
            (_("Due"), formats.day_and_time(claim.due_at) if claim.due_at else _("no date")),
            (_("Priority"), claim.get_priority_display()),
            (_("Topics"), topics),
        ]
        return {"stored": stored}

    done = partial(changed, request, pk, say_so=_("Saved."), anchor="moves")
    return answer_form(request, "desk/claim_form.html", context, act=act, done=done, stale=stale)
