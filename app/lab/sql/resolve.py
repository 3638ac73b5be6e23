"""Names into objects: what a session means by a table's or a sequence's name, and may see."""

from __future__ import annotations

from app.lab.sql.contract import Session
from app.lab.sql.errors import Uncompiled, has_errors, not_there


def sees(session: Session, owner: str, name: str) -> bool:
    me = session.effective
    return owner == me or bool(session.catalog.grants(me, owner, name))


def locate(session: Session, owner: str, name: str) -> tuple[str, str]:
    """Owner and name of a table or view after synonyms; ORA-00942 when there is none."""
    if not owner:
        schema = session.definers[-1] if session.definers else session.current_schema
        if session.catalog.object_type(schema, name, ("TABLE", "VIEW")):
            return schema, name
        for where in (schema, "PUBLIC"):
            found = session.catalog.rows(
                "select t_owner, t_name from lab_synonyms where owner = ? and name = ?",
                where,
                name,
            )
            if found:
                return str(found[0][0]), str(found[0][1])
    elif session.catalog.object_type(owner, name, ("TABLE", "VIEW")):
        return owner, name
    raise not_there(owner, name)


def find_sequence(session: Session, name: str) -> str | None:
    owner, _, bare = name.rpartition(".")
    owner = owner or (session.definers[-1] if session.definers else session.current_schema)
    if session.catalog.one(
        "select 1 from lab_sequences where owner = ? and name = ?", owner, bare
    ) and sees(session, owner, bare):
        return f"{owner}.{bare}"
    return None


def usable(session: Session, owner: str, name: str, kind: str) -> None:
    """See that an object may be used: one that is INVALID is compiled first.

    Raises Uncompiled inside a statement, which ends for it and begins again, and the OraError of
    what has errors."""
    status = session.catalog.one(
        "select status from lab_objects where owner = ? and name = ? and type = ?",
        owner, name, kind,
    )  # fmt: skip
    if status == "VALID":
        return
    if session.work.busy:
        raise Uncompiled(owner, name, kind)
    if not session.recompile(owner, name, kind):
        raise has_errors(owner, name, kind)
