"""LISTAGG: the texts of a group in the order of WITHIN GROUP (Oracle Database SQL Language
Reference, LISTAGG). DISTINCT, ON OVERFLOW and OVER are refused."""

from __future__ import annotations

import functools
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql import numbers
from app.lab.sql.coerce import call

_LONGEST: Final = 4000  # bytes of a VARCHAR2 in SQL, where MAX_STRING_SIZE is STANDARD


def listed(node: exp.GroupConcat) -> exp.Expr:
    """As a call of ``Listagg``: value, separator, how each key is ordered, the keys."""
    inner, keys, orders = node.this, [], []
    if isinstance(inner, exp.Order):
        for one in inner.expressions:
            keys.append(one.this)
            orders.append(f"{'D' if one.args.get('desc') else 'A'}"
                          f"{'F' if one.args.get('nulls_first') else 'L'}")  # fmt: skip
        inner = inner.this
    if (
        isinstance(inner, exp.Distinct)
        or isinstance(node.parent, exp.Window)
        or node.args.get("on_overflow")
    ):
        raise OraError(3001, "unimplemented feature: this LISTAGG (lab, not Oracle)")
    separator = node.args.get("separator") or exp.Null()
    text = call("O_CONCAT", inner, exp.Null())
    return call("O_LISTAGG", text, separator, exp.Literal.string("".join(orders)), *keys)


class Listagg:
    """NULL is left out; ORA-01489 where it is too long."""

    failed: Any  # called with the OraError

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.separator, self.orders = "", ""

    def step(self, value: Any, separator: Any, orders: str, *keys: Any) -> None:
        self.separator, self.orders = separator or "", orders
        if value is not None:
            self.rows.append((value, *keys))

    def finalize(self) -> str | None:
        if not self.rows:
            return None
        self.rows.sort(key=functools.cmp_to_key(self._compare))
        text = self.separator.join(str(row[0]) for row in self.rows)
        if len(text.encode()) > _LONGEST:
            error = OraError(1489, "result of string concatenation is too long")
            self.failed(error)
            raise error
        return text

    def _compare(self, a: tuple[Any, ...], b: tuple[Any, ...]) -> int:
        for at, (x, y) in enumerate(zip(a[1:], b[1:], strict=True)):
            how = self.orders[2 * at : 2 * at + 2]
            if x is None or y is None:
                if x is not y:
                    return (-1 if x is None else 1) * (1 if how[1] == "F" else -1)
            elif (one := _key(x)) != (other := _key(y)):
                return (-1 if one < other else 1) * (-1 if how[0] == "D" else 1)
        return 0


def _key(value: Any) -> tuple[int, Any]:
    if isinstance(value, str):
        return 1, value.encode()
    if isinstance(value, bytes) and not numbers.is_wide(value):
        return 2, value
    return 0, numbers.sort_key(value)
