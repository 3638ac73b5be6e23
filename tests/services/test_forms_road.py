"""The whole road on APEX 26.1, over the wire: both forms are read, decided in APEXlang's words,
written as SQL, compared, kept and released; a client gets the SQL export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.apex import read_application
from app.apex.model import Decision, Take
from app.cli import main
from app.lab.world.own import content
from app.services import developers, snapshots, sources
from app.services.compare import versions
from app.services.demo import home as demo_home
from app.services.merge import into_main
from app.services.release import releases
from app.services.rollout import rollouts
from app.services.workplace import Workplace
from tests.cli.test_sqlcl import program
from tests.services.test_road import quiet

PAGE = "application/pages/page_00030.sql"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = demo_home.prepare(tmp_path / "home", reset=False, report=quiet, content=content("26.1"))
    with made as handle:
        yield handle.place


def test_from_the_copies_to_a_release_in_both_forms(
    place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = developers.overview(place, quiet)
    ahmed = {
        (c.procedure, c.name) for d in seen.developers[:1] for f in d.files for c in f.diff.changes
    }
    assert {("region", "contrats"), ("pageItem", "P10_CANAL"), ("column", "ASSURE")} <= ahmed

    session = into_main.start(place, ["Ahmed", "Sara"], quiet)
    (conflict,) = session.open_conflicts
    assert conflict.component_path[-1].endswith("P30_STATUT")
    assert "SQL" not in conflict.label
    assert (conflict.ours, conflict.theirs) == ("Statut du sinistre", "État du dossier")
    session = into_main.decide(place, session, Decision(conflict.key, Take.EDITED, "État"))
    written = into_main.write(place, session, quiet)
    assert written.notices == ()  # both forms say the same

    main_now = sources.read_schema(place, place.central.main)
    assert r"unistr('\00C9tat')" in main_now.files[PAGE]
    assert any("label: État\n" in text.decode() for text in main_now.apexlang.values() if text)
    with place.repository() as repository:
        commit = repository.snapshot_commit("Ahmed")
        assert commit is not None
        sql, language = snapshots.parted(repository.files(commit))
    copy = sources.read_schema(place, place.developer("Ahmed"))
    assert (read_application(sql), language) == (copy, copy.apexlang)
    assert all(d.files == () for d in developers.overview(place, quiet).developers)

    released(place, tmp_path, capsys)


def released(place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    releases.publish(place, "2", "", quiet)
    bundle = rollouts.read_bundle(place, "v2")
    whole = read_application(bundle.application, bundle.apexlang)
    main_now = sources.read_schema(place, place.central.main)
    assert main_now.version == whole.version == "2"
    assert whole == main_now and bundle.apexlang == main_now.apexlang
    assert {f.path.partition("/")[0] for f in bundle.release.manifest.files} == {
        "apex", "apexlang", "changelog",
    }  # fmt: skip
    folder = place.repository_path / "apexlang"
    assert main(["check", str(folder)]) == 0
    if sys.platform != "win32":
        agrees = program(tmp_path, "SQL> Validation successful")
        assert main(["check", str(folder), "--sqlcl", str(agrees)]) == 0
        assert "Validation" not in capsys.readouterr().err
    told = versions.compare(place, "git:v1", "git:v2", quiet).diff
    assert ("pageItem", "P30_STATUT") in {
        (c.procedure, c.name) for f in told.files for c in f.diff.changes
    }
