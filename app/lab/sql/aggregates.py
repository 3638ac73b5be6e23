"""SUM, AVG, MIN and MAX as Oracle has them: exact, and over the order of NUMBER; and LISTAGG."""

from __future__ import annotations

import sqlite3
from decimal import Context, Decimal
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql import numbers
from app.lab.sql.listagg import Listagg
from app.lab.sql.nls import Nls
from app.lab.sql.values import number

_SUM: Final = Context(prec=120)


class _Aggregate:
    """What every aggregate function of a session shares: an error becomes the session's."""

    nls: Nls
    failed: Any  # called with the OraError

    def guarded(self, act: Any) -> Any:
        try:
            return act()
        except OraError as error:
            self.failed(error)
            raise


class Sum(_Aggregate):
    """Whole numbers by themselves, which is fast; the others as decimals."""

    def __init__(self) -> None:
        self.whole, self.rest, self.count = 0, Decimal(0), 0

    def _move(self, value: Any, sign: int) -> None:
        if value is None:
            return
        self.count += sign
        if type(value) is not int:
            value = number(value, self.nls)
        if isinstance(value, int):
            self.whole += sign * value
        else:
            moved = numbers.exact(value)
            self.rest = _SUM.add(self.rest, moved if sign > 0 else -moved)

    def step(self, value: Any) -> None:
        if type(value) is int:
            self.count += 1
            self.whole += value
        else:
            self.guarded(lambda: self._move(value, 1))

    def inverse(self, value: Any) -> None:
        self.guarded(lambda: self._move(value, -1))

    def value(self) -> Any:
        if not self.count:
            return None
        if not self.rest:
            return self.guarded(lambda: numbers.keep(self.whole))
        return self.guarded(lambda: numbers.keep(_SUM.add(self.rest, Decimal(self.whole))))

    def finalize(self) -> Any:
        return self.value()


class Avg(Sum):
    def value(self) -> Any:
        if not self.count:
            return None
        total = _SUM.add(self.rest, Decimal(self.whole))
        return numbers.keep(numbers.CONTEXT.divide(total, Decimal(self.count)))


class _Extreme(_Aggregate):
    """The smallest or largest of numbers; rows may leave a window again, so all are held."""

    greatest = False

    def __init__(self) -> None:
        self.held: list[Any] = []

    def _key(self, value: Any) -> tuple[int, Any]:
        if isinstance(value, str):
            return 1, value.encode()
        if isinstance(value, bytes) and not numbers.is_wide(value):
            return 2, value
        return 0, numbers.sort_key(value)

    def step(self, value: Any) -> None:
        if value is not None:
            self.held.append(value)

    def inverse(self, value: Any) -> None:
        if value is not None:
            self.held.remove(value)

    def value(self) -> Any:
        if not self.held:
            return None
        return (max if self.greatest else min)(self.held, key=self._key)

    def finalize(self) -> Any:
        return self.value()


class Min(_Extreme):
    pass


class Max(_Extreme):
    greatest = True


class One(_Aggregate):
    """The value of a query that may give one row."""

    def __init__(self) -> None:
        self.held: Any = None
        self.count = 0

    def step(self, value: Any) -> None:
        self.count += 1
        self.held = value
        if self.count > 1:
            self.guarded(self._several)

    @staticmethod
    def _several() -> None:
        raise OraError(1427, "single-row subquery returns more than one row")

    def finalize(self) -> Any:
        return self.held


def register(db: sqlite3.Connection, nls: Nls, failed: Any) -> None:
    """Make them functions of the connection; ``failed`` is told of an OraError in one."""
    for name, kind in (("O_SUM", Sum), ("O_AVG", Avg), ("O_MIN", Min), ("O_MAX", Max)):
        made = type(name, (kind,), {"nls": nls, "failed": staticmethod(failed)})
        db.create_window_function(name, 1, made)
    one = type("O_ONE", (One,), {"nls": nls, "failed": staticmethod(failed)})
    db.create_aggregate("O_ONE", 1, one)
    listagg = type("O_LISTAGG", (Listagg,), {"failed": staticmethod(failed)})
    db.create_aggregate("O_LISTAGG", -1, listagg)
