"""The registry of built-in packages and of virtual views.

A built-in is a Python function under its PL/SQL name; named arguments arrive by name in lower case,
positional ones in order. ``session`` comes first. An argument that the caller gave as a variable
or bind arrives as its value; a built-in that writes it says so with ``outs``, and gets a ``Ref``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


class Ref:
    """A place that a built-in may write: a PL/SQL variable or a bind."""

    def __init__(self, value: Any = None) -> None:
        self.value = value


@dataclass(frozen=True)
class Builtin:
    body: Callable[..., Any]
    outs: frozenset[str]
    params: tuple[str, ...]


BUILTINS: dict[str, Builtin] = {}
Rows = tuple[Sequence[str], Sequence[Sequence[Any]]]
VIEWS: dict[str, Callable[[Any], Rows]] = {}


def put(name: str, body: Callable[..., Any], outs: str = "", params: Sequence[str] = ()) -> None:
    """Register a function whose parameters, after the session, are ``params``."""
    BUILTINS[name.upper()] = Builtin(body, frozenset(outs.split()), tuple(params))


def builtin(name: str, outs: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register ``PACKAGE.NAME``; ``outs`` lists the parameters that it writes."""

    def register(body: Callable[..., Any]) -> Callable[..., Any]:
        put(name, body, outs, tuple(inspect.signature(body).parameters)[1:])
        return body

    return register


def view(name: str) -> Callable[[Callable[[Any], Rows]], Callable[[Any], Rows]]:
    """Register a view that everybody may read; the function gives columns and rows."""

    def register(body: Callable[[Any], Rows]) -> Callable[[Any], Rows]:
        VIEWS[name.upper()] = body
        return body

    return register
