"""The structured changes of Liquibase as values, their checksum and their line in DESCRIPTION.

Fields and checksums are those of Liquibase 4.28 and 5.0, confirmed on what the real engine computed
(tests/changelog/vectors/structured). A change that is not known here has no checksum, so a
changelog with one is refused by its name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.changelog.file.checksum import body_v8, body_v9
from app.changelog.file.elements import Element
from app.errors import ChangelogError

TABLE: Final = ("catalogName", "schemaName", "tableName")
COLUMN: Final = {
    "name", "type", "value", "valueNumeric", "valueDate", "valueBoolean", "valueComputed",
    "valueSequenceNext", "valueSequenceCurrent", "valueClobFile", "valueBlobFile",
    "defaultValue", "defaultValueNumeric", "defaultValueDate", "defaultValueBoolean",
    "defaultValueComputed", "defaultValueSequenceNext", "defaultValueConstraintName",
    "autoIncrement", "startWith", "incrementBy", "generationType", "defaultOnNull", "remarks",
    "descending", "computed", "position", "afterColumn", "beforeColumn", "encoding", "header",
    "index", "defaultValueSequenceCurrent", "allowUpdate",
}  # fmt: skip
CONSTRAINTS: Final = {
    "nullable", "notNullConstraintName", "primaryKey", "primaryKeyName", "primaryKeyTablespace",
    "unique", "uniqueConstraintName", "checkConstraint", "deleteCascade", "foreignKeyName",
    "initiallyDeferred", "deferrable", "references", "referencedTableCatalogName",
    "referencedTableSchemaName", "referencedTableName", "referencedColumnNames",
    "validateNullable", "validateUnique", "validatePrimaryKey", "validateForeignKey",
}  # fmt: skip


class Spec(Struct, frozen=True):
    """A kind of change. ``fields``: its attributes. ``text``: the field that the element's own
    text is. ``shown``: the fields that DESCRIPTION names. ``silent``: fields that no checksum
    sees. ``columns``: it has columns."""

    fields: tuple[str, ...]
    shown: tuple[str, ...] = ()
    text: str = ""
    columns: bool = False
    silent: tuple[str, ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()


def _spec(
    fields: str,
    shown: str = "",
    text: str = "",
    *,
    columns: bool = False,
    silent: str = "",
    **defaults: str,
) -> Spec:
    names = fields.replace("TABLE", " ".join(TABLE)).split()
    given = tuple(defaults.items())
    return Spec(tuple(names), tuple(shown.split()), text, columns, tuple(silent.split()), given)


_SEQUENCE = (
    "catalogName schemaName sequenceName startValue incrementBy minValue maxValue ordered cycle "
    "cacheSize dataType"
)
_LOAD = (
    "TABLE file relativeToChangelogFile separator quotchar encoding commentLineStartsWith "
    "usePreparedStatements"
)
SPECS: Final[Mapping[str, Spec]] = {
    "addColumn": _spec("TABLE", "tableName", columns=True),
    "addDefaultValue": _spec(
        "TABLE columnName columnDataType defaultValue defaultValueNumeric defaultValueDate "
        "defaultValueBoolean defaultValueComputed defaultValueSequenceNext "
        "defaultValueConstraintName",
        "columnName tableName",
    ),
    "addForeignKeyConstraint": _spec(
        "baseTableCatalogName baseTableSchemaName baseTableName baseColumnNames constraintName "
        "referencedTableCatalogName referencedTableSchemaName referencedTableName "
        "referencedColumnNames onDelete onUpdate deferrable initiallyDeferred "
        "validate referencesUniqueColumn deleteCascade",
        "baseTableName constraintName referencedTableName",
    ),
    "addNotNullConstraint": _spec(
        "TABLE columnName columnDataType constraintName defaultNullValue validate",
        "columnName constraintName tableName",
    ),
    "addPrimaryKey": _spec(
        "TABLE columnNames constraintName tablespace clustered forIndexName forIndexSchemaName "
        "forIndexCatalogName validate",
        "constraintName forIndexName tableName",
    ),
    "addUniqueConstraint": _spec(
        "TABLE columnNames constraintName tablespace deferrable initiallyDeferred disabled "
        "clustered forIndexName forIndexSchemaName forIndexCatalogName validate",
        "constraintName forIndexName tableName",
    ),
    "alterSequence": _spec(_SEQUENCE, "sequenceName"),
    "createIndex": _spec(
        "TABLE indexName unique tablespace associatedWith clustered",
        "indexName tableName", columns=True, silent="associatedWith",
    ),
    "createProcedure": _spec(
        "catalogName schemaName procedureName path relativeToChangelogFile encoding dbms "
        "replaceIfExists comments",
        "path procedureName", "procedureText",
    ),
    "createSequence": _spec(_SEQUENCE, "sequenceName"),
    "createTable": _spec(
        "TABLE tablespace remarks tableType ifNotExists rowDependencies", "tableName",
        columns=True, silent="ifNotExists rowDependencies",
    ),
    "createView": _spec(
        "catalogName schemaName viewName replaceIfExists fullDefinition remarks path "
        "relativeToChangelogFile encoding",
        "path viewName", "selectQuery",
    ),
    "delete": _spec("TABLE where", "tableName"),
    "addLookupTable": _spec(
        "existingTableCatalogName existingTableSchemaName existingTableName existingColumnName "
        "newTableCatalogName newTableSchemaName newTableName newColumnName newColumnDataType "
        "constraintName"
    ),
    "dropAllForeignKeyConstraints": _spec("baseTableCatalogName baseTableSchemaName baseTableName",
                                          "baseTableName"),
    "dropDefaultValue": _spec("TABLE columnName columnDataType", "columnName tableName"),
    "dropForeignKeyConstraint": _spec(
        "baseTableCatalogName baseTableSchemaName baseTableName constraintName",
        "baseTableName constraintName",
    ),
    "dropIndex": _spec("TABLE indexName associatedWith", "indexName tableName"),
    "dropNotNullConstraint": _spec(
        "TABLE columnName columnDataType constraintName", "columnName tableName"
    ),
    "dropPrimaryKey": _spec("TABLE constraintName dropIndex", "tableName"),
    "dropProcedure": _spec("catalogName schemaName procedureName", "procedureName"),
    "dropSequence": _spec("catalogName schemaName sequenceName", "sequenceName"),
    "dropTable": _spec("TABLE cascadeConstraints", "tableName"),
    "dropUniqueConstraint": _spec(
        "TABLE constraintName uniqueColumns", "constraintName tableName"
    ),
    "dropView": _spec("catalogName schemaName viewName ifExists", "viewName"),
    "mergeColumns": _spec(
        "TABLE column1Name column2Name finalColumnName finalColumnType joinString", "tableName"
    ),
    "renameSequence": _spec(
        "catalogName schemaName oldSequenceName newSequenceName", "newSequenceName oldSequenceName"
    ),
    "renameTable": _spec(
        "catalogName schemaName oldTableName newTableName", "newTableName oldTableName"
    ),
    "renameView": _spec(
        "catalogName schemaName oldViewName newViewName", "newViewName oldViewName"
    ),
    "stop": _spec("", text="message"),
    "dropColumn": _spec("TABLE columnName", "columnName tableName", columns=True),
    "empty": _spec(""),
    "insert": _spec("TABLE dbms", "tableName", columns=True),
    "loadData": _spec(_LOAD, "tableName", columns=True),
    "loadUpdateData": _spec(_LOAD + " primaryKey onlyUpdate", "tableName", columns=True),
    "modifyDataType": _spec("TABLE columnName newDataType", "columnName tableName"),
    "output": _spec("target", text="message", target="STDERR"),
    "renameColumn": _spec(
        "TABLE oldColumnName newColumnName columnDataType remarks",
        "newColumnName oldColumnName tableName",
    ),
    "setColumnRemarks": _spec(
        "TABLE columnName remarks columnDataType columnParentType", "columnName tableName"
    ),
    "setTableRemarks": _spec("TABLE remarks", "tableName"),
    "sql": _spec("splitStatements stripComments endDelimiter dbms comment", text="sql"),
    "sqlFile": _spec(
        "path relativeToChangelogFile encoding splitStatements stripComments endDelimiter dbms",
        "path",
    ),
    "tagDatabase": _spec("tag keepTagOnRollback"),
    "update": _spec("TABLE where", "tableName", columns=True),
}  # fmt: skip
"""What has a checksum. What of it is also written as SQL is ``file.ddl``'s to say."""


