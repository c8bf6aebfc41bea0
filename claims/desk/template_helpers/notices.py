"""What a notification asks of its reader, by kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.delivery.enums import NotificationKind
from claims.words import Words


@dataclass(frozen=True)
class WhatToDo:
    """The sign beside a notification, the button's word, and a sentence of advice where the first one is not enough."""

    icon: str
    verb: Words
    advice: Words = ""


OPEN: Final = pgettext_lazy("a claim", "Open")
BY_KIND: Final[Mapping[str, WhatToDo]] = {
    NotificationKind.ASSIGNED: WhatToDo("user", OPEN, _("Start the review, or decline it so that others can take it.")),
    NotificationKind.MENTIONED: WhatToDo("at", pgettext_lazy("a remark", "Read")),
    NotificationKind.SENT_BACK: WhatToDo(
        "undo", OPEN, _("Open it to see what is asked or changed, and what comes next.")
    ),
    NotificationKind.SECOND_REVIEW: WhatToDo("eye", OPEN, _("Read it as a reader would, then decide.")),
    NotificationKind.APPROVED: WhatToDo("check", OPEN, _("Nothing is left to do until it is published.")),
    NotificationKind.PUBLISHED: WhatToDo("archive", OPEN),
    NotificationKind.LATE: WhatToDo("alert", OPEN, _("Finish it, ask for another date, or release it.")),
    NotificationKind.WOKEN: WhatToDo(
        "clock", OPEN, _("Look whether the answer came, then go on or let it wait again.")
    ),
    NotificationKind.REPEATED: WhatToDo("context", OPEN, _("Compare the article with the published check.")),
    NotificationKind.SOURCE_LOST: WhatToDo(
        "split", pgettext_lazy("a source", "Compare"), _("See what stands there now, then say whether the check holds.")
    ),
    NotificationKind.EXPLAINER: WhatToDo(
        "merge", pgettext_lazy("a list", "Open"), _("Bring the explainer’s words up to the check, or retract it.")
    ),
    NotificationKind.DOUBTFUL: WhatToDo(
        "doc", pgettext_lazy("an article", "Open"), _("Say that it is an article, paste its text, or drop it.")
    ),
}


def what_to_do(kind: str) -> WhatToDo:
    """The sign, the button and the advice of one kind."""
    return BY_KIND[kind]
