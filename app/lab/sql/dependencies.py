"""What stored code and views lean on, and what becomes of them when that changes.

Names are found in the text, without literals and comments, as the owner sees them. A change of a
table invalidates what uses the column that changed; who uses an invalid object compiles it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.lab.sql.contract import Session

_DEAD: Final = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_NAME: Final = re.compile(r'(?:"([^"]+)"|([A-Za-z][\w$#]*))')
_QUALIFIED: Final = re.compile(
    r'(?:"([^"]+)"|([A-Za-z][\w$#]*))(?:\s*\.\s*(?:"([^"]+)"|([A-Za-z][\w$#]*)))?'
)
USED: Final = (
    "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "SYNONYM", "PACKAGE", "PROCEDURE",
    "FUNCTION", "TYPE",
)  # fmt: skip
Object = tuple[str, str, str]  # owner, name, type


def words(source: str) -> set[str]:
    """The names in a text, as the dictionary writes them."""
    bare = _DEAD.sub(" ", source)
    return {m[1] or m[2].upper() for m in _NAME.finditer(bare)}


def references(session: Session, owner: str, name: str, kind: str) -> list[Object]:
    """The objects that one stored object names."""
    source = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = ?",
        owner, name, kind,
    )  # fmt: skip
    bare = _DEAD.sub(" ", source or "")
    found: dict[Object, None] = {}
    for match in _QUALIFIED.finditer(bare):
        first = match[1] or match[2].upper()
        second = match[3] or (match[4] or "").upper()
        for where, what in ((owner, first), (first, second)) if second else ((owner, first),):
            for one in _objects(session, where, what):
                if one[:2] != (owner, name) and (one[0] == owner or _may(session, owner, one)):
                    found[one] = None
    if kind.endswith(" BODY"):
        found[(owner, name, kind.removesuffix(" BODY"))] = None
    return list(found)


def _objects(session: Session, owner: str, name: str) -> Iterator[Object]:
    known = {
        k
        for (k,) in session.catalog.rows(
            "select type from lab_objects where owner = ? and name = ?", owner, name
        )
    }
    yield from ((owner, name, kind) for kind in USED if kind in known)


def _may(session: Session, owner: str, used: Object) -> bool:
    return bool(session.catalog.grants(owner, used[0], used[1]))


def dependents(session: Session, owner: str, name: str) -> list[Object]:
    """The stored objects of all schemas that name the object, directly."""
    found = []
    for one in session.catalog.rows(
        "select owner, name, type from lab_objects where coalesce(source, '') != ''"
        " and instr(upper(source), ?) > 0", name.upper(),
    ):  # fmt: skip
        if any(o[:2] == (owner, name) for o in references(session, *one)):
            found.append((str(one[0]), str(one[1]), str(one[2])))
    return found


def invalidate(session: Session, owner: str, name: str, columns: set[str] | None = None) -> None:
    """Whatever names the object, and of these what names one of ``columns`` where that is given,
    is INVALID until somebody compiles or uses it; so is what leans on that."""
    done: set[Object] = set()
    waiting = [(owner, name, columns)]
    while waiting:
        o, n, wanted = waiting.pop()
        for one in dependents(session, o, n):
            if one in done or (wanted is not None and not _names(session, one, wanted)):
                continue
            done.add(one)
            session.catalog.run(
                "update lab_objects set status = 'INVALID' where owner = ? and name = ?"
                " and type = ?", *one,
            )  # fmt: skip
            session.forget_code(one[0])
            if one[2] in ("VIEW", "MATERIALIZED VIEW", "FUNCTION", "PROCEDURE", "PACKAGE"):
                waiting.append((one[0], one[1], None))


def _names(session: Session, one: Object, columns: set[str]) -> bool:
    source = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = ?", *one
    )
    text = _DEAD.sub(" ", source or "")
    everything = re.search(r"%\s*rowtype|select\s+\*|\.\s*\*", text, re.IGNORECASE)
    return bool(words(text) & columns) or (everything is not None and one[2] != "VIEW")
