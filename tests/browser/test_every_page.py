"""Every page of the desk there is an address for: small, dark, in forced colours, without motion, by the keys."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.accounts.models import Invitation
from claims.accounts.roles import Role
from claims.desk.urls import urlpatterns
from claims.intake import hooks, imports
from claims.intake.feeds import add_feed
from claims.tracking.enums import ImportKind
from claims.tracking.tips import receive_tip
from claims.verdicts.models import EvidenceCopy
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests import review_steps
from tests.browser.ask_axe import ask_axe
from tests.factories import ArticleFactory, CandidateFactory, PersonFactory, RunFactory
from tests.public.explained import drafted, words
from tests.public.newsroom import now_public

pytestmark = pytest.mark.django_db(transaction=True)

NOT_PAGES = {
    "claim-evidence", "claim-precedents", "comment-colleagues", "queue-counts", "nav-counts", "article-jobs",
    "article-matches", "article-run", "article-threshold", "logo", "logout", "copy-download", "articles-download",
    "queue-download",
}  # fmt: skip
"""Parts of pages, pictures and files."""

FOCUS_AND_MOTION = """() => {
  const wrong = [];
  const named = (element) => element.outerHTML.slice(0, 90);
  const longest = (list) => Math.max(...list.split(",").map(parseFloat));
  if (getComputedStyle(document.documentElement).scrollBehavior !== "auto") wrong.push("scrolls smoothly");
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    if (longest(style.transitionDuration) > 0.011 || longest(style.animationDuration) > 0.011)
      wrong.push(`moves: ${named(element)}`);
    if (element.tabIndex > 0) wrong.push(`out of order: ${named(element)}`);
  }
  const ringed = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const reached = "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary";
  const keys = [...document.querySelectorAll(reached)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }));
  if (keys[0]?.className !== "skip") wrong.push("the skip link does not come first");
  for (const element of keys) {
    document.activeElement.blur();
    const boxes = [element, element.parentElement, element.parentElement.parentElement];
    const before = boxes.map(ringed);
    element.focus();
    if (document.activeElement !== element) wrong.push(`takes no focus: ${named(element)}`);
    else if (!boxes.some((box, place) => ringed(box) && !before[place])) wrong.push(`no ring: ${named(element)}`);
    if (element.className === "skip" && element.getBoundingClientRect().top < 0) wrong.push("the skip link stays away");
  }
  return wrong;
}"""


@pytest.fixture
def addresses(ana, edo, apa):
    """One of each thing, and every page that somebody with all roles can open on it."""
    everything = PersonFactory(
        username="tess", roles=[Role.EDITOR, Role.APPROVER, Role.ADMIN], display_name="Tess Blom"
    )
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    stages = {"claim-review": review_steps.submitted(ana).pk, "claim-move": review_steps.approved(ana, apa).pk}
    readable = review_steps.approved(ana, apa)
    perform(MoveName.PUBLISH, claim_id=readable.pk, actor=apa)
    check = now_public(readable)
    version = ArticleFactory().current
    RunFactory(version=version)
    feed = add_feed(url="https://courier.example/feed.xml", actor=edo)
    batch = imports.receive(kind=ImportKind.CLAIMS, name="a.csv", data=b"statement\nA\n", actor=edo, dry_run=True)
    now = timezone.now()
    type(batch).objects.update(due_at=now - timedelta(minutes=1))
    receive_tip(words="Ridership fell by 41 per cent", speaker="", url="", more="", email="", address="192.0.2.1")
    invitation = Invitation.objects.create(
        email="new@desk.example", roles=["reviewer"], invited_by=edo, invited_at=now, expires_at=now
    )
    source = claim.evidence.first()
    values = {
        "claim": claim.pk, "article": version.article_id, "candidate": CandidateFactory(version=version).pk,
        "feed": feed.pk, "hook": hooks.make_hook(actor=edo, name="CMS").pk, "import": batch.pk,
        "copy": EvidenceCopy.objects.get(evidence=source).pk, "source": source.pk, "move": "publish",
        "gate": "primary_source", "scale": claim.verdict.rating.scale_id, "person": edo.pk, "invitation": invitation.pk,
        "contact": claim.contacts.first().pk, "explainer": drafted(edo, words(check)).pk,
    }  # fmt: skip
    client = Client()
    client.force_login(everything)
    found = {}
    for pattern in urlpatterns:
        if pattern.name in NOT_PAGES:
            continue
        given = values | {"claim": stages.get(pattern.name, claim.pk)}
        parts = pattern.pattern.converters
        address = reverse(pattern.name, kwargs={name: _value(str(pattern.pattern), name, given) for name in parts})
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found[pattern.name] = address
    return everything, found


def _value(route, name, values):
    """The thing that this part of the route names: a claim under `claims/`, and so on."""
    if name == "pk":
        kinds = {"claims/": "claim", "copies/": "copy", "setup/ratings": "scale", "setup/people": "person"}
        kinds |= {"setup/invitations": "invitation", "explainers/": "explainer"}
        return next((values[kind] for start, kind in kinds.items() if route.startswith(start)), 1)
    key = {"batch_id": "import"}.get(name, name.removesuffix("_id"))
    return values.get(key, 1)


def test_nothing_is_wrong_on_any_page(addresses, desk, live_server, sign_in):
    """320 pixels is also what 200 per cent zoom leaves of 640; in the dark contrast is dearer."""
    person, found = addresses
    assert len(found) >= 65
    assert {"desk", "claim", "claim-review", "claim-move", "article", "account", "setup-scale", "tips"} <= set(found)
    sign_in(person)
    wrong = {}
    for name, address in found.items():
        desk.emulate_media(color_scheme="dark", forced_colors="none", reduced_motion="no-preference")
        desk.set_viewport_size({"width": 320, "height": 800})
        desk.goto(live_server.url + address)
        here = []
        if desk.evaluate("document.documentElement.scrollWidth") > 320:
            here.append("scrolls sideways")
        results = ask_axe(desk)
        if results.violations_count:
            here.append(results.generate_report())

        desk.emulate_media(color_scheme="dark", forced_colors="active", reduced_motion="reduce")
        desk.set_viewport_size({"width": 1280, "height": 800})
        here += desk.evaluate(FOCUS_AND_MOTION)
        if here:
            wrong[name] = here
    assert wrong == {}, "\n".join(f"{name}: {fault}" for name, faults in wrong.items() for fault in faults)
