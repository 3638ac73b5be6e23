"""The engine never loads Qt; and the binding does not lose references of True."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

EMIT = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal()
bell = Bell()
for _ in range(100_000):
    bell.rung.emit()
print("alive")
"""


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_the_engine_does_not_load_qt() -> None:
    code = (
        "import sys, app, app.cli, app.services;"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'shiboken6', 'ui'))])"
    )
    assert run(code) == "[]"


def test_the_window_joins_no_path() -> None:
    """Where something is kept is the services' to say: no ``folder / "name"`` in a screen."""
    joined = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in sorted((ROOT / "ui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and _text(node.right))
        or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".joinpath"))
    ]
    # The files that travel with the program; the style's pictures, in a folder of their own.
    allowed = {"ui/resources.py", "ui/theme/look.py"}
    assert [place for place in joined if place.partition(":")[0] not in allowed] == []


def _text(node: ast.expr) -> bool:
    """Whether it is a name of a file or a folder, as far as one sees."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_a_hundred_thousand_signals_are_survived() -> None:
    """One binding release dropped a reference of True at each emission and aborted after 580."""
    assert run(EMIT) == "alive"
