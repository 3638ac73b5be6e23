"""Which colour a piece of code has: classes k, s, c, m, f of the HTML page, by pygments."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pygments.lexer import Lexer
from pygments.lexers.css import CssLexer
from pygments.lexers.html import HtmlLexer
from pygments.lexers.javascript import JavascriptLexer
from pygments.lexers.sql import SqlLexer
from pygments.token import Comment, Keyword, Name, Number, String, _TokenType

from app.apex.model import Language
from app.services.compare.sql_words import named

# By class and not by name: a packed program has the modules that are imported.
_LEXERS: Final[dict[Language, type[Lexer]]] = {
    "sql": SqlLexer,
    "plsql": SqlLexer,
    "javascript": JavascriptLexer,
    "css": CssLexer,
    "html": HtmlLexer,
}
# The types of pygments are tuples that contain their subtypes.
_CLASSES: Final[tuple[tuple[Any, str], ...]] = (
    (Comment, "c"),
    (String, "s"),
    (Number, "m"),
    (Keyword, "k"),
    (Name.Tag, "k"),
    (Name.Attribute, "f"),
    (Name.Builtin, "f"),
    (Name.Function, "f"),
)
_MOST: Final = 400_000  # signs; more is shown without colours

Line = list[tuple[str, str]]


@cache
def _lexer(language: Language) -> Lexer | None:
    known = _LEXERS.get(language)
    return known(stripnl=False, ensurenl=False) if known is not None else None


def _class_of(kind: _TokenType) -> str:
    return next((name for known, name in _CLASSES if kind in known), "")


def coloured(text: str, language: Language) -> list[Line]:
    """Each line of ``text`` as pieces with their class ("" for plain)."""
    text = text.replace("\r", "")
    lexer = _lexer(language)
    if lexer is None or len(text) > _MOST:
        return [[("", line)] for line in text.split("\n")]
    lines: list[Line] = [[]]
    tokens = lexer.get_tokens(text)
    for kind, piece in named(tokens) if language in ("sql", "plsql") else tokens:
        name = _class_of(kind)
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((name, part))
    return lines