class Column(Struct, frozen=True):
    """``fields`` of a column, and those of its constraints."""

    fields: Mapping[str, str]
    constraints: Mapping[str, str]


class Change(Struct, frozen=True):
    """One change: ``fields`` with properties in place, its ``columns``, the ``body`` of its file
    (sqlFile, createProcedure, createView, loadData) as text, and that with properties in place."""

    name: str
    line: int
    fields: Mapping[str, str]
    columns: tuple[Column, ...] = ()
    params: tuple[Column, ...] = ()
    body: str = ""
    expanded: str = ""

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.fields.get(name)
        return default if value is None else value.lower() == "true"


def read_change(element: Element, expand: Callable[[str], str], path: str) -> Change:
    """Raises ChangelogError ``changelog.unsupported_change`` (``name``) and
    ``changelog.unsupported_attribute`` (``name``, ``attribute``)."""
    spec = SPECS.get(element.name)
    if spec is None:
        raise ChangelogError(
            "changelog.unsupported_change", path=path, line=element.line, name=element.name
        )
    fields = {name: expand(value) for name, value in element.attributes.items()}
    columns, params = [], []
    for child in element.children:
        if child.name == "column" and spec.columns:
            columns.append(_column(child, expand, path))
        elif child.name == "param":
            params.append(_column(child, expand, path))
        elif child.name == "whereParams":
            params += [_column(c, expand, path) for c in child.children]
        elif child.name in (*spec.fields, spec.text) and not child.children:
            fields[child.name] = expand(child.text)
        else:
            _unknown(path, child.line, element.name, child.name)
    text = expand(element.text).strip()
    if spec.text and text:
        fields[spec.text] = text
    elif element.name == "sql" and "sql" in fields:
        fields["sql"] = fields["sql"].strip()
    for name in fields:
        if name not in spec.fields and name != spec.text:
            _unknown(path, element.line, element.name, name)
    fields = _read_as(element.name, dict(spec.defaults) | fields)
    return Change(element.name, element.line, fields, tuple(columns), tuple(params))


