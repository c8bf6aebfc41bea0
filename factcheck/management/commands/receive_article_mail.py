"""`manage.py receive_article_mail`: one e-mail from standard input as articles, for a pipe of the mail server."""

import os
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.db import DatabaseError

from claims.accounts.models import User
from claims.articles.mail import LARGEST_LETTER, NoLetter, read_letter
from claims.errors import NotAllowed
from claims.intake import email_intake
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Reads one message; its exit codes are those of sysexits.h, so that the mail server bounces or tries again."""

    help = (
        "Take in one e-mail from standard input: its attached documents, else its words, or the page it links to. "
        'As a pipe alias: articles: "|/path/.venv/bin/python /path/manage.py receive_article_mail". '
        "Senders are told by their From address, so let the mail server check it (SPF, DKIM, DMARC) before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who may send besides the editors, and in whose name."""
        parser.add_argument(
            "--allow", nargs="*", default=[], metavar="ADDRESS", help="further senders, or @domain for all of one"
        )
        parser.add_argument("--as", dest="username", default="", help="the person in whose name theirs come in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it in and say what became of it; end with the code that tells the mail server what to do."""
        deputy = User.objects.active().filter(username=options["username"]).first() if options["username"] else None
        if options["allow"] and deputy is None:
            self._end(os.EX_USAGE, "Give with --as the user name of the person in whose name others' articles come in.")
        try:
            letter = read_letter(sys.stdin.buffer.read(LARGEST_LETTER + 1))
            if letter.automatic:
                self._end(os.EX_OK, "A program wrote this by itself, so it was not taken in and is not answered.")
            actor = email_intake.person_behind(letter.sender, allowed=options["allow"], deputy=deputy)
            taken = email_intake.take_in(letter, actor=actor)
        except NoLetter as error:
            self._end(os.EX_DATAERR, error.message)
        except NotAllowed as error:
            self._end(os.EX_NOPERM, error.message)
        except DatabaseError:
            self._end(os.EX_TEMPFAIL, "The desk cannot take anything in at this moment. It will be tried again.")
        for each in taken:
            (self.stdout if each.here else self.stderr).write(f"{each.name}: {each.message}")
        if not any(each.here for each in taken):
            sys.exit(os.EX_DATAERR)

    def _end(self, code: int, sentence: str) -> NoReturn:
        (self.stderr if code else self.stdout).write(sentence)
        sys.exit(code)
