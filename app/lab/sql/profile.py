"""What a release before 23ai does not know, in statements that a parser takes all the same.

Oracle Database 23ai New Features Guide: SELECT without FROM, BOOLEAN in SQL, the table value
constructor, MINUS ALL and INTERSECT ALL (21c), joins in UPDATE and DELETE, GROUP BY a name or a position, IF [NOT] EXISTS.
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from app.lab.backend import OraError

NEWEST: Final = 23


def check(tree: exp.Expr, release: int) -> None:
    """Raise what a database of ``release`` raises: ORA-00923, 00904, 00933, 00979."""
    if release >= NEWEST:
        return
    for query in tree.find_all(exp.Select):
        if query.args.get("from_") is None:
            raise OraError(923, "FROM keyword not found where expected")
        _grouped(query)
    for both in tree.find_all(exp.Except, exp.Intersect):
        if both.args.get("distinct") is False:
            raise OraError(928, "missing SELECT keyword")
    for word in tree.find_all(exp.Boolean):
        name = "TRUE" if word.this else "FALSE"
        raise OraError(904, f'"{name}": invalid identifier')
    source = tree.expression if isinstance(tree, exp.Insert) else None
    if isinstance(source, exp.Values) and len(source.expressions) > 1:
        raise _not_ended()
    for rows in tree.find_all(exp.Values):
        if rows is not source:
            raise OraError(903, "invalid table name")
    joined = isinstance(tree, exp.Update) and tree.args.get("from_") is not None
    if joined or (isinstance(tree, exp.Delete) and tree.args.get("using")):
        raise _not_ended()


def _not_ended() -> OraError:
    return OraError(933, "SQL command not properly ended")


def _grouped(query: exp.Select) -> None:
    """GROUP BY an alias is a name that no table has."""
    group = query.args.get("group")
    if group is None:
        return
    if group.args.get("all"):
        raise OraError(936, "missing expression")
    for one in group.expressions:
        if isinstance(one, exp.Literal) and not one.is_string:
            raise OraError(979, "not a GROUP BY expression")
