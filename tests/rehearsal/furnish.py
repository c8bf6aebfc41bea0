"""Makes the newsroom of a rehearsal in the environment's database; prints the tokens of its people as JSON."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "factcheck.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from claims.accounts.roles import Role  # noqa: E402
from claims.delivery.enums import EmailChoice, NotificationKind  # noqa: E402
from claims.delivery.models import NotificationPreference, WebhookEndpoint  # noqa: E402
from claims.people import tokens  # noqa: E402
from claims.verdicts.site_settings import keep_newsroom  # noqa: E402
from tests import review_steps  # noqa: E402
from tests.factories import PersonFactory  # noqa: E402


def furnish(receiver: str) -> dict[str, object]:
    """An editor, a reviewer who hears of each publication and of nothing else, an approver, and a system that hears."""
    call_command("migrate", verbosity=0)
    people = {
        "edo": PersonFactory(username="edo", roles=[Role.EDITOR]),
        "ana": PersonFactory(username="ana", roles=[Role.REVIEWER], max_open=1000),
        "apa": PersonFactory(username="apa", roles=[Role.APPROVER]),
    }
    for person in people.values():
        for kind in NotificationKind:
            hears = person.username == "ana" and kind == NotificationKind.PUBLISHED
            choice = EmailChoice.AT_ONCE if hears else EmailChoice.NEVER
            NotificationPreference.objects.create(person=person, kind=kind, email=choice)
    keep_newsroom(
        actor=None, name="Harbour Courier", address="1 Quay Street, Port Ellery", email="readers@courier.example"
    )
    review_steps.make_scale()
    WebhookEndpoint.objects.create(name="The paper's site", url=receiver)
    issued = {
        name: tokens.issue(actor=person, name="rehearsal", scopes=["read", "write", "publish"]).secret
        for name, person in people.items()
    }
    return {"tokens": issued, "reviewer": people["ana"].pk}


if __name__ == "__main__":
    print(json.dumps(furnish(sys.argv[1])))
