"""ROWNUM in the condition of an inner query: how many rows it gives."""

from __future__ import annotations

from sqlglot import exp

from app.lab.backend import OraError


def limit_inner(tree: exp.Expr) -> None:
    """Make a limit of ``ROWNUM <= n``, ``< n`` or ``= 1`` where it is one of the conditions that all
    must hold. Oracle counts before it sorts and groups, so with those in the same query block it
    is refused."""
    for select in list(tree.find_all(exp.Select)):
        where = select.args.get("where")
        if where is None:
            continue
        conjuncts = where.this.flatten() if isinstance(where.this, exp.And) else [where.this]
        for condition in list(conjuncts):
            rows = _rows(condition)
            if rows is None:
                continue
            if any(select.args.get(k) for k in ("order", "group", "distinct", "having")):
                text = "unimplemented feature: ROWNUM beside ORDER BY or GROUP BY (lab, not Oracle)"
                raise OraError(3001, text)
            condition.replace(exp.true())
            select.limit(rows, copy=False)


def _rows(condition: exp.Expr) -> int | None:
    if not isinstance(condition, exp.LTE | exp.LT | exp.EQ):
        return None
    left, right = condition.this, condition.expression
    is_rownum = isinstance(left, exp.Column | exp.Pseudocolumn) and left.name.upper() == "ROWNUM"
    if not is_rownum or not isinstance(right, exp.Literal) or right.is_string:
        return None
    count = int(right.name)
    if isinstance(condition, exp.EQ):
        return count if count == 1 else 0  # the second row is only counted behind a first
    return max(0, count - isinstance(condition, exp.LT))
