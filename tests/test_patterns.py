"""Regular expressions keep to what every supported Python matches alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(p for room in ("app", "ui") for p in (ROOT / room).rglob("*.py"))
# CPython issue 106052: before 3.11.5 a turn of such a group that fails leaves the place moved.
POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")


@pytest.mark.parametrize("pattern", [r"(?:a|b)*+", "(a)?+", "(?:ab)++", "(a){2,}+", "(?>a)"])
def test_a_possessive_group_would_be_seen(pattern: str) -> None:
    assert POSSESSIVE_GROUP.search(pattern)


def test_no_group_is_repeated_possessively() -> None:
    assert SOURCES
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if POSSESSIVE_GROUP.search(line)
    ]
    assert found == []
