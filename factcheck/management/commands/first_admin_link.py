"""`manage.py first_admin_link`: the link by which the first person makes an account on a server."""

from typing import Any

from claims.people.first_admin import first_admin_link
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Prints a new link; the one before it ends."""

    help = "Print a link by which the first person makes an account and becomes admin; it works once, for a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say the link, or who has to be asked instead."""
        link = first_admin_link()
        if link:
            self.stdout.write(link)
        else:
            self.stderr.write("This desk has an admin already. Ask her to invite you: People, then Invite somebody.")
