"""MINUS ALL and INTERSECT ALL, which the embedded engine does not have: rows that are equal are
numbered on each side, and then compared with their numbers."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from app.lab.backend import OraError

_NUMBER: Final = "~n"


def as_sets(tree: exp.Expr) -> exp.Expr:
    """``tree`` with its bags of rows as sets; changes it."""
    while True:
        bag = next((b for b in tree.find_all(exp.Except, exp.Intersect) if _is_bag(b)), None)
        if bag is None:
            return tree
        made = _as_set(bag)
        if bag is tree:
            tree = made
        else:
            bag.replace(made)


def _is_bag(both: exp.Expr) -> bool:
    return both.args.get("distinct") is False


def _as_set(bag: exp.SetOperation) -> exp.Select:
    kind, names = type(bag), _names(bag.this)
    if any(bag.args.get(part) for part in ("order", "limit", "with_")):
        raise OraError(3001, "unimplemented feature: ORDER BY with MINUS ALL (lab, not Oracle)")
    both = kind(this=_numbered(bag.this), expression=_numbered(bag.expression), distinct=True)
    return exp.select(*(exp.column(n, quoted=True) for n in names)).from_(both.subquery("~BAG"))


def _numbered(query: exp.Expr) -> exp.Select:
    columns = [exp.column(name, quoted=True) for name in _names(query)]
    count = exp.Window(this=exp.RowNumber(), partition_by=[c.copy() for c in columns])
    source = query.subquery("~SIDE") if isinstance(query, exp.Query) else query
    return exp.select(*columns, exp.alias_(count, _NUMBER, quoted=True)).from_(source)


def _names(query: exp.Expr) -> list[str]:
    names = query.named_selects if isinstance(query, exp.Query) else []
    if not names or "*" in names or "" in names or len(set(names)) < len(names):
        raise OraError(
            3001, "unimplemented feature: MINUS ALL of unnamed columns (lab, not Oracle)"
        )
    return list(names)
