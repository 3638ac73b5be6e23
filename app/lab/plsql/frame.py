"""What a running PL/SQL block knows: its variables, its routines, and how a statement is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.plsql.syntax import Node, Routine, refuse, syntax
from app.lab.plsql.variables import Kind, Record, assigned
from app.lab.sql.contract import Session


class Return(Exception):  # noqa: N818
    def __init__(self, value: Any) -> None:
        self.value = value


class Exit(Exception):  # noqa: N818
    pass


class Frame:
    """Variables by name, looked up outwards; ``binds`` belong to the outermost block."""

    def __init__(
        self, session: Session, source: str, outer: Frame | None = None, package: str = ""
    ) -> None:
        self.session, self.source, self.outer = session, source, outer
        self.package: str = package or (outer.package if outer else "")
        self.vars: dict[str, Any] = {}
        self.kinds: dict[str, Kind | Record] = {}
        self.initialised: dict[str, int] = {}  # codes of PRAGMA EXCEPTION_INIT
        self.routines: dict[str, Routine] = {}
        self.binds: dict[str, Any] = outer.binds if outer else {}
        self.read: set[str] = outer.read if outer else set()
        self.written: set[str] = outer.written if outer else set()
        self.state: dict[str, Any] = outer.state if outer else {"rowcount": 0, "error": None}

    def find(self, name: str) -> Frame | None:
        here: Frame | None = self
        while here is not None:
            if name in here.vars:
                return here
            here = here.outer
        return None

    def kind(self, text: str) -> Kind | Record:
        """The type of ``variable%TYPE``; None for anything else."""
        name = text.upper().removesuffix("%TYPE")
        where = self.find(name) if name != text.upper() else None
        return where.kinds.get(name) if where is not None else None

    def put(self, name: str, value: Any) -> None:
        """Assign to a variable of this frame, by its type: ORA-06502 where the value does not fit."""
        kind = self.kinds.get(name)
        if isinstance(kind, dict):
            if isinstance(value, dict):
                value = {n: assigned(self.session, v, kind.get(n)) for n, v in value.items()}
        elif kind is not None:
            value = assigned(self.session, value, kind)
        self.vars[name] = value

    def visible(self) -> dict[str, Any]:
        found = self.outer.visible() if self.outer else {}
        for name, value in self.vars.items():
            if isinstance(value, dict):
                found.update({f"{name}.{k}": v for k, v in value.items()})
            elif not callable(value):
                found[name] = value
        return found

    def routine(self, name: str) -> Routine | None:
        here: Frame | None = self
        while here is not None:
            if name in here.routines:
                return here.routines[name]
            here = here.outer
        return None


def run(node: Node, frame: Frame) -> None:
    if frame.session.cancelled:
        raise OraError(1013, "user requested cancel of current operation")
    RUN[node[0]](node, frame)


def store(target: Node, value: Any, frame: Frame) -> None:
    if target[0] == "bind":
        frame.binds[target[1]] = value
        frame.written.add(target[1])
        return
    if target[0] != "name":
        raise refuse("this assignment")
    name = target[1]
    where = frame.find(name)
    if where is not None:
        where.put(name, value)
        return
    head, _, rest = name.partition(".")
    where = frame.find(head)
    if where is not None and isinstance(where.vars[head], dict):
        kinds = where.kinds.get(head)
        kind = kinds.get(rest) if isinstance(kinds, dict) else None
        where.vars[head][rest] = assigned(frame.session, value, kind)
        return
    raise syntax(frame.source, target[-1], f"identifier '{name}' must be declared", "00201")


# By kind of statement; ``app.lab.plsql.interpreter`` fills it.
RUN: Final[dict[str, Callable[[Node, Frame], None]]] = {}
