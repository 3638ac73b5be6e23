"""Writes what is new in the form that APEX writes.

Four blanks a level, a fence for what has several lines, quotes only where they are needed.
"""

from __future__ import annotations

import re
from typing import Final

from app.apexlang.reader import FENCE, is_comment
from app.apexlang.tree import Value

INDENT: Final = "    "
_PLAIN_NAME: Final = re.compile(r'[^\s"(){}\[\]:/@]+')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'


def name(text: str) -> str:
    """A property's name, in quotes where it is no plain word."""
    return text if "." not in text and _PLAIN_NAME.fullmatch(text) else quoted(text)


def scalar(text: str) -> str:
    """A value of one line. Quotes where a bare one would be read as something else: blanks at an
    edge, square brackets, a text that is in quotes itself, an opening bracket or fence alone."""
    needs = (
        text != text.strip()
        or "[" in text
        or "]" in text
        or (len(text) > 1 and text[0] == text[-1] == '"')
        or text == "{"
        or text.startswith(FENCE)
        or any(c in text for c in "\n\r")
    )
    return quoted(text) if needs else text


def entry(text: str) -> str:
    """One of an array, where an empty line and a comment are none."""
    return scalar(text) if text and not is_comment(text) else quoted(text)


def written(key: str, value: Value, depth: int) -> str:
    """The lines of one property. ``depth`` is how many blocks it stands in."""
    pad = INDENT * depth
    if value.items is not None and len(value.items) != 1:
        rows = "".join(f"{pad}{INDENT}{entry(item)}\n" for item in value.items)
        return f"{pad}{name(key)}: [\n{rows}{pad}]\n"
    text = value.items[0] if value.items is not None else value.text
    if "\n" in text:
        inner = pad + INDENT
        body = "".join(f"{inner}{line}\n" for line in text.replace(FENCE, "\\" + FENCE).split("\n"))
        return f"{pad}{name(key)}:\n{inner}{FENCE}{value.language}\n{body}{inner}{FENCE}\n"
    return (
        f"{pad}{name(key)}: {scalar(text)}".rstrip(" ") + "\n" if text else f"{pad}{name(key)}:\n"
    )
