"""The truth about rights, written by hand: which role, in which relation to a claim, may make which move, and when.

Every face is held against these literals: the engine, the desk, the admin and the API. Nothing here is computed and
nothing is imported from the product, so that a change of the product's own table of moves fails the tests. Change a
line here only together with the newsroom's rules.
"""

ROLES = ("none", "viewer", "reviewer", "editor", "approver", "admin", "all")
"""The columns of a cell below, by letter: none `n`, viewer `v`, reviewer `r`, editor `e`, approver `a`, admin `d`, and
`+` for somebody with all five roles. A dot stands where the person may not."""

RIGHTS = {
    "none": set(),
    "viewer": {"READ"},
    "reviewer": {"READ", "REVIEW", "COMMENT", "MARK"},
    "editor": {"READ", "REVIEW", "COMMENT", "MARK", "TRIAGE", "ASSIGN", "ARTICLES"},
    "approver": {"READ", "REVIEW", "COMMENT", "MARK", "TRIAGE", "ASSIGN", "ARTICLES", "APPROVE", "PUBLISH"},
    # An admin looks after people, scales and settings, and is no editor.
    "admin": {"READ", "PEOPLE", "SETTINGS"},
    "all": {"READ", "REVIEW", "COMMENT", "MARK", "TRIAGE", "ASSIGN", "ARTICLES", "APPROVE", "PUBLISH", "PEOPLE",
            "SETTINGS"},
}  # fmt: skip
"""What each role holds, by the names of the rights."""

RELATIONS = ("stranger", "assigned", "author", "both", "approved", "asked")
"""What somebody has to do with a claim:

- stranger: nothing at all
- assigned: it is assigned to them, and they have written nothing of the verdict
- author: they wrote a part of the verdict, and it is assigned to somebody else
- both: it is assigned to them, and they wrote a part
- approved: they are the second person, who stands behind the newest revision
- asked: they asked for the retraction
"""

WHO = {
    #                      stranger   assigned   author     both       approved   asked
    "pick_up":            ("..rea.+", "..rea.+", "..rea.+", "..rea.+", "..rea.+", "..rea.+"),
    "assign":             ("...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+"),
    "reassign":           ("...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+"),
    # Only the person who was asked to do it begins, whatever the role of others.
    "start":              (".......", "..rea.+", ".......", "..rea.+", ".......", "......."),
    # Editors help out in the work of others, up to the submission.
    "release":            ("...ea.+", "..rea.+", "...ea.+", "..rea.+", "...ea.+", "...ea.+"),
    "wait":               ("...ea.+", "..rea.+", "...ea.+", "..rea.+", "...ea.+", "...ea.+"),
    "wake":               ("...ea.+", "..rea.+", "...ea.+", "..rea.+", "...ea.+", "...ea.+"),
    "close":              ("...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+"),
    "reopen":             ("...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+"),
    "submit":             ("...ea.+", "..rea.+", "...ea.+", "..rea.+", "...ea.+", "...ea.+"),
    # The rules say the author. The person it is assigned to answers for it and takes it back too, even where an editor
    # wrote all of it.
    "withdraw":           (".......", "..rea.+", "..rea.+", "..rea.+", ".......", "......."),
    # Whoever wrote any part is no second person, in any role; being assigned alone writes nothing.
    "request_changes":    ("....a.+", "....a.+", ".......", ".......", "....a.+", "....a.+"),
    "resume":             ("...ea.+", "..rea.+", "...ea.+", "..rea.+", "...ea.+", "...ea.+"),
    "approve":            ("....a.+", "....a.+", ".......", ".......", ".......", "....a.+"),
    "edit_approved":      ("...ea.+", "..rea.+", "...ea.+", "..rea.+", "...ea.+", "...ea.+"),
    # The rules ask a second person to approve, not to publish: whoever approves may, also an author.
    "schedule":           ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    "unschedule":         ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    "publish":            ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    # An archive is no verdict of today: the admin who moves house brings it along, and nobody approves it anew.
    "publish_imported":   (".....d+", ".....d+", ".....d+", ".....d+", ".....d+", ".....d+"),
    "open_correction":    ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    "abandon_correction": ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    "ask_retraction":     ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    # Whoever asked may think better of it, and so may any other approver.
    "drop_retraction":    ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    "retract":            ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "......."),
    # Readers see that it is looked at again, and that somebody stands by it anew.
    "look_again":         ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    "still_holds":        ("....a.+", "....a.+", "....a.+", "....a.+", "....a.+", "....a.+"),
    # Whoever sets due dates sets this one too.
    "set_review_by":      ("...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+", "...ea.+"),
}  # fmt: skip

SOFTWARE = {"wake", "unschedule", "publish", "look_again"}
"""What the software does by itself: at the end of a wait, at a set time, which falls when the text was changed, and on
a review date."""

BLOCKED = "blocked"
"""Stands for a state where the move fits, and a rule about the text stands against it."""