def _unknown(path: str, line: int, name: str, attribute: str) -> None:
    raise ChangelogError(
        "changelog.unsupported_attribute", path=path, line=line, name=name, attribute=attribute
    )


def _read_as(name: str, fields: dict[str, str]) -> dict[str, str]:
    """Fields that Liquibase's own setters change."""
    cascade = fields.pop("deleteCascade", "") if name == "addForeignKeyConstraint" else ""
    if cascade.lower() == "true":
        fields["onDelete"] = "CASCADE"
    return fields


_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d+)?)?|\d\d:\d\d:\d\d", re.ASCII)


def _column(element: Element, expand: Callable[[str], str], path: str) -> Column:
    fields = {name: expand(value) for name, value in element.attributes.items()}
    constraints: dict[str, str] = {}
    for child in element.children:
        if child.name != "constraints" or child.children:
            _unknown(path, child.line, element.name, child.name)
        constraints = {name: expand(value) for name, value in child.attributes.items()}
    if text := expand(element.text).strip():
        fields["value"] = text
    for given, known, at in (
        (fields, COLUMN, element.name),
        (constraints, CONSTRAINTS, "constraints"),
    ):
        for name in given:
            if name not in known:
                _unknown(path, element.line, at, name)
    for name, pattern in (("valueNumeric", _NUMBER), ("valueDate", _DATE)):
        if name in fields and not pattern.fullmatch(fields[name]):
            fields["valueComputed"] = fields.pop(name)
    return Column(fields, constraints)


# -- checksums ---------------------------------------------------------------------------------


def checksums(change: Change) -> tuple[str, str]:
    """The change's inner checksums, version 9 and 8 (32 hex digits each); "" where version 8 is
    not known."""
    if change.name in ("sql", "sqlFile"):
        return _sql_sums(change)
    if change.name in ("createProcedure", "createView"):
        return _code_sums(change)
    if change.name in ("loadData", "loadUpdateData"):
        lines = [line for line in change.body.replace("\r", "").split("\n") if line.strip()]
        return _md5(change.get("tableName") + ":9:" + _md5("\n".join(lines))), ""
    text = _serialized(change)
    return _md5(text), _md5(text)


def _sql_sums(change: Change) -> tuple[str, str]:
    sql = change.body if change.name == "sqlFile" else change.get("sql")
    split, strip = change.flag("splitStatements", True), change.flag("stripComments")
    delimiter = change.fields.get("endDelimiter")
    return body_v9(sql), body_v8(sql, delimiter, split, strip)


_TEXTS = ("procedureText", "selectQuery")
_OF_CODE = ("path", "relativeToChangelogFile", "encoding", "dbms", "comments", *_TEXTS)


def _code_sums(change: Change) -> tuple[str, str]:
    text = change.expanded or next((change.get(f) for f in _TEXTS if f in change.fields), "")
    head = _md5(_serialized(change, without=_OF_CODE))
    new = _md5(f"9:{head}:9:{body_v9(text)}")
    if change.get("path"):
        whole = _md5(_serialized(change))
        return new, _md5(f"8:{whole}:8:{body_v8(change.body, ';', False, False)}")
    return new, _md5(_serialized(change)) if change.name == "createView" else ""


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _serialized(change: Change, without: tuple[str, ...] = ()) -> str:
    """The text that Liquibase's StringChangeLogSerializer makes: fields by name, nested by four
    blanks, columns between ``[`` and ``]``."""
    spec = SPECS[change.name]
    parts = {
        name: f'    {name}="{value}"'
        for name, value in change.fields.items()
        if name not in spec.silent and name not in without
    }
    if change.columns:
        blocks = ",\n".join("\n".join(_indented(_block(c), 2)) for c in change.columns)
        parts["columns"] = f"    columns=[\n{blocks}\n    ]"
    inside = "".join(f"{parts[name]}\n" for name in sorted(parts))
    return f"{change.name}:[\n{inside}]" if inside else f"{change.name}:[]"


def _block(column: Column) -> Iterator[str]:
    yield "["
    if column.constraints:
        yield "    ["
        for name in sorted(column.constraints):
            yield f'        {name}="{column.constraints[name]}"'
        yield "    ]"
    for name in sorted(column.fields):
        yield f'    {name}="{column.fields[name]}"'
    yield "]"


def _indented(lines: Iterator[str], depth: int) -> Iterator[str]:
    return ("    " * depth + line for line in lines)


def description(changes: tuple[Change, ...]) -> str:
    """DESCRIPTION: each change with the fields that name its object; ``empty`` for none."""
    told = []
    for change in changes:
        shown = [n for n in SPECS[change.name].shown if change.get(n)]
        named = ", ".join(f"{name}={change.get(name)}" for name in sorted(shown))
        told.append(f"{change.name} {named}".strip())
    return "; ".join(told) or "empty"
