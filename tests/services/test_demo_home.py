"""The demo's home belongs to one process while it is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.services.demo import home as demo_home

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
import sys
from pathlib import Path
from app.services.demo import home as demo_home
from app.services.rollout import changelogs
with demo_home.prepare(Path(sys.argv[1]), False, lambda progress: None) as handle:
    print(len(changelogs.status(handle.place, "maroc", None)))
"""


def test_two_processes_make_one_world(tmp_path: Path) -> None:
    """Both can log on in the end: there is one set of passwords, and one version 1."""
    home = tmp_path / "home"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE, str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(2)
    ]
    for process in both:
        out, err = process.communicate(timeout=200)
        assert process.returncode == 0, err
        assert int(out) > 0


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_home, "PATIENCE", 1)
    home = tmp_path / "home"
    with demo_home._alone(home), pytest.raises(SettingsError) as caught:
        demo_home.prepare(home, reset=True, report=lambda progress: None)
    assert caught.value.code == "demo.busy"
    assert caught.value.facts["process"] == str(os.getpid())
    assert not home.exists()
