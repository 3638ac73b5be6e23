"""Single-file exports (``f100.sql``, a page export, ``install_component.sql``) as logical files.

SQL*Plus says ``prompt --application/...`` before each part (APEX 4.x has a comment there, and then
says what comes); the paths are those that a split export gives its files. Cut there, the parts
joined in their order are the export again, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from app.apex.export.lexer import block_end, opens_block

_HEADING: Final = re.compile(
    r"prompt --((?:application|workspace)/[^\r\n]*?)[ \t]*\r?(?:\n|\Z)"
    r"|--((?:application|workspace)/[^\r\n]*?)[ \t]*\r?\n(?=prompt )"
)
_PATHS: Final = ("--application/", "--workspace/")
_REPEATED: Final = re.compile(r"#\d+\.sql\Z")


def sections(text: str, like: str = "") -> Mapping[str, str] | None:
    """The parts by path (``application/pages/page_00010.sql``), in their order; None where the
    text has fewer than two headings, and so is one file of a split export.

    What stands before the first heading belongs to the first part. A path that comes again later
    has its number behind it (``...#2.sql``). ``like`` is another version, if there is one: what
    both have is not looked through again.
    """
    return _cut(text, like)


@lru_cache(maxsize=8)  # the sides of a merge, and its results: each is asked for more than once
def _cut(text: str, like: str) -> Mapping[str, str] | None:
    if sum(map(text.count, _PATHS)) < 2:
        return None
    known = _cut(like, "") if like else None
    starts = _headings(text, known or {})
    if len(starts) < 2:
        return None
    found: dict[str, str] = {}
    begin = 0
    for (_, path), following in zip(starts, (*starts[1:], (len(text), "")), strict=True):
        name, count = f"{path}.sql", 1
        while name in found:
            count += 1
            name = f"{path}#{count}.sql"
        found[name] = text[begin : following[0]]
        begin = following[0]
    return MappingProxyType(found)


def _headings(text: str, known: Mapping[str, str]) -> list[tuple[int, str]]:
    """Offsets and paths of the headings, looked for between the blocks only. A part that is
    ``known`` has no other heading in it, and ends between two blocks."""
    found: list[tuple[int, str]] = []
    at, size = 0, len(text)
    while at < size:
        if opens_block(text, at):
            at = block_end(text, at)[1]
            continue
        heading = _HEADING.match(text, at)
        path = (heading[1] or heading[2]) if heading is not None else ""
        if path and not (found and found[-1][1] == path):
            found.append((at, path))
            part = known.get(f"{path}.sql", "")
            if part and text.startswith(part, at):
                at += len(part)
                continue
        end = text.find("\n", at)
        at = size if end < 0 else end + 1
    return found


def joined(files: Mapping[str, str], orders: Iterable[Iterable[str]]) -> str:
    """The parts as one export again. ``orders`` are the paths of the sides, ours first: a part
    that ours has not stands behind the one that it follows at the other side."""
    order: list[str] = []
    for paths in (*orders, files):
        before = ""
        for path in paths:
            if path in files and path not in order:
                order.insert(order.index(before) + 1 if before else 0, path)
            before = path if path in order else before
    return "".join(files[path] for path in order)
