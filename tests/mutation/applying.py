"""Putting a wrong change into a running process: the code of live functions, and values at the top of a module."""

import ast
import gc
import importlib
import sys
import types
from pathlib import Path

from tests.mutation.mutants import Mutant, mutated


class DoesNotFit(Exception):
    """The change cannot be put into a running process."""


def module_of(path: str) -> types.ModuleType:
    """The module of a path from the repository root."""
    return importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def functions_of(files: set[str]) -> dict[str, list[types.FunctionType]]:
    """Every live function of these files, methods and what decorators hold included."""
    found: dict[str, list[types.FunctionType]] = {file: [] for file in files}
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__code__.co_filename in found:
            found[each.__code__.co_filename].append(each)
    return found


def apply(root: Path, mutant: Mutant, functions: list[types.FunctionType]) -> None:
    """Make this process wrong in one place; DoesNotFit where that is not possible. `functions` are the file's own."""
    file = root / mutant.path
    module = module_of(mutant.path)
    tree = mutated(file.read_text(encoding="utf-8"), mutant)
    if mutant.function:
        _swap_functions(str(file), tree, mutant, functions)
    else:
        _assign_again(module, tree, mutant)


def _swap_functions(file: str, tree: ast.Module, mutant: Mutant, functions: list[types.FunctionType]) -> None:
    codes = {}
    waiting = [compile(tree, file, "exec")]
    while waiting:
        code = waiting.pop()
        codes[(code.co_qualname, code.co_firstlineno)] = code
        waiting += [each for each in code.co_consts if isinstance(each, types.CodeType)]
    swapped = 0
    for function in functions:
        new = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
        if new is None:
            continue
        try:
            function.__code__ = new
        except ValueError as error:
            raise DoesNotFit(str(mutant)) from error
        swapped += 1
    if not swapped:
        raise DoesNotFit(str(mutant))


def _assign_again(module: types.ModuleType, tree: ast.Module, mutant: Mutant) -> None:
    """Run the module's assignments again from the wrong one on, and hand the new values to whoever imported the old."""
    names = set()
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or (statement.end_lineno or 0) < mutant.line:
            continue
        if isinstance(statement, ast.AnnAssign) and statement.value is None:
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    before = {name: getattr(module, name) for name in names}
    code = ast.Module(
        [
            statement
            for statement in tree.body
            if isinstance(statement, ast.Assign | ast.AnnAssign) and (statement.end_lineno or 0) >= mutant.line
        ],
        [],
    )
    exec(compile(code, str(module.__file__), "exec"), module.__dict__)
    for other in list(sys.modules.values()):
        if getattr(other, "__name__", "").split(".")[0] not in ("claims", "factcheck"):
            continue
        for name, old in before.items():
            if other is not module and other.__dict__.get(name) is old:
                setattr(other, name, getattr(module, name))
