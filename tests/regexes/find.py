"""Every regular expression of ours: read from each module's source, with the names in it filled in by the module."""

import ast
import builtins
import functools
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ASKED = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "scanner"}


class Unknown(str):
    """Stands for a value that is known only when the code runs: a word, and a 3 where it is reckoned with."""

    def __getattr__(self, name: str) -> "Unknown":
        return self

    def __add__(self, other: str) -> "Unknown":
        return Unknown(str(self) + other)

    def __sub__(self, other: int) -> int:
        return 3


A_WORD = Unknown("pension")


@dataclass(frozen=True)
class Found:
    """A compiled pattern, the first place where it stands, and the ways in which it is asked."""

    place: str
    pattern: re.Pattern[Any]
    asked: frozenset[str]


def modules() -> list[tuple[Path, str]]:
    """The files of our code but migrations, each with its module's name."""
    paths = [path for top in ("claims", "factcheck") for path in sorted((ROOT / top).rglob("*.py"))]
    return [
        (path, ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for path in paths
        if "migrations" not in path.parts
    ]


def find_patterns() -> tuple[list[Found], list[str]]:
    """All patterns of ours, and the calls of `re` whose pattern could not be found out."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any], set[str]]] = {}
    unknown: list[str] = []
    trees = [(path, name, ast.parse(path.read_text(encoding="utf-8"))) for path, name in modules()]
    public: dict[str, set[str]] = {}
    for _, _, tree in trees:
        for name, method in _questions(tree):
            public.setdefault(name, set()).add(method)
    for path, module_name, tree in trees:
        module = _imported(module_name)
        own: dict[str, set[str]] = {}
        for name, method in _questions(tree):
            own.setdefault(name, set()).add(method)
        place = str(path.relative_to(ROOT))
        if module is not None:
            for name, value in vars(module).items():
                asked = own.get(name, set()) if name.startswith("_") else public.get(name, set())
                for pattern in _inside(value):
                    _keep(found, f"{place} {name}", pattern, asked or {"search"})
        for call in _calls(tree):
            where = f"{place}:{call.lineno}"
            pattern = _compiled(call, module)
            if pattern is not None:
                method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                if method != "compile":
                    _keep(found, where, pattern, {method})
                elif (pattern.pattern, pattern.flags) not in found:
                    _keep(found, where, pattern, {"search"})
            elif not (call.args and isinstance(call.args[0], ast.Name)):
                unknown.append(where)
    return [Found(place, pattern, frozenset(asked)) for place, pattern, asked in found.values()], unknown


def _keep(found: dict[Any, Any], place: str, pattern: re.Pattern[Any], asked: Iterable[str]) -> None:
    found.setdefault((pattern.pattern, pattern.flags), (place, pattern, set()))[2].update(asked)


def _imported(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:  # training needs libraries that a desk does without
        return None


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in {*ASKED, "compile"}
        ):
            yield node


def _questions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names whose methods of a pattern are used, such as ("_WORD", "finditer")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ASKED:
            if isinstance(node.value, ast.Name):
                yield node.value.id, node.attr
            elif isinstance(node.value, ast.Attribute):
                yield node.value.attr, node.attr


def _compiled(call: ast.Call, module: ModuleType | None) -> re.Pattern[Any] | None:
    given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "pattern")]
    if not given:
        return None
    names = _Names({**vars(builtins), "re": re, **(vars(module) if module else {})})
    if isinstance(given[0], ast.Name) and given[0].id not in names.known:
        return None  # a parameter; what is passed for it stands in a module's values
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    place = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "findall": 2, "finditer": 2}
    position = place.get(call.func.attr if isinstance(call.func, ast.Attribute) else "", 99)
    flags += call.args[position : position + 1]
    try:
        pattern = _value(given[0], names)
        asked = _value(flags[0], names) if flags else 0
        return re.compile(pattern, asked if isinstance(asked, int) else 0)
    except Exception:
        return None


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "pattern", "eval"), {}, names)


class _Names(Mapping[str, Any]):
    """A module's values by name, and a word for each name that is known only when the code runs."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known

    def __getitem__(self, name: str) -> Any:
        return self.known.get(name, A_WORD)

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def _inside(value: Any, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    """The patterns in a module's value: itself, or in its items, fields, bound arguments and closures."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value.__self__
    elif depth == 0 or isinstance(value, str | bytes | int | float | type | ModuleType):
        return
    else:
        for part in _parts(value):
            yield from _inside(part, depth - 1)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()] if type(value).__module__ in {"builtins", "types"} else []
    if isinstance(value, tuple | list | set | frozenset):
        return list(value)
    if isinstance(value, functools.partial):
        return [value.func, *value.args, *value.keywords.values()]
    if is_dataclass(value):
        return [getattr(value, field.name, None) for field in fields(value)]
    if closure := getattr(value, "__closure__", None):
        return [cell.cell_contents for cell in closure if _filled(cell)]
    return []


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False
