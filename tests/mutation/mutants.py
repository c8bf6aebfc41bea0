"""Small wrong changes to a module: each a mistake somebody could make, found and applied on its syntax tree."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.RShift: ast.LShift,
}
RIGHTS = {"Right": "READ", "S": "CLOSED"}
"""Where a member of one of these enumerations stands, this one is put: a right that everybody has, a wrong state."""
BUILT_BY_NAME = {"Move", "Gate"}
"""Rows of a table, whose arguments may be left out; other constructors would only refuse to be called."""
WORDS = {"name", "label", "looks", "help_text", "verbose_name", "description"}
"""Arguments that are words for people, which other tests are about."""


@dataclass(frozen=True)
class Mutant:
    """One wrong change: where it is, in which function (empty at the top of the module), and what it does."""

    path: str
    line: int
    function: str
    what: str
    node: int
    way: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function or 'module'}: {self.what}"


@dataclass(frozen=True)
class Way:
    """One way to change a node: what it does in words, and the change, which gives the node to stand in its place."""

    what: str
    change: Callable[[ast.AST], ast.AST]


def mutants_of(path: str, source: str) -> list[Mutant]:
    """Every wrong change there is to a module, in the order of its lines."""
    tree = ast.parse(source)
    found = []
    for number, (node, function, inside) in enumerate(_places(tree)):
        if inside is None:
            continue
        for way, each in enumerate(_ways(node)):
            line = getattr(node, "lineno", 0) or node.target.lineno  # a comprehension has no line of its own
            found.append(Mutant(path, line, function, each.what, number, way))
    return sorted(found, key=lambda mutant: (mutant.line, mutant.node, mutant.way))


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """The module's tree with the one change; the lines stay where they are."""
    tree = ast.parse(source)
    node, _, _ = list(_places(tree))[mutant.node]
    new = _ways(node)[mutant.way].change(copy.deepcopy(node))
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(each is node for each in value):
                value[:] = [new if each is node else each for each in value]
    for each in ast.walk(new):
        if not hasattr(each, "lineno"):
            ast.copy_location(each, node)
    return ast.fix_missing_locations(tree)


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, bool | None]]:
    """Every node with the function it is in, and whether that is a place to change: None in types and class bodies."""

    def walk(node: ast.AST, function: str, inside: bool | None) -> Iterator[tuple[ast.AST, str, bool | None]]:
        yield node, function, inside
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if not isinstance(child, ast.AST):
                    continue
                below, where = inside, function
                if isinstance(node, ast.Subscript) and name == "slice" and isinstance(child, ast.Constant):
                    below = None  # another place of a list is another list, and hardly ever goes unnoticed
                if name in ("annotation", "returns", "decorator_list", "type_params", "args", "bases", "keywords"):
                    definition = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign | ast.arg)
                    below = None if definition else inside
                if isinstance(node, ast.ClassDef | ast.TypeAlias) or _is_list_of_names(node):
                    below = None
                if isinstance(node, ast.FunctionDef) and name == "body":
                    below = True
                if isinstance(child, ast.FunctionDef | ast.ClassDef):
                    where = f"{function}.{child.name}" if function else child.name
                yield from walk(child, where, below)

    yield from walk(tree, "", False)


