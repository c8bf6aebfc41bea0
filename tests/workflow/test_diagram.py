"""The documented diagram is the one the table gives."""

from io import StringIO

from django.core.management import call_command

from claims.tracking.enums import ClaimState
from claims.workflow.diagram import document, mermaid
from claims.workflow.transitions import TRANSITIONS
from factcheck.management.commands.state_diagram import STATES


def test_the_documented_diagram_is_up_to_date():
    assert STATES.read_text(encoding="utf-8") == document(), "Run: manage.py state_diagram --write"


def test_the_command_prints_every_state_and_every_move():
    out = StringIO()
    call_command("state_diagram", stdout=out)
    printed = out.getvalue()
    assert printed.strip() == mermaid().strip()
    assert all(f"{state.value} : {state.label}" in printed for state in ClaimState)
    assert all(str(move.label) in printed for move in TRANSITIONS.values())
    assert "submitted --> approved : Approve" in printed
    assert "in_review --> correcting" not in printed
