"""MAIN carries the version that was released, also where APEX has no call that sets one."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from app.apex import read_application
from app.errors import OracleError, ReleaseError
from app.services import sources
from app.services.release import stamp
from app.settings import ApplicationSource
from tests.rollout.world import application, release

MAIN = ApplicationSource(name="MAIN", user="ORASSUIT", application=100)


class Central:
    """MAIN behind an APEX of one release, and what was asked of it."""

    def __init__(self, apex: str, files: dict[str, str]) -> None:
        self.files = {p: t.replace("'24.2.0'", f"'{apex}'") for p, t in files.items()}
        self.versions: list[str] = []
        self.imports: list[dict[str, str]] = []
        self.central = SimpleNamespace(main=MAIN)

    @contextmanager
    def central_session(self, source: ApplicationSource) -> Any:
        yield self

    def commit(self) -> None:
        pass


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(apex: str) -> Central:
        central = Central(apex, application("1"))

        def set_version(session: Any, number: int, version: str) -> None:
            if apex < "23.1":
                raise OracleError("oracle.refused", ora=6550, target="MAIN", detail="PLS-00201")
            central.versions.append(version)

        monkeypatch.setattr(stamp, "set_application_version", set_version)
        monkeypatch.setattr(
            stamp, "import_application", lambda s, files, target: central.imports.append(files)
        )
        monkeypatch.setattr(
            sources, "read_schema", lambda place, source: read_application(central.files)
        )
        return central

    return make


def test_a_call_sets_the_version_where_apex_has_one(made: Any) -> None:
    central = made("24.2.0")
    stamp.stamp_main(central, release("2"), read_application(central.files))
    assert (central.versions, central.imports) == (["2"], [])


def test_before_23_1_main_is_imported_with_its_version(made: Any) -> None:
    central = made("22.2.4")
    stamp.stamp_main(central, release("2"), read_application(central.files))
    (files,) = central.imports
    assert read_application(files).version == "2"


def test_a_main_that_changed_meanwhile_is_left_alone(made: Any) -> None:
    central = made("22.2.4")
    read = read_application(central.files)
    page = "application/pages/page_00001.sql"
    central.files[page] = central.files[page].replace("Contrats", "Polices")
    with pytest.raises(ReleaseError) as caught:
        stamp.stamp_main(central, release("2"), read)
    assert caught.value.code == "release.not_stamped"
    assert "main_moved" in caught.value.facts["detail"]
    assert central.imports == []
