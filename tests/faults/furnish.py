"""Makes the newsroom that a desk under faults works with, in the database of the environment's desk.

Prints as JSON hana's token, and the numbers of claims that are approved and only wait for their time.
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from claims.accounts.roles import Role  # noqa: E402
from claims.delivery.enums import EmailChoice, NotificationKind  # noqa: E402
from claims.delivery.models import NotificationPreference  # noqa: E402
from claims.people import tokens  # noqa: E402
from claims.verdicts.site_settings import keep_newsroom  # noqa: E402
from tests import review_steps  # noqa: E402
from tests.factories import PersonFactory  # noqa: E402


def furnish(claims: int) -> dict[str, object]:
    """A newsroom that readers know, one who hears of publications, an approver with a token, and approved claims."""
    call_command("migrate", verbosity=0)
    ana = PersonFactory(username="ana", display_name="Ana Costa", roles=[Role.REVIEWER])
    hana = PersonFactory(username="hana", display_name="Hana Whitlock", roles=[Role.EDITOR, Role.APPROVER])
    NotificationPreference.objects.create(person=ana, kind=NotificationKind.PUBLISHED, email=EmailChoice.AT_ONCE)
    keep_newsroom(
        actor=None, name="Harbour Courier", address="1 Quay Street, Port Ellery", email="readers@courier.example"
    )
    review_steps.make_scale()
    issued = tokens.issue(actor=hana, name="faults", scopes=["read", "write", "publish"])
    approved = [review_steps.approved(ana, hana).pk for _ in range(claims)]
    return {"token": issued.secret, "claims": approved}


if __name__ == "__main__":
    print(json.dumps(furnish(int(sys.argv[1]))))
