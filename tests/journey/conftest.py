"""The whole road in processes of its own: the lab, the demo's home, the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        read = json.loads(self.out)
        assert isinstance(read, dict)
        return read


class CommandLine:
    """``caravane`` as a user starts it, on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        environment["LC_ALL"] = "C.UTF-8"
        return subprocess.Popen(
            [sys.executable, "-m", "app", *arguments, "--home", str(self.home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=self.home.parent,
        )

    def __call__(self, *arguments: str, timeout: float = 240) -> Ran:
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Ran(process.returncode, out, err)


@pytest.fixture
def caravane(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home")


@pytest.fixture
def seeded(seeded_home: Path) -> CommandLine:
    """The same where the demo's world is made already."""
    return CommandLine(seeded_home)
