"""An interpreter for the PL/SQL that releases and the program use.

Blocks with declarations, assignments, IF, loops, SQL statements with variables, SELECT INTO, cursor
FOR loops, EXECUTE IMMEDIATE, exceptions, calls of built-in and stored code. Whatever else occurs is
refused with ORA-03001 naming the construct, before any of the block has run.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.lab.backend import Bind, OraError, QueryOutcome
from app.lab.plsql.calls import call, declare, evaluate, find_routine, nothing
from app.lab.plsql.declared import wrong_type
from app.lab.plsql.exceptions import NAMED, TEXTS, check_handlers
from app.lab.plsql.frame import RUN, Exit, Frame, Return, run, store
from app.lab.plsql.sql_check import names_no_table, no_table
from app.lab.plsql.syntax import Node, Parser, refuse, syntax
from app.lab.sql.contract import Session
from app.lab.sql.packages import BUILTINS
from app.lab.sql.text import kind_of
from app.lab.sql.translate import BIND
from app.lab.sql.values import python, stored


@dataclass
class BlockOutcome:
    directions: dict[str, str]
    outs: dict[str, Any]


def run_block(
    session: Session, sql: str, binds: Mapping[str, Any], types: Mapping[str, Bind]
) -> BlockOutcome:
    """An anonymous block, or ``CALL``."""
    text = sql.strip()
    if text[:4].upper() == "CALL":
        text = f"begin {text[4:].rstrip(';')}; end;"
    if _apex_block(session, text):
        return BlockOutcome(dict.fromkeys(types, "in"), {})
    parser = Parser(text)
    if parser.peek() == "<<":
        raise refuse("labels")
    tree = parser.block()
    parser.finish()
    frame = Frame(session, text)
    frame.binds = dict(binds)
    _check_names(tree, frame)
    wrong = wrong_type(tree, text, session)
    if wrong is not None:
        raise wrong
    _check_tables(tree, frame)
    check_handlers(tree, frozenset(), text)
    with contextlib.suppress(Return):
        run(tree, frame)
    # What is assigned is out, whether the block came to it or not.
    outs = frame.written | _assigned(tree)
    both = frame.read | (outs - frame.written)
    directions = {
        name: "in" if name not in outs else "inout" if name in both else "out" for name in types
    }
    return BlockOutcome(directions, {n: _out(frame.binds.get(n)) for n in outs})


def _assigned(node: Any) -> set[str]:
    """The binds that a block assigns somewhere."""
    if not isinstance(node, tuple | list):
        return set()
    if len(node) == 3 and node[0] == "assign" and node[1][0] == "bind":
        return {node[1][1]}
    return {name for part in node for name in _assigned(part)}


def _out(value: Any) -> Any:
    return python(value)


def _apex_block(session: Session, text: str) -> bool:
    """Import blocks of an export go to the APEX side, which interprets them call by call."""
    runner = BUILTINS.get("*APEX_BLOCK")
    return bool(runner is not None and runner.body(session, text))


def _check_names(node: Any, frame: Frame) -> None:
    """Calls of code that does not exist are compile errors: nothing of the block runs."""
    if (
        isinstance(node, tuple)
        and node
        and node[0] in ("call", "name")
        and isinstance(node[1], str)
    ):
        name = node[1]
        if "." in name and not _known(name, frame, node):
            raise nothing(frame.session, frame.source, node[-1], name)
        _check_valid(name, frame, node)
    if isinstance(node, tuple | list):
        for part in node:
            _check_names(part, frame)


def _check_tables(node: Any, frame: Frame) -> None:
    """A block with a SQL statement that names no table or view does not compile."""
    if not isinstance(node, tuple | list):
        return
    if node and node[0] in ("sql", "for_sql", "cursor") and isinstance(node[-1], str | list):
        sql = node[1] if node[0] == "sql" else node[2]
        if names_no_table(sql, frame.session):
            raise no_table(frame.source, max(frame.source.find(sql), 0))
    for part in node:
        _check_tables(part, frame)


def _check_valid(name: str, frame: Frame, node: Node) -> None:
    """A block that calls a procedure or package with errors does not compile."""
    session = frame.session
    if name.upper() in BUILTINS or frame.routine(name) is not None or frame.find(name):
        return
    where = find_routine(session, name)
    if where is None or session.work.busy:
        return
    owner, unit, _ = where.split("|")
    for kind, status in session.catalog.rows(
        "select type, status from lab_objects where owner = ? and name = ?"
        " and type in ('PROCEDURE', 'FUNCTION', 'PACKAGE')", owner, unit,
    ):  # fmt: skip
        if status != "VALID" and not session.recompile(owner, unit, kind):
            text = f"object {owner}.{unit} is invalid"
            raise syntax(frame.source, node[-1], text, "00905")


def _known(name: str, frame: Frame, node: Node) -> bool:
    """Whether a dotted name may be called; record fields and binds are no business of this."""
    session = frame.session
    if name.upper() in BUILTINS:
        return not session.is_missing(name)
    if name.split(".")[0] in {b.split(".")[0] for b in BUILTINS}:
        return False
    return node[0] == "name" or find_routine(session, name) is not None


def _block(node: Node, outer: Frame) -> None:
    if any(d[0] == "autonomous" for d in node[1]):
        with outer.session.work.autonomous():
            _plain_block(node, outer)
    else:
        _plain_block(node, outer)


def _plain_block(node: Node, outer: Frame) -> None:
    _, declarations, body, handlers = node
    frame = Frame(outer.session, outer.source, outer)
    try:
        declare(declarations, frame)
        for one in body:
            run(one, frame)
    except OraError as error:
        for names, statements in handlers:
            if any(_caught(n, error, frame) for n in names):
                handled = frame.session.package_state
                before, told = frame.state["error"], handled.get("*error")
                frame.state["error"] = handled["*error"] = error
                try:
                    for one in statements:
                        run(one, frame)
                finally:
                    frame.state["error"], handled["*error"] = before, told
                return
        raise


def _caught(name: str, error: OraError, frame: Frame) -> bool:
    """Whether WHEN name is for this error; a declared name hides a predefined one."""
    if name == "OTHERS":
        return True
    where = frame.find(name)
    if where is None:
        return NAMED.get(name) == error.code
    declared = where.vars[name]
    if declared is error:
        return True
    return isinstance(declared, OraError) and where.initialised.get(name) == error.code


def _assign(node: Node, frame: Frame) -> None:
    store(node[1], evaluate(node[2], frame), frame)


def _if_(node: Node, frame: Frame) -> None:
    for test, body in node[1]:
        if evaluate(test, frame):
            for one in body:
                run(one, frame)
            return
    for one in node[2]:
        run(one, frame)


def _loops(frame: Frame, body: list[Node]) -> bool:
    try:
        for one in body:
            run(one, frame)
    except Exit:
        return False
    return True


def _loop_(node: Node, frame: Frame) -> None:
    while _loops(frame, node[1]):
        pass


def _while_(node: Node, frame: Frame) -> None:
    while evaluate(node[1], frame) and _loops(frame, node[2]):
        pass


def _for_(node: Node, frame: Frame) -> None:
    _, name, low, high, back, body = node
    inner = Frame(frame.session, frame.source, frame)
    span = range(int(evaluate(low, frame)), int(evaluate(high, frame)) + 1)
    for value in reversed(span) if back else span:
        inner.vars[name] = value
        if not _loops(inner, body):
            return


# APEX_T_EXPORT_FILES, a table of objects, read as a table.
_OF_FILE: Final = r"(?:name|contents_blob|contents)"
_FILES: Final = re.compile(
    rf"select\s+({_OF_FILE}(?:\s*,\s*{_OF_FILE})*)\s+from\s+table\(\s*(\w+)\s*\)",
    re.IGNORECASE,
)


def _rows(sql: str, frame: Frame) -> tuple[list[str], list[tuple[Any, ...]]]:
    of_files = _FILES.fullmatch(sql.strip())
    where = frame.find(of_files[2].upper()) if of_files is not None else None
    if of_files is not None and where is not None:
        names = [n.strip() for n in of_files[1].split(",")]
        files = where.vars[of_files[2].upper()] or ()
        return [n.upper() for n in names], [
            tuple(getattr(file, n.lower()) for n in names) for file in files
        ]
    outcome = frame.session.query(sql, _values(sql, frame))
    return [c.name for c in outcome.columns], [tuple(stored(v) for v in r) for r in outcome.rows]


def _for_sql(node: Node, frame: Frame) -> None:
    _, name, sql, body = node
    names, rows = _rows(sql, frame)
    inner = Frame(frame.session, frame.source, frame)
    for row in rows:
        inner.vars[name] = dict(zip(names, row, strict=True))
        if not _loops(inner, body):
            return


def _for_cursor(node: Node, frame: Frame) -> None:
    where = frame.find(node[2][1]) if node[2][0] == "name" else None
    cursor = where.vars[node[2][1]] if where else None
    if not (isinstance(cursor, tuple) and cursor[0] == "cursor"):
        raise refuse("this FOR loop")
    _for_sql(("for_sql", node[1], cursor[1], node[3]), frame)


def _open_(node: Node, frame: Frame) -> None:
    _, target, sql = node
    outcome = frame.session.query(sql, _values(sql, frame))
    store(target, QueryOutcome(outcome.columns, iter(list(outcome.rows))), frame)


def _exit_(node: Node, frame: Frame) -> None:
    if node[1] is None or evaluate(node[1], frame):
        raise Exit


def _return_(node: Node, frame: Frame) -> None:
    raise Return(evaluate(node[1], frame) if node[1] is not None else None)


def _raise_(node: Node, frame: Frame) -> None:
    if node[1] is None:
        raise frame.state["error"] or OraError(6510, "PL/SQL: unhandled user-defined exception")
    where = frame.find(node[1])
    if where is not None and isinstance(where.vars[node[1]], OraError):
        raise where.vars[node[1]]
    if node[1] not in NAMED:
        raise refuse("RAISE of this")
    raise OraError(NAMED[node[1]], TEXTS.get(node[1], node[1].lower().replace("_", " ")))


def _values(sql: str, frame: Frame) -> dict[str, Any]:
    found = {
        f"VAR_{n.replace('.', '__')}" if "." in n else f"VAR_{n}": v
        for n, v in frame.visible().items()
        if not isinstance(v, QueryOutcome)
    }
    for name, value in frame.binds.items():
        found[f"{BIND}{name}"] = value
    frame.read.update(
        m.upper() for m in re.findall(r":\s*([A-Za-z0-9]\w*)", re.sub(r"'(?:[^']|'')*'", "", sql))
    )
    return found


def _sql(node: Node, frame: Frame) -> None:
    text: str = node[1]
    word = text.split(None, 1)[0].upper()
    session = frame.session
    if word in ("COMMIT", "ROLLBACK", "SAVEPOINT", "LOCK", "SET"):
        session.command(text, word)
        return
    if word in ("SELECT", "WITH"):
        before, targets, after = _split_into(text)
        names, rows = _rows(before + " " + after, frame)
        if not rows:
            raise OraError(1403, "no data found")
        if len(rows) > 1:
            raise OraError(1422, "exact fetch returns more than requested number of rows")
        _spread(targets, names, rows[0], frame)
        frame.state["rowcount"] = 1
        return
    returning = re.search(r"\breturning\b(.*?)\binto\b(.*)$", text, re.I | re.S)
    if returning:
        masked = text[: returning.start()] + f" returning {returning[1]} into :LAB_R"
        count, found = session.write(masked, _values(text, frame), True)
        if found:
            parsed = Parser(returning[2]).targets()
            for target, value in zip(parsed, found[0], strict=True):
                store(target, value, frame)
    else:
        count, _ = session.write(text, _values(text, frame), False)
    frame.state["rowcount"] = count


def _split_into(text: str) -> tuple[str, list[Node], str]:
    parser = Parser(text)
    depth = 0
    for at, token in enumerate(parser.items):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.word == "INTO":
            parser.at = at + 1
            if parser.accept("BULK"):
                raise refuse("BULK COLLECT")
            targets = parser.targets()
            return text[: token.start], targets, text[parser.items[parser.at].start :]
        if depth == 0 and token.word == "BULK":
            raise refuse("BULK COLLECT")
    raise syntax(text, 0, "an INTO clause is expected in this SELECT statement", "00428")


def _spread(targets: list[Node], names: list[str], row: Sequence[Any], frame: Frame) -> None:
    if len(targets) == 1 and len(row) > 1:
        store(targets[0], dict(zip(names, row, strict=True)), frame)
        return
    for target, value in zip(targets, row, strict=True):
        store(target, value, frame)


def _execute_(node: Node, frame: Frame) -> None:
    text = str(evaluate(node[1], frame) or "")
    session = frame.session
    given = [evaluate(v, frame) for v in node[3]]
    names = [m.upper() for m in re.findall(r":\s*(\w+)", re.sub(r"'(?:[^']|'')*'", "", text))]
    values = {f"{BIND}{n}": v for n, v in zip(names, given, strict=False)}
    kind = kind_of(text)
    broken = False
    with session.inner(text):
        if kind in ("SELECT", "WITH"):
            outcome = session.query(text, values)
            rows = [tuple(stored(v) for v in r) for r in outcome.rows]
            if node[2]:
                if not rows:
                    raise OraError(1403, "no data found")
                _spread(node[2], [c.name for c in outcome.columns], rows[0], frame)
        elif kind in ("BEGIN", "DECLARE"):
            by_name = dict(zip(dict.fromkeys(names), given, strict=False))
            run_block(session, text, by_name, {})
        elif kind in ("INSERT", "UPDATE", "DELETE", "MERGE"):
            frame.state["rowcount"], _ = session.write(text, values, False)
        else:
            frame.state["rowcount"] = 0
            broken = getattr(session.command(text, kind), "compile_errors", False)
    if broken:
        raise OraError(24344, "success with compilation error")


def _run_call(node: Node, frame: Frame) -> None:
    target = node[1]
    args = target[2] if target[0] == "call" else []
    call(target[1], args, frame, target[-1])


RUN.update({
    "block": _block, "assign": _assign, "if": _if_, "loop": _loop_, "while": _while_, "for": _for_,
    "for_sql": _for_sql, "for_cursor": _for_cursor, "exit": _exit_, "return": _return_,
    "raise": _raise_, "sql": _sql, "open": _open_, "execute": _execute_, "run": _run_call,
    "null": lambda node, frame: None,
})  # fmt: skip
