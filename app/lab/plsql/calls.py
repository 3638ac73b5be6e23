"""Expressions of PL/SQL, and calls of what is built in, local or stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.lab.backend import OraError
from app.lab.plsql.frame import Frame, Return, run, store
from app.lab.plsql.syntax import (
    Node,
    Program,
    Routine,
    parse_specification,
    parse_stored,
    refuse,
    syntax,
)
from app.lab.plsql.variables import kind_of, parameter_kind, value_error
from app.lab.sql import numbers, values
from app.lab.sql.contract import Session
from app.lab.sql.function_names import is_oracles
from app.lab.sql.packages import BUILTINS, Ref
from app.lab.sql.resolve import usable
from app.lab.sql.translate import BIND
from app.lab.sql.values import stored


def nothing(session: Session, source: str, at: int, name: str) -> OraError:
    """The error of a name that is nothing: of a package that is there it is a component."""
    head, _, rest = name.partition(".")
    schema = session.definers[-1] if session.definers else session.current_schema
    package = rest and (
        head in {b.split(".")[0] for b in BUILTINS}
        or session.catalog.object_type(schema, head, ("PACKAGE",)) is not None
    )
    if package:
        return syntax(source, at, f"component '{rest}' must be declared", "00302")
    if is_oracles(head) and not session.is_missing(name):
        return refuse(name)
    return syntax(source, at, f"identifier '{name}' must be declared", "00201")


def evaluate(node: Node, frame: Frame) -> Any:
    kind = node[0]
    if kind == "const":
        return node[1]
    if kind == "bind":
        frame.read.add(node[1])
        if node[1] not in frame.binds:
            raise OraError(1008, "not all variables bound")
        value = frame.binds[node[1]]
        return value if isinstance(value, bytes | list | bool) else stored(value)
    if kind == "name":
        return _name(node, frame)
    if kind == "call":
        return call(node[1], node[2], frame, node[-1])
    if kind == "sqlfn":
        return _computed(node[1], [stored(evaluate(a, frame)) for a in node[2]], frame)
    if kind == "or":
        return bool(evaluate(node[1], frame)) or bool(evaluate(node[2], frame))
    if kind == "and":
        return bool(evaluate(node[1], frame)) and bool(evaluate(node[2], frame))
    if kind == "not":
        value = evaluate(node[1], frame)
        return None if value is None else not value
    if kind == "compare":
        return _compare(node[1], evaluate(node[2], frame), evaluate(node[3], frame), frame)
    if kind == "null?":
        return (evaluate(node[1], frame) in (None, "")) != node[2]
    if kind == "in":
        value = evaluate(node[1], frame)
        return value is not None and any(
            _compare("=", value, evaluate(v, frame), frame) for v in node[2]
        )
    if kind == "like":
        pattern = re.escape(str(evaluate(node[2], frame))).replace("%", ".*").replace("_", ".")
        shown = values.text(stored(evaluate(node[1], frame)), frame.session.nls)
        return re.fullmatch(pattern, shown or "", re.S) is not None
    if kind == "case":
        for test, value in node[1]:
            if evaluate(test, frame):
                return evaluate(value, frame)
        return evaluate(node[2], frame)
    if kind == "sql_value":
        return frame.session.evaluate(node[1])
    if kind == "sqlattr":
        count = frame.state["rowcount"]
        return {"ROWCOUNT": count, "FOUND": count > 0, "NOTFOUND": count == 0}.get(node[1])
    raise refuse(f"{kind} here")


def _computed(name: str, arguments: list[Any], frame: Frame) -> Any:
    try:
        return frame.session.functions[name](*arguments)
    except OraError as error:
        if error.code != 1722:
            raise
        raise value_error("character to number conversion error") from None


def _compare(operator: str, left: Any, right: Any, frame: Frame) -> bool | None:
    left, right = stored(left), stored(right)
    if left is None or right is None:
        return None
    nls = frame.session.nls
    if values.is_date(left) or values.is_date(right):
        left, right = values.moment(left, nls), values.moment(right, nls)
    elif not (isinstance(left, str) and isinstance(right, str)) and not _raw(left, right):
        left, right = (numbers.sort_key(values.number(v, nls)) for v in (left, right))
    return bool({
        "=": left == right, "<>": left != right, "!=": left != right,
    }.get(operator, False) or (
        (operator == "<" and left < right) or (operator == ">" and left > right)
        or (operator == "<=" and left <= right) or (operator == ">=" and left >= right)
    ))  # fmt: skip


def _raw(left: Any, right: Any) -> bool:
    return all(isinstance(v, bytes) and not numbers.is_wide(v) for v in (left, right))


def _name(node: Node, frame: Frame) -> Any:
    name = node[1]
    where = frame.find(name)
    if where is not None:
        return where.vars[name]
    head, _, rest = name.partition(".")
    where = frame.find(head)
    if where is not None and isinstance(where.vars[head], dict):
        return where.vars[head].get(rest)
    if name == "SQLERRM":
        error = frame.state["error"]
        return error.text if error else "ORA-0000: normal, successful completion"
    if name == "SQLCODE":
        error = frame.state["error"]
        return 0 if error is None else (100 if error.code == 1403 else -error.code)
    if name in ("SYSDATE", "SYSTIMESTAMP", "USER"):
        return frame.session.evaluate(name)
    if (
        frame.routine(name) is not None
        or find_routine(frame.session, name, frame.package)
        or name.upper() in BUILTINS
    ):
        return call(name, [], frame, node[-1])
    if name.endswith(".NEXTVAL"):
        return frame.session.evaluate(name)
    home = _of_package(frame.session, name) if rest else None
    if home is not None:
        return home.vars[name.rpartition(".")[2]]
    raise nothing(frame.session, frame.source, node[-1], name)


@contextmanager
def _at_its_place(routine: str, frame: Frame, at: int) -> Iterator[None]:
    """Arguments that a routine does not take are an error of the calling code, at the call."""
    try:
        yield
    except OraError as error:
        text = _arguments(routine)
        if error.code != 6553 or text not in error.text:
            raise
        raise syntax(frame.source, at, text.partition(": ")[2], "00306") from None


def _arguments(routine: str) -> str:
    return f"PLS-306: wrong number or types of arguments in call to '{routine}'"


def call(name: str, args: list[tuple[str, Node]], frame: Frame, at: int) -> Any:
    session = frame.session
    local = frame.routine(name)
    if local is not None:
        with _at_its_place(local.name, frame, at):
            return _invoke(local, args, frame, frame)
    if name == "RAISE_APPLICATION_ERROR":
        code, text = (evaluate(a, frame) for _, a in args[:2])
        if not -20999 <= int(code) <= -20000:
            text = f"error number argument to raise_application_error of {code} is out of range"
            raise OraError(21000, text)
        raise OraError(
            abs(int(code)), f"{text}\nORA-06512: at line {frame.source.count(chr(10), 0, at) + 1}"
        )
    builtin = BUILTINS.get(name.upper())
    if builtin is None and name.upper().startswith("SYS."):
        builtin = BUILTINS.get(name.upper()[4:])
    if builtin is not None and not session.is_missing(name):
        positional: list[Any] = []
        named: dict[str, Any] = {}
        refs: list[tuple[Ref, Node]] = []
        listed = builtin.params
        for index, (key, node) in enumerate(args):
            parameter = key or (listed[index] if index < len(listed) else "")
            value: Any
            if parameter in builtin.outs:
                value = Ref(
                    evaluate(node, frame) if node[0] != "bind" or node[1] in frame.binds else None
                )
                refs.append((value, node))
            else:
                value = values.python(evaluate(node, frame))
            if key:
                if key not in listed:
                    raise syntax(
                        frame.source,
                        at,
                        f"wrong number or types of arguments in call to '{name.rpartition('.')[2]}'",
                        "00306",
                    )
                named[key] = value
            else:
                positional.append(value)
        try:
            result = builtin.body(session, *positional, **named)
        except TypeError as error:
            if "argument" in str(error):
                raise syntax(
                    frame.source,
                    at,
                    f"wrong number or types of arguments in call to '{name.rpartition('.')[2]}'",
                    "00306",
                ) from None
            raise
        for ref, node in refs:
            store(node, ref.value, frame)
        return result
    routine = find_routine(session, name, frame.package)
    if routine is not None:
        with _at_its_place(routine.rpartition("|")[2], frame, at):
            return _stored(session, routine, args, frame)
    if "." not in name:
        return _sql_function(name, args, frame, at)
    raise nothing(session, frame.source, at, name)


def _sql_function(name: str, args: list[tuple[str, Node]], frame: Frame, at: int) -> Any:
    """NVL, TO_CHAR and their kin, evaluated by the SQL side."""
    values = [evaluate(a, frame) for _, a in args]
    if name == "NVL":
        return values[1] if values[0] is None else values[0]
    marks = ", ".join(f":{BIND}A{i}" for i in range(len(values)))
    text = f"select {name}({marks}) from dual".replace(f":{BIND}", ":")
    try:
        outcome = frame.session.query(text, {f"{BIND}A{i}": v for i, v in enumerate(values)})
    except OraError as error:
        if re.search(rf"\btype\s+{re.escape(name)}\s+is\b", frame.source, re.I):
            raise refuse(f"the type {name}") from None
        if error.code in (904, 3001):
            raise nothing(frame.session, frame.source, at, name) from None
        raise
    return stored(next(iter(outcome.rows))[0])


def find_routine(session: Session, name: str, package: str = "") -> str | None:
    """``OWNER|OBJECT|ROUTINE`` of stored code that the session may run now."""
    parts = name.split(".")
    schema = session.definers[-1] if session.definers else session.current_schema
    if len(parts) == 1:
        if package:
            owner, _, object_name = package.partition("|")
            program = _program(session, owner, object_name)
            if program is not None and parts[0] in program.routines:
                return f"{package}|{parts[0]}"
        candidates = [(schema, parts[0], parts[0])]
    elif len(parts) == 2:
        candidates = [(schema, parts[0], parts[1]), (parts[0], parts[1], parts[1])]
    else:
        candidates = [(parts[-3], parts[-2], parts[-1])]
    for owner, object_name, routine in candidates:
        kind = session.catalog.object_type(owner, object_name, ("PACKAGE", "PROCEDURE", "FUNCTION"))
        if kind is None:
            synonym = session.catalog.rows(
                "select t_owner, t_name from lab_synonyms where owner in (?, 'PUBLIC') and name = ?",
                owner,
                object_name,
            )
            if not synonym:
                continue
            owner, object_name = synonym[0]
            kind = session.catalog.object_type(
                owner, object_name, ("PACKAGE", "PROCEDURE", "FUNCTION")
            )
        me = session.effective
        if owner != me and "EXECUTE" not in session.catalog.grants(me, owner, object_name):
            continue
        if kind == "PACKAGE":
            spec = session.catalog.one(
                "select source from lab_objects where owner = ? and name = ? and type = 'PACKAGE'",
                owner,
                object_name,
            )
            if not re.search(
                rf"\b(?:procedure|function)\s+\"?{re.escape(routine)}\b", spec or "", re.I
            ):
                continue
        return f"{owner}|{object_name}|{routine}"
    return None


def _program(session: Session, owner: str, name: str) -> Program | None:
    key = (owner, name, "")
    if key in session.code:
        known: Program = session.code[key]
        return known
    for kind in ("PACKAGE BODY", "PROCEDURE", "FUNCTION"):
        row = session.catalog.rows(
            "select source from lab_objects where owner = ? and name = ? and type = ?",
            owner,
            name,
            kind,
        )
        if row:
            usable(session, owner, name, kind)
            source = row[0][0]
            made = parse_stored(source, kind)
            if kind == "PACKAGE BODY":
                made.declarations[:0] = _specified(session, owner, name)
            session.code[key] = made
            return made
    return None


def _specified(session: Session, owner: str, name: str) -> list[Node]:
    """The variables, constants and exceptions of a package's specification; none where something
    in it is not played."""
    source = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = 'PACKAGE'",
        owner, name,
    )  # fmt: skip
    try:
        told = parse_specification(str(source or "")).declarations
    except OraError:
        return []
    return [one for one in told if one[0] in ("var", "exception_init")]


def _of_package(session: Session, name: str) -> Frame | None:
    """Where a package that the session may use has a variable of this name, ``PACKAGE.NAME``."""
    *owner, package, variable = name.split(".")
    schema = session.definers[-1] if session.definers else session.current_schema
    where = (owner[0] if owner else schema, package)
    if not session.catalog.object_type(*where, ("PACKAGE",)):
        return None
    me = session.effective
    if where[0] != me and "EXECUTE" not in session.catalog.grants(me, *where):
        return None
    program = _program(session, *where) or Program(declarations=_specified(session, *where))
    frame = _package_frame(session, *where, session.code.setdefault((*where, ""), program))
    told = {one[1] for one in _specified(session, *where) if one[0] == "var"}
    return frame if variable in told else None


def _stored(session: Session, where: str, args: list[tuple[str, Node]], caller: Frame) -> Any:
    owner, name, routine = where.split("|")
    program = _program(session, owner, name)
    made = program.routines.get(routine) if program is not None else None
    if program is None or made is None:
        raise OraError(4067, f'not executed, package body "{owner}.{name}" does not exist')
    if session.catalog.object_type(owner, name, ("PACKAGE",)):
        usable(session, owner, name, "PACKAGE")
    return _invoke(made, args, caller, _package_frame(session, owner, name, program), owner)


def _package_frame(session: Session, owner: str, name: str, program: Program) -> Frame:
    key = f"package {owner}.{name}"
    frame = session.package_state.get(key)
    if not isinstance(frame, Frame) or frame.state.get("program") is not program:
        frame = Frame(session, "", package=f"{owner}|{name}")
        frame.state["program"] = program
        frame.routines = program.routines
        session.package_state[key] = frame
        session.definers.append(owner)
        try:
            declare(program.declarations, frame)
            if program.init is not None:
                run(program.init, frame)
        finally:
            session.definers.pop()
    return frame


def _invoke(
    made: Routine, args: list[tuple[str, Node]], caller: Frame, home: Frame, owner: str = ""
) -> Any:
    if made.body is not None and made.body[0] == "refused":
        raise made.body[1]
    if made.body is None:
        raise OraError(6508, f"PL/SQL: could not find program unit being called: {made.name}")
    frame = Frame(caller.session, home.source, home, home.package)
    outs: list[tuple[str, Node]] = []
    given = {
        made.params[i][0] if not key else key.upper(): node
        for i, (key, node) in enumerate(args)
        if key or i < len(made.params)
    }
    if len(args) > len(made.params):
        raise OraError(6553, _arguments(made.name))
    for name, mode, default, kind in made.params:
        frame.kinds[name] = parameter_kind(frame.session, kind)
        node = given.pop(name, None)
        if node is None:
            if default is None:
                raise OraError(6553, _arguments(made.name))
            frame.put(name, evaluate(default, frame) if default is not None else None)
            continue
        frame.put(name, None if mode == "OUT" else evaluate(node, caller))
        if mode != "IN":
            outs.append((name, node))
    if given:
        raise OraError(6553, _arguments(made.name))
    session = caller.session
    if owner:
        session.definers.append(owner)
    try:
        run(made.body, frame)
        if made.is_function:
            raise OraError(6503, "PL/SQL: Function returned without value")
        result = None
    except Return as returned:
        result = returned.value
    finally:
        if owner:
            session.definers.pop()
    for name, node in outs:
        store(node, frame.vars[name], caller)
    return result


def call_function(session: Session, where: str, values: list[Any]) -> Any:
    """A stored function from SQL, with positional values."""
    frame = Frame(session, "")
    return _stored(session, where, [("", ("const", v)) for v in values], frame)


def declare(declarations: list[Node], frame: Frame) -> None:
    for one in declarations:
        if one[0] == "routine":
            frame.routines[one[1].name] = one[1]
        elif one[0] == "autonomous":
            continue  # of the block, not of its names
        elif one[0] == "cursor":
            frame.vars[one[1]] = ("cursor", one[2])
        elif one[0] == "exception_init":
            _initialise(frame, one[1], one[2])
        elif one[2].upper() == "EXCEPTION":
            frame.vars[one[1]] = OraError(6510, "PL/SQL: unhandled user-defined exception")
        else:
            kind = frame.kind(one[2]) if "." not in one[2] else None
            frame.kinds[one[1]] = kind if kind is not None else kind_of(frame.session, one[2])
            record: dict[str, Any] | None = {} if one[2].upper().endswith("ROWTYPE") else None
            frame.put(one[1], evaluate(one[3], frame) if one[3] is not None else record)


def _initialise(frame: Frame, name: str, code: int) -> None:
    """PRAGMA EXCEPTION_INIT: the name stands for an Oracle error from now on."""
    if not isinstance(frame.vars.get(name), OraError):
        raise syntax(frame.source, 0, f"identifier '{name}' must be declared", "00201")
    frame.vars[name] = OraError(1403 if code == 100 else code, "")
    frame.initialised[name] = 1403 if code == 100 else code
