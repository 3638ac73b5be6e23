"""Clients on two releases of APEX, over the wire: a release made on the older one goes to both,
what only the upgrade writes is no difference, and what somebody changed beside it still is one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from app.apex import compare_applications, read_application
from app.errors import RolloutError
from app.lab import process, world
from app.lab.apex.releases import RELEASES
from app.lab.world.own import Content
from app.oracle import ConnectionSpec, ImportTarget, connect, export_application, import_application
from app.rollout import Order, Rehearsal, read_material, run_rollout
from app.rollout.apex_fit import Fit
from app.rollout.back import put_back, read_backup
from app.rollout.events import Accepted
from app.rollout.journal import Journal
from app.rollout.model import Acceptance, ClientState, Verdict
from app.rollout.ports import REAL
from app.rollout.upgraded import is_brought
from tests.rollout.runner import demo_bundle
from tests.rollout.test_lab import SLOW, Demo

OLD, NEW = "tunisie", "maroc"
PAGE = "application/pages/page_00010.sql"
OTHER = "application/pages/page_00020.sql"
OWN = "Bienvenue chez le client"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> world.WorldInfo:
    content = Content(elsewhere={"MAROC": RELEASES["26.1"]})
    return world.create(tmp_path_factory.mktemp("pristine") / "lab", content=content)


@pytest.fixture
def demo(tmp_path: Path, pristine: world.WorldInfo) -> Iterator[Demo]:
    shutil.copytree(pristine.home, tmp_path / "lab")
    with process.start(tmp_path / "lab") as lab:
        yield Demo(tmp_path / "home", lab, pristine)


def former(version: str) -> Any:
    """The repository knows version 1, as the demo's MAIN has it."""
    if version != "1":
        return None
    path = Path(__file__).resolve().parents[2] / "resources" / "demo" / "f100"
    return read_application(
        {p.relative_to(path).as_posix(): p.read_text("utf-8") for p in path.rglob("*.sql")}
    )


def order(demo: Demo, own_changes: str = "replace", **ports: Any) -> Order:
    targets = [replace(demo.target(c), own_changes=own_changes) for c in (OLD, NEW)]
    return replace_order(demo.order(targets), former=former, **ports)


def replace_order(made: Order, **ports: Any) -> Order:
    return replace(made, ports=replace(REAL, **ports))


def run(demo: Demo, own_changes: str = "replace", **ports: Any) -> tuple[ClientState, ...]:
    """The old client and the new one, at the end of the rollout."""
    return run_rollout(order(demo, own_changes, **ports)).wait(SLOW).clients


def at(demo: Demo, client: str) -> Any:
    user = demo.target(client).application_user
    spec = ConnectionSpec(name=client, dsn=demo.dsn(client), user=user, call_timeout=60.0)
    return connect(spec, demo.passwords[f"{client}/{user}"])


def there(demo: Demo, client: str) -> dict[str, str]:
    target = demo.target(client)
    with at(demo, client) as session:
        return export_application(session, target.workspace, target.application_id)


def edited(demo: Demo, client: str, path: str, was: str, now: str) -> None:
    """Somebody edits a page at the client, in its App Builder."""
    target = demo.target(client)
    with at(demo, client) as session:
        edit(session, target, path, was, now)


def edit(session: Any, target: Any, path: str, was: str, now: str) -> None:
    files = export_application(session, target.workspace, target.application_id)
    assert was in files[path]
    changed = {**files, path: files[path].replace(was, now, 1)}
    wanted = ImportTarget(target.workspace, target.application_id, target.application_schema)
    import_application(session, changed, wanted)


def test_a_release_of_the_oldest_goes_to_both_and_preflight_says_so(demo: Demo) -> None:
    made = order(demo, "refuse")  # and the upgrade is no change of the client's own
    rehearsal = Rehearsal(made, read_material(made.bundle))
    old, new = rehearsal.findings()
    assert (old.fits, old.apex[:4], old.takes) == (True, "24.2", Fit.SAME), old.problem
    assert (new.fits, new.apex[:4], new.takes) == (True, "26.1", Fit.UPGRADES), new.problem
    old, new = run(demo, "refuse")
    assert old.verdict is Verdict.VERIFIED, old.problem
    assert new.verdict is Verdict.VERIFIED, new.problem
    assert new.own_changes == ()
    files = there(demo, NEW)
    assert "p_release=>'26.1.0'" in files[PAGE] and ",p_static_id=>" in files[PAGE]
    assert "Deux : " in files[PAGE]
    again = run_rollout(replace(order(demo), plan=replace(made.plan, rollout="r2"))).wait(SLOW)
    assert [c.verdict for c in again.clients] == [Verdict.ALREADY_THERE] * 2


