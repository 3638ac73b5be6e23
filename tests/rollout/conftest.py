"""Three clients in memory, and a home for their rollouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.rollout import RunningRollout, errand
from tests.rollout.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, "maroc", "france", "tunisie")


@pytest.fixture
def alone(tmp_path: Path) -> World:
    return World(tmp_path, "maroc")


@pytest.fixture(autouse=True)
def nothing_is_left_at_work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that failed leaves no rollout behind, whose threads would hold up all others."""
    begun: list[RunningRollout] = []
    start = RunningRollout.start

    def noted(self: RunningRollout, *how: Any) -> None:
        begun.append(self)
        start(self, *how)

    with monkeypatch.context() as patched:
        patched.setattr(RunningRollout, "start", noted)
        patched.setattr(errand, "PATIENCE", 0.2)
        yield
        for one in begun:
            if not one.ended:
                one.cancel()
