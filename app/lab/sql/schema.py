"""Executing DDL: the dictionary and the engine's tables change together, and commit together."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from app.lab.backend import OraError
from app.lab.plsql import trigger_ddl
from app.lab.plsql.stored import SOURCES, compile_one, create_source
from app.lab.sql import mviews
from app.lab.sql.constraints import unprotect
from app.lab.sql.contract import Session
from app.lab.sql.control import alone
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.dependencies import invalidate
from app.lab.sql.grants import comment, grant
from app.lab.sql.objects import alter_sequence, create_index, create_sequence, drop_index
from app.lab.sql.tables import (
    alter_table,
    create_table,
    drop_table,
    rename_table,
    truncate,
)
from app.lab.sql.tokens import Tokens
from app.lab.sql.views import create_view

_DROPPED: Final = (
    "TABLE", "VIEW", "INDEX", "SEQUENCE", "SYNONYM", "PACKAGE", "PACKAGE BODY", "PROCEDURE",
    "FUNCTION", "TRIGGER", "TYPE", "TYPE BODY",
)  # fmt: skip


def run(session: Session, sql: str) -> bool:
    """Run one DDL statement inside the session's transaction; whether it compiled with errors."""
    head = re.match(r"\s*(\w+)", sql)
    verb = head[1].upper() if head else ""
    actions: dict[str, Callable[[Ddl], bool | None]] = {
        "CREATE": _create, "ALTER": _alter, "DROP": _drop, "COMMENT": comment, "GRANT": grant,
        "REVOKE": grant, "TRUNCATE": _truncate, "RENAME": _rename,
    }  # fmt: skip
    if verb not in actions:
        raise OraError(900, "invalid SQL statement")
    return bool(actions[verb](Ddl(session, sql)))


# what takes a system privilege that a schema does not have, and the release that brought it
_PRIVILEGED: Final = {
    "USER": 0, "ROLE": 0, "SYSTEM": 0, "DATABASE": 0, "PUBLIC": 0, "DIRECTORY": 0, "TABLESPACE": 0,
    "PROFILE": 0, "CONTEXT": 0, "CLUSTER": 0, "LIBRARY": 0, "OPERATOR": 0,
    "DIMENSION": 0, "EDITION": 0, "PLUGGABLE": 0, "ROLLBACK": 0, "AUDIT": 0, "INDEXTYPE": 0,
    "DOMAIN": 23, "MLE": 23, "PROPERTY": 23, "VECTOR": 23,
}  # fmt: skip


def _refused(ddl: Ddl, t: Tokens, verb: str) -> OraError:
    """ORA-01031 without the privilege, ORA-00901 and kin for what this release does not know."""
    word = t.peek()
    if word not in _PRIVILEGED or ddl.release < _PRIVILEGED[word]:
        code = {"CREATE": 901, "ALTER": 940, "DROP": 950}[verb]
        known = {"BITMAP", "EDITIONABLE", "NONEDITIONABLE", "NO", "PRIVATE", "SHARDED", "SCHEMA",
                 "ANALYTIC", "ATTRIBUTE", "JAVA", "OUTLINE", "SESSION", "USER"}  # fmt: skip
        return t.unknown(f"{verb} {word}") if word in known else OraError(
            code, f"invalid {verb} command"
        )  # fmt: skip
    words = f"{verb} {word}" + {"PUBLIC": " SYNONYM"}.get(word, "")
    if words in ddl.session.privileges or (verb, word) == ("ALTER", "USER"):
        return t.unknown(words)
    return OraError(1031, "insufficient privileges")


def _create(ddl: Ddl) -> bool | None:
    source = re.match(
        r"\s*create\s+(or\s+replace\s+)?(?:(?:non)?editionable\s+)?"
        r"(package|procedure|function|trigger|type)(\s+body)?\s+",
        ddl.sql,
        re.I,
    )
    if source:
        kind = source[2].upper() + (" BODY" if source[3] else "")
        return create_source(ddl, kind, bool(source[1]), source.end())
    t = ddl.tokens()
    t.expect("CREATE")
    replaced = t.accept("OR", "REPLACE")
    forced = t.accept("FORCE")
    if not forced:
        t.accept("NOFORCE")
    if t.peek() in ("EDITIONABLE", "NONEDITIONABLE") and t.peek(1) == "VIEW":
        t.take()
    if t.accept("GLOBAL", "TEMPORARY", "TABLE"):
        raise t.unknown("temporary tables")
    if t.accept("TABLE"):
        create_table(ddl, t)
        return None
    if t.accept("MATERIALIZED", "VIEW"):
        mviews.create(ddl, t)
        return None
    if t.peek() in ("INDEX", "UNIQUE"):
        create_index(ddl, t)
        return None
    if t.accept("VIEW"):
        wrong = create_view(ddl, t, replaced, forced)
        return compile_one(ddl.session, *wrong, "VIEW") if wrong else None
    if t.accept("SEQUENCE"):
        create_sequence(ddl, t)
        return None
    if t.accept("SYNONYM"):
        owner, name = t.qualified(ddl.owner)
        t.expect("FOR")
        target = t.qualified(owner)
        ddl.new_name(owner, name)
        ddl.catalog.run(
            "insert or replace into lab_synonyms values (?, ?, ?, ?)", owner, name, *target
        )
        ddl.catalog.put_object(owner, name, "SYNONYM", ddl.session.now())
        return None
    raise _refused(ddl, t, "CREATE")


