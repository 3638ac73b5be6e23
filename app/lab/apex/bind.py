"""APEX as the engine sees it: its packages, its views, and the blocks of an export."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from app.lab.apex import exports as _exports  # noqa: F401  adds its calls
from app.lab.apex import switches as _switches  # noqa: F401  adds its views and calls
from app.lab.apex import views as apex_views
from app.lab.apex import workspace as _workspace  # noqa: F401  adds its views and calls
from app.lab.apex.api import FUNCTIONS, Caller, Function, python_value
from app.lab.apex.importer import Importer
from app.lab.apex.releases import Release
from app.lab.apex.session import ApexSession
from app.lab.apex.store import Store
from app.lab.sql.contract import Session
from app.lab.sql.packages import VIEWS, Rows, put

_IMPORT: Final = re.compile(r"\bwwv_(?:flow_(?:imp|api)|imp_)\w*\.", re.IGNORECASE)
_WRITES: Final = (
    "INSTALL", "REMOVE_APPLICATION", "SET_APPLICATION_VERSION", "SET_BUILD_OPTION_STATUS",
    "SET_APPLICATION_STATUS", "ENABLE", "DISABLE", "CREATE_SESSION",
)  # fmt: skip


def _state(session: Session) -> ApexSession:
    found: ApexSession = session.package_state.setdefault("apex", ApexSession(session.user))
    return found


def _caller(session: Session) -> Caller:
    return Caller(_state(session), Store(session.db), lambda: datetime.now().replace(microsecond=0))


def _played(name: str, function: Function) -> Callable[..., Any]:
    writes = name.rpartition(".")[2] in _WRITES

    def call(session: Session, *values: Any, **named: Any) -> Any:
        if writes:
            session.begin()
        given = [python_value(v) for v in values]
        return function.body(
            _caller(session), *given, **{k: python_value(v) for k, v in named.items()}
        )

    return call


def _block(session: Session, text: str) -> bool:
    """Run an import block of an export; False for any other block."""
    if _IMPORT.search(text) is None:
        return False
    session.begin()
    call = _caller(session)
    # end_environment commits, as it does on a real instance
    Importer(call.store, call.state, call.clock, session.commit).run(text)
    return True


def unknown_to(release: Release) -> frozenset[str]:
    """The calls that a release does not have."""
    return frozenset(n for n, f in FUNCTIONS.items() if f.since and not release.has(f.since))


def _rows(view: apex_views.View) -> Callable[[Any], Rows]:
    def rows(session: Session) -> Rows:
        found = list(view.rows(Store(session.db), session.user))
        return [c.name for c in view.columns], found

    return rows


for _name, _function in FUNCTIONS.items():
    put(
        _name,
        _played(_name, _function),
        "",
        tuple(inspect.signature(_function.body).parameters)[1:],
    )
for _view in apex_views.VIEWS.values():
    VIEWS[_view.name.upper()] = _rows(_view)
put("*APEX_BLOCK", _block)
