"""The state diagram, drawn from the transition table."""

from claims.tracking.enums import ClaimState
from claims.workflow.transitions import TRANSITIONS

FINAL = ClaimState.RETRACTED


def mermaid() -> str:
    """The states and the moves between them as Mermaid text; moves between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in TRANSITIONS.values():
        for source in sorted(move.sources, key=list(ClaimState).index):
            for target in move.reaches(source):
                arrows.setdefault((source.value, target.value), []).append(str(move.label))
    lines = ["stateDiagram-v2", f"    [*] --> {ClaimState.QUEUED.value}"]
    lines += [f"    {state.value} : {state.label}" for state in ClaimState]
    lines += [f"    {source} --> {target} : {', '.join(labels)}" for (source, target), labels in arrows.items()]
    lines.append(f"    {FINAL.value} --> [*]")
    return "\n".join(lines) + "\n"


def table() -> str:
    """The moves as a Markdown table: from where to where, by whom, with what."""
    rows = ["| move | from | to | right | note |", "|---|---|---|---|---|"]
    for move in TRANSITIONS.values():
        sources = ", ".join(str(state.label) for state in ClaimState if state in move.sources)
        targets = ", ".join(dict.fromkeys(str(state.label) for state in move.all_targets))
        who = f"`{move.right.name}`{' or the software' if move.system else ''}"
        rows.append(f"| {move.label} | {sources} | {targets} | {who} | {move.note.value} |")
    return "\n".join(rows) + "\n"


def document() -> str:
    """STATES.md, whole."""
    return (
        "# States of a claim\n\n"
        "Drawn from `transitions.py` by `manage.py state_diagram --write`; a test holds that it is up to date.\n\n"
        f"```mermaid\n{mermaid()}```\n\n## Moves\n\n{table()}"
    )
