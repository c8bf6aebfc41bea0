"""What the desk's templates may call; the HTML itself stands in `templates/components/`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from claims.accounts.second_step import is_asked_of
from claims.articles.recordings import said_at
from claims.desk import handbook
from claims.desk.template_helpers import matches, notices, pictures, reading_report, times, wording
from claims.desk.toasts import undo_of
from claims.figures.in_text import without_formulas

FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "due_of": times.due_of,
    "gate_help": handbook.gate_help,
    "help_url": handbook.help_url,
    "qr_picture": pictures.qr_picture,
    "second_step_asked": is_asked_of,
    "stance_word": wording.stance_word,
    "time_of": times.time_of,
    "undo_of": undo_of,
}
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "figures_alone": without_formulas,
    "first_band": matches.first_band,
    "gate_name": wording.gate_name,
    "heat": wording.heat,
    "heaviest_first": wording.heaviest_first,
    "hours": times.hours,
    "iso_day": times.iso_day,
    "look": wording.look,
    "mentions": wording.mentions,
    "method_name": wording.method_name,
    "of_candidate": matches.of_candidate,
    "said_at": said_at,
    "report_in_words": reading_report.report_in_words,
    "role_name": wording.role_name,
    "role_names": wording.role_names,
    "role_words": wording.role_words,
    "second_band": matches.second_band,
    "short_hash": wording.short_hash,
    "state_label": wording.state_label,
    "what_to_do": notices.what_to_do,
}
