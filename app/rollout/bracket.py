"""Each changeset's data in one transaction on a snapshot, looked at before it is committed.

What others commit meanwhile is not seen in it (isolation level SERIALIZABLE), so the difference
between two looks is the release's alone: what it removes or changes without having announced it is
rolled back instead of reported. A changeset that met somebody else's commit (ORA-08177) is tried
again; after three tries, or where a database does not isolate, it runs without, and the verdict
knows that it was not measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from app.changelog import Changeset, Sends, Statement
from app.errors import OracleError
from app.oracle import Schema, Session, TableMeasure, Wanted, comparable, schema_of
from app.proof.model import Announced, Colour, Effect, Reason
from app.proof.sketch import Difference
from app.proof.verdict import bracket
from app.rollout import fingerprint
from app.rollout.code import Code
from app.rollout.context import Context, Stop
from app.rollout.model import MeasuredEffect, Problem
from app.sql.operations import Block, Insert, Merge, Operation, Update
from app.together import NOT_COMPILED, Piece, Together, fit

TRIES: Final = 3
FEW: Final = 200_000
"""So many rows may be in reach where all goes in one round trip: one timeout is for all of it."""
MET: Final = 2_000
"""How many rows of a condition are known by their keys."""

# Rows or the table changed since the snapshot; two sessions waited for each other.
_AGAIN: Final = frozenset({8177, 8176, 1466, 60})
_BEHIND: Final = re.compile(r"\b(returning|return|log\s+errors)\b", re.IGNORECASE)
_ISOLATED: Final = "set transaction isolation level serializable"
_OUTSIDE: Final = "|outside"  # behind a table's name: its columns without those that are assigned


class _Look(Struct, frozen=True):
    """``whole``: the columns that the proof compares; ``outside``: all but the assigned ones."""

    whole: dict[str, TableMeasure]
    outside: dict[str, TableMeasure]


_Done = tuple[_Look, list[int], _Look]
_NOT_ISOLATED: Final[_Done] = (_Look({}, {}), [], _Look({}, {}))
_TOO_LARGE: Final = 6502  # ORA-06502: a look did not fit into what goes together with others


class Bracket:
    """``app.changelog.update`` calls it for the data of each changeset."""

    def __init__(self, context: Context, schema: Schema | None = None) -> None:
        """``schema``: the business schema, where it was read before the changelog began."""
        self._context = context
        self._known = schema
        self._read: Code | None = None
        before = context.state.before
        self._hashed = {t.table: t.hashed for t in before.tables} if before else {}
        self._rows = {t.table: t.rows for t in before.tables} if before else None
        self._slow: set[str] = set()  # changesets that were not ready in time in one round trip
        self._objects = before.objects if before else ""

    @property
    def _schema(self) -> Schema:
        if self._known is None:
            self._known = self._context.ports.schema(self._session, False)
        return self._known

    @property
    def _code(self) -> Code:
        if self._read is None:
            user, inventory = self._session.spec.schema, fingerprint.unpacked(self._objects)
            self._read = self._context.ports.read_code(self._session, inventory, user)
        return self._read

    def __call__(
        self,
        changeset: Changeset,
        statements: Sequence[Statement],
        send: Sends,
    ) -> None:
        announced = _announced(changeset.key, statements)
        self._refresh(announced)
        known = {table for table in announced if table in self._schema.tables}
        if not known:
            send.settle()
            send()
            return
        for attempt in range(TRIES):
            try:
                if not self._inside(changeset, statements, announced, send):
                    break
                return
            except OracleError as error:
                send.rollback()
                if error.ora not in _AGAIN:
                    raise
                self._context.log.append(
                    "log.tried_again", changeset=changeset.key, ora=error.ora, attempt=attempt + 1
                )
        self._context.log.append("log.not_isolated", changeset=changeset.key)
        self._forget(changeset.key)
        send()

    def asks(self, changeset: Changeset) -> Piece | None:
        """The schema, where what the changeset writes is not there yet; only as it was told whole
        before, so that the block is one that the database can run."""
        if self._known is None or self._known.missing:
            return None
        announced = _announced(changeset.key, changeset.statements)
        return self._context.ports.schema_piece() if self._is_new(announced) else None

    def told(self, rows: Sequence[str]) -> None:
        self._known = schema_of(rows)

    def _refresh(self, announced: dict[str, Announced]) -> None:
        """The dictionary once more, where this run itself changed what is written now."""
        if self._is_new(announced):
            self._known = None

    def _is_new(self, announced: dict[str, Announced]) -> bool:
        columns = {c for said in announced.values() for c in said.updates}
        here = {c for t in announced for c in self._columns(t)}
        return bool(columns - here) or not announced.keys() <= self._schema.tables.keys()

    def _columns(self, table: str) -> dict[str, str]:
        shape = self._schema.tables.get(table)
        return shape.columns if shape else {}

    def _isolate(self, send: Sends) -> bool:
        send.rollback()  # nothing else is open here but what a query may have begun
        try:
            self._session.execute(_ISOLATED)
        except OracleError as error:
            if not error.ora:
                raise
            return False
        return True

    # -- inside ----------------------------------------------------------------------------

    def _inside(
        self,
        changeset: Changeset,
        statements: Sequence[Statement],
        announced: dict[str, Announced],
        send: Sends,
    ) -> bool:
        """False where the database does not isolate, and nothing was sent."""
        tables = self._tables(announced)
        met: dict[str, set[int]] = {}
        done = None
        if self._is_quick(changeset, statements, tables, send):
            done = self._at_once(changeset, tables, announced, send)
        if done is None:
            if not self._isolate(send):
                return False
            met = self._met(statements)
            before = self._look(tables, announced)
            touched = send()
            done = before, touched, self._look(tables, announced)
        if done is _NOT_ISOLATED:
            return False
        before, touched, after = done
        leads = self._code.leads(announced)
        effects = {
            table: self._effect(
                changeset.key, table, before, after, met.get(table), leads.may_change(table)
            )
            for table in tables
        }
        effects = _counted(effects, statements, touched)
        said = {
            table: bracket(table, announced.get(table), did, before.whole[table].sketch.rows)
            for table, did in effects.items()
        }
        for proof in said.values():
            if proof.colour is Colour.RED:
                send.rollback()
                self._refuse(next(r for r in proof.reasons if r.colour is Colour.RED))
        told = self._context.told
        reasons = {
            table: tuple(replace(r, facts=told(r.facts)) for r in proof.reasons)
            for table, proof in said.items()
        }
        self._note(effects, reasons)
        return True

    def _is_quick(
        self,
        changeset: Changeset,
        statements: Sequence[Statement],
        tables: Sequence[str],
        send: Sends,
    ) -> bool:
        """Whether it is short, and in reach of so few rows, that one timeout will do for all."""
        if changeset.key in self._slow or send.again or self._rows is None:
            return False
        if not fit([Piece(statement.text) for statement in statements]):
            return False
        rows = sum(self._rows.get(table, 0) for table in tables)
        return rows <= FEW and self._meets(statements) is None

    def _at_once(
        self,
        changeset: Changeset,
        tables: Sequence[str],
        announced: dict[str, Announced],
        send: Sends,
    ) -> _Done | None:
        """All of it in one round trip, up to the commit; None where it has to go one by one, and
        what was sent is rolled back by then: too many tables or too large ones, too little time, or
        a look that the database cannot compile."""
        ports, lobs = self._context.ports, self._context.target.lobs
        wanted = self._wanted(tables, announced)
        looks = ports.looks(wanted, lobs)
        if looks is None:
            return None
        data = send.pieces()
        begin = (Piece("rollback"), Piece(_ISOLATED))
        try:
            sent = send.together([*begin, *looks, *data, *looks])
        except OracleError as error:
            if error.ora == NOT_COMPILED:
                send.ended(Together(()))  # nothing of it ran
                return None
            if error.code != "oracle.timeout":
                raise
            self._slow.add(changeset.key)
            return None
        first, last = len(begin) + len(looks), len(begin) + len(looks) + len(data)
        failed_before_data = sent.error is not None and len(sent.ran) < first
        in_data = sent.error if first <= len(sent.ran) < last else None
        touched = send.ended(Together(sent.ran[first:last], in_data))
        if sent.error is not None:
            if failed_before_data and len(sent.ran) < len(begin):
                return _NOT_ISOLATED
            if sent.error.ora != _TOO_LARGE:
                raise sent.error
            return None  # what was sent is rolled back with the next try
        measured = [
            ports.looked(wanted, lobs, [how.rows for how in ran])
            for ran in (sent.ran[len(begin) : first], sent.ran[last:])
        ]
        before, after = (self._as_look(tables, found) for found in measured)
        return before, touched, after

    def _tables(self, announced: dict[str, Announced]) -> list[str]:
        """What is written, and what that leads to; everything where some code cannot be read."""
        leads = self._code.leads(announced)
        if leads.alone is None:
            return sorted(self._schema.tables)
        return sorted({*announced, *leads.tables} & self._schema.tables.keys())

    def _meets(self, statements: Sequence[Statement]) -> tuple[str, str] | None:
        """A table and an UPDATE's condition, where a trigger hangs on it that could reach rows
        that the condition does not meet."""
        if len(statements) != 1 or not isinstance(statements[0].operation, Update):
            return None
        operation = statements[0].operation
        table = operation.target.name[-1]
        if table not in self._code.leads([table]).tables or operation.where is None:
            return None
        where = statements[0].text[operation.where.at :].rstrip().rstrip(";")
        if _BEHIND.search(where):
            return None
        return table, f"{operation.target.alias} where {where}"

    def _met(self, statements: Sequence[Statement]) -> dict[str, set[int]]:
        """By table the keys of the rows that the condition meets, if they are not too many."""
        meets = self._meets(statements)
        if meets is None:
            return {}
        table, condition = meets
        shape = self._schema.tables[table]
        keys = self._context.ports.keys_met(self._session, table, shape, condition, MET)
        return {} if keys is None else {table: keys}

    @property
    def _session(self) -> Session:
        return self._context.business

    def _look(self, tables: Sequence[str], announced: dict[str, Announced]) -> _Look:
        wanted, lobs = self._wanted(tables, announced), self._context.target.lobs
        return self._as_look(tables, self._context.ports.measure(self._session, wanted, lobs))

    def _as_look(self, tables: Sequence[str], found: Sequence[TableMeasure]) -> _Look:
        measured = {m.table: m for m in found}
        return _Look({t: measured[t] for t in tables}, {t: measured[t + _OUTSIDE] for t in tables})

    def _wanted(self, tables: Sequence[str], announced: dict[str, Announced]) -> dict[str, Wanted]:
        wanted = {}
        for table in tables:
            shape = self._schema.tables[table]
            all_of_them = comparable(shape, self._context.target.lobs)
            compared = tuple(c for c in self._hashed.get(table, all_of_them) if c in all_of_them)
            said = announced.get(table)
            outside = tuple(c for c in all_of_them if said is None or c not in said.updates)
            wanted[table] = Wanted(shape, compared)
            wanted[table + _OUTSIDE] = Wanted(shape, outside, table=table)
        return wanted

    def _effect(
        self,
        changeset: str,
        table: str,
        before: _Look,
        after: _Look,
        met: set[int] | None,
        by_code: bool,
    ) -> Effect:
        """``by_code``: triggers or cascades may have changed or removed rows of this table."""
        delta = after.whole[table].sketch.minus(before.whole[table].sketch)
        outside = after.outside[table].sketch.minus(before.outside[table].sketch)
        rest, whole = outside.decoded(), delta.decoded()
        if by_code and not rest.whole:
            compared = after.outside[table].compared
            rest = outside.decoded(self._likely(table, compared))
            if compared == after.whole[table].compared:
                whole = rest
        net = outside.rows
        missing = len(rest.missing) if rest.whole else max(-net, 0)
        new = len(rest.added) if rest.whole else max(net, 0)
        changed = len(whole.changed) if whole.whole else 0
        others = rest.changed if rest.whole else frozenset()
        columns = frozenset({_OTHER} if others or (not rest.whole and not net) else ())
        strays = 0
        if met is not None and whole.whole:
            strays = len(whole.changed - met)
        return Effect(
            changeset, delta, missing, new, changed, columns, strays,
            unknown=by_code and not rest.whole,
        )  # fmt: skip

    def _likely(self, table: str, columns: Sequence[str]) -> Difference | None:
        """What changed since the first look, ours and what others committed until this transaction
        began, where the database still knows: with that the sketch tells what is ours."""
        before = self._context.state.before
        if before is None or before.scn is None:
            return None
        shape, lobs = self._schema.tables[table], self._context.target.lobs
        return self._context.ports.differences(
            self._session, table, shape, columns, lobs, before.scn
        )

    def _refuse(self, reason: Reason) -> None:
        facts = {**self._context.told(reason.facts), "client": self._context.target.name}
        raise Stop(Problem(reason.code, facts))

    def _note(self, effects: dict[str, Effect], reasons: dict[str, tuple[Reason, ...]]) -> None:
        """Into the journal before the commit: what comes of it is known by the changeset's row."""
        measured = tuple(
            MeasuredEffect(
                did.changeset,
                table,
                did.delta.packed(),
                did.missing,
                did.new,
                did.changed,
                tuple(sorted(did.columns)),
                reasons[table],
            )
            for table, did in effects.items()
        )
        self._context.learn(effects=measured)

    def _forget(self, changeset: str) -> None:
        if any(e.changeset == changeset for e in self._context.state.effects):
            self._context.learn(effects=(MeasuredEffect(changeset),))


