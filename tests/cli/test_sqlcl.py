"""The second opinion of SQLcl: its output is read, its exit code is not believed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from app.cli import main
from tests.apexlang.samples import PAGE

APP = "app DEMO (\n    name: Demo\n)\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "demo app"
    (root / "pages").mkdir(parents=True)
    (root / "application.apx").write_text(APP, encoding="utf-8")
    (root / "pages" / "p00010-contracts.apx").write_text(PAGE, encoding="utf-8")
    return root


def program(tmp_path: Path, prints: str, code: int = 0) -> Path:
    """Something that behaves as SQLcl does, and notes what it was told."""
    script = tmp_path / "sql"
    script.write_text(
        f"#!/bin/sh\necho \"$@\" > '{tmp_path}/words'\ncat > '{tmp_path}/told'\n"
        "echo 'SQLcl: Release 26.1 Production'\necho 'Copyright (c) 1982, 2026, Oracle.'\n"
        f"cat <<'END'\n{prints}\nEND\nexit {code}\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    return script


def asked(script: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["check", str(folder), "--sqlcl", str(script)])
    return code, capsys.readouterr().out


def test_what_it_accepts(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = asked(program(tmp_path, "SQL> Validation successful"), folder, capsys)
    assert code == 0 and f"SQLcl agrees: {folder}" in out
    assert (tmp_path / "words").read_text() == "/nolog\n"
    assert (tmp_path / "told").read_text() == f'apex validate -input "{folder}"\nexit\n'


@pytest.mark.parametrize(
    "prints",
    [
        "APEXlang Compile Errors\npages/p00010-contracts.apx:12 unknown property numbe",
        "pages/p00010-contracts.apx: ERROR: REFERENCE_NOT_FOUND @employe",
        "Validation successful\nSP2-0042: unknown command",
    ],
)
def test_an_exit_code_of_zero_is_no_agreement(
    prints: str, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = asked(program(tmp_path, prints, 0), folder, capsys)
    assert code == 1 and "SQLcl refuses" in out
    assert f"  {prints.splitlines()[-1]}\n" in out


def test_an_exit_code_of_one_is_no_refusal(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(program(tmp_path, "Validation successful", 1), folder, capsys)[0] == 0


def test_what_says_neither_is_no_opinion(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = asked(program(tmp_path, "Picked up JAVA_TOOL_OPTIONS"), folder, capsys)
    assert code == 1 and "no opinion" in out and "  Picked up JAVA_TOOL_OPTIONS" in out


def test_it_is_asked_about_apexlang_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "f100.sql"
    export.write_text("prompt --application/comments\nbegin\nnull;\nend;\n/\n", encoding="utf-8")
    _, out = asked(program(tmp_path, "Validation successful"), export, capsys)
    assert "SQLcl was not asked" in out and not (tmp_path / "told").exists()


def test_where_there_is_none_that_is_said(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder), "--sqlcl", str(tmp_path / "nowhere")]) not in (0, 1)
    assert "SQLcl was not found" in capsys.readouterr().err


def test_one_in_the_current_folder_is_never_started(
    tmp_path: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever means it says where it is."""
    program(tmp_path, "Validation successful")
    monkeypatch.chdir(tmp_path)
    before = os.environ["PATH"]
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "x/..", before)))
    assert main(["check", str(folder), "--sqlcl"]) not in (0, 1)
    assert "SQLcl was not found" in capsys.readouterr().err
    assert not (tmp_path / "told").exists()
    assert main(["check", str(folder), "--sqlcl", "./sql"]) == 0
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path), before)))
    assert main(["check", str(folder), "--sqlcl"]) == 0


def test_programs_read_it_too(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = program(tmp_path, "APEXlang Compile Errors")
    assert main(["check", str(folder), "--sqlcl", str(script), "--json"]) == 1
    (opinion,) = json.loads(capsys.readouterr().out)["sqlcl"]
    assert opinion["verdict"] == "refused" and opinion["lines"] == ["APEXlang Compile Errors"]
