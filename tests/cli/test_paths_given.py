"""Wildcards: Windows' shells hand them on as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from app.cli.paths_given import expanded, told
from tests.apex.pages import page


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)
    for name in ("b.sql", "a.sql", "c.txt"):
        (tmp_path / name).write_text(page(), encoding="utf-8")
    return tmp_path


def test_a_wildcard_is_expanded_in_order(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "*.sql"]) == 0
    assert capsys.readouterr().out == "identical: 2, different: 0, refused: 0\n"
    assert list(expanded(Path("?.sql"))) == [Path("a.sql"), Path("b.sql")]
    assert list(expanded(here / "*.txt")) == [here / "c.txt"]
    assert main(["guard", "*.sql"]) in (0, 1)
    assert "a.sql" in capsys.readouterr().out


def test_what_matches_nothing_is_named_as_it_was_given(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "*.nothing"]) == 2
    assert "*.nothing" in capsys.readouterr().err


def test_a_file_with_brackets_is_that_file(here: Path) -> None:
    (here / "a[b].sql").write_text("x")
    assert list(expanded(Path("a[b].sql"))) == [Path("a[b].sql")]


def test_a_command_to_type_has_the_quotes_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """cmd knows no single quotes, and has a meaning for & outside of double ones."""
    paths = [Path("002.sql"), Path("Mes documents"), Path("R&D.sql")]
    monkeypatch.setattr("sys.platform", "linux")
    assert told(paths) == "002.sql 'Mes documents' 'R&D.sql'"
    monkeypatch.setattr("sys.platform", "win32")
    assert told(paths) == '002.sql "Mes documents" "R&D.sql"'