MOVES = {
    # situation: where each move that fits there leads; every other move is refused because of the state
    "queued": {"pick_up": "assigned", "assign": "assigned", "close": "closed"},
    "queued, from the old site": {
        "pick_up": "assigned", "assign": "assigned", "close": "closed", "publish_imported": "published",
    },
    "assigned": {"start": "in_review", "reassign": "assigned", "release": "queued", "close": "closed"},
    "in_review": {
        "reassign": "assigned", "release": "queued", "wait": "waiting", "close": "closed", "submit": "submitted",
    },
    "in_review, nothing written": {
        "reassign": "assigned", "release": "queued", "wait": "waiting", "close": "closed", "submit": BLOCKED,
    },
    "waiting": {"wake": "in_review", "reassign": "assigned"},
    "submitted": {"withdraw": "in_review", "request_changes": "changes_requested", "approve": "approved"},
    "submitted, two approvals needed": {
        "withdraw": "in_review", "request_changes": "changes_requested", "approve": "submitted",
    },
    "submitted, one of two approvals given": {
        "withdraw": "in_review", "request_changes": "changes_requested", "approve": "approved",
    },
    "submitted, changed since": {
        "withdraw": "in_review", "request_changes": "changes_requested", "approve": BLOCKED,
    },
    "submitted, in a correction": {
        "withdraw": "correcting", "request_changes": "changes_requested", "approve": "approved",
        "abandon_correction": "published", "ask_retraction": "submitted",
    },
    # A withdrawal waits for no correction.
    "submitted, in a correction, retraction asked": {
        "withdraw": "correcting", "request_changes": "changes_requested", "approve": "approved",
        "abandon_correction": "published", "drop_retraction": "submitted", "retract": "retracted",
    },
    # A new reviewer gets what was asked for, so the state stays.
    "changes_requested": {"resume": "in_review", "reassign": "changes_requested"},
    "changes_requested, in a correction": {
        "resume": "correcting", "reassign": "changes_requested", "abandon_correction": "published",
        "ask_retraction": "changes_requested",
    },
    "changes_requested, in a correction, retraction asked": {
        "resume": "correcting", "reassign": "changes_requested", "abandon_correction": "published",
        "drop_retraction": "changes_requested", "retract": "retracted",
    },
    "approved": {"edit_approved": "in_review", "schedule": "approved", "publish": "published"},
    "approved, set to publish": {
        "edit_approved": "in_review", "schedule": "approved", "unschedule": "approved", "publish": "published",
    },
    "approved, changed since": {"edit_approved": "in_review", "schedule": BLOCKED, "publish": BLOCKED},
    "approved, in a correction": {
        "edit_approved": "correcting", "schedule": "approved", "publish": "published",
        "abandon_correction": "published", "ask_retraction": "approved",
    },
    "approved, in a correction, retraction asked": {
        "edit_approved": "correcting", "schedule": "approved", "publish": "published",
        "abandon_correction": "published", "drop_retraction": "approved", "retract": "retracted",
    },
    "published": {
        "open_correction": "correcting", "ask_retraction": "published",
        "look_again": "revisiting", "still_holds": "published", "set_review_by": "published",
    },
    "published, retraction asked": {
        "open_correction": "correcting", "drop_retraction": "published", "retract": "retracted",
        "look_again": "revisiting", "still_holds": "published", "set_review_by": "published",
    },
    "revisiting": {
        "still_holds": "published", "open_correction": "correcting", "ask_retraction": "revisiting",
        "reassign": "revisiting",
    },
    "revisiting, retraction asked": {
        "still_holds": "published", "open_correction": "correcting", "drop_retraction": "revisiting",
        "retract": "retracted", "reassign": "revisiting",
    },
    # Nobody has stood by the words yet, so that abandoning the correction leads back to looking at them.
    "correcting, looked at again": {
        "submit": "submitted", "reassign": "correcting", "abandon_correction": "revisiting",
        "ask_retraction": "correcting",
    },
    "correcting": {
        "submit": "submitted", "reassign": "correcting", "abandon_correction": "published",
        "ask_retraction": "correcting",
    },
    "correcting, retraction asked": {
        "submit": "submitted", "reassign": "correcting", "abandon_correction": "published",
        "drop_retraction": "correcting", "retract": "retracted",
    },
    "retracted": {},
    "closed": {"reopen": "queued"},
}  # fmt: skip

