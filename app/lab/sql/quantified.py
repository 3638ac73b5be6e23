"""Comparisons with ANY, SOME and ALL (Oracle Database SQL Language Reference, "Group Comparison
Conditions"): of a list they are spelled out, of a query they are IN and NOT IN; the others are
refused."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from app.lab.backend import OraError

_COMPARED: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)


def spelled_out(tree: exp.Expr) -> exp.Expr:
    """``tree`` without such comparisons. Raises ORA-03001."""
    for node in reversed(list(tree.find_all(*_COMPARED))):  # the inner ones first: parts are copied
        if (found := _group(node.expression)) is None:
            continue
        every, inner = found
        made = (
            _of_query(node, inner[0], every) if _is_query(inner) else _of_list(node, inner, every)
        )
        node.replace(exp.Paren(this=made))
    return tree


def _group(node: exp.Expr) -> tuple[bool, list[exp.Expr]] | None:
    """Whether every member has to fit, and the members, or the query."""
    if isinstance(node, exp.Any | exp.All):
        inner = node.this
        members = inner.expressions if isinstance(inner, exp.Tuple) else [inner]
        return isinstance(node, exp.All), [
            m.this if isinstance(m, exp.Paren) else m for m in members
        ]
    if isinstance(node, exp.Anonymous) and str(node.this).upper() in ("ANY", "SOME", "ALL"):
        return str(node.this).upper() == "ALL", node.expressions
    return None


def _is_query(inner: list[exp.Expr]) -> bool:
    return len(inner) == 1 and isinstance(inner[0], exp.Query)


def _of_list(node: exp.Expr, members: list[exp.Expr], every: bool) -> exp.Expr:
    parts = [type(node)(this=node.this.copy(), expression=m.copy()) for m in members]
    return exp.and_(*parts) if every else exp.or_(*parts)


def _of_query(node: exp.Expr, query: exp.Expr, every: bool) -> exp.Expr:
    if isinstance(node, exp.EQ) and not every:
        return exp.In(this=node.this.copy(), query=_subquery(query))
    if isinstance(node, exp.NEQ) and every:
        return exp.Not(this=exp.In(this=node.this.copy(), query=_subquery(query)))
    raise OraError(3001, "unimplemented feature: this comparison with a query (lab, not Oracle)")


def _subquery(query: exp.Expr) -> exp.Expr:
    return query.copy() if isinstance(query, exp.Subquery) else exp.Subquery(this=query.copy())
