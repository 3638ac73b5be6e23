"""A database in memory that knows exactly the statements of these tests, and refuses all others.

A test may teach it statements of its own (``Database.known``) and what they do to the data.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.changelog import Changelog, parse_changelog
from app.errors import AppError, OracleError
from app.together import Piece, Ran, Together


class Killed(BaseException):
    """The process died here; nobody may catch this as an error."""


@dataclass
class Table:
    """``columns``: name -> NULLABLE; those in ``hidden`` are invisible. ``facts`` are whatever else
    a statement says of the table."""

    columns: dict[str, str]
    types: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    rows: int = 0
    updates: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    facts: dict[Any, Any] = field(default_factory=dict)


@dataclass
class Data:
    """What a commit keeps. ``sent`` holds each statement that took effect, in order; ``dates`` the
    literals that were stored as dates, with the format by which they were read. ``objects`` are
    (type, name) of what has no list of its own, ``facts`` whatever else a statement says.
    ``states``: of an index that is no plain one, what the dictionary says of it; ``journals``:
    those whose ONLINE build was cut off."""

    tables: dict[str, Table] = field(default_factory=dict)
    indexes: set[str] = field(default_factory=set)
    states: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    journals: set[str] = field(default_factory=set)
    sequences: set[str] = field(default_factory=set)
    constraints: set[tuple[str, str]] = field(default_factory=set)
    views: set[str] = field(default_factory=set)
    code: dict[str, str] = field(default_factory=dict)
    objects: set[tuple[str, str]] = field(default_factory=set)
    facts: dict[Any, Any] = field(default_factory=dict)
    dates: list[tuple[str, str]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    lock: dict[str, Any] | None = None


@dataclass
class Result:
    rowcount: int = 0
    compile_warning: bool = False


def ora(number: int, text: str) -> OracleError:
    return OracleError("oracle.refused", ora=number, target="memory", detail=text)


class Database:
    """The server: what is committed survives a killed session."""

    def __init__(self) -> None:
        self.data = Data()
        self.clock = 0
        self.known: dict[str, Callable[[Data], None]] = {}

    def session(self, tick: Callable[[str], None] = lambda what: None) -> Session:
        return Session(self, tick)

    def rows(self) -> list[tuple[Any, ...]]:
        return [(r["p_id"], r["p_exectype"], r["p_md5sum"], r["p_order"]) for r in self.data.log]


class Session:
    """``tick(what)`` is called before and after each step and may raise."""

    def __init__(self, database: Database, tick: Callable[[str], None]) -> None:
        self.database, self.tick = database, tick
        self.work = copy.deepcopy(database.data)
        self.trace: list[str] = []
        self.fail: dict[str, OracleError] = {}
        self.lose_answer_of = "\0"
        self.settings: dict[str, str] = {}
        self.hasty = False  # a server whose time is always up
        self.busy: OracleError | None = None  # somebody else holds the row of the lock

    def _alive(self) -> None:
        """The session of a dead process does nothing more, not even in ``finally``."""
        if getattr(self.tick, "exploded", False):
            raise ora(3113, "end-of-file on communication channel")

    def commit(self) -> None:
        self._alive()
        self.tick("before commit")
        self.database.data = copy.deepcopy(self.work)
        self.tick("after commit")

    def rollback(self) -> None:
        self._alive()
        self.work = copy.deepcopy(self.database.data)

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]:
        self._alive()
        self.trace.append(sql)
        if self.busy is not None and "FOR UPDATE" in sql:
            raise self.busy
        for pattern, answer in QUERIES.items():
            if re.fullmatch(pattern, sql):
                return answer(self.work, binds)
        if match := re.fullmatch(DICTIONARY, sql):
            return _dictionary(self.work, match, binds)
        raise ora(900, f"unknown query: {sql}")

    def execute(self, sql: str, /, **binds: Any) -> Result:
        self._alive()
        self.trace.append(sql)
        for part, error in self.fail.items():
            if part in sql:
                raise error
        self.tick("before execute")
        if self.busy is not None and "FOR UPDATE" in sql:
            raise self.busy
        stays = r"(?i)(INSERT|UPDATE|DELETE|MERGE|BEGIN|DECLARE|ALTER SESSION|SET TRANSACTION)\b"
        ddl = not re.match(stays, sql)
        if "ROLLBACK;" in sql:
            self.work = copy.deepcopy(self.database.data)
        if ddl:  # Oracle commits before and after DDL
            self.database.data = copy.deepcopy(self.work)
        result = self._apply(sql, binds)
        if "DATABASECHANGELOG" not in sql and not sql.startswith("set transaction"):
            self.work.sent.append(sql)
        if ddl or "COMMIT;" in sql:
            self.database.data = copy.deepcopy(self.work)
        self.tick("after execute")
        if self.lose_answer_of in sql:
            raise ora(3113, "end-of-file on communication channel")
        return result

    def execute_and_commit(self, sql: str, /, **binds: Any) -> Result:
        result = self.execute(sql, **binds)
        self.commit()
        return result

    def together(
        self, pieces: Sequence[Piece], seconds: float = 0.0, fence: Piece | None = None
    ) -> Together:
        """One by one, as the server does it; the time is up where ``hasty``."""
        self._alive()
        _compiled(pieces, getattr(self, "inner", self).work)
        ran: list[Ran] = []
        for piece in pieces:
            if piece.rows and piece.binds:
                ran.append(Ran(rows=(" ".join(map(str, _counted(self, piece))),)))
                continue
            if piece.rows:
                texts = [str(row[0]) for row in self.query(piece.sql) if row[0] is not None]
                ran.append(Ran(rows=tuple(texts)))
                continue
            try:
                if fence is not None:
                    self.execute(fence.sql, **fence.binds)
                done = self.execute(piece.sql, **piece.binds)
                if piece.commit:
                    self.commit()
            except OracleError as error:
                if error.ora == 3113 or error.code == "oracle.lost":
                    raise
                return Together(tuple(ran), error)
            ran.append(Ran(done.rowcount, done.compile_warning))
            if piece.rest and self.hasty:
                break
        return Together(tuple(ran))

    def scalars(self, questions: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Any, ...]:
        return tuple(self.query(sql, **binds)[0][0] for sql, binds in questions)

    def _apply(self, sql: str, binds: dict[str, Any]) -> Result:
        if sql in self.database.known:
            self.database.known[sql](self.work)
            return Result()
        if sql == "set transaction isolation level serializable":
            return Result()
        if match := re.fullmatch(r"(?i)ALTER SESSION SET (\w+) = '(.*)'", sql):
            self.settings[match[1].upper()] = match[2]
            return Result()
        if (match := re.fullmatch(r"BEGIN (\w+); END;", sql)) and match[1] in self.work.code:
            return self._call(match[1])
        if match := re.fullmatch(r"INSERT INTO DATES VALUES \('(.*)'\)", sql):
            return self._date(match[1])
        for pattern, action in ACTIONS:
            match = re.fullmatch(pattern, sql, re.DOTALL)
            if match:
                self.database.clock += 1
                return action(self.work, match, binds)
        raise ora(900, f"unknown statement: {sql}")

    def _call(self, name: str) -> Result:
        """Runs what a procedure says: other procedures, and ALTER SESSION as a text."""
        text = self.work.code[name]
        for key, value in re.findall(r"'ALTER SESSION SET (\w+) = ''(\w+)''", text):
            self.settings[key] = value
        for other in re.findall(r"\b(\w+);", text.partition("BEGIN")[2]):
            if other in self.work.code:
                self._call(other)
        return Result()

    def _date(self, text: str) -> Result:
        """A text becomes a date by the session's format."""
        form = self.settings.get("NLS_DATE_FORMAT", "DD-MON-RR")
        if re.sub(r"\d", "9", text) != re.sub(r"[DMY]", "9", form):
            raise ora(1843, "not a valid month")
        self.work.dates.append((text, form))
        return Result(1)


