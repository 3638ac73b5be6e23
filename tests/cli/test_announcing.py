"""``caravane guard --approve``: shown, asked, kept; and what the guard says then."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

CHANGELOG = """--liquibase formatted sql
--changeset karim:colonne
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset karim:prime
UPDATE CONTRATS
   SET MONTANT_PRIME = MONTANT_PRIME * 1.02
 WHERE COMMENTAIRE = 'à  revoir';
--changeset sara:statut
UPDATE POLICES SET STATUT = 'ECHU' WHERE DATE_FIN < SYSDATE;
"""
DROP = "--changeset karim:menage\nDROP TABLE CONTRATS_OLD;\n"
PRIME, STATUT = "changelog/002.sql::prime::karim", "changelog/002.sql::statut::sara"
ME = "Karim Benali <karim@example.com>"


class Terminal(io.StringIO):
    """Somebody at a keyboard, whose answers are known beforehand."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q", "."], check=True)
    for key, value in (("name", "Karim Benali"), ("email", "karim@example.com")):
        subprocess.run(["git", "config", f"user.{key}", value], check=True)
    (tmp_path / "changelog").mkdir()
    (tmp_path / "changelog" / "002.sql").write_text(CHANGELOG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    def ask(*words: str) -> tuple[int, str, str]:
        code = main(["guard", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield ask


def judged(run: Any, *words: str) -> dict[str, Any]:
    code, out, _ = run("--json", *words)
    document: dict[str, Any] = json.loads(out)
    return document | {"code": code, "by": {r["line"]: r for r in document["rulings"]}}


def test_what_waits_is_shown_and_asked_one_by_one(
    here: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = judged(run, "changelog/002.sql")
    assert (before["code"], before["verdict"], before["waiting"]) == (3, "announce", 2)
    monkeypatch.setattr("sys.stdin", Terminal("y\nas the board decided\nn\n"))
    code, out, err = run("--approve", "changelog/002.sql")
    assert code == 3  # one still waits
    assert "   SET MONTANT_PRIME = MONTANT_PRIME * 1.02\n" in out  # the whole statement
    assert "     WHERE COMMENTAIRE = 'à  revoir';" in out
    assert "It writes into CONTRATS (MONTANT_PRIME), which clients had before" in out
    assert "It writes into POLICES (STATUT), which clients had before" in out
    assert f"changelog/002.sql:5  {PRIME}" in out and f"You approve as {ME}." in out
    assert f"approved by {ME}: {PRIME}" in err and STATUT not in err
    (entry,) = json.loads((here / "changelog/approvals.json").read_text("utf-8"))["approvals"]
    assert (entry["changeset"], entry["approved_by"]) == (PRIME, ME)
    assert entry["reason"] == "as the board decided"
    after = judged(run, "changelog/002.sql")
    assert (after["code"], after["waiting"]) == (3, 1)
    assert after["by"][5]["approval"]["approved_by"] == ME
    assert after["by"][5]["verdict"] == "announce" and after["by"][5]["allowed"] is False
    assert after["by"][9]["approval"] is None


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "yess\n", "ok\n", "1\n"])
def test_anything_but_yes_is_no(
    here: Path, run: Any, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert run("--approve", "prime", "changelog/002.sql")[0] == 3
    assert not (here / "changelog/approvals.json").exists()


def test_a_script_names_each_changeset(here: Path, run: Any) -> None:
    for words in (["--approve"], ["--approve", "--yes"], ["--approve", "prime"]):
        code, _, err = run(*words, "changelog/002.sql")
        assert code == 2 and "saw the statement" in err, words
    assert not (here / "changelog/approvals.json").exists()
    code, _, err = run("changelog/002.sql")
    assert code == 3 and f"caravane guard --approve {Path('changelog/002.sql')}" in err
    code, out, _ = run("--approve", "prime", "sara:statut", "changelog", "--yes")
    assert code == 0 and "MONTANT_PRIME * 1.02" in out
    assert "APPROVED changelog/002.sql:5 UPDATE  Karim Benali" in out
    document = judged(run, "changelog")
    assert (document["code"], document["verdict"], document["waiting"]) == (0, "announce", 0)
    assert document["allowed"] is False


def test_options_stand_where_the_documentation_has_them(here: Path, run: Any) -> None:
    code, _, err = run("--approve", "prime", "statut", "--yes", "--reason", "x", "changelog")
    assert code == 0, err
    with pytest.raises(SystemExit, match="2"):
        run("changelog", "--approved")
    (here / "-x.sql").write_text(CHANGELOG, encoding="utf-8")
    assert run("--json", "--", "-x.sql")[0] == 3  # behind -- all are words


def test_json_stays_one_document_and_names_what_was_approved(here: Path, run: Any) -> None:
    code, out, err = run("--approve", PRIME, "changelog", "--yes", "--json", "--reason", "agreed")
    document = json.loads(out)
    assert code == 3 and "MONTANT_PRIME * 1.02" in err
    assert [(a["changeset"], a["reason"]) for a in document["approved"]] == [(PRIME, "agreed")]


def test_the_key_is_that_of_the_release_wherever_one_stands(
    here: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here / "changelog")
    assert run("--approve", "prime", "002.sql", "--yes")[0] == 3
    assert PRIME in (here / "changelog/approvals.json").read_text("utf-8")
    monkeypatch.chdir(here)
    assert judged(run, str(here / "changelog"))["by"][5]["approval"]["changeset"] == PRIME


def test_an_edit_makes_it_wait_again_and_says_so(here: Path, run: Any) -> None:
    run("--approve", "prime", "statut", "changelog", "--yes")
    file = here / "changelog" / "002.sql"
    file.write_text(CHANGELOG.replace("à  revoir", "à revoir"), encoding="utf-8")
    code, out, _ = run("changelog")
    assert code == 3 and f"{ME} approved another text of it on 20" in out
    document = judged(run, "changelog")
    assert document["by"][5]["approval"] is None and document["by"][5]["void"]["changeset"] == PRIME
    assert document["by"][9]["approval"]["changeset"] == STATUT


def test_what_is_refused_unknown_or_harmless_is_not_approved(here: Path, run: Any) -> None:
    (here / "changelog" / "003.sql").write_text("--liquibase formatted sql\n" + DROP, "utf-8")
    for name, said in (
        ("menage", "What the guard refuses cannot be approved"),
        ("colonne", "This changeset needs no approval"),
        ("autre", "There is no such changeset to approve"),
    ):
        code, _, err = run("--approve", name, "changelog", "--yes")
        assert code == 2 and said in err, name
        assert "Nothing was approved" in err
    assert not (here / "changelog/approvals.json").exists()
    assert judged(run, "changelog")["code"] == 1


def test_an_approval_is_withdrawn(here: Path, run: Any) -> None:
    run("--approve", "prime", "statut", "changelog", "--yes")
    code, _, err = run("--withdraw", "prime", "changelog")
    assert code == 3 and f"no longer approved: {PRIME}" in err
    assert STATUT in (here / "changelog/approvals.json").read_text("utf-8")
    code, _, err = run("--withdraw", "prime", "changelog")
    assert code == 2 and STATUT in err


def test_without_a_name_nobody_approves(here: Path, run: Any) -> None:
    subprocess.run(["git", "config", "--unset", "user.name"], check=True)
    code, _, err = run("--approve", "prime", "changelog", "--yes")
    assert code == 2 and "git config user.name" in err
    assert not (here / "changelog/approvals.json").exists()


def test_a_broken_file_of_approvals_stops_everything(here: Path, run: Any) -> None:
    run("--approve", "prime", "changelog", "--yes")
    file = here / "changelog/approvals.json"
    whole = file.read_text("utf-8")
    for broken in (whole[:-9], whole.replace("Karim", "Sara"), "<<<<<<< HEAD\n" + whole):
        file.write_text(broken, "utf-8")
        for words in (["changelog"], ["--approve", "statut", "changelog", "--yes"]):
            code, _, err = run(*words)
            assert code == 2 and "approvals.json" in err and "Nothing is approved" in err
        assert file.read_text("utf-8") == broken


def test_nothing_hides_in_what_is_shown(here: Path, run: Any) -> None:
    trick = CHANGELOG.replace("'à  revoir'", "'\x1b[2K\u202eà'")
    (here / "changelog" / "002.sql").write_text(trick, encoding="utf-8")
    _, out, _ = run("--approve", "prime", "changelog", "--yes")
    assert "\x1b" not in out and "\u202e" not in out
    assert r"WHERE COMMENTAIRE = '\u001b[2K\u202eà'" in out


def test_the_code_that_it_runs_is_shown_with_what_it_writes_to(here: Path, run: Any) -> None:
    (here / "changelog" / "002.sql").write_text(
        "--liquibase formatted sql\n--changeset karim:code splitStatements:false\n"
        "CREATE OR REPLACE PROCEDURE REVALORISER AS\nBEGIN\n"
        "  UPDATE CONTRATS SET MONTANT_PRIME = 0 WHERE STATUT = 'ACTIF';\nEND;\n"
        "--changeset karim:appel splitStatements:false\nBEGIN REVALORISER; END;\n",
        encoding="utf-8",
    )
    code, out, _ = run("--approve", "appel", "changelog", "--yes")
    assert code == 0, out
    assert "    BEGIN REVALORISER; END;\n" in out
    assert "      UPDATE CONTRATS SET MONTANT_PRIME = 0 WHERE STATUT = 'ACTIF';\n" in out
    assert "Writes to: CONTRATS.MONTANT_PRIME" in out


@pytest.mark.parametrize("option", [["--yes"], ["--reason", "fin d'année"]])
def test_what_belongs_to_an_approval_is_not_passed_over(
    option: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "002.sql").write_text(CHANGELOG, encoding="utf-8")
    assert main(["guard", *option, "002.sql"]) == 2
    assert "--approve" in capsys.readouterr().err
    assert not (here / "approvals.json").exists()
