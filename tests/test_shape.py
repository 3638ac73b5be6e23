"""Modules and functions stay small enough to be read at once, and no two files need each other."""

from __future__ import annotations

import ast
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
MODULE, FUNCTION = 500, 60  # lines
SOURCES = [
    ROOT / "dev.py",
    *(p for room in ("app", "ui") for p in sorted((ROOT / room).rglob("*.py"))),
]
# The lab is taken apart into rooms of its own next.
LONGER = {
    "app/lab/plsql/syntax.py",
    "app/lab/plsql/calls.py:call",
}


def test_no_module_and_no_function_grows_too_long() -> None:
    """An exception is named, and struck out again when it is not one any more."""
    assert len(SOURCES) > 300
    found = set()
    for path in SOURCES:
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if text.count("\n") > MODULE:
            found.add(name)
        for node in ast.walk(ast.parse(text)):
            end = getattr(node, "end_lineno", None) or 0
            if isinstance(node, ast.FunctionDef) and end - node.lineno >= FUNCTION:
                found.add(f"{name}:{node.name}")
    assert found == LONGER


def test_no_file_needs_one_that_needs_it() -> None:
    """No circle of imports, those inside of functions and for types alone counted too."""
    graph = grimp.build_graph("app", "ui", cache_dir=None)
    left = {name for name in graph.modules if not name.startswith("app.lab")}
    assert len(left) > 250
    while True:  # what needs nothing that is left is in no circle
        free = {name for name in left if not graph.find_modules_directly_imported_by(name) & left}
        if not free:
            break
        left -= free
    assert sorted(left) == []
