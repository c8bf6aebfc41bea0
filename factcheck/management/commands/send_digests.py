"""Sends the daily digests that are due, besides the schedule."""

from typing import Any

from claims.delivery.mail import send_digests, send_due_emails
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """May run at any time and as often as wanted; nothing goes out twice."""

    help = "Send the letters and daily digests that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many went out."""
        letters, digests = send_due_emails(), send_digests()
        self.stdout.write(f"Sent {letters} letter{'s' * (letters != 1)} and {digests} digest{'s' * (digests != 1)}.")
