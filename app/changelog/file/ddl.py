"""Structured changes as the SQL that Liquibase 4.28 and 5.0 send to Oracle.

A change that would be other SQL on another release or client, or that Caravane never runs, has
none: it says why, and the guard refuses it by its name. The texts were compared with what the real
engine makes (tests/changelog/test_structured.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from app.changelog.file.changes import Change
from app.changelog.file.ddl_parts import (
    NotWrittenError,
    flag_of,
    name_of,
    names_of,
    object_of,
    text_of,
    type_of,
    validate_of,
    value_of,
)
from app.changelog.file.ddl_tables import add_column, create_table


def statements_of(change: Change) -> tuple[str, ...]:
    """The statements of a change, without terminators. Raises NotWrittenError."""
    write = _WRITERS.get(change.name)
    if write is None:
        raise NotWrittenError(change.name)
    if "catalogName" in change.fields:
        raise NotWrittenError("catalogName")
    return tuple(write(change))


# -- constraints, defaults, types ----------------------------------------------------------------


def _constraint(change: Change) -> str:
    named = change.get("constraintName")
    return f"CONSTRAINT {name_of(named)} " if named else ""


def _index_of(change: Change) -> str:
    if change.get("forIndexName"):
        return f" USING INDEX {object_of(change, 'forIndexName', 'forIndexSchemaName')}"
    space = change.get("tablespace")
    return f" USING INDEX TABLESPACE {name_of(space)}" if space else ""


def _foreign_key(change: Change) -> Iterator[str]:
    rule = change.get("onDelete").upper()
    if rule not in ("", "CASCADE", "SET NULL", "NO ACTION", "RESTRICT"):
        raise NotWrittenError("onDelete")
    base = object_of(change, "baseTableName", "baseTableSchemaName")
    other = object_of(change, "referencedTableName", "referencedTableSchemaName")
    text = f"ALTER TABLE {base} ADD {_constraint(change)}FOREIGN KEY "
    text += f"({names_of(change.get('baseColumnNames'))}) REFERENCES {other} "
    text += f"({names_of(change.get('referencedColumnNames'))})"
    if rule in ("CASCADE", "SET NULL"):
        text += f" ON DELETE {rule}"
    text += " DEFERRABLE" if change.flag("deferrable") else ""
    text += " INITIALLY DEFERRED" if change.flag("initiallyDeferred") else ""
    yield text + validate_of(change.fields.get("validate"))


def _unique(change: Change) -> Iterator[str]:
    if change.flag("clustered"):
        raise NotWrittenError("clustered")
    text = f"ALTER TABLE {object_of(change, 'tableName')} ADD {_constraint(change)}"
    text += f"UNIQUE ({names_of(change.get('columnNames'))})"
    text += " DEFERRABLE" if change.flag("deferrable") else ""
    text += " INITIALLY DEFERRED" if change.flag("initiallyDeferred") else ""
    text += " DISABLE" if change.flag("disabled") else ""
    yield text + _index_of(change) + validate_of(change.fields.get("validate"))


def _primary_key(change: Change) -> Iterator[str]:
    if change.flag("clustered"):
        raise NotWrittenError("clustered")
    text = f"ALTER TABLE {object_of(change, 'tableName')} ADD {_constraint(change)}"
    text += f"PRIMARY KEY ({names_of(change.get('columnNames'))})"
    yield text + _index_of(change) + validate_of(change.fields.get("validate"))


def _not_null(change: Change) -> Iterator[str]:
    table, column = object_of(change, "tableName"), name_of(change.get("columnName"))
    if "defaultNullValue" in change.fields:
        value = text_of(change.get("defaultNullValue"))
        yield f"UPDATE {table} SET {column} = {value} WHERE {column} IS NULL"
    state = validate_of(change.fields.get("validate"))
    yield f"ALTER TABLE {table} MODIFY {column} {_constraint(change)}NOT NULL{state}"


def _default_value(change: Change) -> Iterator[str]:
    if "defaultValueConstraintName" in change.fields:
        raise NotWrittenError("defaultValueConstraintName")
    found = value_of(change.fields, "defaultValue")
    if found is None:
        raise NotWrittenError("defaultValue")
    table, column = object_of(change, "tableName"), name_of(change.get("columnName"))
    if {"defaultValueNumeric", "columnDataType"} <= change.fields.keys() and "." in found:
        found = found.rstrip("0").rstrip(".")  # so does the engine, with a type beside
    yield f"ALTER TABLE {table} MODIFY {column} DEFAULT {found}"


def _modify_type(change: Change) -> Iterator[str]:
    table, column = object_of(change, "tableName"), name_of(change.get("columnName"))
    yield f"ALTER TABLE {table} MODIFY {column} {type_of(change.get('newDataType'))}"


def _rename_column(change: Change) -> Iterator[str]:
    table, old = object_of(change, "tableName"), name_of(change.get("oldColumnName"))
    yield f"ALTER TABLE {table} RENAME COLUMN {old} TO {name_of(change.get('newColumnName'))}"
    if change.get("remarks"):
        raise NotWrittenError("remarks")


def _table_remarks(change: Change) -> Iterator[str]:
    yield f"COMMENT ON TABLE {object_of(change, 'tableName')} IS {text_of(change.get('remarks'))}"


def _column_remarks(change: Change) -> Iterator[str]:
    if "columnParentType" in change.fields:
        raise NotWrittenError("columnParentType")
    place = f"{object_of(change, 'tableName')}.{name_of(change.get('columnName'))}"
    yield f"COMMENT ON COLUMN {place} IS {text_of(change.get('remarks'))}"


# -- other objects -------------------------------------------------------------------------------


def _index(change: Change) -> Iterator[str]:
    if change.flag("clustered"):
        raise NotWrittenError("clustered")
    index = object_of(change, "indexName")
    if change.get("associatedWith") not in ("", "none", "foreignKey"):
        raise NotWrittenError("associatedWith")
    columns = []
    for column in change.columns:
        for name in column.fields:
            if name not in ("name", "computed", "descending"):
                raise NotWrittenError(name)
        text = column.fields.get("name", "")
        order = " DESC" if flag_of(column.fields, "descending") else ""
        columns.append((text if flag_of(column.fields, "computed") else name_of(text)) + order)
    if not columns:
        raise NotWrittenError("columns")
    unique = "UNIQUE " if change.flag("unique") else ""
    space = f" TABLESPACE {name_of(change.get('tablespace'))}" if change.get("tablespace") else ""
    table = object_of(change, "tableName")
    yield f"CREATE {unique}INDEX {index} ON {table}({', '.join(columns)}){space}"


_SEQUENCE = (
    ("startValue", "START WITH"),
    ("incrementBy", "INCREMENT BY"),
    ("minValue", "MINVALUE"),
    ("maxValue", "MAXVALUE"),
)


def _sequence(change: Change) -> Iterator[str]:
    if "dataType" in change.fields:
        raise NotWrittenError("dataType")
    text = f"CREATE SEQUENCE {object_of(change, 'sequenceName')}"
    for field, words in _SEQUENCE:
        if value := change.get(field):
            if not re.fullmatch(r"-?\d+", value, re.ASCII):
                raise NotWrittenError(field)
            text += f" {words} {value}"
    if cache := change.get("cacheSize"):
        if not cache.isdecimal():
            raise NotWrittenError("cacheSize")
        text += " NOCACHE" if cache == "0" else f" CACHE {cache}"
    if "ordered" in change.fields:
        text += " ORDER" if change.flag("ordered") else " NOORDER"
    yield text + (" CYCLE" if change.flag("cycle") else "")


def _view(change: Change) -> Iterator[str]:
    query = (change.expanded or change.get("selectQuery")).strip()
    if change.flag("fullDefinition"):
        yield query.rstrip(";").rstrip()
    else:
        replace = "OR REPLACE " if change.flag("replaceIfExists") else ""
        view = object_of(change, "viewName")
        yield f"CREATE {replace}VIEW {view} AS {query.rstrip(';').rstrip()}"
        if change.get("remarks"):
            yield f"COMMENT ON TABLE {view} IS {text_of(change.get('remarks'))}"


_SLASH = re.compile(r"\n[ \t\r]*/\s*\Z")


def _procedure(change: Change) -> Iterator[str]:
    if change.flag("replaceIfExists"):  # the engine drops it first
        raise NotWrittenError("replaceIfExists")
    text = (change.expanded or change.get("procedureText")).strip()
    yield _SLASH.sub("", text)


def _insert(change: Change) -> Iterator[str]:
    names, values = [], []
    for column in change.columns:
        names.append(name_of(column.fields.get("name", "")))
        if column.constraints or any(n.startswith("default") for n in column.fields):
            raise NotWrittenError("constraints")
        values.append(value_of(column.fields, "value", change.get("schemaName")) or "NULL")
    table = object_of(change, "tableName")
    yield f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})"


def _where(change: Change) -> str:
    if change.params:
        raise NotWrittenError("whereParams")
    return f" WHERE {change.get('where')}" if change.get("where") else ""


def _update(change: Change) -> Iterator[str]:
    parts = []
    for column in change.columns:
        value = value_of(column.fields, "value", change.get("schemaName")) or "NULL"
        parts.append(f"{name_of(column.fields.get('name', ''))} = {value}")
    yield f"UPDATE {object_of(change, 'tableName')} SET {', '.join(parts)}{_where(change)}"


def _delete(change: Change) -> Iterator[str]:
    yield f"DELETE FROM {object_of(change, 'tableName')}{_where(change)}"


def _drop_column(change: Change) -> Iterator[str]:
    names = [column.fields.get("name", "") for column in change.columns]
    for name in names or [change.get("columnName")]:
        yield f"ALTER TABLE {object_of(change, 'tableName')} DROP COLUMN {name_of(name)}"


def _drop_default(change: Change) -> Iterator[str]:
    table, column = object_of(change, "tableName"), name_of(change.get("columnName"))
    yield f"ALTER TABLE {table} MODIFY {column} DEFAULT NULL"


def _nullable(change: Change) -> Iterator[str]:
    if change.get("constraintName"):
        raise NotWrittenError("constraintName")
    table, column = object_of(change, "tableName"), name_of(change.get("columnName"))
    yield f"ALTER TABLE {table} MODIFY {column} NULL"


def _nothing(_: Change) -> Iterator[str]:
    return iter(())


_WRITERS: Mapping[str, Callable[[Change], Iterator[str]]] = {
    "addColumn": add_column, "addDefaultValue": _default_value,
    "addForeignKeyConstraint": _foreign_key, "addNotNullConstraint": _not_null,
    "addPrimaryKey": _primary_key, "addUniqueConstraint": _unique, "createIndex": _index,
    "createProcedure": _procedure, "createSequence": _sequence, "createTable": create_table,
    "createView": _view, "delete": _delete, "dropColumn": _drop_column,
    "dropDefaultValue": _drop_default, "dropNotNullConstraint": _nullable, "empty": _nothing,
    "insert": _insert, "modifyDataType": _modify_type, "output": _nothing,
    "renameColumn": _rename_column,
    "setColumnRemarks": _column_remarks, "setTableRemarks": _table_remarks,
    "tagDatabase": _nothing, "update": _update,
}  # fmt: skip