def _compiled(pieces: Sequence[Piece], data: Data) -> None:
    """Queries stand in the block itself: one that names no table is refused with all of it."""
    for piece in pieces:
        for name in re.findall(r"FROM (DATABASECHANGELOG\w*)", piece.sql) if piece.rows else ():
            if name not in data.tables and not (name.endswith("LOCK") and data.lock):
                raise ora(6550, f"PL/SQL: ORA-00942: table or view does not exist: {name}")


def _counted(session: Session, piece: Piece) -> list[Any]:
    """The values of ``app.together.counting``."""
    asked = piece.sql.removeprefix("SELECT (").removesuffix(") x FROM DUAL")
    found = []
    for n, sql in enumerate(asked.split(") || ' ' || (")):
        mine = {k: v for k, v in piece.binds.items() if k.startswith(f"q{n}_")}
        plain = {k.removeprefix(f"q{n}_"): v for k, v in mine.items()}
        found.append(session.query(sql.replace(f":q{n}_", ":"), **plain)[0][0])
    return found


def _missing(data: Data, name: str) -> Table:
    if name not in data.tables:
        raise ora(942, name)
    return data.tables[name]


def _create_table(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    name = match["name"]
    if name in data.tables:
        raise ora(955, name)
    columns = [c.split()[0] for c in match["columns"].split(",") if not c.strip().startswith("CON")]
    data.tables[name] = Table({c: "Y" for c in columns})
    return Result()


def _add(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    table = _missing(data, match["name"])
    names = [c.split()[0] for c in match["columns"].split(",")]
    for column in names:
        if column in table.columns:
            raise ora(1430, column)
    table.columns |= {c: "Y" for c in names}
    return Result()


def _rename(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    table = _missing(data, match["name"])
    if match["old"] not in table.columns:
        raise ora(904, match["old"])
    table.columns[match["new"]] = table.columns.pop(match["old"])
    return Result()


def _modify(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    table = _missing(data, match["name"])
    if "NOT NULL" in match["rest"]:
        if table.columns[match["column"]] == "N":
            raise ora(1442, match["column"])
        table.columns[match["column"]] = "N"
    return Result()


def _once(kind: str) -> Callable[[Data, re.Match[str], dict[str, Any]], Result]:
    def act(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
        names = getattr(data, kind)
        if match["name"] in names:
            raise ora(955, match["name"])
        names.add(match["name"])
        return Result()

    return act


def _constraint(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    key = (match["table"], match["name"])
    if key in data.constraints:
        raise ora(2264, match["name"])
    data.constraints.add(key)
    return Result()


def _nothing(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    return Result()


def _code(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    data.code[match["name"]] = match.group()
    return Result(compile_warning="broken" in match.group())


def _insert(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    _missing(data, match["name"]).rows += 1
    return Result(1)


def _block(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    if "NEUF" in match.group():
        _missing(data, "NEUF").updates.append("block")
    return Result()


def _update(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    _missing(data, match["name"]).updates.append(match.group())
    return Result(3)


def _log_insert(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    assert set(binds) == set(re.findall(r":(p_\w+)", match.group()))
    data.log.append(dict(binds))
    return Result(1)


def _log_update(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    assert set(binds) == set(re.findall(r":(p_\w+)", match.group()))
    keys = ("p_id", "p_author", "p_filename")
    found = [r for r in data.log if all(r[k] == binds[k] for k in keys)]
    for row in found:
        row.update(binds)
    return Result(len(found))


def _log_forget(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    before = len(data.log)
    data.log = [r for r in data.log if any(r[k] != v for k, v in binds.items())]
    return Result(before - len(data.log))


def _lock_clear(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    data.lock = None
    return Result()


def _lock_insert(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    if data.lock is not None:
        raise ora(1, "PK_DATABASECHANGELOGLOCK")
    data.lock = {"locked": 0, "by": None}
    return Result(1)


def _lock_take(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    if data.lock is None or data.lock["locked"]:
        return Result(0)
    data.lock = {"locked": 1, "by": binds["holder"], "granted": _again()}
    return Result(1)


_GRANTS = itertools.count(1)


def _again() -> str:
    """Another LOCKGRANTED than any before."""
    return str(next(_GRANTS))


def _lock_at_once(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    if data.lock is None:
        raise ora(1403, "no data found")
    if data.lock["locked"]:
        raise ora(20990, "locked")
    return _lock_take(data, match, binds)


def _lock_over(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    assert data.lock is not None
    data.lock |= {"by": binds["holder"], "granted": _again()}
    return Result(1)


def _lock_held(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    lock = data.lock or {}
    if (lock.get("locked"), lock.get("by"), lock.get("granted")) != (
        1,
        binds["holder"],
        binds["granted"],
    ):
        raise ora(20991, "not held")
    return Result()


def _lock_let_go(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    lock = data.lock or {}
    granted = binds["granted"] or lock.get("granted")
    if (lock.get("by"), lock.get("granted")) == (binds["holder"], granted):
        _lock_free(data, match, binds)
    return Result()


def _lock_free(data: Data, match: re.Match[str], binds: dict[str, Any]) -> Result:
    data.lock = {"locked": 0, "by": None}
    return Result(1)


ACTIONS: list[tuple[str, Callable[[Data, re.Match[str], dict[str, Any]], Result]]] = [
    (r"INSERT INTO DATABASECHANGELOG \(.*", _log_insert),
    (r"UPDATE DATABASECHANGELOG SET .*", _log_update),
    (r"DELETE FROM DATABASECHANGELOG WHERE .*", _log_forget),
    (r"DELETE FROM DATABASECHANGELOGLOCK", _lock_clear),
    (r"INSERT INTO DATABASECHANGELOGLOCK \(ID, LOCKED\) VALUES \(1, 0\)", _lock_insert),
    (r"UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, .* AND LOCKED = 0", _lock_take),
    (r"UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0, .* WHERE ID = 1", _lock_free),
    (r"UPDATE DATABASECHANGELOGLOCK SET LOCKEDBY = :holder, LOCKGRANTED = .*", _lock_over),
    (r"DECLARE\s+l_locked NUMBER;.*END;", _lock_at_once),
    (r"DECLARE\s+l_holder .*END;", _lock_let_go),
    (r"BEGIN\s+FOR l IN .*RAISE_APPLICATION_ERROR\(-20991, .*END;", _lock_held),
    (r"CREATE TABLE (?P<name>\w+) \((?P<columns>.*)\)", _create_table),
    (r"ALTER TABLE (?P<name>\w+) ADD \((?P<columns>.*)\)", _add),
    (r"ALTER TABLE (?P<table>\w+) ADD CONSTRAINT (?P<name>\w+) .*", _constraint),
    (r"ALTER TABLE (?P<name>\w+) RENAME COLUMN (?P<old>\w+) TO (?P<new>\w+)", _rename),
    (r"ALTER TABLE (?P<name>\w+) MODIFY (?P<column>\w+) (?P<rest>.*)", _modify),
    (r"CREATE INDEX (?P<name>\w+) ON .*", _once("indexes")),
    (r"CREATE SEQUENCE (?P<name>\w+).*", _once("sequences")),
    (r"CREATE VIEW (?P<name>\w+) AS .*", _once("views")),
    (r"CREATE OR REPLACE (?:PACKAGE|PACKAGE BODY|PROCEDURE) (?P<name>\w+) .*", _code),
    (r"(?:COMMENT ON|GRANT) .*", _nothing),
    (r"BEGIN\s.*", _block),
    (r"INSERT INTO (?P<name>\w+) .*", _insert),
    (r"UPDATE (?P<name>\w+) SET .*", _update),
]


def _all_columns(data: Data, binds: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (name, column, *kind)
        for name, table in data.tables.items()
        for column, kind in table.types.items()
    ]


def _log_rows(data: Data, binds: dict[str, Any]) -> list[tuple[Any, ...]]:
    if "DATABASECHANGELOG" not in data.tables:
        raise ora(942, "DATABASECHANGELOG")
    names = ("id", "author", "filename", "md5sum", "exectype", "order", "deployment")
    return [tuple(r[f"p_{n}"] for n in names) for r in data.log]


OWNER = "APP"
"""The schema of the session."""

DICTIONARY = (
    r"SELECT (?P<what>.+) FROM (?P<scope>USER|ALL)_(?P<view>TABLES|INDEXES|SEQUENCES|VIEWS|"
    r"SYNONYMS|MVIEWS|MVIEW_LOGS|OBJECTS|CONSTRAINTS|TAB_COLUMNS) "
    r"WHERE (?:(?:\w+_)?OWNER = :p_owner AND )?(?P<where>.*)"
)


def _dictionary(data: Data, match: re.Match[str], binds: dict[str, Any]) -> list[tuple[Any, ...]]:
    """A question to one view about one object, by its name."""
    assert (match["scope"] == "ALL") is ("p_owner" in binds)
    assert set(re.findall(r":(\w+)", match.string)) == set(binds)
    mine = binds.get("p_owner", OWNER) == OWNER
    name = next((v for k, v in binds.items() if k in ("p_name", "p_table")), "")
    if not name:
        name = next(iter(binds.values()))
    if match["view"] == "TAB_COLUMNS" and match["what"] == "COLUMN_NAME, NULLABLE":
        table = data.tables.get(name, Table({})) if mine else Table({})
        return [(c, n) for c, n in table.columns.items() if c not in table.hidden]
    if match["what"] == "STATUS, DOMIDX_STATUS, DOMIDX_OPSTATUS":
        there = mine and name in data.indexes
        return [data.states.get(name, ("VALID", None, None))] if there else []
    if match["what"] == "OBJECT_ID":
        there = mine and (binds["p_type"], name in data.indexes) == ("INDEX", True)
        return [(_number(name),)] if there else []
    assert match["what"] == "COUNT(*)"
    if match["view"] == "TAB_COLUMNS":
        table = data.tables.get(binds["p_table"], Table({})) if mine else Table({})
        return [(int(binds["p_name"] in table.columns.keys() - table.hidden),)]
    match match["view"]:
        case "TABLES":
            journals = {f"SYS_JOURNAL_{_number(index)}" for index in data.journals}
            found = name in data.tables or name in journals
        case "INDEXES":
            found = name in data.indexes
        case "SEQUENCES":
            found = name in data.sequences
        case "VIEWS":
            found = name in data.views
        case "OBJECTS":
            found = (binds["p_type"], name) in data.objects
        case "CONSTRAINTS" if "CONSTRAINT_TYPE" in match["where"]:
            found = "primary key" in data.tables.get(name, Table({})).facts
        case "CONSTRAINTS":
            found = (binds["p_table"], binds["p_name"]) in data.constraints
        case view:
            found = (view, name) in data.objects
    return [(int(mine and found),)]


def _number(name: str) -> int:
    """An object's number."""
    return int.from_bytes(name.encode(), "big")


QUERIES: dict[str, Callable[[Data, dict[str, Any]], list[tuple[Any, ...]]]] = {
    r"SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, .* FROM USER_TAB_COLUMNS": _all_columns,
    r"SELECT ID, AUTHOR, FILENAME, MD5SUM, .* FROM DATABASECHANGELOG ORDER BY .*": _log_rows,
    r"SELECT ID, AUTHOR, FILENAME FROM DATABASECHANGELOG WHERE TAG = :p_tag": lambda d, b: [
        (r["p_id"], r["p_author"], r["p_filename"]) for r in d.log if r["p_tag"] == b["p_tag"]
    ],
    r"SELECT ID FROM DATABASECHANGELOGLOCK WHERE ID = 1": lambda d, b: [(1,)] if d.lock else [],
    r"SELECT LOCKED, LOCKEDBY, LOCKGRANTED FROM DATABASECHANGELOGLOCK WHERE ID = 1"
    r"(?: FOR UPDATE WAIT 5)?": (
        lambda d, b: [(d.lock["locked"], d.lock["by"], None)] if d.lock else []
    ),
    r"SELECT ID \|\| CHR\(31\) .* FROM DATABASECHANGELOG ORDER BY .*": lambda d, b: [
        ("\x1f".join("" if v is None else str(v) for v in row),) for row in _log_rows(d, b)
    ],
    r"SELECT TO_CHAR\(LOCKGRANTED, .*": lambda d, b: [(d.lock["granted"] if d.lock else None,)],
    r"SELECT COUNT\(\*\) FROM CONTRATS": lambda d, b: [(d.tables["CONTRATS"].rows,)],
    r"SELECT BROKEN FROM DUAL": lambda d, b: (_ for _ in ()).throw(ora(904, "BROKEN")),
}


class Journal:
    """An observer whose records survive a kill, as a file does after fsync."""

    def __init__(self, tick: Callable[[str], None] = lambda what: None) -> None:
        self.tick = tick
        self.state: dict[tuple[str, int], str] = {}
        self.events: list[tuple[str, str, int, str]] = []
        self.lines: list[str] = []

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        self.tick("before intent")
        self.state[changeset_key, number] = "intent"
        self.events.append(("intent", changeset_key, number, sql))
        self.tick("after intent")

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        self.tick("before outcome")
        if ok:
            self.state[changeset_key, number] = "done"
        else:
            self.state.pop((changeset_key, number), None)
        self.events.append(("ok" if ok else "failed", changeset_key, number, detail))
        self.tick("after outcome")

    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        """All at once: there is no instant between them."""
        self.tick("before intents")
        for key, number, sql in statements:
            self.state[key, number] = "intent"
            self.events.append(("intent", key, number, sql))
        self.tick("after intents")

    def outcomes(self, statements: Sequence[tuple[str, int, bool, str]]) -> None:
        self.tick("before outcomes")
        for key, number, ok, detail in statements:
            if ok:
                self.state[key, number] = "done"
            else:
                self.state.pop((key, number), None)
            self.events.append(("ok" if ok else "failed", key, number, detail))
        self.tick("after outcomes")

    def unsent(self, statements: Sequence[tuple[str, int]]) -> None:
        self.tick("before unsent")
        for place in statements:
            self.state.pop(place, None)
            self.events.append(("unsent", *place, ""))
        self.tick("after unsent")

    def lock_kept(self, error: AppError) -> None:
        self.events.append(("lock kept", "", 0, error.code))

    def log(self, code: str, /, **facts: str | int) -> None:
        self.lines.append(code)


def changelog(body: str, name: str = "changelog/one.sql") -> Changelog:
    """A formatted file from ``--changeset`` lines and SQL."""
    return parse_changelog({name: f"--liquibase formatted sql\n{body}".encode()})