def test_what_differs_beside_the_upgrade_is_named(demo: Demo) -> None:
    """It arrives changed: somebody edits a page between the import and the look at it."""
    target = demo.target(NEW)

    def imported(session: Any, files: Any, wanted: ImportTarget) -> Any:
        outcome = REAL.import_application(session, files, wanted)
        if wanted.application_id == target.application_id:
            edit(session, target, OTHER, "p_title=>'Polices'", "p_title=>'Nos polices'")
        return outcome

    old, new = run(demo, import_application=imported)
    assert old.verdict is Verdict.VERIFIED, old.problem
    assert new.verdict is Verdict.FAILED
    assert new.problem is not None and new.problem.code == "rollout.not_equal_upgraded"
    facts = new.problem.facts
    assert (facts["files"], facts["first"]) == (1, OTHER)
    assert (str(facts["here"])[:4], str(facts["made"])[:4]) == ("26.1", "24.2")


# -- what the catalogue of upgrades does not know ------------------------------------------------

_REGION = re.compile(r"(create_page_plug\(\n p_id=>[^\n]*\n)")
_INTERFACE = re.compile(r"wwv_flow_imp_shared\.create_user_interface\(\n.*?\n\);\n", re.DOTALL)


def unknown(files: dict[str, str]) -> dict[str, str]:
    """What a patch of APEX exports that no catalogue knows: an argument more at every region, and
    no user interface any more (as it is in public exports of 26.1)."""
    return {
        path: _INTERFACE.sub("null;\n", _REGION.sub(r"\1,p_of_this_patch=>'Y'\n", text))
        for path, text in files.items()
    }


def patched() -> dict[str, Any]:
    """Ports to clients of which the one on 26.1 has that patch."""

    def export(session: Any, *wanted: Any) -> dict[str, str]:
        files = REAL.export_application(session, *wanted)
        return unknown(files) if session.spec.dsn.endswith(NEW.upper()) else files

    def look(session: Any, *wanted: Any) -> Any:
        found, files = REAL.apex_look(session, *wanted)
        here = session.spec.dsn.endswith(NEW.upper())
        return found, unknown(files) if here and files is not None else files

    return {"export_application": export, "apex_look": look}


def test_what_its_own_apex_shows_of_the_version_before_is_no_difference(demo: Demo) -> None:
    """And what it had changed itself is told, of all that differed before."""
    edited(demo, NEW, OTHER, "p_title=>'Polices'", f"p_title=>'{OWN}'")
    old, new = run(demo, **patched())
    assert (old.verdict, new.verdict) == (Verdict.VERIFIED, Verdict.VERIFIED), new.problem
    assert new.own_changes == (OTHER,)
    assert "rollout.own_replaced" in [p.code for p in new.told]
    assert "rollout.own_replaced" not in [p.code for p in old.told]
    assert OWN not in there(demo, NEW)[OTHER]


def test_what_is_neither_is_still_seen(demo: Demo) -> None:
    target = demo.target(NEW)

    def imported(session: Any, files: Any, wanted: ImportTarget) -> Any:
        outcome = REAL.import_application(session, files, wanted)
        if wanted.application_id == target.application_id:
            edit(session, target, OTHER, "p_title=>'Polices'", "p_title=>'Nos polices'")
        return outcome

    _, new = run(demo, **patched(), import_application=imported)
    assert new.problem is not None and new.problem.code == "rollout.not_equal_upgraded"
    assert (new.problem.facts["files"], new.problem.facts["first"]) == (1, OTHER)


# -- what only the release brought ---------------------------------------------------------------

NEU = "P20_NEU"
_NEU = re.compile(rf"(p_name=>'{NEU}'\n)")


def with_an_item(made: Order) -> Order:
    """The release has an item that the version before had not."""
    text = made.bundle.application[PAGE]
    found = re.search(r"wwv_flow_imp_page\.create_page_item\(\n.*?\n\);\n", text, re.DOTALL)
    assert found is not None
    more = re.sub(r"\.id\(\d+\)", ".id(77000000000000001)", found[0], count=1)
    more = re.sub(r"p_name=>'[^']*'", f"p_name=>'{NEU}'", more, count=1)
    files = {**made.bundle.application, PAGE: text.replace(found[0], found[0] + more)}
    return replace(made, bundle=replace(made.bundle, application=files))


