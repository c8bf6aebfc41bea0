"""Which files each room of the mutation run changes, and which tests have to notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """Files of the product, and the test files or folders that are asked about them; paths from the repository root."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


WORKFLOW_STORIES = (
    "tests/workflow/test_guards.py",
    "tests/workflow/test_changes.py",
    "tests/workflow/test_effects.py",
    "tests/workflow/test_editing.py",
    "tests/workflow/test_transitions.py",
    "tests/workflow/test_publishing.py",
    "tests/workflow/test_clock.py",
)
TABLE_OF_MOVES = (
    "tests/workflow/test_what_moves_ask.py",
    "tests/workflow/test_diagram.py",
    "tests/workflow/test_rights.py",
)

ROOMS = {
    "transitions": Room(
        ("claims/workflow/transitions.py", "claims/workflow/moves.py"), TABLE_OF_MOVES + WORKFLOW_STORIES
    ),
    "workflow": Room(
        (
            "claims/workflow/perform.py",
            "claims/workflow/relations.py",
            "claims/workflow/guards.py",
            "claims/workflow/changes.py",
            "claims/workflow/editing.py",
            "claims/workflow/effects.py",
            "claims/workflow/clock.py",
        ),
        WORKFLOW_STORIES,
    ),
    "gates": Room(
        (
            "claims/verdicts/preflight.py",
            "claims/verdicts/gates/dossier.py",
            "claims/verdicts/gates/fairness.py",
            "claims/verdicts/gates/sources.py",
            "claims/verdicts/gates/writing.py",
        ),
        ("tests/verdicts/test_preflight.py",),
    ),
    "rights": Room(
        (
            "claims/accounts/roles.py",
            "claims/accounts/models.py",
            "claims/desk/access.py",
            "claims/api/permissions.py",
            "claims/backoffice/site.py",
            "claims/backoffice/move_actions.py",
        ),
        (
            "tests/rights",
            "tests/workflow/test_transitions.py",
            "tests/api/test_tokens.py",
            "tests/api/test_rights.py",
            "tests/desk/test_rights.py",
            "tests/backoffice/test_rights.py",
            "tests/backoffice/test_admin.py",
            "tests/people",
        ),
    ),
    "keyset": Room(
        ("claims/cursors.py", "claims/tracking/keyset.py", "claims/api/pagination.py"),
        ("tests/tracking/test_queue.py", "tests/tracking/test_cursors.py", "tests/api/test_answers.py"),
    ),
    "anchors": Room(("claims/articles/reading/anchors.py",), ("tests/articles/reading/test_anchors.py",)),
    "hashing": Room(
        (
            "claims/audit/services.py",
            "claims/verdicts/content.py",
            "claims/accounts/tokens.py",
            "claims/articles/reading/normal_form.py",
        ),
        (
            "tests/audit/test_record.py",
            "tests/verdicts/test_content.py",
            "tests/api/test_tokens.py",
            "tests/articles/reading/test_normal_form.py",
        ),
    ),
    "fetching": Room(
        (
            "claims/fetching/addresses.py",
            "claims/fetching/urls.py",
            "claims/fetching/connection.py",
            "claims/fetching/client.py",
        ),
        (
            "tests/fetching/test_guard.py",
            "tests/fetching/test_urls.py",
            "tests/fetching/test_requests.py",
            "tests/fetching/test_fetch.py",
            "tests/fetching/test_secure_connections.py",
        ),
    ),
}