def _ways(node: ast.AST) -> list[Way]:
    match node:
        case ast.Compare(ops=[one]) if type(one) in COMPARISONS:
            return [Way(f"{_words(node)}: {_name(one)} becomes {COMPARISONS[type(one)].__name__}", _other_comparison)]
        case ast.Compare(ops=ops):
            return [
                Way(f"{_words(node)}: comparison {place + 1} becomes {COMPARISONS[type(op)].__name__}", _nth(place))
                for place, op in enumerate(ops)
                if type(op) in COMPARISONS
            ]
        case ast.BoolOp(values=values):
            return [Way(f"{_words(node)}: without {_words(each)}", _without_value(n)) for n, each in enumerate(values)]
        case ast.UnaryOp(op=ast.Not()):
            return [Way(f"{_words(node)}: without the not", lambda new: new.operand)]
        case ast.BinOp(op=op) if type(op) in SUMS and not isinstance(node.left, ast.JoinedStr):
            return [Way(f"{_words(node)}: {_name(op)} becomes {SUMS[type(op)].__name__}", _other_sum)]
        # A test that is itself a comparison, a not, or several joined is changed where it stands.
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.BoolOp):
            return [Way(f"if {_words(node.test)}: turned round", _turned)]
        case ast.comprehension(ifs=[_, *_]):
            return [Way(f"for {_words(node.target)}: without its if", _without_ifs)]
        case ast.Constant(value=bool(value)):
            return [Way(f"{value} becomes {not value}", lambda new: ast.Constant(not new.value))]
        case ast.Constant(value=int(value)):
            return [Way(f"{value} becomes {value + 1}", lambda new: ast.Constant(new.value + 1))]
        case ast.Constant(value=float(value)) if value:
            return [
                Way(f"{value} becomes {value * 0.93}", lambda new: ast.Constant(new.value * 0.93)),
                Way(f"{value} becomes {value * 1.07}", lambda new: ast.Constant(new.value * 1.07)),
            ]
        case ast.Raise():
            return [Way(f"raises nothing: {_words(node)}", lambda new: ast.Pass())]
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            return [Way(f"leaves out: {_words(node)}", lambda new: ast.Pass())]
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple()]) if _is_write(node):
            return [Way(f"leaves out: {_words(node)}", lambda new: ast.Pass())]
        case ast.Continue() | ast.Break():
            return [Way(f"leaves out: {_words(node)}", lambda new: ast.Pass())]
        case ast.Attribute(value=ast.Name(id=owner), attr=member) if RIGHTS.get(owner, member) != member:
            return [Way(f"{owner}.{member} becomes {owner}.{RIGHTS[owner]}", _other_member)]
        case ast.Call(keywords=[_, *_]) if isinstance(node.func, ast.Attribute) or node.func.id in BUILT_BY_NAME:
            return [
                Way(f"{_words(node.func)}() without {each.arg}={_words(each.value)}", _without_keyword(n))
                for n, each in enumerate(node.keywords)
                if each.arg and each.arg not in WORDS
            ]
        case ast.Tuple(elts=[_, *_]) | ast.List(elts=[_, *_]) | ast.Set(elts=[_, _, *_]) if _is_read(node):
            return [
                Way(f"{_words(node)}: without {_words(each)}", _without_element(n)) for n, each in enumerate(node.elts)
            ]
    return []


def _is_list_of_names(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"


def _is_write(node: ast.Assign) -> bool:
    target = node.targets[0]
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    return all(isinstance(part, ast.Attribute | ast.Subscript) for part in parts)


def _is_read(node: ast.Tuple | ast.List | ast.Set) -> bool:
    return not isinstance(getattr(node, "ctx", ast.Load()), ast.Store)


def _other_comparison(new: ast.AST) -> ast.AST:
    new.ops = [COMPARISONS[type(new.ops[0])]()]
    return new


def _nth(place: int) -> Callable[[ast.AST], ast.AST]:
    def change(new: ast.AST) -> ast.AST:
        new.ops[place] = COMPARISONS[type(new.ops[place])]()
        return new

    return change


def _without_value(place: int) -> Callable[[ast.AST], ast.AST]:
    def change(new: ast.AST) -> ast.AST:
        del new.values[place]
        return new.values[0] if len(new.values) == 1 else new

    return change


def _other_sum(new: ast.AST) -> ast.AST:
    new.op = SUMS[type(new.op)]()
    return new


def _turned(new: ast.AST) -> ast.AST:
    new.test = ast.UnaryOp(ast.Not(), new.test)
    return new


def _without_ifs(new: ast.AST) -> ast.AST:
    new.ifs = []
    return new


def _other_member(new: ast.AST) -> ast.AST:
    new.attr = RIGHTS[new.value.id]
    return new


def _without_keyword(place: int) -> Callable[[ast.AST], ast.AST]:
    def change(new: ast.AST) -> ast.AST:
        del new.keywords[place]
        return new

    return change


def _without_element(place: int) -> Callable[[ast.AST], ast.AST]:
    def change(new: ast.AST) -> ast.AST:
        del new.elts[place]
        return new

    return change


def _words(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else f"{text[:67]}..."


def _name(op: ast.AST) -> str:
    return type(op).__name__
