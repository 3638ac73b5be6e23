"""The small faults that ``benchmarks.mutants`` puts into a module, one at a time.

Left out is what no verdict can depend on: annotations, docstrings, ``__all__``, defaults of fields,
and the texts among the facts of a refusal, which only name things.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.And: (ast.Or,), ast.Or: (ast.And,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,),
    ast.BitOr: (ast.BitAnd,), ast.BitAnd: (ast.BitOr,),
}  # fmt: skip
_FACTS = ("refuse", "announce", "allow")


class Mutant(NamedTuple):
    """``apply`` changes the tree of the module in place; ``function`` is "" at its top."""

    path: str
    line: int
    last_line: int
    function: str
    kind: str
    shown: str
    apply: Callable[[], None]


class Place(NamedTuple):
    """Where the walk is: inside of which function, and of the facts of a refusal."""

    function: str = ""
    facts: bool = False
    in_class: bool = False


def mutants(path: str, tree: ast.Module) -> Iterator[Mutant]:
    for node, place in _walk(tree, Place()):
        at = node.target if isinstance(node, ast.comprehension) else node
        line, last = getattr(at, "lineno", 0), getattr(at, "end_lineno", 0)
        if isinstance(node, ast.comprehension):
            last = node.iter.end_lineno
        elif hasattr(node, "body") or hasattr(node, "cases"):
            last = line
        for kind, shown, apply in _changes(node, place):
            yield Mutant(path, line, last or line, place.function, kind, shown, apply)


def _walk(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_comment"):
            continue
        if name == "keywords" and isinstance(node, ast.ClassDef):
            continue
        if name in ("defaults", "kw_defaults"):
            place = Place()  # made when the module is read
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _left_out(child, place):
                inner = _inside(child, place)
                yield child, inner
                yield from _walk(child, inner)


def _left_out(node: ast.AST, place: Place) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith(
        ("Literal[", "Mapping[", "Callable[", "dict[")
    ):
        return True  # names of types  # fmt: skip
    return place.in_class and isinstance(node, ast.AnnAssign)


def _inside(node: ast.AST, place: Place) -> Place:
    if isinstance(node, ast.FunctionDef):
        function = f"{place.function}.{node.name}".lstrip(".")
        return Place(function)
    if isinstance(node, ast.ClassDef):
        return Place(node.name, in_class=True)
    if isinstance(node, ast.keyword):
        return place._replace(facts=place.facts or getattr(node, "of_facts", False))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FACTS:
        for argument in node.keywords:
            argument.of_facts = True  # type: ignore[attr-defined]
    return place


Change = tuple[str, str, Callable[[], None]]


def _set(node: ast.AST, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _become(node: ast.AST, other: ast.AST) -> Callable[[], None]:
    """``node`` turns into ``other`` where it stands."""

    def apply() -> None:
        found = ast.copy_location(other, node)
        fields = dict(vars(found))
        node.__class__ = found.__class__
        vars(node).clear()
        vars(node).update(fields)

    return apply


def _drop(found: list[Any], i: int) -> Callable[[], None]:
    return lambda: found.__delitem__(i)


def _drop_key(found: ast.Dict, i: int) -> Callable[[], None]:
    def apply() -> None:
        del found.keys[i], found.values[i]

    return apply


def _changes(node: ast.AST, place: Place) -> Iterator[Change]:
    yield from _operators(node)
    yield from _statements(node)
    yield from _elements(node)
    if isinstance(node, ast.Constant) and not place.facts:
        yield from _constant(node)
    if isinstance(node, ast.If | ast.While | ast.IfExp) and _worth_negating(node.test):
        turned = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
        yield "negated", ast.unparse(node.test), _set(node, "test", turned)
    if isinstance(node, ast.comprehension):
        for i, test in enumerate(node.ifs):
            yield "filter dropped", ast.unparse(test), _drop(node.ifs, i)


def _worth_negating(test: ast.expr) -> bool:
    """Another change does the same to a plain comparison, or to ``not``."""
    plain = isinstance(test, ast.Compare) and len(test.ops) == 1 and (
        not isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE))  # fmt: skip
    return not plain and not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not))


def _operators(node: ast.AST) -> Iterator[Change]:
    shown = ast.unparse(node) if isinstance(node, ast.expr) else ""
    match node:
        case ast.Compare():
            for i, old in enumerate(node.ops):
                for new in _SWAPS.get(type(old), ()):
                    yield f"{type(old).__name__} {new.__name__}", shown, (
                        lambda i=i, new=new: node.ops.__setitem__(i, new()))  # fmt: skip
        case ast.BoolOp():
            yield type(node.op).__name__ + " swapped", shown, _set(
                node, "op", _SWAPS[type(node.op)][0]())  # fmt: skip
            for i, value in enumerate(node.values):
                if len(node.values) > 2:
                    yield "operand dropped", ast.unparse(value), _drop(node.values, i)
                else:
                    yield "operand dropped", ast.unparse(value), _become(node, node.values[1 - i])
        case ast.BinOp() | ast.AugAssign():
            for new in _SWAPS.get(type(node.op), ()):
                yield f"{type(node.op).__name__} {new.__name__}", ast.unparse(node), _set(
                    node, "op", new())  # fmt: skip
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", shown, _become(node, node.operand)
        case ast.Name(id="any" | "all"):
            yield "any all", shown, _set(node, "id", "all" if node.id == "any" else "any")


def _statements(node: ast.AST) -> Iterator[Change]:
    shown = ast.unparse(node).split("\n")[0] if isinstance(node, ast.stmt) else ""
    match node:
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) not in ("None", "False"):
            yield "return None", shown, _set(node, "value", ast.Constant(None))
        case ast.Expr() | ast.Raise():
            yield "statement dropped", shown, _become(node, ast.Pass())
        case ast.AugAssign():
            yield "statement dropped", shown, _become(node, ast.Pass())
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement dropped", shown, _become(node, ast.Pass())
        case ast.Break() | ast.Continue():
            other = ast.Continue() if isinstance(node, ast.Break) else ast.Break()
            yield "break continue", shown, _become(node, other)
        case ast.For():
            yield "no turn", shown, _set(node, "iter", ast.copy_location(
                ast.Tuple([], ast.Load()), node.iter))  # fmt: skip
        case ast.Match():
            for i, case in enumerate(node.cases):
                if len(node.cases) > 1:
                    yield "case dropped", ast.unparse(case.pattern), _drop(node.cases, i)


def _elements(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            for i, element in enumerate(node.elts):
                if isinstance(element, ast.Constant) and len(node.elts) > 1:
                    yield "element dropped", ast.unparse(element), _drop(node.elts, i)
        case ast.Dict():
            for i, key in enumerate(node.keys):
                if isinstance(key, ast.Constant):
                    yield "key dropped", ast.unparse(key), _drop_key(node, i)
        case ast.Call(func=ast.Name(id="words"), args=[ast.Constant(value=str() as value) as said]):
            for word in value.split():
                less = " ".join(other for other in value.split() if other != word)
                yield "word dropped", word, _set(said, "value", less)


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "flipped", str(value), _set(node, "value", not value)
    elif isinstance(value, int):
        yield "+1", str(value), _set(node, "value", value + 1)
        yield "-1", str(value), _set(node, "value", value - 1)
    elif isinstance(value, str) and len(value.split()) < 2:
        yield "other text", repr(value), _set(node, "value", f"XX{value}")
