"""Setting a claim's due date, topics and priority on one form."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.answers import answer_form, carry_version, sent
from claims.desk.forms.organise import OrganiseForm
from claims.desk.views.claim import changed, page_of
from claims.workflow import organise as services
from claims.workflow.errors import Stale, WorkflowError


@require_http_methods(["GET", "POST"])
@needs(Right.ASSIGN)
def organise(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; only what was changed on it is written, each as an act of its own."""
    page = page_of(request, pk)
    claim, start = page.claim, OrganiseForm.start(page.claim)
    form = OrganiseForm(sent(request), initial=start)
    context = {"page": page, "form": form, "heading": "Due, topics, priority", "button": "Save"}

    def act() -> None:
        given, version = form.cleaned_data, form.cleaned_data["expected_version"]
        if version != claim.lock_version:
            raise Stale(f"Somebody changed {claim.number} after you opened it. Compare, then save again.")
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

    def stale(error: WorkflowError) -> dict[str, object]:
        if not isinstance(error, Stale):
            return {}
        carry_version(form, page_of(request, pk).claim.lock_version)
        topics = ", ".join(str(topic) for topic in claim.topics.all()) or "none"
        stored = [("Due", claim.due_at or "no date"), ("Priority", claim.get_priority_display()), ("Topics", topics)]
        return {"stored": stored}

    done = partial(changed, request, pk, say_so="Saved.", anchor="moves")
    return answer_form(request, "desk/claim_form.html", context, act=act, done=done, stale=stale)
