"""A fresh database in memory and a fresh journal for each test."""

from __future__ import annotations

import pytest

from tests.changelog.memory import Database, Journal


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def journal() -> Journal:
    return Journal()
