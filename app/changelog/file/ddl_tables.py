"""``createTable`` and ``addColumn`` as the SQL that Liquibase sends to Oracle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.changelog.file.changes import Change, Column
from app.changelog.file.ddl_parts import (
    VALUES,
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

_COLUMN = {"name", "type", "remarks", "autoIncrement", "startWith", "incrementBy", "generationType"}
_COLUMN |= {"descending", "computed"}


def _check(column: Column, *more: str) -> None:
    """Only fields that are written; what would be passed over is told instead."""
    for name in column.fields:
        if name not in _COLUMN and name not in more and not name.startswith("defaultValue"):
            raise NotWrittenError(name)
    if "defaultValueConstraintName" in column.fields:
        raise NotWrittenError("defaultValueConstraintName")
    if "checkConstraint" in column.constraints:  # the engine leaves it out without a word
        raise NotWrittenError("checkConstraint")
    for name in ("referencedTableCatalogName", "computed"):
        if name in column.constraints or (name == "computed" and name in column.fields):
            raise NotWrittenError(name)


def _identity(fields: Mapping[str, str]) -> str:
    if not flag_of(fields, "autoIncrement"):
        return ""
    kind = fields.get("generationType", "BY DEFAULT").upper()
    if kind not in ("ALWAYS", "BY DEFAULT"):
        raise NotWrittenError("generationType")
    options = []
    for name, words in (("startWith", "START WITH"), ("incrementBy", "INCREMENT BY")):
        if name in fields:
            if not fields[name].isdecimal():
                raise NotWrittenError(name)
            options.append(f"{words} {fields[name]}")
    return f" GENERATED {kind} AS IDENTITY" + (f" ({', '.join(options)})" if options else "")


def _default(fields: Mapping[str, str]) -> str:
    found = value_of(fields, "defaultValue")
    return f" DEFAULT {found}" if found is not None else ""


def _references(column: Column) -> str:
    """``P(ID)`` or ``P (ID)`` of a foreign key beside a column, as it is written."""
    told = column.constraints.get("references")
    if told:
        match = re.fullmatch(r"([\w$#.]+)\s*\(([\w$#, ]+)\)", told, re.ASCII)
        if match is None:
            raise NotWrittenError(told)
        return f"{match[1]}({match[2]})"
    table = name_of(column.constraints.get("referencedTableName", ""))
    if schema := column.constraints.get("referencedTableSchemaName"):
        table = f"{name_of(schema)}.{table}"
    return f"{table}({names_of(column.constraints.get('referencedColumnNames', ''))})"


def _deferring(fields: Mapping[str, str]) -> str:
    later = " INITIALLY DEFERRED" if flag_of(fields, "initiallyDeferred") else ""
    return later + (" DEFERRABLE" if flag_of(fields, "deferrable") else "")


def create_table(change: Change) -> Iterator[str]:
    for name in ("tableType", "rowDependencies", "ifNotExists"):
        if change.get(name) and change.get(name).lower() != "false":
            raise NotWrittenError(name)
    table = object_of(change, "tableName")
    parts, keys, foreign, unique = [], [], [], []
    for column in change.columns:
        _check(column)
        name, of = name_of(column.fields.get("name", "")), column.constraints
        is_key = flag_of(of, "primaryKey")
        part = f"{name} {type_of(column.fields.get('type', ''))}"
        part += _default(column.fields) + _identity(column.fields)
        if is_key or not flag_of(of, "nullable", True):
            named = of.get("notNullConstraintName")
            part += f" CONSTRAINT {name_of(named)} NOT NULL" if named else " NOT NULL"
            part += validate_of(of.get("validateNullable"))
        parts.append(part)
        if is_key:
            keys.append(column)
        if "foreignKeyName" in of:
            cascade = " ON DELETE CASCADE" if flag_of(of, "deleteCascade") else ""
            foreign.append(
                f"CONSTRAINT {name_of(of['foreignKeyName'])} FOREIGN KEY ({name}) REFERENCES "
                f"{_references(column)}{cascade}{validate_of(of.get('validateForeignKey'))}"
                f"{_deferring(of)}"
            )
        if flag_of(of, "unique"):
            named = of.get("uniqueConstraintName")
            text = f"CONSTRAINT {name_of(named)} UNIQUE ({name})" if named else f"UNIQUE ({name})"
            unique.append(text + validate_of(of.get("validateUnique")))
    parts += [*_table_key(change, keys), *foreign, *sorted(unique, key=lambda t: "CONSTRAINT" in t)]
    if not change.columns:
        raise NotWrittenError("columns")
    space = f" TABLESPACE {name_of(change.get('tablespace'))}" if change.get("tablespace") else ""
    yield f"CREATE TABLE {table} ({', '.join(parts)}){space}"
    yield from _remarks(change, table)


def _table_key(change: Change, keys: list[Column]) -> Iterator[str]:
    if not keys:
        return
    first = keys[0].constraints
    name = first.get("primaryKeyName") or f"PK_{change.get('tableName').upper()}"
    space = first.get("primaryKeyTablespace")
    columns = ", ".join(column.fields["name"] for column in keys)
    yield (
        f"CONSTRAINT {name_of(name)} PRIMARY KEY ({columns})"
        + (f" USING INDEX TABLESPACE {name_of(space)}" if space else "")
        + validate_of(first.get("validatePrimaryKey"))
        + _deferring(first)
    )


def _remarks(change: Change, table: str) -> Iterator[str]:
    if change.get("remarks"):
        yield f"COMMENT ON TABLE {table} IS {text_of(change.get('remarks'))}"
    for column in change.columns:
        if remarks := column.fields.get("remarks"):
            yield f"COMMENT ON COLUMN {table}.{column.fields['name']} IS {text_of(remarks)}"


def add_column(change: Change) -> Iterator[str]:
    table = object_of(change, "tableName")
    later = []
    for column in change.columns:
        _check(column, *(f"value{ending}" for ending in VALUES))
        name, of = name_of(column.fields.get("name", "")), column.constraints
        for odd in ("primaryKey", "deferrable", "initiallyDeferred", "deleteCascade"):
            if flag_of(of, odd):
                raise NotWrittenError(odd)
        for odd in ("validateNullable", "validateUnique", "validateForeignKey"):
            if not flag_of(of, odd, True):
                raise NotWrittenError(odd)
        value = value_of(column.fields, "value")
        required = not flag_of(of, "nullable", True)
        part = f"ALTER TABLE {table} ADD {name} {type_of(column.fields.get('type', ''))}"
        part += _default(column.fields) + _identity(column.fields)
        yield part + (" NOT NULL" if required and value is None else "")
        if flag_of(of, "unique"):
            unique = name_of(of.get("uniqueConstraintName", ""))
            yield f"ALTER TABLE {table} ADD CONSTRAINT {unique} UNIQUE ({name})"
        if "foreignKeyName" in of:
            key = f"CONSTRAINT {name_of(of['foreignKeyName'])} FOREIGN KEY ({name})"
            other = _references(column).replace("(", " (")
            yield f"ALTER TABLE {table} ADD {key} REFERENCES {other}"
        if value is not None:
            later.append(f"UPDATE {table} SET {name} = {value}")
            if required:
                later.append(f"ALTER TABLE {table} MODIFY {name} NOT NULL")
    yield from later
    yield from _remarks(change, table)
