"""The guard as the tests of announced changes need it: an UPDATE of what clients had before."""

from __future__ import annotations

from typing import Any

import pytest

import app.changelog.guard.changelog as guard
from app.changelog.guard.verdict import announce


def announcing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An UPDATE waits for its announcement, unless it fills the column that the release adds."""
    judged = guard.judge

    def judge(text: str, *rest: Any) -> Any:
        verdict = judged(text, *rest)
        if verdict.allowed and text.upper().startswith("UPDATE") and "CANAL" not in text.upper():
            return announce("announce_update")
        return verdict

    monkeypatch.setattr(guard, "judge", judge)
