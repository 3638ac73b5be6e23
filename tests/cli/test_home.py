"""A home that is named and not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main


@pytest.mark.parametrize(
    "words",
    [["rollout", "list"], ["release", "1"], ["export", "main", "-o", "x"], ["doctor"], ["support"]],
)
def test_a_slip_in_the_name_of_a_home_is_said_and_nothing_is_made(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "hoem"
    assert main([*words, "--home", str(home)]) == 2
    assert str(home) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
