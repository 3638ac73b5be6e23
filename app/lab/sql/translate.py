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
from sqlglot.transforms import eliminate_join_marks

from app.lab.backend import OraError
from app.lab.sql import dialect, grouping, profile
from app.lab.sql.bags import as_sets
from app.lab.sql.coerce import call as _call
from app.lab.sql.coerce import coerce
from app.lab.sql.expressions import expression
from app.lab.sql.quantified import spelled_out
from app.lab.sql.rownum import limit_inner
from app.lab.sql.statics import Columns, Typer, shown

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
# The parser turns the masks of these into those of another database: it gets names it does not know.
_OWN: Final = {
    "TO_CHAR": "LAB_TO_CHAR", "TO_DATE": "LAB_TO_DATE", "TO_TIMESTAMP": "LAB_TO_TIMESTAMP", "LENGTHB": "LAB_LENGTHB",
}  # fmt: skip
_LITERAL: Final = re.compile(r"(date|timestamp)\s*('(?:[^']|'')*')", re.IGNORECASE)


def masked(sql: str) -> str:
    """``:name`` as an identifier, which every parser takes, and what the parser must not touch."""
    out, at = [], 0
    for match in _TOKEN.finditer(sql):
        if match.start() < at:
            continue
        out.append(sql[at : match.start()])
        at = match.end()
        word = match[0].upper()
        literal = _LITERAL.match(sql, match.start()) if word in ("DATE", "TIMESTAMP") else None
        called = word in _OWN and re.match(r"\s*\(", sql[at:]) is not None
        if match[2]:
            out.append(f"{BIND}{match[2].strip(chr(34)).upper()}")
        elif literal is not None:
            out.append(f"LAB_{word}({literal[2]})")
            at = literal.end()
        else:
            out.append(_OWN[word] if called else match[0])
    out.append(sql[at:])
    return "".join(out)


def parse(sql: str) -> exp.Expr:
    """One statement; ORA-00900 and its kin for what is none, ORA-03001 for what is not played."""
    if sql.rstrip().endswith(";"):
        raise OraError(933, "SQL command not properly ended", len(sql.rstrip()) - 1)
    try:
        dialect.check(sql)
        found = sqlglot.parse(masked(dialect.with_versions(sql)), read="oracle")
    except sqlglot.errors.SqlglotError as error:
        raise _syntax(sql, error) from None
    trees = [t for t in found if t is not None]
    if len(trees) != 1:
        raise OraError(911 if len(trees) > 1 else 900, "invalid SQL statement")
    tree = trees[0]
    if isinstance(tree, exp.Command | exp.Alias | exp.Column | exp.Paren):
        raise OraError(900, "invalid SQL statement")
    return spelled_out(_usual(tree))


def _usual(tree: exp.Expr) -> exp.Expr:
    """Forms that Oracle alone has as the usual ones: DELETE without FROM, outer joins by (+)."""
    if isinstance(tree, exp.Delete) and not tree.this and tree.args.get("tables"):
        tree.set("this", tree.args["tables"][0])
        tree.set("tables", None)
    for one in tree.find_all(exp.In):
        if not one.expressions and not any(one.args.get(k) for k in ("query", "unnest", "field")):
            raise OraError(936, "missing expression")
    if any(column.args.get("join_mark") for column in tree.find_all(exp.Column)):
        try:
            tree = eliminate_join_marks(tree)
        except (sqlglot.errors.SqlglotError, AssertionError):
            text = "unimplemented feature: this outer join by (+) (lab, not Oracle)"
            raise OraError(3001, text) from None
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
    view, and the columns; it raises OraError 942 or 1031. ``version`` is the table's AS OF. ``types(owner, name)`` gives their types, None
    where they are not known.
    """

    def __init__(
        self,
        resolve: Callable[[str, str, str, exp.Expr | None], tuple[str | exp.Expr, Sequence[str]]],
        routine: Callable[[str], str | None],
        sequence: Callable[[str], str | None],
        variables: Mapping[str, Any],
        types: Callable[[str, str], Columns | None],
        release: int,
        sources: Any = None,
    ) -> None:
        self.sources = sources  # what stands for tables that are read as of a moment
        self.release = release
        self.resolve, self.routine, self.sequence = resolve, routine, sequence
        self.variables, self.types = variables, types

    def typer(self) -> Typer:
        return Typer(self.types, self.variables)


def upper(node: exp.Expr) -> None:
    for identifier in node.find_all(exp.Identifier):
        if not identifier.args.get("quoted"):
            identifier.set("this", identifier.this.upper())
        identifier.set("quoted", True)


def translate(tree: exp.Expr, scope: Scope) -> exp.Expr:
    """The statement for the engine; changes ``tree``, and mostly returns it."""
    profile.check(tree, scope.release)
    upper(tree)
    tree = as_sets(tree)
    _connect_by(tree)
    _computed_once(tree)
    limit_inner(tree)
    typer = scope.typer()
    grouping.check(tree, typer, scope.release)
    _stars(tree, typer)
    coerce(tree, typer)
    if isinstance(tree, exp.Update):
        for assignment in tree.expressions:  # SQLite takes no alias before an assigned column
            if isinstance(assignment.this, exp.Column):
                assignment.this.set("table", None)
    columns = _tables(tree, scope)
    tree = _names(tree, scope, columns)
    grouping.one_value(tree)
    return _rewritten(tree)


def _stars(tree: exp.Expr, typer: Typer) -> None:
    """A star over a table with hidden columns becomes the others."""
    for query in list(tree.find_all(exp.Select)):
        for one in list(query.expressions):
            star = isinstance(one, exp.Star)
            if not star and not (isinstance(one, exp.Column) and isinstance(one.this, exp.Star)):
                continue
            sources = [s for s in typer.sources(query) if star or s[0] == one.table]
            if not any(getattr(c, "hidden", None) for _, c in sources):
                continue
            made = [
                exp.column(exp.to_identifier(n, quoted=True), exp.to_identifier(a, quoted=True))
                for a, c in sources
                for n in shown(c or {})
            ]
            at = query.expressions.index(one)
            query.set("expressions", [*query.expressions[:at], *made, *query.expressions[at + 1 :]])


def _rewritten(tree: exp.Expr) -> exp.Expr:
    """Every node through ``expression``, the inner ones first."""
    for node in reversed(list(tree.walk(bfs=False))):
        made = expression(node)
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
    other_case = {c.casefold() for c in columns} if any(c != c.upper() for c in columns) else set()
    for column in list(tree.find_all(exp.Column)):
        name, qualifier = column.name, column.table
        made: exp.Expr | None = None
        if name not in columns and name.casefold() in other_case and not _aliased(tree, name):
            raise OraError(904, f'"{name}": invalid identifier')  # the engine sees no difference
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
