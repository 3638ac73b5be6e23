"""What only a client's dictionary can prove: ``caravane guard`` and the release say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.changelog import parse_changelog
from app.cli import main
from app.services.release.examine import examine

WIDER = "alter table contrats modify (nom varchar2(100))"
CASES = [
    (WIDER, "allowed", "guard.type_unproven", 0),
    (f"begin execute immediate '{WIDER}'; end;", "allowed", "guard.type_unproven", 0),
    (f"{WIDER} disable constraint c", "refused", "guard.disable", 1),
    (f"begin execute immediate '{WIDER}'; delete from t; end;", "refused", "guard.delete", 1),
    (f"{WIDER} modify b invisible", "announce", "guard.announce_invisible", 3),
]


def written(folder: Path, sql: str) -> Path:
    (folder / "changelog").mkdir()
    path = folder / "changelog" / "001.sql"
    attributes = "endDelimiter:/ splitStatements:false stripComments:false"
    text = f"--liquibase formatted sql\n--changeset k:1 {attributes}\n{sql}\n/\n"
    path.write_text(text, encoding="utf-8")
    return path


def judged(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, dict[str, Any]]:
    code = main(["guard", "--json", str(path)])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, document


@pytest.mark.parametrize(("sql", "verdict", "rule", "code"), CASES)
def test_the_command_says_what_the_release_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sql: str, verdict: str, rule: str, code: int
) -> None:
    path = written(tmp_path, sql)
    done, document = judged(capsys, path)
    (ruling,) = document["rulings"]
    assert (document["verdict"], document["allowed"]) == (verdict, verdict == "allowed")
    assert (ruling["verdict"], ruling["rule"], done) == (verdict, rule, code)
    found = examine({"changelog/001.sql": path.read_bytes()}, ("approvals.json", b""), None)
    assert [(r.verdict, r.rule) for r in found.rulings] == [(verdict, rule)]
    assert len(found.announcements) == (verdict == "announce")
    stopped = [p.code for p in found.problems if p.code != "release.lint"]
    codes = {"refused": ["guard.refused"], "announce": ["release.unannounced"], "allowed": []}
    assert stopped == codes[verdict]


def test_the_reason_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guard", str(written(tmp_path, WIDER))]) == 0
    said = capsys.readouterr().out
    assert "CONTRATS.NOM" in said and "VARCHAR2(100)" in said


def test_a_changeset_that_also_changes_data_can_be_approved(tmp_path: Path) -> None:
    text = (
        "--liquibase formatted sql\n--changeset k:1\n"
        f"{WIDER};\nUPDATE CONTRATS SET A = 1 WHERE B = 2;\n"
    )
    assert len(parse_changelog({"c.sql": text.encode()}).changesets[0].statements) == 2
    found = examine({"c.sql": text.encode()}, ("approvals.json", b""), None)
    assert [a.changeset for a in found.announcements] == ["c.sql::1::k"]
