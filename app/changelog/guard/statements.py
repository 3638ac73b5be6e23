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
_OF_A_DOMAIN = words("CHECK ENUM ANNOTATIONS")
_BEHIND_A_DEFAULT = ("CONSTRAINT", "CHECK", "NOT", "COLLATE", "DISPLAY", "ORDER", "ANNOTATIONS")


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
    if op.kind in ("MATERIALIZED VIEW", "MATERIALIZED VIEW LOG"):
        _refreshed(op, knowledge)
        times = [found for part in op.rest.times for found in _value(part, knowledge)]
        return worst([judge_calls(op.query, knowledge), *times]) or allow()
    if op.kind == "DOMAIN":
        return _domain(op, knowledge) or allow()
    if op.kind in _REPLACEABLE:
        return _stands_for(op, knowledge)
    return allow()


def _refreshed(op: Create, knowledge: Knowledge) -> None:
    """What is committed to its tables refreshes it, and sets off triggers on its own table."""
    tables = {source[-1] for source in op.query.sources}
    if op.name:
        knowledge.is_made_of(op.name[-1], op.query.names - tables)
    if op.name and (op.rest.says_all("ON COMMIT") or op.rest.says_all("ON STATEMENT")):
        for table in tables:
            knowledge.is_made_of(table, op.name[-1:])


def _forbidden(op: Create) -> Verdict | None:
    first = op.at
    odd = [word for word in op.modifiers if word not in _MODIFIERS]
    if op.kind not in _KINDS or odd:
        return refuse("create_forbidden", first, object=" ".join([*odd[:1], op.kind]))
    if op.replace and op.kind not in _REPLACEABLE:
        return refuse("create_forbidden", first, object=f"OR REPLACE {op.kind}")
    if op.kind == "TABLE" and (said := op.rest.find("EXTERNAL")):
        return refuse("create_forbidden", said.at, object="EXTERNAL TABLE")
    if op.kind == "TABLE" and (said := op.rest.find("ILM")) and _asks_function(op.rest):
        # ON names a function that decides when rows are moved.
        return refuse("create_forbidden", said.at, object="TABLE ILM ... ON")
    if op.kind == "MATERIALIZED VIEW" and (said := op.rest.find("PREBUILT")):
        # A refresh would replace the rows of the table that it takes over.
        return refuse("create_forbidden", said.at, object="MATERIALIZED VIEW ON PREBUILT TABLE")
    return None


def _asks_function(rest: Part) -> bool:
    said = rest.after("ILM")
    return said.first_word == "ADD" and said.says("ON")


def _table(op: CreateTable, knowledge: Knowledge) -> Verdict:
    # Columns in a form that nobody knows may call anything, now or when rows come.
    unread = op.rest if op.odd else NOTHING
    own = op.columns + op.attributes
    remember_columns(op.name, own, op.constraints, knowledge)
    _holds(op.name, op.of[-1:], knowledge)
    columns = judge_columns(own, op.constraints, knowledge, op.name)
    if not (op.of or op.query or op.odd):  # all its columns are known: no other name is one
        columns = worst([columns, *_no_columns(op, knowledge)])
    queried = judge_calls(op.query, knowledge)
    problem = worst([columns, queried, judge_calls(unread, knowledge)])
    knowledge.is_made_of(op.name[-1], unread.names)
    if not op.if_not_exists:
        knowledge.fresh.tables.add(op.name)
    return problem or allow()


def _no_columns(op: CreateTable, knowledge: Knowledge) -> Iterator[Verdict | None]:
    """A refusal of a name in a computed column that is no column: a function's."""
    known = {column.name for column in op.columns}
    for column in op.columns:
        for mention in (column.virtual or NOTHING).own_names:
            if len(mention.name) == 1 and mention.name[0] not in known:
                yield unknown(mention, knowledge)


def judge_columns(
    columns: Iterable[Column],
    constraints: Iterable[Constraint],
    knowledge: Knowledge,
    table: Name,
) -> Verdict | None:
    """What the defaults, the computed values and the checks of columns call."""
    found = [judge_calls(part, knowledge) for part in _expressions(columns, constraints)]
    for column in columns:
        found += _value(column.default or NOTHING, knowledge)
        found += _strangers(column.virtual or NOTHING, table, (), knowledge)
        for constraint in column.constraints:
            found += _strangers(constraint.condition, table, (), knowledge)
    for constraint in constraints:
        found += _strangers(constraint.condition, table, (), knowledge)
    return worst(found)


