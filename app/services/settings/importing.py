"""Clients from elsewhere, in the shape of the settings file: ``tnsnames.ora``, CSV, other settings.

Nothing is saved here. Passwords are in none of them, neither on the way in nor out.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from app import cells, durable, settings
from app.errors import SettingsError, SourceError
from app.services.workplace import Workplace
from app.settings import Client

_TYPES: Final = {f.name: f.type for f in msgspec.structs.fields(Client)}
_LIST: Final = re.compile(r"\s*[,;|]\s*")
_ADDRESS: Final = re.compile(
    r"^\(DESCRIPTION=\(ADDRESS(?:_LIST=\(ADDRESS)?=\(PROTOCOL=TCP\)\(HOST=([^()]+)\)"
    r"\(PORT=(\d+)\)\)\)?\(CONNECT_DATA=(?:\(SERVER=DEDICATED\))?\(SERVICE_NAME=([^()]+)\)"
    r"(?:\(SERVER=DEDICATED\))?\)\)$",
    re.IGNORECASE,
)


class Found(Struct, frozen=True):
    """One client that was found. ``entry`` is in the shape of the settings file; ``known``: there
    is one of this short name already, which it would replace."""

    entry: dict[str, Any]
    known: bool


def read(path: Path, present: Sequence[Mapping[str, Any]], like: Mapping[str, Any]) -> list[Found]:
    """The clients of a file, by its name: ``.ora``, ``.csv`` or ``.toml``.

    ``present`` are those that the settings have; what a file does not say is as in ``like``.
    Raises SourceError ``source.unreadable``, SettingsError as ``app.settings.load`` and
    ``settings.import_column``, ``settings.import_value``, ``settings.import_nothing``.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError("source.unreadable", path=str(path), detail=str(error)) from error
    text = _decoded(raw)
    match path.suffix.lower():
        case ".toml":
            entries = _of_settings(text, str(path))
        case ".ora":
            entries = [_client(name, dsn, like) for name, dsn in tns_names(text)]
        case _:
            entries = [{**_plain(like), **row} for row in _of_csv(text, str(path))]
    if not entries:
        raise SettingsError("settings.import_nothing", path=str(path))
    known = {str(p.get("id")) for p in present}
    return [Found(entry, str(entry.get("id")) in known) for entry in _told_apart(entries)]


def tns_names(text: str) -> Iterator[tuple[str, str]]:
    """Each name of a ``tnsnames.ora`` with its address: Easy Connect where that says the same, else
    the whole descriptor on one line."""
    bare = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    at = 0
    while found := re.compile(r"([\w.,\s$#-]+?)\s*=\s*(?=\()").search(bare, at):
        end = _end_of(bare, found.end())
        if end < 0:
            return
        descriptor = re.sub(r"\s+", "", bare[found.end() : end])
        simple = _ADDRESS.match(descriptor)
        for name in filter(None, re.split(r"[\s,]+", found[1])):
            yield name, f"{simple[1]}:{simple[2]}/{simple[3]}" if simple else descriptor
        at = end


def _end_of(text: str, begin: int) -> int:
    """Behind the parenthesis that closes the one at ``begin``; -1 where none does."""
    depth = 0
    for place in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return -1


def _of_settings(text: str, path: str) -> list[dict[str, Any]]:
    plain = msgspec.to_builtins(settings.parse(text, path))
    return [dict(client) for client in plain["clients"]]


def _of_csv(text: str, path: str) -> Iterator[dict[str, Any]]:
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=mark)
    heads = [str(head).strip().lower() for head in rows.fieldnames or ()]
    for head in heads:
        if head not in _TYPES:
            names = ", ".join(_TYPES)
            raise SettingsError("settings.import_column", path=path, column=head, known=names)
    for number, row in enumerate(rows, 2):
        values = dict(zip(heads, row.values(), strict=False))
        if any(values.values()):
            yield {k: _value(k, v, path, number) for k, v in values.items() if v}


def _value(key: str, text: str, path: str, line: int) -> Any:
    """A cell as the settings have it: numbers as numbers, several words as a list."""
    wanted = _TYPES[key]
    given: Any = cells.plain(text.strip())
    if str(wanted).startswith(("tuple", "typing.Tuple")):
        given = [word for word in _LIST.split(given) if word]
    try:
        return msgspec.to_builtins(msgspec.convert(given, wanted, strict=False))
    except msgspec.ValidationError as error:
        facts = {"path": path, "line": line, "column": key, "value": text}
        raise SettingsError("settings.import_value", detail=str(error), **facts) from error


def _client(name: str, dsn: str, like: Mapping[str, Any]) -> dict[str, Any]:
    return {**_plain(like), "id": short_name(name), "name": name, "dsn": dsn}


def _plain(like: Mapping[str, Any]) -> dict[str, Any]:
    """What is the same at several clients of one vendor."""
    own = ("id", "name", "dsn", "probe", "window", "country", "tags")
    return {k: v for k, v in like.items() if k not in own}


def short_name(name: str) -> str:
    """A short name as the settings want it: ``Sénégal Nord`` is ``senegal-nord``."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:64]


def _told_apart(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each with a short name that no other of them has."""
    taken: set[str] = set()
    for entry in entries:
        wanted = str(entry.get("id") or short_name(str(entry.get("name", "")))) or "client"
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        yield {**entry, "id": name}


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def export(place: Workplace, path: Path) -> Path:
    """The saved settings as a file to hand on: all of them (``.toml``), or the clients (``.csv``).
    Passwords are not part of them. SourceError ``source.unwritable``, SettingsError."""
    if path.suffix.lower() != ".csv":
        settings.save(path, place.settings)
        return path
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_TYPES)
    for client in place.settings.clients:
        plain = msgspec.to_builtins(client)
        writer.writerow([cells.tame(_cell(plain[key])) for key in _TYPES])
    try:
        durable.write(path, out.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error
    return path


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return " | ".join(map(str, value))
    return "" if value is None else str(value)