_OTHER: Final = "…"
"""Stands for columns that were not to change, where nobody asked which."""


def _announced(changeset: str, statements: Sequence[Statement]) -> dict[str, Announced]:
    """By table what the statements say that they do."""
    found: dict[str, Announced] = {}

    def add(table: str, columns: Sequence[str], *, inserts: bool) -> None:
        known = found.get(table, Announced(changeset))
        found[table] = Announced(
            changeset, known.inserts or inserts, known.updates | frozenset(columns)
        )

    def read(operation: Operation) -> None:
        match operation:
            case Insert(targets=targets):
                for target in targets:
                    add(target.name[-1], (), inserts=True)
            case Update(target=target, assigned=assigned):
                add(target.name[-1], [c for a in assigned for c in a.columns], inserts=False)
            case Merge(target=target, assigned=assigned, inserts=inserts):
                columns = [c for a in assigned for c in a.columns]
                add(target.name[-1], columns, inserts=inserts is not None)
            case Block(body=body):
                for inner in (*body.writes, *body.dynamic):
                    read(inner)

    for statement in statements:
        read(statement.operation)
    return found


def _counted(
    effects: dict[str, Effect], statements: Sequence[Statement], touched: Sequence[int]
) -> dict[str, Effect]:
    """With the rows and columns as the statements themselves say, where each names its table."""
    told = dict(effects)
    for statement, rows in zip(statements, touched, strict=True):
        operation = statement.operation
        if not isinstance(operation, Update) or operation.target.name[-1] not in told:
            continue
        table = operation.target.name[-1]
        did = told[table]
        columns = frozenset(c for a in operation.assigned for c in a.columns)
        changed = did.changed or (0 if did.delta.nothing else rows)
        met = (did.met or 0) + rows
        told[table] = Effect(
            did.changeset, did.delta, did.missing, did.new, changed,
            did.columns | (columns if rows else frozenset()), did.strays, met, did.unknown,
        )  # fmt: skip
    return told
