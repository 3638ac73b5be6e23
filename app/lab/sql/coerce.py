"""The conversions that Oracle makes by itself, written into the statement.

A comparison with a DATE converts a text by the session's format, one with a NUMBER reads it; two
CHAR values compare without their padding; numbers that may be wide compare by their keys. Oracle
Database SQL Language Reference, "Data Conversion", "Datatype Comparison Rules".
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from app.lab.backend import ColumnType, OraError, OraType
from app.lab.sql.statics import DATES, STAMPS, TEXTS, Typer, may_be_wide

_COMPARED: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_ORDERED: Final = (exp.LT, exp.LTE, exp.GT, exp.GTE)


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def coerce(tree: exp.Expr, typer: Typer) -> None:
    """Change ``tree``, whose names are in upper case and not resolved yet."""
    # the types are asked of the tree as it was written, so nothing changes before all are known
    work = [change for node in list(tree.walk()) for change in _changes(node, typer)]
    for node, name in work:
        if node.parent is None:
            continue
        if name == "RTRIM":
            node.replace(
                exp.Collate(this=exp.Paren(this=node.copy()), expression=exp.Var(this=name))
            )
        else:
            node.replace(call(name, node.copy()))


Change = tuple[exp.Expr, str]


def _changes(node: exp.Expr, typer: Typer) -> list[Change]:
    match node:
        case exp.Binary() if isinstance(node, _COMPARED):
            if isinstance(node.parent, exp.Update):
                return []
            return _pair(node.this, node.expression, typer, isinstance(node, _ORDERED))
        case exp.Between():
            low, high = node.args["low"], node.args["high"]
            return _all(node.this, [low, high], typer, True)
        case exp.In():
            return _all(node.this, node.expressions, typer, False)
        case exp.Coalesce():
            return _coalesced(node, typer)
        case exp.Case():
            return _case(node, typer)
        case exp.Anonymous() if str(node.this).upper() == "LAB_TO_CHAR":
            (first, *masks) = node.expressions or [None]
            bare = first is not None and not masks
            return [(first, "O_STAMPTEXT")] if bare and _is(typer.of(first), STAMPS) else []
        case exp.DPipe() | exp.Concat():
            parts = node.expressions or [node.this, node.args.get("expression")]
            return [(p, "O_STAMPTEXT") for p in parts if p is not None and _is(typer.of(p), STAMPS)]
        case exp.GroupConcat():
            text = node.this.this if isinstance(node.this, exp.Order) else node.this
            return [(text, "O_STAMPTEXT")] if _is(typer.of(text), STAMPS) else []
        case exp.Like():
            if not _is(typer.of(node.this), TEXTS):
                return [(node.this, "O_TEXT")]
        case exp.Ordered():
            if may_be_wide(typer, node.this, typer.of(node.this)) and not _position(node.this):
                return [(node.this, "O_KEY")]
        case exp.Sum() | exp.Min() | exp.Max():
            _aggregate(node, typer)
        case exp.Sub():
            sides = typer.of(node.this), typer.of(node.expression)
            if all(_is(s, DATES) for s in sides) and any(_is(s, STAMPS) for s in sides):
                raise OraError(3001, "unimplemented feature: intervals (lab, not Oracle)")
    return []


def _aggregate(node: exp.Expr, typer: Typer) -> None:
    """The embedded engine's own function is faster, and right for whole numbers and for texts."""
    kind = typer.of(node.this)
    if isinstance(node, exp.Sum):
        node.meta["native"] = _integer(node.this, kind)
    else:
        number = kind is None or kind.ora is OraType.NUMBER
        node.meta["native"] = not (number and (kind is None or may_be_wide(typer, node.this, kind)))


def _integer(node: exp.Expr, kind: ColumnType | None) -> bool:
    if isinstance(node, exp.Anonymous):
        return str(node.this).upper() == "ORA_HASH"
    if isinstance(node, exp.Literal):
        return not node.is_string and node.name.isdigit() and len(node.name) < 10
    counted = isinstance(node, exp.Column) and kind is not None and kind.ora is OraType.NUMBER
    return counted and kind is not None and kind.scale == 0 and 0 < kind.precision <= 12


def _position(node: exp.Expr) -> bool:
    """ORDER BY 1 is a place in the select list."""
    return isinstance(node, exp.Literal) and not node.is_string


