"""The engine never loads Qt; and the binding does not lose references of True."""

from __future__ import annotations

import subprocess
import sys

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


def test_a_hundred_thousand_signals_are_survived() -> None:
    """One binding release dropped a reference of True at each emission and aborted after 580."""
    assert run(EMIT) == "alive"
