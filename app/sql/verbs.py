"""The first words of a statement that name what it does: ``ALTER TABLE``, ``INSERT``."""

from __future__ import annotations

from collections.abc import Sequence

from app.sql.lexer import Kind, Token
from app.sql.words import words

_NOISE = words("OR REPLACE FORCE NO NOFORCE EDITIONABLE NONEDITIONABLE EDITIONING IF NOT EXISTS")
_WITH_KIND = words("CREATE ALTER DROP COMMENT TRUNCATE")
_GOES_ON = {
    "PACKAGE": ("BODY",),
    "TYPE": ("BODY",),
    "UNIQUE": ("INDEX",),
    "BITMAP": ("INDEX",),
    "MULTIVALUE": ("INDEX",),
    "MATERIALIZED": ("VIEW",),
    "GLOBAL": ("TEMPORARY",),
    "TEMPORARY": ("TABLE",),
    "ON": ("TABLE", "COLUMN"),
}


def verb_of(found: Sequence[Token]) -> str:
    """``found`` are the statement's tokens, or its first ones."""
    said = []
    for token in found[:12]:
        if token.kind is not Kind.WORD:
            break
        said.append(token.value)
    if not said:
        return found[0].text[:20].upper() if found else ""
    if said[0] not in _WITH_KIND:
        return said[0]
    replaces = said[1:3] == ["OR", "REPLACE"]
    kind = [word for word in said[1:] if word not in _NOISE]
    size = 1
    while size < len(kind) and kind[size] in _GOES_ON.get(kind[size - 1], ()):
        size += 1
    return " ".join([said[0], *(["OR REPLACE"] if replaces else []), *kind[:size]])
