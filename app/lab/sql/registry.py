"""The registry of Oracle's SQL functions, which the embedded engine calls.

A function takes and gives values in the engine's form (``values``). One that reads or writes texts
by the session's formats is registered with ``nls=True`` and gets the session's parameters first.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from app.lab.sql.nls import Nls

_PLAIN: Final[dict[str, Callable[..., Any]]] = {}
_NLS: Final[dict[str, Callable[..., Any]]] = {}


def sql(name: str, nls: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(body: Callable[..., Any]) -> Callable[..., Any]:
        (_NLS if nls else _PLAIN)[name] = body
        return body

    return register


def names() -> frozenset[str]:
    return frozenset(_PLAIN) | frozenset(_NLS)


def bound(nls: Nls) -> dict[str, Callable[..., Any]]:
    """Every function by name, for a session with these parameters."""
    return _PLAIN | {name: functools.partial(body, nls) for name, body in _NLS.items()}
