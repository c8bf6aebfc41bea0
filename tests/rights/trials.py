"""Which cells of the table a face is asked for: the engine answers all of them, the faces pass its answers on."""

from tests.rights.table import EVERY_ROLE_TRIES, MOVES, RELATED, ROLES, WHO, expected

FACES = ("desk", "api", "admin's actions", "admin's buttons")


def lookers(situation: str) -> tuple[str, ...]:
    """Whose pages are looked at: everybody's in the plain states, those of three roles where more has happened."""
    return ("reviewer", "editor", "approver") if "," in situation else ROLES


def trials(situation: str, face: str) -> list[tuple[str, str, list[str]]]:
    """Who tries what in this situation through this face: a role, its relation to the claim, and the moves.

    Every role tries each move in one situation. Each move that fits is tried in every situation by somebody who may
    make it, by a stranger who may not, and by everybody whose relation to the claim changes the answer. A move that
    does not fit is tried in every plain state, and where it fits another situation of the same state: the four faces
    share these, so that each is tried by one of them, and each face is refused each such move in several states.
    """
    chosen = []
    refused: set[str] = set()
    for role in ROLES:
        moves = [move for move, where in EVERY_ROLE_TRIES.items() if where == situation]
        if role == "all":
            moves += [move for move in _tried_by_all(situation, face) if move not in moves]
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


def _tried_by_all(situation: str, face: str) -> list[str]:
    moves = _looked_at(situation)
    return [move for move in moves if not _misfits(situation, move) or _whose_turn(situation, move) == face]


def _looked_at(situation: str) -> list[str]:
    state, _, more = situation.partition(",")
    if not more:
        return list(WHO)
    of_the_state = {move for other, moves in MOVES.items() if other.partition(",")[0] == state for move in moves}
    return [move for move in WHO if move in of_the_state]


def _misfits(situation: str, move: str) -> bool:
    return expected(situation, move, "all") == "wrong state"


def _whose_turn(situation: str, move: str) -> str:
    places = [other for other in MOVES if move in _looked_at(other) and _misfits(other, move)]
    return FACES[(places.index(situation) + list(WHO).index(move)) % len(FACES)]