def _alter(ddl: Ddl) -> bool | None:
    t = ddl.tokens()
    t.expect("ALTER")
    if t.accept("TABLE"):
        alter_table(ddl, t)
        return None
    if t.accept("SESSION"):
        return None
    if t.accept("MATERIALIZED", "VIEW"):
        mviews.alter(ddl, t)
        return None
    kind = t.take()
    if kind in SOURCES or kind in ("VIEW", "PACKAGE"):
        owner, name = t.qualified(ddl.owner)
        there = ddl.catalog.object_type(owner, name, (kind,)) is not None
        if kind == "TRIGGER" and there and trigger_ddl.alter(ddl.session, owner, name, t):
            return None
        t.expect("COMPILE")
        body_only = t.accept("BODY")
        kinds = [kind + " BODY"] if body_only else [kind, kind + " BODY"]
        known = [k for k in kinds if ddl.catalog.object_type(owner, name, (k,))]
        if not known:
            raise OraError(4043, f"object {name} does not exist")
        return any([compile_one(ddl.session, owner, name, k) for k in known])
    if kind == "SEQUENCE":
        alter_sequence(ddl, t)
        return None
    if kind == "INDEX":
        owner, name = t.qualified(ddl.owner)
        if not ddl.catalog.one(
            "select 1 from lab_indexes where owner = ? and name = ?", owner, name
        ):
            raise OraError(1418, "specified index does not exist")
        if not t.accept("REBUILD"):
            raise t.unknown("ALTER INDEX")
        return None
    if kind == "USER":
        owner = t.name()
        if owner != ddl.session.user:
            raise OraError(1031, "insufficient privileges")
        raise t.unknown("ALTER USER")
    t.at -= 1
    raise _refused(ddl, t, "ALTER")


_NOT_THERE: Final = {
    "TABLE": 942, "VIEW": 942, "SEQUENCE": 2289, "INDEX": 1418, "SYNONYM": 1434, "TRIGGER": 4080,
}  # fmt: skip


def _drop(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("DROP")
    kind = t.take()
    if kind in ("PACKAGE", "TYPE") and t.accept("BODY"):
        kind += " BODY"
    materialized = kind == "MATERIALIZED" and t.accept("VIEW")
    kind = "TABLE" if materialized else kind
    if kind not in _DROPPED:
        t.at -= 1
        raise _refused(ddl, t, "DROP")
    spared = ddl.release >= 23 and t.accept("IF", "EXISTS")
    owner, name = t.qualified(ddl.owner)
    cascade = kind == "TABLE" and t.accept("CASCADE", "CONSTRAINTS")
    if kind == "TABLE":
        t.accept("PURGE")
    if not t.done:
        raise t.error(933, "SQL command not properly ended")
    if materialized:
        mviews.drop(ddl, owner, name)
    elif kind == "TABLE" and mviews.is_one(ddl.session, owner, name):
        text = f'must use DROP MATERIALIZED VIEW to drop "{owner}"."{name}"'
        raise OraError(12083, text)
    if spared and not ddl.catalog.object_type(owner, name, (kind,)):
        return
    if not ddl.catalog.object_type(owner, name, (kind,)) or owner != ddl.session.user:
        code = _NOT_THERE.get(kind, 4043)
        text = {
            942: "table or view does not exist",
            2289: "sequence does not exist",
            1418: "specified index does not exist",
            1434: "private synonym to be dropped does not exist",
            4080: f"trigger '{name}' does not exist",
        }.get(code, f"object {name} does not exist")
        raise OraError(code, text)
    _dropped(ddl, kind, (owner, name), cascade)
    invalidate(ddl.session, owner, name)
    like = f"{kind}%" if kind in ("PACKAGE", "TYPE") else kind
    ddl.catalog.run(
        "delete from lab_objects where owner = ? and name = ? and type like ?",
        owner,
        name,
        like,
    )
    ddl.catalog.run("delete from lab_grants where owner = ? and object = ?", owner, name)
    ddl.session.forget_code(owner)


def _dropped(ddl: Ddl, kind: str, where: tuple[str, str], cascade: bool) -> None:
    """What goes with an object of that kind."""
    owner, name = where
    if kind == "TABLE":
        drop_table(ddl, owner, name, cascade)
    elif kind == "INDEX":
        if ddl.catalog.one(
            "select 1 from lab_constraints where owner = ? and index_name = ? and status = 'ENABLED'",
            owner, name,
        ):  # fmt: skip
            raise OraError(2429, "cannot drop index used for enforcement of unique/primary key")
        drop_index(ddl, owner, name)
    elif kind == "TRIGGER":
        trigger_ddl.forget(ddl.session, owner, name)
    elif kind == "VIEW":
        trigger_ddl.forget_table(ddl.session, owner, name)
    elif kind == "SEQUENCE" and name.startswith("ISEQ$$_"):
        raise OraError(32794, "cannot drop a system-generated sequence")
    elif kind == "SEQUENCE":
        ddl.catalog.run("delete from lab_sequences where owner = ? and name = ?", owner, name)
    elif kind == "SYNONYM":
        ddl.catalog.run("delete from lab_synonyms where owner = ? and name = ?", owner, name)


def _truncate(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("TRUNCATE", "TABLE")
    owner, name = t.qualified(ddl.owner)
    if not ddl.catalog.object_type(owner, name, ("TABLE",)) or owner != ddl.session.user:
        raise OraError(942, "table or view does not exist")
    truncate(ddl, owner, name)


def _rename(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("RENAME")
    old = t.name()
    t.expect("TO")
    if not ddl.catalog.object_type(ddl.owner, old, ("TABLE",)):
        raise OraError(4043, f"object {old} does not exist")
    alone(ddl.session, ddl.owner, old)
    unprotect(ddl.session, ddl.owner, old)
    rename_table(ddl, ddl.owner, old, t.name())
