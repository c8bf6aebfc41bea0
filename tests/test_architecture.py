"""The house rules a linter cannot say: one mover of states, no grab-bag rooms, files of one idea."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [path for top in ("claims", "factcheck") for path in sorted((ROOT / top).rglob("*.py"))]
CODE = [path for path in SOURCES if "migrations" not in path.parts]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _assigns_claim_state(path: Path) -> bool:
    return any(
        isinstance(target, ast.Attribute)
        and target.attr == "state"
        and isinstance(target.value, ast.Name)
        and target.value.id == "claim"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
    )


def test_only_the_engine_assigns_a_claims_state():
    assert [_name(path) for path in CODE if _assigns_claim_state(path)] == ["claims/workflow/perform.py"]


def test_every_module_says_what_it_is_for():
    silent = [_name(path) for path in CODE if path.name != "__init__.py" and not ast.get_docstring(_tree(path))]
    assert silent == []


def test_no_room_is_a_drawer_for_everything():
    drawers = {"utils", "util", "common", "helpers", "misc"}
    found = [_name(path) for path in SOURCES if drawers & {part.removesuffix(".py") for part in path.parts}]
    assert found == []


def test_the_domain_package_is_empty_and_the_top_is_as_agreed():
    assert (ROOT / "claims" / "__init__.py").read_text() == ""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    assert {name for name in folders if not name.startswith(".")} <= {"factcheck", "claims", "tests", "data"}


def test_no_file_is_longer_than_four_hundred_lines():
    """A file is one idea; migrations are written by Django."""
    tests = [path for path in sorted((ROOT / "tests").rglob("*.py")) if "data" not in path.parts]
    lengths = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in (*CODE, *tests)}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_room_of_verbs_has_more_than_fifteen_files():
    """Whoever looks for what can be done finds it in one glance, or in a room within the room."""
    rooms = ("intake", "triage", "review", "publishing", "people", "workflow", "delivery", "matching", "audit")
    files = {room: len(list((ROOT / "claims" / room).glob("[!_]*.py"))) for room in rooms}
    assert {room: count for room, count in files.items() if count > 15} == {}


def test_no_line_of_a_template_is_longer_than_a_screen():
    templates = [path for room in ("templates", "claims") for path in (ROOT / room).rglob("*.html")]
    assert len(templates) > 100
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 120 or line != line.rstrip() or "\t" in line
    ]
    assert long == []
