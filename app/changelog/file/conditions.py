"""Preconditions of XML, YAML and JSON changelogs as checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.changelog.file.draft import BLANKS
from app.changelog.file.elements import Element
from app.changelog.model import Check, CheckKind, Preconditions, runs_on_oracle
from app.errors import ChangelogError
from app.sql.read import read_text

Expand = Callable[[str], str]
_OUTCOMES: Final = ("HALT", "CONTINUE", "MARK_RAN", "WARN")
_GROUPS: Final[Mapping[str, CheckKind]] = {"and": "and", "or": "or", "not": "not"}
# Element -> kind, and the attributes that are name, schema and the table or column beside it.
_EXISTS: Final[Mapping[str, tuple[CheckKind, str, str, str]]] = {
    "tableExists": ("table-exists", "tableName", "schemaName", ""),
    "viewExists": ("view-exists", "viewName", "schemaName", ""),
    "columnExists": ("column-exists", "columnName", "schemaName", "tableName"),
    "sequenceExists": ("sequence-exists", "sequenceName", "schemaName", ""),
    "indexExists": ("index-exists", "indexName", "schemaName", ""),
    "primaryKeyExists": ("primary-key-exists", "primaryKeyName", "schemaName", "tableName"),
    "foreignKeyConstraintExists": (
        "foreign-key-exists", "foreignKeyName", "foreignKeyTableSchemaName", "foreignKeyTableName",
    ),
}  # fmt: skip
_MESSAGES: Final = ("onFailMessage", "onErrorMessage", "onSqlOutput", "onUpdateSQL")


def read_preconditions(element: Element, expand: Expand, path: str) -> Preconditions:
    """All checks of the element must hold. Raises ChangelogError
    ``changelog.unsupported_precondition`` (``kind``) and ``changelog.unsupported_attribute``."""
    outcomes = []
    for name in ("onFail", "onError"):
        value = element.attributes.get(name, "HALT").upper()
        if value not in _OUTCOMES:
            raise _unknown(path, element, f"{name}={value}")
        outcomes.append(value)
    for name in element.attributes:
        if name not in ("onFail", "onError", *_MESSAGES):
            raise _unknown(path, element, name)
    return Preconditions(outcomes[0], outcomes[1], _checks(element, expand, path), path)


def _checks(element: Element, expand: Expand, path: str) -> tuple[Check, ...]:
    return tuple(_check(child, expand, path) for child in element.children)


def _check(element: Element, expand: Expand, path: str) -> Check:
    given = {name: expand(value) for name, value in element.attributes.items()}
    given |= {c.name: expand(c.text) for c in element.children if not c.children and c.text.strip()}
    line = element.line

    def take(*known: str) -> list[str]:
        for name in given:
            if name not in known and name != "catalogName":
                raise _unknown(path, element, name)
        if "catalogName" in given:
            raise _unknown(path, element, "catalogName")
        return [given.get(name, "") for name in known]

    if element.name in _GROUPS:
        return Check(_GROUPS[element.name], line, checks=_checks(element, expand, path))
    if element.name == "sqlCheck":
        expected = given.pop("expectedResult", "")
        sql = (given.pop("sql", "") or expand(element.text)).strip(BLANKS).rstrip(BLANKS + ";")
        take()
        return Check("sql-check", line, sql=sql, expected=expected, operation=read_text(sql))
    if element.name == "dbms":
        (names,) = take("type")
        here = runs_on_oracle(tuple(n.strip() for n in names.split(",") if n.strip()))
        return Check("dbms", line, name=names, expected="true" if here else "")
    if element.name == "runningAs":
        return Check("running-as", line, name=take("username")[0])
    if element.name == "tableIsEmpty":
        name, schema = take("tableName", "schemaName")
        return Check("table-is-empty", line, name=name, schema=schema)
    if element.name == "changeSetExecuted":
        id_, author, file = take("id", "author", "changeLogFile")
        return Check("changeset-executed", line, name=id_, schema=author, of=file)
    if element.name not in _EXISTS:
        raise ChangelogError(
            "changelog.unsupported_precondition", path=path, line=line, kind=element.name
        )
    kind, *fields = _EXISTS[element.name]
    values = dict(zip(fields, take(*filter(None, fields)), strict=False))
    name, schema, of = fields[0], fields[1], fields[2]
    if not values.get(name) and not (of and values.get(of)):
        raise _unknown(path, element, name)
    return Check(kind, line, name=values[name], schema=values[schema], of=values.get(of, ""))


def _unknown(path: str, element: Element, attribute: str) -> ChangelogError:
    return ChangelogError(
        "changelog.unsupported_attribute",
        path=path, line=element.line, name=element.name, attribute=attribute,
    )  # fmt: skip
