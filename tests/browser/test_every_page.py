"""Every page of the desk there is an address for: small, enlarged, in forced colours, without motion, by the keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
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
from tests import review_steps
from tests.factories import ArticleFactory, CandidateFactory, PersonFactory, RunFactory

pytestmark = pytest.mark.django_db(transaction=True)

AXE = {"rules": {"target-size": {"enabled": True}}}
NOT_PAGES = {
    "claim-evidence", "claim-precedents", "comment-colleagues", "queue-counts", "nav-counts", "article-jobs",
    "article-matches", "article-run", "article-threshold", "logo", "logout", "copy-download", "articles-download",
    "queue-download",
}  # fmt: skip
"""Parts of pages, pictures and files."""

FOCUS_AND_MOTION = """() => {
  const wrong = [];
  const rings = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    || style.boxShadow !== "none";
  const named = (element) => element.outerHTML.slice(0, 90);
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const longest = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
    if (Math.max(...longest) > 0.011) wrong.push(`moves: ${named(element)}`);
    if (element.tabIndex > 0) wrong.push(`out of order: ${named(element)}`);
  }
  const reached = "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary";
  for (const element of document.querySelectorAll(reached)) {
    if (element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    let box = element;
    for (let up = 0; up < 3 && box && !rings(getComputedStyle(box)); up += 1) box = box.parentElement;
    if (!box || !rings(getComputedStyle(box))) wrong.push(`no ring: ${named(element)}`);
  }
  return wrong;
}"""


@pytest.fixture
def addresses(ana, edo, apa, settings):
    """One of each thing, and every page that somebody with all roles can open on it."""
    everything = PersonFactory(
        username="tess", roles=[Role.EDITOR, Role.APPROVER, Role.ADMIN], display_name="Tess Blom"
    )
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    stages = {"claim-review": review_steps.submitted(ana).pk, "claim-move": review_steps.approved(ana, apa).pk}
    version = ArticleFactory().current
    RunFactory(version=version)
    feed = add_feed(url="https://courier.example/feed.xml", actor=edo)
    batch = imports.receive(kind=ImportKind.CLAIMS, name="a.csv", data=b"statement\nA\n", actor=edo, dry_run=True)
    receive_tip(words="Ridership fell by 41 per cent", speaker="", url="", more="", email="", address="192.0.2.1")
    now = timezone.now()
    invitation = Invitation.objects.create(
        email="new@desk.example", roles=["reviewer"], invited_by=edo, invited_at=now, expires_at=now
    )
    source = claim.evidence.first()
    values = {
        "claim": claim.pk, "article": version.article_id, "candidate": CandidateFactory(version=version).pk,
        "feed": feed.pk, "hook": hooks.make_hook(actor=edo, name="CMS").pk, "import": batch.pk,
        "copy": EvidenceCopy.objects.get(evidence=source).pk, "source": source.pk, "move": "publish",
        "gate": "primary_source", "scale": claim.verdict.rating.scale_id, "person": edo.pk, "invitation": invitation.pk,
        "contact": claim.contacts.first().pk,
    }  # fmt: skip
    client = Client()
    client.force_login(everything)
    found = {}
    for pattern in urlpatterns:
        if pattern.name in NOT_PAGES:
            continue
        given = values | {"claim": stages.get(pattern.name, claim.pk)}
        address = reverse(pattern.name, kwargs={name: _value(pattern, name, given) for name in _parts(pattern)})
        answer = client.get(address)
        is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        if is_page:
            found[pattern.name] = address
    return everything, found


def _parts(pattern):
    return pattern.pattern.converters


def _value(pattern, name, values):
    """The thing that this part of the route names: a claim under `claims/`, and so on."""
    route = str(pattern.pattern)
    if name == "pk":
        kinds = {"claims/": "claim", "copies/": "copy", "setup/ratings": "scale", "setup/people": "person"}
        kinds |= {"setup/invitations": "invitation"}
        return next((values[kind] for start, kind in kinds.items() if route.startswith(start)), 1)
    key = {"batch_id": "import"}.get(name, name.removesuffix("_id"))
    return values.get(key, 1)


def test_the_walk_leaves_out_no_page(addresses):
    _person, found = addresses
    assert len(found) >= 62
    for name in ("desk", "claim", "claim-review", "claim-move", "article", "account", "setup-scale", "tips", "watch"):
        assert name in found


def test_axe_finds_nothing_targets_are_large_and_nothing_scrolls_sideways(addresses, desk, live_server, sign_in):
    """At 320 pixels, which is also what 200 per cent zoom leaves of 640; in the dark, where contrast is dearer."""
    person, found = addresses
    sign_in(person)
    desk.emulate_media(color_scheme="dark")
    desk.set_viewport_size({"width": 320, "height": 800})
    axe, wrong = Axe(), []
    for name, address in found.items():
        desk.goto(live_server.url + address)
        if desk.evaluate("document.documentElement.scrollWidth") > 320:
            wrong.append(f"{name} scrolls sideways")
        results = axe.run(desk, options=AXE)
        if results.violations_count:
            wrong.append(f"{name}: {results.generate_report()}")
    assert wrong == []


def test_focus_is_seen_in_forced_colours_and_nothing_moves_where_that_is_asked(addresses, desk, live_server, sign_in):
    person, found = addresses
    sign_in(person)
    desk.emulate_media(forced_colors="active", reduced_motion="reduce")
    desk.set_viewport_size({"width": 1280, "height": 800})
    wrong = {}
    for name, address in found.items():
        desk.goto(live_server.url + address)
        desk.keyboard.press("Tab")
        assert desk.evaluate("document.activeElement.className") == "skip", f"{name}: the skip link comes first"
        if here := desk.evaluate(FOCUS_AND_MOTION):
            wrong[name] = here
    assert wrong == {}
