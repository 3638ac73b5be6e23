"""Three clients in memory, and a home for their rollouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rollout.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, "maroc", "france", "tunisie")


@pytest.fixture
def alone(tmp_path: Path) -> World:
    return World(tmp_path, "maroc")
