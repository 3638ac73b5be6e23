"""The services on the demo world: MAIN that moves, backups, a remote that refuses, settings."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.apex import Application, with_version
from app.apex.model import Decision, Take
from app.errors import AppError, MergeError, OracleError, ReleaseError
from app.oracle import ImportTarget, import_application
from app.services import developers, sources
from app.services.compare import versions
from app.services.demo import home as demo_home
from app.services.merge import backups, into_main, merged
from app.services.model import MergeSession, Progress
from app.services.release import releases
from app.services.release.notes import drafted
from app.services.rollout import rollouts
from app.services.settings import preferences
from app.services.workplace import Workplace
from app.settings import Compare
from tests.apex.samples import lov

PAGE = "application/pages/page_00050.sql"


def quiet(_: Progress) -> None:
    """Nobody watches."""


@pytest.fixture
def place(seeded_home: Path) -> Iterator[Workplace]:
    with demo_home.prepare(seeded_home, reset=False, report=quiet) as handle:
        yield handle.place


def decided(place: Workplace, session: MergeSession) -> MergeSession:
    while session.open_conflicts:
        decision = Decision(session.open_conflicts[0].key, Take.THEIRS)
        session = into_main.decide(place, session, decision)
    assert session.ready
    return session


def change_main(place: Workplace, path: str, old: str, new: str) -> None:
    """Somebody works on MAIN itself."""
    source = place.central.main
    application = sources.read_schema(place, source)
    assert old in application.files[path]
    files = {**application.files, path: application.files[path].replace(old, new, 1)}
    target = ImportTarget(source.workspace_name, source.application, source.schema_name)
    with place.central_session(source) as session:
        import_application(session, files, target)


def main_of(place: Workplace) -> Application:
    return sources.read_schema(place, place.central.main)


def test_main_that_moved_elsewhere_is_merged_again(place: Workplace) -> None:
    session = decided(place, into_main.start(place, ["Ahmed", "Sara"], quiet))
    change_main(place, PAGE, ",p_name=>'Agences'", ",p_name=>'Agences et courtiers'")
    written = into_main.write(place, session, quiet)
    (noted,) = merged.known(place)
    assert noted.developers == ("Ahmed", "Sara") and noted.backup == written.backup and noted.by
    assert noted.pages == written.pages and noted.decided == len(session.conflicts)
    assert written.redone
    main = main_of(place)
    assert "Agences et courtiers" in main.files[PAGE]
    assert {10, 20, 30} <= set(written.pages)
    # and what the developers have is no change any more
    after = developers.overview(place, quiet)
    assert [d.files for d in after.developers] == [(), ()]
    # the backup is MAIN as it was just before, and it can be put back
    kept = backups.read(Path(written.backup))
    into_main.restore(place, written.backup, quiet)
    assert dict(main_of(place).files) == kept
    assert "Agences et courtiers" in kept[PAGE]


def test_without_a_version_in_git_there_is_no_list_of_changes(place: Workplace) -> None:
    """MAIN alone has a list of values by then; nobody removed it."""
    path, text = lov("ETATS", 4711)
    main = main_of(place)
    install = f"{main.files['install.sql']}@@{path}\n"
    files = {**main.files, path: text, "install.sql": install}
    source = place.central.main
    target = ImportTarget(source.workspace_name, source.application, source.schema_name)
    with place.central_session(source) as session:
        import_application(session, files, target)
    place.repository_path.rename(place.repository_path.with_name("elsewhere"))
    seen = developers.overview(place, quiet)
    assert (seen.base, seen.overlaps, seen.main.files) == (None, (), ())
    for developer in seen.developers:
        assert developer.files == () and developer.version
        assert developer.problem is not None and developer.problem.code == "merge.no_base"
    with pytest.raises(AppError) as error:
        into_main.start(place, ["Ahmed"], quiet)
    assert error.value.code == "merge.no_base"


def test_a_copy_of_an_unknown_version_is_compared_with_none(place: Workplace) -> None:
    copy = sources.read_schema(place, place.developer("Ahmed"))
    older = with_version(copy, "0.7")
    assert sources.developer_base(place, "Ahmed", older) is not None, "one version is the only one"
    git = ["git", "-C", str(place.repository_path), "tag", "-a", "-m", "again"]
    subprocess.run([*git, "v99", f"{releases.known(place)[-1].tag}^{{commit}}"], check=True)
    with pytest.raises(AppError) as error:
        sources.developer_base(place, "Ahmed", older)
    assert error.value.code == "merge.unknown_base"
    assert (error.value.facts["developer"], error.value.facts["version"]) == ("Ahmed", "0.7")
    assert sources.developer_base(place, "Ahmed", copy) is not None


def test_main_that_moved_into_a_conflict_is_not_written(place: Workplace) -> None:
    session = decided(place, into_main.start(place, ["Ahmed"], quiet))
    ahmed = sources.read_schema(place, place.developer("Ahmed"))
    base = main_of(place)
    path = "application/pages/page_00030.sql"
    (label,) = [
        p
        for f in versions.compare(place, "main", "dev:Ahmed", quiet).diff.files
        if f.path == path
        for c in f.diff.changes
        for p in c.properties
        if p.name == "p_prompt"
    ]
    assert label.old in base.files[path]
    change_main(place, path, f",p_prompt=>'{label.old}'", ",p_prompt=>'Autre'")
    before = dict(main_of(place).files)
    with pytest.raises(AppError) as caught:
        into_main.write(place, session, quiet)
    assert caught.value.code == "merge.main_moved"
    assert dict(main_of(place).files) == before
    assert ahmed.files


def test_a_damaged_backup_is_never_restored(place: Workplace) -> None:
    session = decided(place, into_main.start(place, ["Ahmed"], quiet))
    written = into_main.write(place, session, quiet)
    before = dict(main_of(place).files)
    with Path(written.backup).open("ab") as file:
        file.write(b"x")
    with pytest.raises(AppError) as caught:
        into_main.restore(place, written.backup, quiet)
    assert caught.value.code == "backup.damaged"
    assert dict(main_of(place).files) == before


def test_an_open_conflict_is_never_written(place: Workplace) -> None:
    session = into_main.start(place, ["Ahmed", "Sara"], quiet)
    assert len(session.open_conflicts) == 1
    before = dict(main_of(place).files)
    with pytest.raises(AppError) as caught:
        into_main.write(place, session, quiet)
    assert caught.value.code == "merge.not_ready"
    assert dict(main_of(place).files) == before
    again = into_main.undecide(place, decided(place, session), session.conflicts[0].key)
    assert len(again.open_conflicts) == 1


def test_a_remote_that_refuses_leaves_everything_clear(place: Workplace) -> None:
    into_main.write(place, decided(place, into_main.start(place, ["Sara"], quiet)), quiet)
    draft = releases.draft(place, None, quiet)
    assert draft.authors["application/pages/page_00020.sql"] == ("Sara",)
    assert "Page 20 · " in drafted(draft, "en") and " (Sara): " in drafted(draft, "en")
    news = releases.news(place)
    assert (news.since, news.changesets) == ("v1", draft.changesets)
    hook = place.home / demo_home.REMOTE_FOLDER / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)  # git makes it where it has templates
    hook.write_text("#!/bin/sh\necho 'frozen until Monday' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(ReleaseError) as caught:
        releases.publish(place, "2", "notes", quiet)
    assert caught.value.code == "release.push_refused"
    assert "frozen until Monday" in caught.value.facts["detail"]
    assert [r.version for r in releases.known(place)] == ["1"]
    assert main_of(place).version == "1"
    with pytest.raises(AppError) as refused:
        rollouts.plan(place, "2", ["maroc"])
    assert refused.value.code == "rollout.no_release"
    hook.unlink()
    release = releases.publish(place, "2", "notes", quiet)
    assert release.pushed
    assert release.manifest.developers == ("Sara",)
    assert main_of(place).version == "2"


def test_a_changelog_with_a_drop_is_never_released(place: Workplace) -> None:
    bad = place.repository_path / "changelog" / "003-bad.sql"
    bad.write_text(
        "--liquibase formatted sql\n--changeset x:1 logicalFilePath:changelog/003-bad.sql\n"
        "ALTER TABLE CONTRATS DROP COLUMN NUMERO;\n"
    )
    draft = releases.draft(place, None, quiet)
    assert "guard.refused" in [p.code for p in draft.problems]
    assert [r.allowed for r in draft.rulings if r.path.endswith("003-bad.sql")] == [False]
    with pytest.raises(ReleaseError):
        releases.publish(place, "2", "", quiet)
    assert [r.version for r in releases.known(place)] == ["1"]


def test_an_edited_changeset_is_never_released(place: Workplace) -> None:
    first = place.repository_path / "changelog" / "001-socle.sql"
    first.write_text(first.read_text(encoding="utf-8").replace("VARCHAR2(", "VARCHAR2 (9", 1))
    codes = [p.code for p in releases.draft(place, None, quiet).problems]
    assert "release.changeset_edited" in codes


def test_an_edit_that_the_changeset_owns_up_to_is_released(place: Workplace) -> None:
    """Else a text that the guard refuses at every client could never be corrected."""
    first = place.repository_path / "changelog" / "001-socle.sql"
    text = first.read_text(encoding="utf-8").replace("VARCHAR2(", "VARCHAR2 (9", 1)
    first.write_text(text)
    edited, *moved = releases.draft(place, None, quiet).problems
    # The demo's approved change rests on what was edited: it is to be approved again.
    assert [p.code for p in moved] == ["release.approval_moved"]
    owned = text.replace(
        "\n--comment", f"\n--validCheckSum: {edited.facts['stored']}\n--comment", 1
    )
    first.write_text(owned)
    draft = releases.draft(place, None, quiet)
    assert [p.code for p in draft.problems] == ["release.approval_moved"]
    (shown,) = (a for a in draft.announcements if a.approval is None)
    assert releases.approve(place, draft, shown, "read again").problems == ()
    first.write_text(owned.replace(str(edited.facts["stored"]), "9:" + "0" * 32))
    assert edited.code in [p.code for p in releases.draft(place, None, quiet).problems]


def test_a_schema_that_cannot_be_read_does_not_hide_the_others(place: Workplace) -> None:
    preferences.set_password(place, "central", "ORASSUIT_DEV1", "wrong")
    found = {d.name: d for d in developers.overview(place, quiet).developers}
    problem = found["Ahmed"].problem
    assert problem is not None
    assert problem.code == "oracle.wrong_password"
    assert len(found["Sara"].files) == 3
    test = preferences.test_connection(place, "central", "ORASSUIT_DEV1")
    assert not test.ok


def test_what_the_settings_ignore_is_no_change_of_a_developer(place: Workplace) -> None:
    def labels(where: Workplace) -> set[str]:
        listed = developers.overview(where, quiet).developers
        changes = [c for d in listed for f in d.files for c in f.diff.changes]
        return {p.name for c in changes for p in c.properties}

    assert "p_prompt" in labels(place)
    rules = Compare(ignore=("create_page_item.p_prompt",))
    changed = place.with_settings(replace(place.settings, compare=rules))
    assert labels(changed) == labels(place) - {"p_prompt"}


def test_settings_are_saved_from_the_form_and_checked(place: Workplace) -> None:
    wanted = preferences.as_dict(place)
    wanted["language"] = "fr"
    assert preferences.save_settings(place, wanted).language == "fr"
    wanted["clients"][0]["application"] = "many"
    with pytest.raises(AppError) as caught:
        preferences.save_settings(place, wanted)
    assert caught.value.code == "settings.invalid"
    assert preferences.load(place).language == "fr"


def test_secrets_are_nowhere_but_in_the_keyring(place: Workplace) -> None:
    password = place.secrets.get("ORASSUIT@central")
    for path in place.home.rglob("*"):
        if path.is_file() and path.name != "demo-keyring.json" and path.stat().st_size < 10**7:
            assert password.encode() not in path.read_bytes(), path


def test_what_waits_for_the_release_is_noted_before_main_is_written(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = decided(place, into_main.start(place, ["Ahmed", "Sara"], quiet))
    before = dict(main_of(place).files)
    note = place.home / into_main.PENDING

    for foreign in (b'{"developers": ["Ahm', b"\xff\xfe", b"[]"):
        note.write_bytes(foreign)
        for use in (
            lambda: into_main.write(place, session, quiet),
            lambda: releases.draft(place, None, quiet),
        ):
            with pytest.raises(MergeError) as caught:
                use()
            assert caught.value.code == "merge.waiting_damaged"
            assert str(note) in caught.value.facts["path"]
        assert note.read_bytes() == foreign
        assert dict(main_of(place).files) == before
    note.unlink()

    for code, kept in (("oracle.refused", ()), ("oracle.lost", ("Ahmed", "Sara"))):

        def refuse(*_: object, code: str = code) -> None:
            raise OracleError(code, target="MAIN", detail="", statement="")

        with monkeypatch.context() as patched:
            patched.setattr(into_main, "import_application", refuse)
            with pytest.raises(OracleError):
                into_main.write(place, session, quiet)
        assert into_main.pending(place).developers == kept
    into_main.write(place, session, quiet)
    assert into_main.pending(place).developers == ("Ahmed", "Sara")


def test_a_copy_with_other_line_ends_says_so_and_is_mended(place: Workplace) -> None:
    """As a clone that was made by hand where git changes line ends."""
    first = min((place.repository_path / "changelog").glob("*.sql"))
    released = first.read_bytes()
    first.write_bytes(released.replace(b"\n", b"\r\n"))
    (problem, *_) = releases.draft(place, "2", quiet).problems
    assert problem.code == "release.line_ends"
    assert problem.facts["path"] == f"changelog/{first.name}"
    assert releases.mend_line_ends(place) == (f"changelog/{first.name}",)
    assert first.read_bytes() == released
    assert releases.draft(place, "2", quiet).problems == ()


@pytest.mark.parametrize("version", ["1.", "1..2", "1.lock"])
def test_a_version_that_git_has_no_tag_for_is_said(place: Workplace, version: str) -> None:
    assert releases.draft(place, version, quiet).problems[0].code == "release.bad_version"


def test_what_was_overruled_is_not_in_main(place: Workplace) -> None:
    """One property of Sara's that merged by itself is kept back; all else of hers is written."""
    session = decided(place, into_main.start(place, ["Ahmed", "Sara"], quiet))
    listed = into_main.automatic(place, session)
    assert {c.winner for c in listed} >= {Take.THEIRS} and all(c.taken is None for c in listed)
    brought = [c for c in listed if c.key.startswith("Sara/") and c.winner is Take.THEIRS]
    entry = next(c for c in brought if c.property and c.shape == "scalar" and c.ours is not None)
    session = into_main.decide(place, session, Decision(entry.key, Take.OURS))
    assert [c.key for c in session.overruled] == [entry.key] and session.ready
    again = {c.key: c for c in into_main.automatic(place, session)}
    assert again[entry.key].taken is Take.OURS
    into_main.write(place, session, quiet)
    main = main_of(place)
    component = main.parsed[entry.path].by_key[entry.component]
    assert component.text(entry.property) == (entry.ours or "")
    after = into_main.start(place, ["Sara"], quiet)
    assert after.files == () and into_main.automatic(place, after) == (), "it is not brought again"
