"""Why a value of the settings was refused: the check speaks of types and patterns, people do not.

``reason`` turns what it said into the code of a sentence (``setting_rules`` of the messages) and
its facts; ``meant`` is the key of the field, also where the check names only what it stands in.
"""

from __future__ import annotations

import re
from typing import Any, Final

from app.settings import NO_BRANCH, OF_GIT, OUTSIDE, SHARED

FIXED: Final = "cannot be changed"
_WORDS: Final = {FIXED: "fixed", NO_BRANCH: "git_name", OF_GIT: "of_git", OUTSIDE: "outside"}
_MISSING: Final = re.compile(r"missing required field `(\w+)`")
_UNKNOWN: Final = re.compile(r"contains unknown field `(.*)`")
_LENGTH: Final = re.compile(r"of length (>=|<=) (\d+)")
_BOUND: Final = re.compile(r"(?:int|float)` (>=|>|<=|<) ([\d.]+)")
_PATTERN: Final = re.compile(r"matching regex '(.*)'")
_ENUM: Final = re.compile(r"Invalid enum value '?(.*?)'?$")
_TYPE: Final = re.compile(r"Expected `(\w+)[^`]*`, got")
_BOUNDS: Final = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
_TYPES: Final = {"int": "number", "float": "number", "str": "text", "bool": "yes_no",
                 "array": "list", "object": "table"}  # fmt: skip


def meant(key: str, detail: str) -> str:
    """The key of the field that is meant."""
    found = _MISSING.search(detail) or _UNKNOWN.search(detail)
    if found is None:
        return key
    return found[1] if key == "(top)" else f"{key}.{found[1]}"


def reason(key: str, detail: str) -> tuple[str, dict[str, Any]]:
    """The code of the sentence and its facts; no code for what has none."""
    if _MISSING.search(detail):
        return "needed", {}
    if _UNKNOWN.search(detail):
        return "unknown", {}
    if (length := _LENGTH.search(detail)) is not None:
        return ("needed", {}) if length[1] == ">=" else ("too_long", {"n": int(length[2])})
    if (bound := _BOUND.search(detail)) is not None:
        return _BOUNDS[bound[1]], {"n": bound[2].removesuffix(".0")}
    if (pattern := _PATTERN.search(detail)) is not None:
        return _pattern(pattern[1]), {}
    if (enum := _ENUM.search(detail)) is not None:
        return "none_of_them", {"value": enum[1]}
    if (kind := _TYPE.search(detail)) is not None and kind[1] in _TYPES:
        return _TYPES[kind[1]], {}
    if "Windows" in detail:
        return "windows", {}
    if detail.startswith(SHARED):
        return "shared", {"other": detail.removeprefix(SHARED)}
    if detail in _WORDS:
        return _WORDS[detail], {}
    last = key.rpartition(".")[2]
    return (last, {}) if last in ("window", "timezone") else ("", {})


def _pattern(pattern: str) -> str:
    if "=https" in pattern:
        return "remote_server"
    if "tls://" in pattern:
        return "scheduler"
    if "%" in pattern:
        return "bad_ends"
    if "p_[" in pattern:
        return "argument"
    if "*=" in pattern:
        return "changelog_value"
    return "short_name" if pattern.startswith(("^[a-z0-9]", "^([a-z0-9]")) else "login"
