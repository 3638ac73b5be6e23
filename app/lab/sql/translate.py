"""Oracle SQL into the embedded engine's SQL, through sqlglot.

Every table name is resolved to its owner, privileges are checked, views and dictionary views become
subqueries, and each Oracle function becomes a call of ``app.lab.sql.functions``. What sqlglot cannot
parse, or what is not known here, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlglot
from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql import dialect
from app.lab.sql.rownum import limit_inner

_TOKEN: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|[nN]?[qQ]'(?:\[.*?\]'|\{.*?\}'|<.*?>'|\(.*?\)'|(\S).*?\1')"
    r"|'(?:[^']|'')*'|\"[^\"]*\"|:\s*(\"[^\"]+\"|\w+)|:=|\w+",
    re.DOTALL,
)
BIND: Final = "LABBIND_"
_NO_PARENS: Final = {
    "SYSDATE": "O_SYSDATE",
    "SYSTIMESTAMP": "O_SYSTIMESTAMP",
    "CURRENT_TIMESTAMP": "O_SYSTIMESTAMP",
    "LOCALTIMESTAMP": "O_SYSTIMESTAMP",
    "CURRENT_DATE": "O_SYSDATE",
    "USER": "O_USER",
    "UID": "O_UID",
    "DBTIMEZONE": "O_TIMEZONE",
    "SESSIONTIMEZONE": "O_TIMEZONE",
}
_RENAMED: Final = {
    "DBMS_LOB.GETLENGTH": "O_LOBLENGTH",
    "DBMS_LOB.SUBSTR": "O_LOBSUBSTR",
    "DBMS_LOB.INSTR": "O_INSTR",
    "UTL_RAW.CAST_TO_VARCHAR2": "TO_CLOB",
    "DBMS_TRANSACTION.LOCAL_TRANSACTION_ID": "O_LOCALXID",
}
_BINARY: Final[dict[type, str]] = {
    exp.Add: "O_ADD",
    exp.Sub: "O_SUB",
    exp.Mul: "O_MUL",
    exp.Div: "O_DIV",
}


def mask_binds(sql: str) -> str:
    """``:name`` as an identifier, which every parser takes."""

    def one(match: re.Match[str]) -> str:
        return f"{BIND}{match[2].strip(chr(34)).upper()}" if match[2] else match[0]

    return _TOKEN.sub(one, sql)


def parse(sql: str) -> exp.Expr:
    """One statement; ORA-00900 and its kin for what is none, ORA-03001 for what is not played."""
    try:
        dialect.check(sql)
        found = sqlglot.parse(mask_binds(dialect.with_versions(sql)), read="oracle")
    except sqlglot.errors.SqlglotError as error:
        raise _syntax(sql, error) from None
    trees = [t for t in found if t is not None]
    if len(trees) != 1:
        raise OraError(911 if len(trees) > 1 else 900, "invalid SQL statement")
    tree = trees[0]
    if isinstance(tree, exp.Command | exp.Alias | exp.Column | exp.Paren):
        raise OraError(900, "invalid SQL statement")
    return tree


def _syntax(sql: str, error: sqlglot.errors.SqlglotError) -> OraError:
    at = 0
    if isinstance(error, sqlglot.errors.ParseError) and error.errors:
        first = error.errors[0]
        lines = sql.split("\n")
        at = sum(len(x) + 1 for x in lines[: (first.get("line") or 1) - 1])
        at = min(at + max(0, (first.get("col") or 1) - 1), len(sql))
    first_word = re.match(r"\s*(\w+)", sql)
    known = {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "CREATE", "ALTER"}
    if first_word is None or first_word[1].upper() not in known:
        return OraError(900, "invalid SQL statement")
    return OraError(933, "SQL command not properly ended", at)


class Scope:
    """What a statement may see: supplied by the session.

    ``resolve(owner, name, privilege, version)`` gives the engine's table name, or a subquery for a
    view, and the columns; it raises OraError 942 or 1031. ``version`` is the table's AS OF.
    """

    def __init__(
        self,
        resolve: Callable[[str, str, str, exp.Expr | None], tuple[str | exp.Expr, Sequence[str]]],
        routine: Callable[[str], str | None],
        sequence: Callable[[str], str | None],
        variables: Mapping[str, Any],
        sources: Any = None,
    ) -> None:
        self.sources = sources  # what stands for tables that are read as of a moment
        self.resolve, self.routine, self.sequence = resolve, routine, sequence
        self.variables = variables


def upper(node: exp.Expr) -> None:
    for identifier in node.find_all(exp.Identifier):
        if not identifier.args.get("quoted"):
            identifier.set("this", identifier.this.upper())
        identifier.set("quoted", True)


def translate(tree: exp.Expr, scope: Scope) -> exp.Expr:
    """The statement for the engine; changes and returns ``tree``."""
    upper(tree)
    _connect_by(tree)
    _computed_once(tree)
    limit_inner(tree)
    if isinstance(tree, exp.Update):
        for assignment in tree.expressions:  # SQLite takes no alias before an assigned column
            if isinstance(assignment.this, exp.Column):
                assignment.this.set("table", None)
    columns = _tables(tree, scope)
    tree = _names(tree, scope, columns)
    return _rewritten(tree)


def _rewritten(tree: exp.Expr) -> exp.Expr:
    """Every node through ``_expression``, the inner ones first."""
    for node in reversed(list(tree.walk(bfs=False))):
        made = _expression(node)
        if made is not node:
            if node is tree:
                tree = made
            else:
                node.replace(made)
    return tree


def _privilege(tree: exp.Expr, table: exp.Table) -> str:
    if table is tree.this or (isinstance(tree.this, exp.Schema) and table is tree.this.this):
        kinds: dict[type, str] = {
            exp.Insert: "INSERT",
            exp.Update: "UPDATE",
            exp.Delete: "DELETE",
            exp.Merge: "UPDATE",
        }
        return kinds.get(type(tree), "SELECT")
    return "SELECT"


def _tables(tree: exp.Expr, scope: Scope) -> set[str]:
    """Resolve every table; gives the names of all columns that are in sight."""
    ctes = {c.alias_or_name for c in tree.find_all(exp.CTE)}
    seen: set[str] = set()
    for table in list(tree.find_all(exp.Table)):
        if isinstance(table.this, exp.Func | exp.Anonymous) or table.args.get("rows_from"):
            raise OraError(3001, "unimplemented feature: table functions (lab, not Oracle)")
        name, owner = table.name, table.db
        if table.args.get("catalog"):
            raise OraError(933, "SQL command not properly ended")
        if not owner and name in ctes:
            continue
        if name == "DUAL" and owner in ("", "SYS"):
            replacement = exp.select(exp.alias_(exp.Literal.string("X"), "DUMMY", quoted=True))
            table.replace(replacement.subquery(table.alias or "DUAL"))
            seen.add("DUMMY")
            continue
        privilege = _privilege(tree, table)
        version = table.args.get("version")
        target, columns = scope.resolve(owner, name, privilege, version)
        table.set("version", None)
        seen.update(columns)
        alias = table.alias or name
        if isinstance(target, str):
            if isinstance(tree, exp.Insert) and privilege == "INSERT":
                table.replace(exp.Table(this=exp.to_identifier(target, quoted=True)))
                continue
            table.set("this", exp.to_identifier(target, quoted=True))
            table.set("db", None)
            table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
        else:
            table.replace(
                exp.Subquery(
                    this=target, alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
                )
            )
    return seen


def _names(tree: exp.Expr, scope: Scope, columns: set[str]) -> exp.Expr:
    """Binds, variables, sequences, functions without parentheses, package functions."""
    aliases = {t.alias_or_name for t in tree.find_all(exp.Table, exp.Subquery, exp.CTE)}
    for column in list(tree.find_all(exp.Column)):
        name, qualifier = column.name, column.table
        made: exp.Expr | None = None
        if name.startswith(BIND):
            made = exp.Placeholder(this=name)
        elif name in ("NEXTVAL", "CURRVAL") and qualifier:
            owner = column.args.get("db")
            full = f"{owner.name}.{qualifier}" if owner else qualifier
            known = scope.sequence(full)
            if known is None:
                raise OraError(2289, "sequence does not exist")
            made = _call("O_" + name, exp.Literal.string(known))
        elif not qualifier and name in _NO_PARENS and name not in columns:
            made = _call(_NO_PARENS[name])
        elif not qualifier and name in scope.variables and name not in columns:
            made = exp.Placeholder(this=f"VAR_{name}")
        elif qualifier and qualifier not in aliases:
            key = f"{qualifier}.{name}"
            field = key.replace(".", "__")
            if field in scope.variables:
                made = exp.Placeholder(this=f"VAR_{field}")
            elif key in _RENAMED:
                made = _call(_RENAMED[key])
            else:
                owner = column.args.get("db")
                routine = scope.routine(f"{owner.name}.{key}" if owner else key)
                if routine is not None:
                    made = _call("O_CALL", exp.Literal.string(routine))
        elif not qualifier and name not in columns and not _aliased(tree, name):
            routine = scope.routine(name)
            if routine is not None:
                made = _call("O_CALL", exp.Literal.string(routine))
        if made is not None:
            column.replace(made)
    for dot in list(tree.find_all(exp.Dot)):
        if isinstance(dot.parent, exp.Dot):
            continue
        made = _package_call(dot, scope)
        if made is not None:
            if dot is tree:
                return made
            dot.replace(made)
    for anonymous in list(tree.find_all(exp.Anonymous)):
        if str(anonymous.this).upper().startswith("O_"):
            continue
        routine = scope.routine(str(anonymous.this).upper())
        if routine is not None:
            anonymous.replace(_call("O_CALL", exp.Literal.string(routine), *anonymous.expressions))
    return tree


def _aliased(tree: exp.Expr, name: str) -> bool:
    return any(a.alias == name for a in tree.find_all(exp.Alias))


def _package_call(dot: exp.Dot, scope: Scope) -> exp.Expr | None:
    parts = list(dot.flatten()) if isinstance(dot, exp.Dot) else []
    last = parts[-1] if parts else dot.expression
    if not isinstance(last, exp.Func):
        return None
    names = [p.name.upper() for p in parts[:-1]]
    function = str(last.this if isinstance(last, exp.Anonymous) else last.sql_name()).upper()
    full = ".".join([*names, function])
    arguments = (
        list(last.expressions)
        if isinstance(last, exp.Anonymous)
        else [
            a
            for v in last.args.values()
            for a in (v if isinstance(v, list) else [v])
            if isinstance(a, exp.Expr)
        ]
    )
    if full in _RENAMED:
        return _call(_RENAMED[full], *arguments)
    if full == "DBMS_LOB.SUBSTRING":
        return _call("O_LOBSUBSTR", *arguments)
    routine = scope.routine(full)
    if routine is None:
        raise OraError(904, f'"{names[-1]}"."{function}": invalid identifier')
    return _call("O_CALL", exp.Literal.string(routine), *arguments)


def _call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _joined(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """A chain of || as one call: the engine reads no expression that nests deeply, and takes at
    most a hundred arguments."""
    parts = [left]
    if isinstance(left, exp.Anonymous) and left.name == "O_CONCAT" and len(left.expressions) < 100:
        parts = left.expressions
    return _call("O_CONCAT", *parts, right)


def _connect_by(tree: exp.Expr) -> None:
    """``FROM dual CONNECT BY LEVEL <= n`` counts from 1 to n, and to 1 at least; no other."""
    for select in list(tree.find_all(exp.Select)):
        connect = select.args.get("connect")
        if connect is None:
            continue
        most = _most_levels(select, connect)
        if most is None:
            raise OraError(3001, "unimplemented feature: CONNECT BY (lab, not Oracle)")
        select.set("connect", None)
        counted = exp.select("1").union(
            exp.select("LEVEL + 1").from_("LABLEVELS").where(exp.column("LEVEL") < most),
            distinct=False,
        )
        select.with_("LABLEVELS(LEVEL)", as_=counted, recursive=True, copy=False)
        select.from_("LABLEVELS", copy=False)
        upper(select)


def _most_levels(select: exp.Select, connect: exp.Expr) -> exp.Expr | None:
    condition = connect.args.get("connect")
    source = select.find(exp.From)
    plain = (
        isinstance(condition, exp.LTE)
        and isinstance(condition.this, exp.Column)
        and condition.this.name == "LEVEL"
        and not connect.args.get("start")
        and not select.args.get("where")
        and not select.args.get("joins")
        and source is not None
        and source.parent is select
        and isinstance(source.this, exp.Table)
        and source.this.name == "DUAL"
    )
    return condition.expression.copy() if plain and condition is not None else None


def _computed_once(tree: exp.Expr) -> None:
    """NO_MERGE keeps an inner query apart, so what it computes is computed once for each row. The
    engine merges whatever has no limit."""
    for hint in list(tree.find_all(exp.Hint)):
        select = hint.parent
        names = {e.name.upper() for e in hint.expressions}
        if isinstance(select, exp.Select) and "NO_MERGE" in names:
            select.set("limit", exp.Limit(expression=exp.Literal.number(-1)))
        hint.pop()


def _expression(node: exp.Expr) -> exp.Expr:
    """One node as the engine wants it; the same node where nothing is to change."""
    if isinstance(node, exp.Literal) and node.is_string and node.name == "":
        return exp.Null()
    made = _BINARY.get(type(node))
    if made is not None:
        return _call(made, node.this, node.expression)
    match node:
        case exp.Cast() if node.to.this in (exp.DataType.Type.DATE, exp.DataType.Type.DATETIME):
            return _call("TO_DATE", node.this, exp.Literal.string("YYYY-MM-DD"))
        case exp.Cast() if node.to.this is exp.DataType.Type.TIMESTAMP:
            return _call("TO_TIMESTAMP", node.this, exp.Literal.string("YYYY-MM-DD HH24:MI:SS.FF"))
        case exp.DateStrToDate():
            return _call("TO_DATE", node.this, exp.Literal.string("YYYY-MM-DD"))
        case exp.DPipe():
            return _joined(node.this, node.expression)
        case exp.Concat():
            return _call("O_CONCAT", *node.expressions)
        case exp.ToChar():
            return _call("TO_CHAR", *_given(node.this, node.args.get("format")))
        case exp.ToNumber():
            return _call("TO_NUMBER", *_given(node.this, node.args.get("format")))
        case exp.StrToTime() | exp.StrToDate():
            return _call("TO_DATE", *_given(node.this, _oracle_format(node.args.get("format"))))
        case exp.TsOrDsToDate() | exp.Date():
            return _call("TO_DATE", *_given(node.this, _oracle_format(node.args.get("format"))))
        case exp.Trunc():
            return _call("O_TRUNC", *_given(node.this, node.args.get("decimals")))
        case exp.DateTrunc() | exp.TimestampTrunc():
            return _call("O_TRUNC", *_given(node.this, node.args.get("unit")))
        case exp.Round():
            return _call("O_ROUND", *_given(node.this, node.args.get("decimals")))
        case exp.Mod():
            return _call("O_MOD", node.this, node.expression)
        case exp.StrPosition():
            return _call(
                "O_INSTR", *_given(node.this, node.args.get("substr"), node.args.get("position"))
            )
        case exp.Greatest():
            return _call("O_GREATEST", node.this, *node.expressions)
        case exp.Least():
            return _call("O_LEAST", node.this, *node.expressions)
        case exp.AddMonths():
            return _call("ADD_MONTHS", node.this, node.expression)
        case exp.CurrentTimestamp() | exp.CurrentDatetime():
            return _call("O_SYSTIMESTAMP")
        case exp.CurrentDate():
            return _call("O_SYSDATE")
        case exp.CurrentUser():
            return _call("O_USER")
        case exp.Lock():
            return node
        case exp.Select() if node.args.get("locks"):
            node.set("locks", None)
            return node
    name = type(node).__name__
    if name in ("Systimestamp", "Localtimestamp"):
        return _call("O_SYSTIMESTAMP")
    if name == "Sysdate":
        return _call("O_SYSDATE")
    if name == "Nvl2":
        return _call("NVL2", node.this, node.args["true"], node.args.get("false") or exp.Null())
    if name in ("DecodeCase", "Decode"):
        return _call("DECODE", *node.expressions)
    if name == "RegexpLike":
        return _call("REGEXP_LIKE", *_given(node.this, node.expression, node.args.get("flag")))
    if name == "RegexpReplace":
        return _call(
            "REGEXP_REPLACE", *_given(node.this, node.expression, node.args.get("replacement"))
        )
    if name == "StandardHash":
        return _call("STANDARD_HASH", *_given(node.this, node.expression))
    if name == "Chr":
        return _call("CHR", *node.expressions)
    if name == "Pad":
        side = "LPAD" if node.args.get("is_left") else "RPAD"
        return _call(side, *_given(node.this, node.expression, node.args.get("fill_pattern")))
    return node


_QUOTED: Final = re.compile(r"'(?:[^']|'')*'|\"((?:[^\"]|\"\")*)\"")


def written(tree: exp.Expr) -> str:
    """The engine's text. Identifiers stand in back quotes: SQLite takes a double-quoted name that
    is no column for a text, and an unknown column would pass."""
    text = tree.sql(dialect="sqlite")
    return _QUOTED.sub(lambda m: m[0] if m[1] is None else f"`{m[1]}`", text)


def selects(tree: exp.Expr) -> list[exp.Expr]:
    """The select list of a query."""
    found: list[exp.Expr] = tree.selects if isinstance(tree, exp.Query) else []
    return found


def _given(*arguments: Any) -> list[exp.Expr]:
    return [a for a in arguments if isinstance(a, exp.Expr)]


_STRFTIME: Final = (
    ("%Y", "YYYY"), ("%y", "YY"), ("%m", "MM"), ("%d", "DD"), ("%H", "HH24"), ("%I", "HH12"),
    ("%M", "MI"), ("%S", "SS"), ("%f", "FF6"), ("%b", "MON"), ("%B", "MONTH"),
)  # fmt: skip


def _oracle_format(node: Any) -> exp.Expr | None:
    """sqlglot turns date masks into strftime's; back again."""
    if not isinstance(node, exp.Literal):
        return node if isinstance(node, exp.Expr) else None
    text = node.name
    for theirs, ours in _STRFTIME:
        text = text.replace(theirs, ours)
    return exp.Literal.string(text)