def _value(expression: Part, knowledge: Knowledge) -> Iterator[Verdict | None]:
    """What an expression calls in which no name can be a column's."""
    yield judge_calls(expression, knowledge)
    for mention in expression.operands:
        yield unknown(mention, knowledge)


def _strangers(
    part: Part, table: Name, others: Iterable[str], knowledge: Knowledge
) -> Iterator[Verdict | None]:
    """A refusal of a qualified name in an expression of a table that belongs neither to it nor to
    one of its columns: it calls a function without a parenthesis."""
    own = {table[-1], *others, *knowledge.shape.get(table[-1], ())}
    for mention in part.qualified:
        if mention.name[0] not in own and mention.name[: len(table)] != table:
            yield unknown(mention, knowledge)


def _domain(op: Create, knowledge: Knowledge) -> Verdict | None:
    """What the default, the checks and the order of a domain call."""
    default = op.rest.after("DEFAULT").up_to(*_BEHIND_A_DEFAULT)
    found = list(_value(default, knowledge))
    for mention in op.rest.mentions:
        syntax = mention.known or mention.no_call or mention.word in _OF_A_DOMAIN
        if (mention.called and not syntax) or mention in op.rest.qualified:
            found.append(unknown(mention, knowledge))
    return worst(found)


def remember_columns(
    table: Name,
    columns: Sequence[Column],
    constraints: Iterable[Constraint],
    knowledge: Knowledge,
) -> None:
    """Who writes to ``table`` runs what its columns call, whatever that becomes later."""
    known = knowledge.shape.get(table[-1], frozenset())
    knowledge.shape[table[-1]] = known.union(column.name for column in columns)
    for part in _expressions(columns, constraints):
        knowledge.is_made_of(table[-1], part.names)
    _holds(table, [c.type.partition("(")[0].rpartition(".")[2] for c in columns], knowledge)


def _holds(table: Name, types: Iterable[str], knowledge: Knowledge) -> None:
    """Who sorts what ``table`` holds runs the methods by which its types are compared."""
    for name in knowledge.compared.intersection(types):
        knowledge.is_made_of(table[-1], [name])
        problem = _known([name], knowledge)
        if problem is not None:
            knowledge.know(table[-1], problem)


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
    others = {op.alias, *op.rest.after("FROM").names}  # a bitmap index may join tables
    strangers = _strangers(op.keys, op.on, others, knowledge)
    return worst([judge_calls(op.keys, knowledge), *strangers]) or allow()


def _stands_for(op: Create, knowledge: Knowledge) -> Verdict:
    """A view or synonym of a table with a flagged trigger is as bad as the table, and one that
    calls unknown code is as unknown as that."""
    view = op.kind == "VIEW"
    problem = judge_calls(op.query, knowledge) if view else _known(op.on, knowledge)
    made_of = op.query.names if view else op.on
    if not view and (op.on[0] not in ("SYS", "PUBLIC") or op.on[1:] != op.name[-1:]):
        knowledge.claim(op.name[-1])
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
    return _of_others(op, knowledge) or allow()


def _of_others(op: Grant, knowledge: Knowledge) -> Verdict | None:
    """A right on another owner's object opens what this release does not know."""
    shown = ".".join(op.on)
    runs = any(p.name == "EXECUTE" for p in op.privileges)
    oracles = callees.is_dictionary(op.on[-1]) or (
        callees.is_oracles(op.on) or callees.is_oracles(callees.bare(op.on))
        if len(op.on) > 1
        else runs and callees.is_oracles(op.on) and op.on[0] not in knowledge.own
    )
    if oracles:
        return refuse("grant_oracles", op.at, object=shown)
    if len(op.on) > 1 and op.on[0] not in knowledge.owners:
        privileges = ", ".join(dict.fromkeys(p.name for p in op.privileges))
        return announce(
            "announce_grant", op.at, privileges=privileges, object=shown, owner=op.on[0]
        )
    return None
