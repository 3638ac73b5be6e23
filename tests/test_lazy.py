"""The window is on the screen before the drivers are loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.lazy import lazy

ROOT = Path(__file__).resolve().parents[1]
SLOW = ("oracledb", "git")


def test_the_window_loads_without_the_drivers() -> None:
    told = f"import sys, ui.window; print([m for m in {SLOW!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_lazy_module_is_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    import colorsys

    monkeypatch.delitem(sys.modules, "colorsys")
    late = lazy("colorsys")
    assert "colorsys" not in sys.modules
    assert late.rgb_to_hsv(1, 0, 0) == colorsys.rgb_to_hsv(1, 0, 0)
    assert "colorsys" in sys.modules and lazy("colorsys") is sys.modules["colorsys"]
    with pytest.raises(AttributeError):
        _ = late.no_such_thing
