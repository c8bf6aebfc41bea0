"""The rooms of the code, read from the import contract, the sources and the graph of their imports."""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]


def contract_rows() -> list[list[str]]:
    """The rows of the import contract from the top, each with its rooms as modules: `claims.desk`, `factcheck`."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip(" ()") for name in row.split("|")] for row in layers]


def all_rooms() -> list[str]:
    """Every room that the tree has, as a module."""
    paths = (path for path in sorted((ROOT / "claims").iterdir()) if not path.name.startswith("_"))
    inside = (path.stem for path in paths if path.suffix == ".py" or (path / "__init__.py").exists())
    return ["factcheck", *(f"claims.{name}" for name in inside)]


def purpose(room: str) -> str:
    """The first sentence of a room's docstring, without its full stop; empty where it has none."""
    path = ROOT / room.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def imports_between_rooms() -> set[tuple[str, str]]:
    """Which room imports something of which other."""
    graph = grimp.build_graph("claims", "factcheck", cache_dir=None)
    pairs = {
        (_room_of(module), _room_of(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return {(importer, imported) for importer, imported in pairs if importer and imported and importer != imported}


def without_shortcuts(pairs: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that no longer way implies: of a->b, b->c and a->c, the first two. There must be no circles."""
    following: Mapping[str, set[str]] = defaultdict(set)
    for importer, imported in pairs:
        following[importer].add(imported)

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = list(following[start])
        while waiting:
            room = waiting.pop()
            if room not in found:
                found.add(room)
                waiting += following[room]
        return found

    return sorted(
        (importer, imported)
        for importer, imported in pairs
        if not any(imported in reached(other) for other in following[importer] - {imported})
    )


def _room_of(module: str) -> str:
    """`claims.triage.tips` is in `claims.triage`; the empty package `claims` is no room."""
    parts = module.split(".")
    if parts[0] == "factcheck":
        return "factcheck"
    return ".".join(parts[:2]) if len(parts) > 1 else ""
