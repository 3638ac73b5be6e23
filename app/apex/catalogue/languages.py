"""In which language a text is written, and which argument says what kind of condition it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from app.apex.model import Language

_JAVASCRIPT: Final = re.compile(r"javascript|(?:^|[_.])js(?:_|$)")
_CSS: Final = re.compile(r"inline_css|(?:^|[._])css_code|\.css$")
_PLSQL: Final = re.compile(r"plsql|p_process_sql|^p_process_sql_clob$")
_ADDRESS: Final = re.compile(r"\s*javascript:", re.IGNORECASE)
_QUERY: Final = re.compile(r"\s*(?:select|with)\s", re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"\s*(?:begin|declare|procedure|function|return|create\s+or|for\s.+\sin\s)\b", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"\s*<(?:[a-zA-Z!])")

# The actions whose code no argument's name tells: a number, or a name that says "code" alone.
_CODE: Final = {
    "NATIVE_JAVASCRIPT_CODE": re.compile(r"p_attribute_01|p_attributes\.(?:attribute_01|\w*code)"),
    "NATIVE_SET_VALUE": re.compile(r"p_attribute_05|p_attributes\.attribute_05"),
}
_CONDITION: Final = re.compile(r"_(?:cond|when|expr|disp)")
_CONDITION_TYPE: Final = re.compile(r"(?:cond|condition|when)_type2?$")
# The argument that names the language, where it is not the text's own name with "_language".
_LANGUAGES: Final = {"p_process_sql_clob": "p_process_clob_language"}


def language_of(argument: str, text: str, hint: str = "") -> Language:
    """The language of a text, by its argument, by what it begins with, and by ``hint`` (a file
    name or MIME type, or "javascript" where another argument says so)."""
    if _JAVASCRIPT.search(argument) or "javascript" in hint or hint.endswith(".js"):
        return "javascript"
    if _CSS.search(argument) or hint.endswith((".css", "text/css")):
        return "css"
    if _PLSQL.search(argument):
        return "plsql"
    if _ADDRESS.match(text):
        return "javascript"
    if _QUERY.match(text):
        return "sql"
    if _BLOCK.match(text):
        return "plsql"
    return "html" if _MARKUP.match(text) else ""


def is_javascript(argument: str, text: Callable[[str], str], arguments: Collection[str]) -> bool:
    """Whether the other ``arguments`` of a component, of which ``text`` gives the value, say that
    this one is written in JavaScript: its action, its language, its kind of condition."""
    if argument.startswith("p_attribute"):
        code = _CODE.get(text("p_action")) if "p_action" in arguments else None
        return code is not None and code.fullmatch(argument) is not None
    language = _LANGUAGES.get(argument) or f"{argument}_language"
    if language in arguments and text(language) == "JAVASCRIPT":
        return True
    kind = f"{argument}_type"
    if kind not in arguments:
        kind = condition_type(argument, arguments)
    return kind != "" and text(kind) == "JAVASCRIPT_EXPRESSION"


def condition_type(argument: str, arguments: Collection[str]) -> str:
    """The one of ``arguments`` that says what kind of condition ``argument`` is a part of: the one
    that begins most like it; "" where there is none."""
    if not _CONDITION.search(argument):
        return ""
    types = [name for name in arguments if _CONDITION_TYPE.search(name)]
    return max(types, key=lambda name: _alike(name, argument), default="")


def _alike(one: str, two: str) -> int:
    """How many letters two names begin with in common."""
    differ = (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
    return next(differ, min(len(one), len(two)))
