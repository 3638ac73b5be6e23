"""Names, values and types as structured changes write them for Oracle."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.changelog.file.changes import Change
from app.changelog.file.oracle_types import oracle_type

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_$#]*", re.ASCII)
_CALL = re.compile(r"[A-Za-z][A-Za-z0-9_$#]*(\.[A-Za-z][A-Za-z0-9_$#]*)?", re.ASCII)


class NotWrittenError(Exception):
    """This change has no SQL here. ``why`` is a word for what of it stands in the way."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def name_of(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise NotWrittenError(text or "?")
    return text


def names_of(text: str) -> str:
    return ", ".join(name_of(part.strip()) for part in text.split(","))


def object_of(change: Change, field: str, schema: str = "schemaName") -> str:
    name = name_of(change.get(field))
    return f"{name_of(change.get(schema))}.{name}" if change.get(schema) else name


def text_of(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def type_of(text: str) -> str:
    found = oracle_type(text)
    if found is None:
        raise NotWrittenError(text or "type")
    return found


def _date(value: str) -> str:
    for pattern, mask in (
        (r"\d{4}-\d\d-\d\d", "YYYY-MM-DD"),
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", "YYYY-MM-DD HH24:MI:SS"),
        (r"\d\d:\d\d:\d\d", "HH24:MI:SS"),
    ):
        if re.fullmatch(pattern, value, re.ASCII):
            return f"TO_DATE('{value.replace('T', ' ')}', '{mask}')"
    raise NotWrittenError(value)


def _boolean(value: str) -> str:
    return "1" if value.lower() == "true" else "0"


def _plain(value: str) -> str:
    return value


def _next(value: str) -> str:
    if not _CALL.fullmatch(value):
        raise NotWrittenError(value)
    return f"{value}.nextval"


def _current(value: str) -> str:
    return _next(value).removesuffix("nextval") + "currval"


VALUES: Mapping[str, Callable[[str], str]] = {
    "": text_of, "Numeric": _plain, "Date": _date, "Boolean": _boolean, "Computed": _plain,
    "SequenceNext": _next, "SequenceCurrent": _current,
}  # fmt: skip


def value_of(fields: Mapping[str, str], kind: str, schema: str = "") -> str | None:
    """The expression of ``value…`` or ``defaultValue…``; None where there is none. A sequence
    without an owner is ``schema``'s."""
    for ending, write in VALUES.items():
        if kind + ending in fields:
            value = fields[kind + ending]
            if schema and ending.startswith("Sequence") and "." not in value:
                value = f"{name_of(schema)}.{value}"
            if kind == "value" and not ending and value.upper() == "NULL":
                return "NULL"
            return write(value)
    if any(name in fields for name in ("valueClobFile", "valueBlobFile")) and kind == "value":
        raise NotWrittenError("valueClobFile")
    return None


def validate_of(asked: str | None) -> str:
    return " ENABLE NOVALIDATE" if (asked or "").lower() == "false" else ""


def flag_of(fields: Mapping[str, str], name: str, default: bool = False) -> bool:
    return fields[name].lower() == "true" if name in fields else default