RELATED = {
    # situation: the relations that somebody can have to a claim there, besides none
    "queued": ("author",),
    "queued, from the old site": ("author",),
    "assigned": ("assigned", "author", "both"),
    "in_review": ("assigned", "author", "both"),
    "in_review, nothing written": ("assigned", "author", "both"),
    "waiting": ("assigned", "author", "both"),
    "submitted": ("assigned", "author", "both"),
    "submitted, two approvals needed": ("assigned", "author", "both"),
    "submitted, one of two approvals given": ("assigned", "author", "both", "approved"),
    "submitted, changed since": ("assigned", "author", "both"),
    "submitted, in a correction": ("assigned", "author", "both"),
    "submitted, in a correction, retraction asked": ("assigned", "author", "both", "asked"),
    "changes_requested": ("assigned", "author", "both"),
    "changes_requested, in a correction": ("assigned", "author", "both"),
    "changes_requested, in a correction, retraction asked": ("assigned", "author", "both", "asked"),
    "approved": ("assigned", "author", "both", "approved"),
    "approved, set to publish": ("assigned", "author", "both", "approved"),
    "approved, changed since": ("assigned", "author", "both", "approved"),
    "approved, in a correction": ("assigned", "author", "both", "approved"),
    "approved, in a correction, retraction asked": ("assigned", "author", "both", "approved", "asked"),
    "published": ("assigned", "author", "both", "approved"),
    "published, retraction asked": ("assigned", "author", "both", "approved", "asked"),
    "revisiting": ("assigned", "author", "both", "approved"),
    "revisiting, retraction asked": ("assigned", "author", "both", "approved", "asked"),
    "correcting, looked at again": ("assigned", "author", "both", "approved"),
    "correcting": ("assigned", "author", "both", "approved"),
    "correcting, retraction asked": ("assigned", "author", "both", "approved", "asked"),
    "retracted": ("assigned", "author", "both"),
    "closed": ("author",),
}

EVERY_ROLE_TRIES = {
    # move: the situation in which each face is asked as every role
    "pick_up": "queued",
    "assign": "queued",
    "reassign": "waiting",
    "start": "assigned",
    "release": "assigned",
    "wait": "in_review",
    "wake": "waiting",
    "close": "assigned",
    "reopen": "closed",
    "submit": "in_review",
    "withdraw": "submitted",
    "request_changes": "submitted",
    "resume": "changes_requested",
    "approve": "submitted",
    "edit_approved": "approved",
    "schedule": "approved",
    "unschedule": "approved, set to publish",
    "publish": "approved",
    "publish_imported": "queued, from the old site",
    "open_correction": "published",
    "abandon_correction": "correcting",
    "ask_retraction": "published",
    "drop_retraction": "published, retraction asked",
    "retract": "published, retraction asked",
    "look_again": "published",
    "still_holds": "revisiting",
    "set_review_by": "published",
}

NOTE_WANTED = {"request_changes", "open_correction", "ask_retraction"}
"""Moves that say why, to colleagues or to readers."""

DETAILS_WANTED = {"assign", "reassign", "wait", "close", "approve", "schedule", "open_correction"}
"""Moves that are refused with a sentence where nothing but a note comes with them."""

SCOPE_PUBLISH = {
    "request_changes", "approve", "schedule", "unschedule", "publish", "publish_imported", "open_correction",
    "abandon_correction", "ask_retraction", "drop_retraction", "retract", "look_again", "still_holds",
}  # fmt: skip
"""Moves that a program may make with a token made for publishing alone; all others need the scope to write."""

ENTERS_BACK_OFFICE = {"editor", "approver", "admin", "all"}
READS_DESK = {"viewer", "reviewer", "editor", "approver", "admin", "all"}


def may(move: str, role: str, relation: str) -> bool:
    """Whether somebody of this role, in this relation to the claim, may make the move where it fits."""
    return WHO[move][RELATIONS.index(relation)][ROLES.index(role)] != "."


def expected(situation: str, move: str, role: str, relation: str = "stranger") -> str:
    """What comes of it: the state reached, or `forbidden`, `wrong state` or `blocked`. Who is asked before when."""
    if not may(move, role, relation):
        return "forbidden"
    return MOVES[situation].get(move, "wrong state")


def offered(situation: str, role: str, relation: str = "stranger") -> set[str]:
    """The moves this person is shown in this situation."""
    return {move for move in MOVES[situation] if may(move, role, relation)}


TRANSLATIONS = {
    #              wrote none of it   wrote a part
    "save":       ("..rea.+",         "..rea.+"),
    "submit":     ("..rea.+",         "..rea.+"),
    "take_back":  ("...ea.+",         "..rea.+"),
    # Nobody stands behind her own words, in any role.
    "send_back":  ("....a.+",         "......."),
    "approve":    ("....a.+",         "......."),
}  # fmt: skip
"""Who may do what with the translation of a published check, for somebody who reads its language."""

TRANSLATIONS_FOR_THOSE_WHO_READ = {"send_back", "approve"}
"""What nobody may do who has not said that she reads the language."""

EXPLAINERS = {
    #              wrote none of it   wrote a part
    "save":       ("...ea.+",         "...ea.+"),
    "submit":     ("...ea.+",         "...ea.+"),
    "take_back":  ("...ea.+",         "...ea.+"),
    "retract":    ("...ea.+",         "...ea.+"),
    # Nobody stands behind her own words, and nobody confirms a retraction she asked for, in any role.
    "send_back":  ("....a.+",         "......."),
    "approve":    ("....a.+",         "......."),
    "confirm":    ("....a.+",         "......."),
}  # fmt: skip
"""Who may do what with an explainer; to confirm is to approve the notice that it is retracted."""
