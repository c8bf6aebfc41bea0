"""One of several processes that race: it reads an act a line from its input, does it, and says how it went.

`python -m tests.workflow.racer` with DATABASE_URL naming the database they share.
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from claims.accounts.models import User  # noqa: E402 - models are there once Django is set up
from claims.errors import Refusal  # noqa: E402
from claims.review.drafting import save_draft  # noqa: E402
from claims.workflow.moves import Details  # noqa: E402
from claims.workflow.perform import perform  # noqa: E402


def act(order: dict[str, Any]) -> None:
    """Make a move, or save a draft."""
    actor = User.objects.get(pk=order["actor"])
    if order["move"] == "save_draft":
        save_draft(claim_id=order["claim"], actor=actor, expected_version=order["version"], **order["details"])
        return
    perform(
        order["move"],
        claim_id=order["claim"],
        actor=actor,
        note="Now.",
        expected_version=order["version"],
        details=Details(**order["details"]),
    )


def main() -> None:
    """Answer each line with what the act came to: an empty sentence where it went through."""
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            act(json.loads(line))
            refusal = ""
        except Refusal as error:
            refusal = error.message
        print(json.dumps({"refusal": refusal}), flush=True)


if __name__ == "__main__":
    main()