def writing_more() -> dict[str, Any]:
    """Ports to clients of which the APEX 26.1 writes an argument more at that item alone."""

    def written(session: Any, files: dict[str, str]) -> dict[str, str]:
        if not session.spec.dsn.endswith(NEW.upper()):
            return files
        text = _NEU.sub(r"\1,p_of_this_patch=>'Y'\n", files[PAGE])
        return {**files, PAGE: text}

    def export(session: Any, *wanted: Any) -> dict[str, str]:
        return written(session, REAL.export_application(session, *wanted))

    def look(session: Any, *wanted: Any) -> Any:
        found, files = REAL.apex_look(session, *wanted)
        return found, files if files is None else written(session, files)

    return {"export_application": export, "apex_look": look}


def test_what_only_the_release_brought_is_asked_once_for_all_who_write_it_so(demo: Demo) -> None:
    """Nobody can tell the upgrade's words there from a fault: amber, with the values in the log."""
    made = with_an_item(order(demo, **writing_more()))
    old, new = run_rollout(made).wait(SLOW).clients
    assert old.verdict is Verdict.VERIFIED, old.problem
    assert new.verdict is Verdict.IN_DOUBT, new.problem
    assert new.problem is not None and new.problem.code == "rollout.perhaps_upgraded"
    assert (new.problem.facts["files"], new.problem.facts["first"]) == (1, PAGE)
    assert new.problem.code not in [p.code for p in new.told], "said once"
    log = (made.logs / "r1" / f"{NEW}.log").read_text("utf-8")
    assert "log.unlike " in log and NEU in log and "p_of_this_patch" in log
    with closing(Journal(made.journal)) as journal:
        person = Acceptance("Karim", datetime.now(UTC), "Seen in the page designer")
        journal.append("r1", Accepted(NEW, person.at, person))
        assert journal.state("r1").clients[1].verdict is Verdict.ACCEPTED

    backup = read_backup(new, "r1", demo.target(NEW).application_id)
    with at(demo, NEW) as session:  # as another client that has the version before
        put_back(REAL, session, demo.target(NEW), backup, demo.home / "replaced")
    plan = replace(made.plan, rollout="r2", clients=made.plan.clients[1:])
    (new,) = run_rollout(replace(made, plan=plan)).wait(SLOW).clients
    assert new.verdict is Verdict.VERIFIED, new.problem
    assert "rollout.taken_as_upgraded" in [p.code for p in new.told]


@pytest.mark.parametrize(("old_version", "brought"), [("1", False), (None, True)])
def test_a_version_before_that_is_not_to_be_had_excuses_nothing(
    old_version: str | None, brought: bool
) -> None:
    """Where there was none, all is new."""
    base = former("1")
    files = {**base.files, PAGE: base.files[PAGE].replace("p_name=>'", "p_name=>'Autre : ", 1)}
    left = compare_applications(base, read_application(files))
    ports = SimpleNamespace(former=lambda _: None)
    state = SimpleNamespace(old_version=old_version, backup=None)
    context: Any = SimpleNamespace(ports=ports, state=state)
    assert is_brought(context, left, base) is brought


def test_where_nobody_can_tell_it_apart_what_the_client_wants_kept_stops_it(demo: Demo) -> None:
    old, new = run(demo, "refuse", **patched())
    assert old.verdict is Verdict.VERIFIED, old.problem
    assert new.verdict is Verdict.REFUSED
    assert new.problem is not None and new.problem.code == "rollout.own_changes_upgraded"


def test_its_own_change_is_refused_where_it_wants_that(demo: Demo) -> None:
    edited(demo, NEW, OTHER, "p_title=>'Polices'", f"p_title=>'{OWN}'")
    old, new = run(demo, "refuse")
    assert old.verdict is Verdict.VERIFIED, old.problem
    assert new.verdict is Verdict.REFUSED
    assert new.problem is not None and new.problem.code == "rollout.own_changes_upgraded"
    assert (new.problem.facts["count"], new.problem.facts["first"]) == (1, OTHER)


