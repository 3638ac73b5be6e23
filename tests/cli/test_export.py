"""``caravane export``: the SQL export, or the same application in APEXlang where it has both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import names
from app.apex import Application, read_application
from app.cli import main
from app.services import sources
from tests.apexlang.test_forms import APX, PAGE, SQL
from tests.apexlang.test_words import APX_PATH

LOGO = "shared-components/static-files/Logo.png"


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Application:
    made = read_application({PAGE: SQL}, {APX_PATH: APX.encode(), LOGO: b"\x89PNG\r\n\xff"})
    monkeypatch.setattr(sources, "read", lambda place, spec: made)
    return made


def below(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_either_form_to_the_byte(
    both: Application, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "main", "-o", str(tmp_path / "sql")]) == 0
    assert below(tmp_path / "sql") == {PAGE: SQL.encode()}
    capsys.readouterr()
    out = ["-o", str(tmp_path / "apx"), "--json"]
    assert main(["export", "main", "--apexlang", *out]) == 0
    assert below(tmp_path / "apx") == dict(both.apexlang)
    assert json.loads(capsys.readouterr().out)["files"] == sorted(both.apexlang)


def test_what_has_the_one_form_is_said_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older = read_application({PAGE: SQL.replace("26.1.0", "24.2.0")})
    monkeypatch.setattr(sources, "read", lambda place, spec: older)
    out = str(tmp_path / "apx")
    assert main(["export", "main", "--apexlang", "-o", out]) != 0
    assert "24.2.0" in capsys.readouterr().err
    assert not (tmp_path / "apx").exists()


def test_two_names_that_are_one_file_here_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two = {PAGE: SQL, PAGE.replace("page", "Page"): SQL}
    monkeypatch.setattr(sources, "read", lambda place, spec: read_application(two))
    monkeypatch.setattr(names, "ONE_CASE", True)
    assert main(["export", "main", "-o", str(tmp_path / "sql")]) == 2
    assert "differ only in upper and lower case" in capsys.readouterr().err
    assert not (tmp_path / "sql").exists()
