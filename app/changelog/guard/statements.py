"""The guard on statements that define things without code of their own, and on rights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.changelog.guard.calls import judge_calls, unknown
from app.changelog.guard.verdict import Knowledge, Verdict, allow, announce, refuse, worst
from app.sql import callees
from app.sql.operations import (
    Column,
    Constraint,
    Create,
    CreateIndex,
    CreateTable,
    Grant,
)
from app.sql.part import NOTHING, Name, Part
from app.sql.words import words

_KINDS = words(
    """
    TABLE INDEX SEQUENCE VIEW SYNONYM DOMAIN
    """
) | {"MATERIALIZED VIEW", "MATERIALIZED VIEW LOG"}
_REPLACEABLE = words("VIEW SYNONYM")
_MODIFIERS = words(
    """
    FORCE NO NOFORCE EDITIONABLE NONEDITIONABLE EDITIONING GLOBAL TEMPORARY PRIVATE UNIQUE BITMAP
    MULTIVALUE
    """
)
_PRIVILEGES = words("SELECT READ INSERT UPDATE EXECUTE REFERENCES")
_INDEX_TYPES = words("CTXSYS MDSYS XDB")


def judge_create(op: Create, knowledge: Knowledge) -> Verdict:
    """The verdict on CREATE of what holds no PL/SQL; remembers what the release creates."""
    if problem := _forbidden(op):
        return problem
    knowledge.trusted.discard(op.name)
    if len(op.name) > 1:
        knowledge.owners.add(op.name[0])
    match op:
        case CreateTable():
            return _table(op, knowledge)
        case CreateIndex():
            return _index(op, knowledge)
    if op.kind == "MATERIALIZED VIEW":
        return judge_calls(op.query, knowledge) or allow()
    if op.kind in _REPLACEABLE:
        return _stands_for(op, knowledge)
    return allow()


def _forbidden(op: Create) -> Verdict | None:
    first = op.at
    odd = [word for word in op.modifiers if word not in _MODIFIERS]
    if op.kind not in _KINDS or odd:
        return refuse("create_forbidden", first, object=" ".join([*odd[:1], op.kind]))
    if op.replace and op.kind not in _REPLACEABLE:
        return refuse("create_forbidden", first, object=f"OR REPLACE {op.kind}")
    if op.kind == "TABLE" and (said := op.rest.find("EXTERNAL")):
        return refuse("create_forbidden", said.at, object="EXTERNAL TABLE")
    if op.kind == "MATERIALIZED VIEW" and (said := op.rest.find("PREBUILT")):
        # A refresh would replace the rows of the table that it takes over.
        return refuse("create_forbidden", said.at, object="MATERIALIZED VIEW ON PREBUILT TABLE")
    return None


def _table(op: CreateTable, knowledge: Knowledge) -> Verdict:
    # Columns in a form that nobody knows may call anything, now or when rows come.
    unread = op.rest if op.odd else NOTHING
    columns = judge_columns(op.columns, op.constraints, knowledge)
    queried = judge_calls(op.query, knowledge)
    problem = worst([columns, queried, judge_calls(unread, knowledge)])
    remember_columns(op.name, op.columns, op.constraints, knowledge)
    knowledge.is_made_of(op.name[-1], unread.names)
    if not op.if_not_exists:
        knowledge.fresh.tables.add(op.name)
    return problem or allow()


def judge_columns(
    columns: Iterable[Column], constraints: Iterable[Constraint], knowledge: Knowledge
) -> Verdict | None:
    """What the defaults, the computed values and the checks of columns call."""
    found = [judge_calls(part, knowledge) for part in _expressions(columns, constraints)]
    for column in columns:
        value = column.default or NOTHING  # no name in it can be a column's
        found += [unknown(mention, knowledge) for mention in value.operands]
    return worst(found)


def remember_columns(
    table: Name,
    columns: Iterable[Column],
    constraints: Iterable[Constraint],
    knowledge: Knowledge,
) -> None:
    """Who writes to ``table`` runs what its columns call, whatever that becomes later."""
    for part in _expressions(columns, constraints):
        knowledge.is_made_of(table[-1], part.names)


def _expressions(columns: Iterable[Column], constraints: Iterable[Constraint]) -> Iterator[Part]:
    for column in columns:
        yield column.default or NOTHING
        yield column.virtual or NOTHING
        yield from (c.condition for c in column.constraints)
    yield from (c.condition for c in constraints)


def _index(op: CreateIndex, knowledge: Knowledge) -> Verdict:
    for at, name in op.index_types:
        if not name or name[0] not in _INDEX_TYPES:
            return refuse("unknown_call", at, name=".".join(name))
    knowledge.is_made_of(op.on[-1], op.keys.names)
    return judge_calls(op.keys, knowledge) or allow()


def _stands_for(op: Create, knowledge: Knowledge) -> Verdict:
    """A view or synonym of a table with a flagged trigger is as bad as the table, and one that
    calls unknown code is as unknown as that."""
    view = op.kind == "VIEW"
    problem = judge_calls(op.query, knowledge) if view else _known(op.on, knowledge)
    made_of = op.query.names if view else op.on
    knowledge.is_made_of(op.name[-1], made_of, anew=op.replace)
    if problem is not None:
        knowledge.know(op.name[-1], problem)
    if op.kind == "SYNONYM" and op.replace and len(op.on) > 1:
        return announce("announce_synonym", op.at, name=".".join(op.name), object=".".join(op.on))
    return allow()


def _known(names: Sequence[str], knowledge: Knowledge) -> Verdict | None:
    both = (knowledge.flagged, knowledge.writing)
    return worst(known.get(name) for name in names for known in both)


# -- rights ------------------------------------------------------------------------------------


def judge_grant(op: Grant, knowledge: Knowledge) -> Verdict:
    """The verdict on GRANT: rights on one's own objects, to somebody by name."""
    first = op.at
    public = next((name for name in op.to if name.upper() == "PUBLIC"), None)
    if public is not None:
        said = op.find_name(("PUBLIC",))
        return refuse("grant_public", said.at if said else first)
    others = [p for p in op.privileges if p.name not in _PRIVILEGES]
    if not op.on or op.on_kind or others:
        shown = others[0].name if others else op.on_kind or op.privileges[0].name
        return refuse("grant", others[0].at if others else first, privilege=shown)
    odd = [option for option in op.options if option not in ("GRANT", "HIERARCHY")]
    if odd:
        return refuse("grant", first, privilege=f"WITH {odd[0]} OPTION")
    if any(p.name == "EXECUTE" for p in op.privileges):
        return _execute(op, knowledge) or allow()
    return allow()


def _execute(op: Grant, knowledge: Knowledge) -> Verdict | None:
    """EXECUTE on code of another owner opens what this release does not know."""
    chain = callees.bare(op.on)
    shown = ".".join(op.on)
    if callees.is_oracles(op.on) or callees.is_oracles(chain):
        return refuse("grant_execute", op.at, object=shown)
    if len(op.on) > 1 and op.on[0] not in knowledge.owners:
        return announce("announce_grant", op.at, object=shown, owner=op.on[0])
    return None
