"""Use cases on files alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.release import draft_manifest, init, publish
from app.services import files, messages
from app.services.release.examine import script_problems
from tests.changelog.test_guard_payload import page, script


def test_the_install_script_of_an_export_is_judged_as_one(tmp_path: Path) -> None:
    """It names the other files of the export and nothing of APEX."""
    install = tmp_path / "install.sql"
    install.write_text("prompt --install\n@@application/set_environment.sql\n")
    assert all(r.allowed for r in files.guard_files([tmp_path]))
    install.write_text("prompt --install\n@@application/x.sql\n@@../outside.sql\ndrop table t;\n")
    refused = [r.rule for r in files.guard_files([tmp_path]) if not r.allowed]
    assert refused == ["guard.script_call", "guard.drop"]


def test_a_script_that_no_client_would_take_stops_the_release() -> None:
    path = "application/deployment/install/install_revu.sql"
    kept = script_problems({path: page(script("create table t (a number);"))})
    assert list(kept) == []
    changing = page(script("update contrats set numero = 'revu' where id = 7;"))
    (found,) = script_problems({path: changing, "install.sql": "prompt --install\n"})
    assert (found.code, found.facts["path"]) == ("release.script", path)
    said = messages.message(found, "en")
    assert "contrats" in said.detail and "Nothing was published" in said.detail


def test_a_master_of_xml_is_judged_with_what_it_includes(tmp_path: Path) -> None:
    space = "http://www.liquibase.org/xml/ns/dbchangelog"
    (tmp_path / "sub").mkdir()
    (tmp_path / "m.xml").write_text(
        f'<databaseChangeLog xmlns="{space}"><include file="sub/a.sql"/>'
        '<changeSet id="2" author="a"><dropTable tableName="T"/></changeSet></databaseChangeLog>',
        encoding="utf-8",
    )
    (tmp_path / "sub" / "a.sql").write_text(
        "--liquibase formatted sql\n--changeset a:1\nalter table t add (x number);\n",
        encoding="utf-8",
    )
    (tmp_path / "b.sql").write_text("drop table u;\n", encoding="utf-8")  # nobody includes it
    for named in (tmp_path, tmp_path / "m.xml"):
        found = files.guard_files([named])
        assert [(r.verdict, Path(r.path).name, r.line) for r in found] == [
            ("allowed", "a.sql", 3),
            ("refused", "m.xml", 1),
        ]
        assert [c.id for c in files.read_changelog([named]).changesets] == ["1", "2"]
        left = [f for f in files.lint_changelog([named]) if f.code == "lint.not_included"]
        assert [Path(f.path).name for f in left] == ["b.sql"]


def test_a_master_in_the_repository_of_releases_is_judged_as_it_was_released(
    tmp_path: Path, bare_remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = "http://www.liquibase.org/xml/ns/dbchangelog"
    include = '<include file="sub/a.sql" relativeToChangelogFile="true"/>'
    master = f'<databaseChangeLog xmlns="{space}">{include}</databaseChangeLog>'
    changes = (
        "--liquibase formatted sql\n--changeset a:1\ncreate table t (x number);\n"
        "--changeset a:2\nupdate t set x = 1 where x is null;\n"
    )
    changelog = {"changelog/m.xml": master.encode(), "changelog/sub/a.sql": changes.encode()}
    with init(tmp_path / "work", str(bare_remote)) as repository:
        facts = draft_manifest(
            version="1", created_at=datetime(2026, 11, 23, tzinfo=UTC), application="A",
            application_id=100, apex_release="24.2.0", base="-", developers=(), pages=(),
            changesets=(),
        )  # fmt: skip
        publish(repository, facts, {"install.sql": ""}, "apex", changelog, "changelog", "")
    folder = tmp_path / "work" / "changelog"
    more = folder / "sub" / "a.sql"
    more.write_text(
        changes + "--changeset a:3\nupdate t set x = 2 where x = 1;\n", encoding="utf-8", newline=""
    )
    monkeypatch.chdir(folder)
    for named in (folder, folder / "m.xml", Path("m.xml"), Path()):
        found = files.guard_files([named])
        assert [r.verdict for r in found] == ["allowed", "allowed", "announce"], named