def _is(kind: ColumnType | None, kinds: tuple[OraType, ...]) -> bool:
    return kind is not None and kind.ora in kinds


def _pair(a: exp.Expr, b: exp.Expr, typer: Typer, ordered: bool) -> list[Change]:
    if isinstance(a, exp.Tuple) or isinstance(b, exp.Tuple):
        return []
    one, other = typer.of(a), typer.of(b)
    for mine, kind, theirs in ((a, one, other), (b, other, one)):
        if _is(kind, DATES):
            node = b if mine is a else a
            if _is(theirs, DATES):
                return []
            if _is(theirs, (OraType.NUMBER,)):
                raise OraError(932, "inconsistent datatypes: expected DATE got NUMBER")
            return [(node, "O_STAMP" if _is(kind, STAMPS) else "O_DATE")]
    if _is(one, (OraType.NUMBER,)) or _is(other, (OraType.NUMBER,)):
        found = [
            (n, "O_NUMBER") for n, k in ((a, one), (b, other)) if not _is(k, (OraType.NUMBER,))
        ]
        wide = ordered and (may_be_wide(typer, a, one) or may_be_wide(typer, b, other))
        if wide:
            return [(n, "O_KEY") for n in (a, b)] if not found else _keyed(a, b, found)
        return found
    lob = [k for k in (one, other) if k and k.ora in (OraType.CLOB, OraType.BLOB, OraType.LONG)]
    if lob:
        raise OraError(932, f"inconsistent datatypes: expected - got {lob[0].ora.name}")
    if _is(one, (OraType.CHAR,)) and _is(other, (OraType.CHAR,)):
        return [(b, "RTRIM")]
    return []


def _keyed(a: exp.Expr, b: exp.Expr, found: list[Change]) -> list[Change]:
    """Read as a number, then its key."""
    read = [n for n, _ in found]
    return [(n, "O_NUMBERKEY" if any(n is r for r in read) else "O_KEY") for n in (a, b)]


def _all(left: exp.Expr, others: list[exp.Expr], typer: Typer, ordered: bool) -> list[Change]:
    found: list[Change] = []
    for one in others:
        for change in _pair(left, one, typer, ordered):
            if not any(change[0] is known[0] for known in found):
                found.append(change)
    if any(c[1].endswith("KEY") for c in found):  # one key makes keys of all
        return _keyed_all([left, *others], typer)
    return found


def _keyed_all(nodes: list[exp.Expr], typer: Typer) -> list[Change]:
    number = (OraType.NUMBER,)
    return [(n, "O_KEY" if _is(typer.of(n), number) else "O_NUMBERKEY") for n in nodes]


def _coalesced(node: exp.Coalesce, typer: Typer) -> list[Change]:
    """NVL converts to the type of its first; COALESCE wants one type."""
    first = typer.of(node.this)
    if first is None:
        return []
    found: list[Change] = []
    for other in node.expressions:
        kind = typer.of(other)
        if kind is None or isinstance(other, exp.Null) or _group(kind) == _group(first):
            continue
        if not node.args.get("is_nvl"):
            raise _mixed(first, kind)
        found.append((other, {"N": "O_NUMBER", "D": "O_DATE"}.get(_group(first), "O_TEXT")))
    return found


def _case(node: exp.Case, typer: Typer) -> list[Change]:
    branches = [i.args["true"] for i in node.args["ifs"]]
    if node.args.get("default") is not None:
        branches.append(node.args["default"])
    kinds = [k for b in branches if (k := typer.of(b)) is not None]
    for kind in kinds[1:]:
        if _group(kind) != _group(kinds[0]):
            raise _mixed(kinds[0], kind)
    if node.this is None:
        return []
    return _all(node.this, [i.this for i in node.args["ifs"]], typer, False)


def _group(kind: ColumnType) -> str:
    if kind.ora in DATES:
        return "D"
    if kind.ora in TEXTS:
        return "T"
    return "N" if kind.ora is OraType.NUMBER else kind.ora.name


def _mixed(first: ColumnType, other: ColumnType) -> OraError:
    expected, got = first.ora.name, other.ora.name
    names = {"VARCHAR": "CHAR"}
    return OraError(
        932,
        f"inconsistent datatypes: expected {names.get(expected, expected)}"
        f" got {names.get(got, got)}",
    )
