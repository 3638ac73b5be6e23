"""A text without its comments: what stands in one is used by nothing."""

from __future__ import annotations

import re
from typing import Final

from app.apex.model import Language

_QUOTED: Final = (
    r"[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<mark>[^\s\w\[{(<]).*?(?P=mark))'|'[^']*+'"
)
_SQL: Final = re.compile(rf"(?P<keep>{_QUOTED})|--[^\n]*+|/\*.*?\*/", re.DOTALL)
_STRINGS: Final = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
_JAVASCRIPT: Final = re.compile(rf"(?P<keep>{_STRINGS})|(?<![:\\])//[^\n]*+|/\*.*?\*/", re.DOTALL)
_CSS: Final = re.compile(r"(?P<keep>(?!))|/\*.*?\*/", re.DOTALL)
_MARKUP: Final = re.compile(r"(?P<keep>(?!))|<!--.*?-->", re.DOTALL)
_FORMS: Final = {
    "sql": _SQL, "plsql": _SQL, "javascript": _JAVASCRIPT, "css": _CSS, "html": _MARKUP
}  # fmt: skip
_MARKS: Final = ("--", "/*", "//")
_SCRIPT: Final = re.compile(r"(?<=<script).*?(?=</script)", re.DOTALL | re.IGNORECASE)


def without_comments(text: str, language: Language) -> str:
    """The text with blanks in the place of comments, so that every other sign keeps its place.
    An expression of unknown language is read as SQL, but for links and addresses."""
    if not any(mark in text for mark in _MARKS):
        return text
    if not language and ("f?p=" in text or "://" in text):
        return text
    left = _FORMS.get(language, _SQL).sub(_blank, text)
    return _SCRIPT.sub(_in_script, left) if language == "html" and "<script" in text else left


def _in_script(found: re.Match[str]) -> str:
    return _JAVASCRIPT.sub(_blank, found[0])


def _blank(found: re.Match[str]) -> str:
    return found[0] if found["keep"] is not None else re.sub(r"[^\n]", " ", found[0])
