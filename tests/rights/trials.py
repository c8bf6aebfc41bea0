"""Which cells of the table a face is asked for: the engine answers all of them, the faces pass its answers on."""

from tests.rights.table import EVERY_ROLE_TRIES, MOVES, RELATED, ROLES, WHO, expected


def lookers(situation: str) -> tuple[str, ...]:
    """Whose pages are looked at: everybody's in the plain states, those of three roles where more has happened."""
    return ("reviewer", "editor", "approver") if "," in situation else ROLES


def trials(situation: str) -> list[tuple[str, str, list[str]]]:
    """Who tries what in this situation: a role, its relation to the claim, and the moves.

    Every role tries each move in one situation. Each move that fits is tried in every situation by somebody who may
    make it, by a stranger who may not, and by everybody whose relation to the claim changes the answer. A move that
    does not fit is tried in every plain state, and where it fits another situation of the same state.
    """
    chosen = []
    refused: set[str] = set()
    for role in ROLES:
        moves = [move for move, where in EVERY_ROLE_TRIES.items() if where == situation]
        if role == "all":
            moves += [move for move in _tried_by_all(situation) if move not in moves]
        elif role != "none":
            fresh = [move for move in MOVES[situation] if expected(situation, move, role) == "forbidden"]
            moves += [move for move in fresh if move not in moves and move not in refused]
            refused |= set(fresh)
        chosen.append((role, "stranger", moves))
    for relation in RELATED[situation]:
        for role in ("viewer", "reviewer", "approver", "all"):
            moves = [
                move
                for move in MOVES[situation]
                if expected(situation, move, role, relation) != expected(situation, move, role)
            ]
            if moves:
                chosen.append((role, relation, moves))
    return chosen


def _tried_by_all(situation: str) -> list[str]:
    state, _, more = situation.partition(",")
    if not more:
        return list(WHO)
    of_the_state = {move for other, moves in MOVES.items() if other.partition(",")[0] == state for move in moves}
    return [move for move in WHO if move in of_the_state]
