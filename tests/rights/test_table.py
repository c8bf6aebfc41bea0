"""The table by hand is whole: it has every move, state and role of the desk, and each role holds what it says."""

import pytest
from django.contrib.auth.models import Group

from claims.accounts.models import User
from claims.accounts.roles import RIGHTS, Right, Role
from claims.tracking.enums import ClaimState
from claims.workflow.moves import MoveName
from claims.workflow.transitions import TRANSITIONS
from tests.factories import PersonFactory
from tests.rights import table
from tests.rights.trials import FACES, trials


def test_the_table_has_every_move_and_no_other():
    assert set(table.WHO) == {move.value for move in MoveName} == {move.value for move in TRANSITIONS}
    assert set(table.EVERY_ROLE_TRIES) == set(table.WHO)
    assert {move for moves in table.MOVES.values() for move in moves} == set(table.WHO)
    assert set(table.WHO) >= (table.NOTE_WANTED | table.DETAILS_WANTED | table.SCOPE_PUBLISH | table.SOFTWARE)


def test_only_a_retraction_is_final():
    assert [situation for situation, moves in table.MOVES.items() if not moves] == ["retracted"]


def test_the_table_has_every_state_every_role_and_every_relation():
    states = {state.value for state in ClaimState}
    assert {situation.partition(",")[0] for situation in table.MOVES} == states
    assert {reached for moves in table.MOVES.values() for reached in moves.values()} - {"blocked"} == states
    assert set(table.RELATED) == set(table.MOVES)
    assert {relation for related in table.RELATED.values() for relation in related} == set(table.RELATIONS[1:])
    assert set(table.ROLES) == {"none", "all", *(role.value for role in Role)}


def test_every_cell_has_a_place_for_every_role():
    cells = [cell for row in table.WHO.values() for cell in row]
    assert {len(row) for row in table.WHO.values()} == {len(table.RELATIONS)}
    assert all(letter in (".", right) for cell in cells for letter, right in zip(cell, "nvread+", strict=True)), (
        "A letter stands in a column that is not its own."
    )


def test_every_role_tries_each_move_where_it_fits():
    assert all(move in table.MOVES[situation] for move, situation in table.EVERY_ROLE_TRIES.items())


def refused_for_the_state(face):
    """The cells in which somebody with all roles is refused for the claim's state alone."""
    return {
        (situation, move)
        for situation in table.MOVES
        for role, _, moves in trials(situation, face)
        for move in moves
        if table.expected(situation, move, role) == "wrong state"
    }


def test_the_faces_share_the_moves_that_do_not_fit():
    shares = [refused_for_the_state(face) for face in FACES]
    assert len(set.union(*shares)) == sum(map(len, shares)) == 303
    assert [len({move for _, move in share}) for share in shares] == [25, 25, 25, 25]


def test_every_face_tries_whatever_fits_and_whatever_a_person_may_not():
    tried = [
        {
            (situation, role, relation, move)
            for situation in table.MOVES
            for role, relation, moves in trials(situation, face)
            for move in moves
            if table.expected(situation, move, role, relation) != "wrong state"
        }
        for face in FACES
    ]
    assert tried[0] == tried[1] == tried[2] == tried[3]
    assert len(tried[0]) == 541


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_each_role_holds_what_the_table_says(role):
    assert {right.name for right in RIGHTS[Role(role)]} == table.RIGHTS[role]


@pytest.mark.django_db
@pytest.mark.parametrize("role", table.ROLES)
def test_a_person_may_what_the_table_says(role):
    roles = {"none": [], "all": list(Role)}
    person = PersonFactory(roles=roles.get(role) if role in roles else [Role(role)])
    assert {right.name for right in Right if person.may(right)} == table.RIGHTS[role]
    superuser = PersonFactory(is_superuser=True, is_staff=True)
    assert [right for right in Right if superuser.may(right)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_the_groups_in_the_database_hold_what_the_table_says(role):
    names = {
        "READ": "read_desk",
        "REVIEW": "review_claims",
        "COMMENT": "comment_on_claims",
        "MARK": "mark_candidates",
        "TRIAGE": "triage_candidates",
        "ASSIGN": "assign_claims",
        "ARTICLES": "manage_articles",
        "APPROVE": "approve_verdicts",
        "PUBLISH": "publish_verdicts",
        "PEOPLE": "manage_people",
        "SETTINGS": "manage_settings",
    }
    held = set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))
    assert held == {names[right] for right in table.RIGHTS[role]}


@pytest.mark.django_db
def test_who_holds_a_right_is_found_by_the_roles_of_the_table():
    people = {role.value: PersonFactory(roles=[role]) for role in Role}
    for right in Right:
        holders = {role for role, held in table.RIGHTS.items() if right.name in held and role in people}
        assert set(User.objects.holding(right)) == {people[role] for role in holders}, right
    people["admin"].is_active = False
    people["admin"].save()
    assert not User.objects.holding(Right.PEOPLE).exists()
    assert not people["admin"].may(Right.READ)
