"""Syntax colours for SQL, PL/SQL, JavaScript, CSS and HTML, as spans for each line.

Pure and slow enough to belong into a worker. Positions are UTF-16 units, as Qt counts.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from msgspec import Struct

Kind = Literal["keyword", "string", "number", "comment"]

# Beyond this a text is shown without colours: reading matters more than waiting.
LIMIT = 400_000


class Span(Struct, frozen=True):
    start: int
    length: int
    kind: Kind


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


@cache
def _lexer(language: str) -> Any:
    from pygments.lexers.css import CssLexer
    from pygments.lexers.html import HtmlLexer
    from pygments.lexers.javascript import JavascriptLexer
    from pygments.lexers.sql import SqlLexer

    lexers = {
        "sql": SqlLexer,
        "plsql": SqlLexer,
        "javascript": JavascriptLexer,
        "css": CssLexer,
        "html": HtmlLexer,
    }
    found = lexers.get(language)
    return found(stripnl=False, ensurenl=False) if found else None


def _kind(token: Any) -> Kind | None:
    from pygments.token import Comment, Keyword, Name, Number, String

    if token in Comment:
        return "comment"
    if token in String:
        return "string"
    if token in Number:
        return "number"
    if token in Keyword or token in Name.Tag or token in Name.Builtin:
        return "keyword"
    return None


def highlight(text: str, language: str) -> list[tuple[Span, ...]]:
    """Spans for each line of ``text``; empty ones for a language that is not known."""
    lines = text.count("\n") + 1
    lexer = _lexer(language)
    if lexer is None or len(text) > LIMIT:
        return [()] * lines
    found: list[list[Span]] = [[] for _ in range(lines)]
    line = column = 0
    tokens = lexer.get_tokens(text)
    if language in ("sql", "plsql"):
        from app.services.compare.sql_words import named

        tokens = named(tokens)
    for token, value in tokens:
        kind = _kind(token)
        for number, part in enumerate(value.split("\n")):
            if number:
                line, column = line + 1, 0
            length = units(part)
            if kind and length and line < lines:
                found[line].append(Span(column, length, kind))
            column += length
    return [tuple(spans) for spans in found]
