"""What each move asks for, how its button warns and leads, and whether readers are told of it: a table by hand."""

from claims.workflow import transitions

ASKS = {
    "assign": ("reviewer_id", "due_at"),
    "reassign": ("reviewer_id", "due_at"),
    "wait": ("waiting_on", "until"),
    "close": ("reason",),
    "submit": ("verdict_version",),
    "approve": ("content_hash",),
    "schedule": ("publish_at",),
    "open_correction": ("reason",),
    "still_holds": ("review_by",),
    "set_review_by": ("review_by",),
}
LEADS = {"pick_up", "start", "wake", "resume", "approve", "publish", "retract"}
"""What a claim's page puts before all else."""

CONFIRMS = {"edit_approved", "publish", "publish_imported", "abandon_correction", "retract", "look_again"}
"""What is asked for once more, because readers see it at once or work is thrown away."""

TOLD_TO_ANYBODY = {
    "submit", "approve", "publish", "publish_imported", "open_correction", "ask_retraction", "retract", "look_again",
    "still_holds",
}  # fmt: skip
"""What stands in an evidence pack that anybody may have."""

PLACES = {"submit": "verdict form", "approve": "review page", "request_changes": "review page"}
"""Where a move is made that is not made on the claim's page."""


def moves():
    return {move.name.value: move for move in transitions.TRANSITIONS.values()}


def those(holds):
    return {name for name, move in moves().items() if holds(move)}


def test_each_move_asks_for_what_it_needs():
    assert {name: move.needs for name, move in moves().items() if move.needs} == ASKS
    reasons = {name: list(move.looks.reasons) for name, move in moves().items() if move.looks.reasons}
    assert reasons == {
        "close": ["not_checkable", "overtaken", "duplicate", "no_capacity", "out_of_scope"],
        "open_correction": ["clarification", "correction", "update"],
    }


def test_buttons_lead_warn_and_ask_again():
    assert those(lambda move: move.looks.leads) == LEADS
    assert those(lambda move: move.looks.confirms) == CONFIRMS
    assert those(lambda move: move.looks.danger) == {"ask_retraction", "retract"}
    assert {name: move.looks.key for name, move in moves().items() if move.looks.key} == {
        "assign": "s",
        "reassign": "s",
    }
    assert {name: move.looks.place for name, move in moves().items() if move.looks.place != "claim page"} == PLACES


def test_what_stands_behind_a_verdict_is_told_to_anybody():
    assert those(lambda move: move.public) == TOLD_TO_ANYBODY