def test_its_own_change_is_kept_by_a_merge_in_its_own_words(demo: Demo) -> None:
    edited(demo, NEW, OTHER, "p_title=>'Polices'", f"p_title=>'{OWN}'")
    before = there(demo, NEW)
    old, new = run(demo, "keep")
    assert (old.verdict, new.verdict) == (Verdict.VERIFIED, Verdict.VERIFIED), new.problem
    files = there(demo, NEW)
    assert OWN in files[OTHER] and "Deux : " in files[PAGE]
    assert read_application(files).version == "2"
    ids = re.compile(r"\.id\((\d+)\)")
    assert ids.findall(files[OTHER]) == ids.findall(before[OTHER]), "nothing was moved"
    assert ids.findall(files[PAGE]) == ids.findall(before[PAGE])
    # What the release left alone and nobody edited is as it was.
    changed = {f.path for f in compare_applications(*map(read_application, (before, files))).files}
    assert changed == {PAGE, "application/create_application.sql"}


def named(demo: Demo, ident: str) -> str:
    """The client gives a region another static id, in its App Builder."""
    found = re.search(r"p_plug_name=>'[^']*'\n,p_static_id=>'([^']*)'", there(demo, NEW)[OTHER])
    assert found is not None
    new = f"p_static_id=>'{ident.format(found[1])}'"
    edited(demo, NEW, OTHER, f"p_static_id=>'{found[1]}'", new)
    return new


def test_a_static_id_of_its_own_is_its_own_change(demo: Demo) -> None:
    named(demo, "mes-contrats-maroc")
    _, new = run(demo, "refuse")
    assert new.problem is not None and new.problem.code == "rollout.own_changes_upgraded"
    assert (new.problem.facts["count"], new.problem.facts["first"]) == (1, OTHER)


@pytest.mark.parametrize("ident", ["mes-contrats-maroc", "{0}-7"])
def test_a_static_id_is_kept_also_where_it_looks_like_the_upgrades(demo: Demo, ident: str) -> None:
    mine = named(demo, ident)
    old, new = run(demo, "keep")
    assert (old.verdict, new.verdict) == (Verdict.VERIFIED, Verdict.VERIFIED), new.problem
    files = there(demo, NEW)
    assert mine in files[OTHER] and "Deux : " in files[PAGE]


def test_a_conflict_with_its_own_change_stops_it_alone(demo: Demo) -> None:
    text = there(demo, NEW)[PAGE]
    name = re.search(r",p_name=>'([^']+)'", text)
    assert name is not None
    edited(demo, NEW, PAGE, name[0], ",p_name=>'Le nôtre'")
    old, new = run(demo, "keep")
    assert old.verdict is Verdict.VERIFIED, old.problem
    assert new.verdict is Verdict.REFUSED
    assert new.problem is not None and new.problem.code == "rollout.own_conflict"
    assert new.problem.facts["first"] == PAGE


def test_a_backup_comes_back_also_from_before_the_upgrade_of_apex(demo: Demo) -> None:
    """The client may have been on 24.2 when its backup was made, and be on 26.1 now: here, the
    backup of the client that is on 24.2 goes to the other one."""
    before = there(demo, NEW)
    old, new = run(demo)
    backup = read_backup(new, "r1", demo.target(NEW).application_id)
    with at(demo, NEW) as session:
        put_back(REAL, session, demo.target(NEW), backup, demo.home / "replaced")
    assert there(demo, NEW) == before
    backup = read_backup(old, "r1", demo.target(OLD).application_id)
    assert backup.application.apex_release.startswith("24.2")
    with at(demo, NEW) as session:
        put_back(REAL, session, demo.target(NEW), backup, demo.home / "replaced")
    files = there(demo, NEW)
    assert "Deux : " not in files[PAGE] and "p_release=>'26.1.0'" in files[PAGE]
    with at(demo, OLD) as session, pytest.raises(RolloutError) as caught:
        newer = read_backup(new, "r1", demo.target(NEW).application_id)
        put_back(REAL, session, demo.target(OLD), newer, demo.home / "refused")
    assert caught.value.code == "rollout.backup_of_newer_apex"
    assert not (demo.home / "refused").exists()


def test_an_older_client_is_refused_by_name(demo: Demo) -> None:
    """The release was exported by 26.1: the client on 24.2 cannot take it, the other one can."""
    made = order(demo)
    upgraded = {
        p: t.replace("p_release=>'24.2.0'", "p_release=>'26.1.0'")
        for p, t in demo_bundle("2").application.items()
    }
    made = replace(made, bundle=replace(made.bundle, application=upgraded))
    found = {f.client: f for f in Rehearsal(made, read_material(made.bundle)).findings()}
    old, new = found[OLD], found[NEW]
    assert old.problem is not None and old.problem.code == "rollout.older_apex"
    assert old.takes is Fit.OLDER and old.problem.facts["client"] == old.name
    assert (new.fits, new.takes) == (True, Fit.SAME), new.problem
