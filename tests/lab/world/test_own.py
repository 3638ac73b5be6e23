"""Somebody's own application in the demo's place."""

from __future__ import annotations

import json

import pytest

from app.errors import SettingsError
from app.lab.apex.exporter import Exporter
from app.lab.apex.releases import RELEASES
from app.lab.apex.store import Store
from app.lab.sql.database import Database
from app.lab.world import servers
from app.lab.world.build import application, build, of_release
from app.lab.world.own import Own, content
from app.services.demo import home as demo


@pytest.fixture(scope="module")
def files():
    """The demo's application as though it were somebody's of APEX 22.2."""
    return {path: of_release(text, RELEASES["22.2"]) for path, text in application().items()}


@pytest.fixture
def folder(tmp_path, files):
    def write(made):
        for path, text in made.items():
            file = tmp_path / "export" / "f100" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        return tmp_path / "export"

    return write


def test_three_pages_and_one_conflict(files):
    own = Own.of(files)
    first, second, third = own.pages[:3]
    changed = {name: own.changed_by(name) for name in ("AHMED", "SARA")}
    for name, (made, paths) in changed.items():
        alone = first if name == "AHMED" else second
        assert {p for p in made if made[p] != files[p]} == {alone[1], third[1]}
        assert paths == {p.removesuffix(".sql") for p in (alone[1], third[1])}
    assert "(Ahmed)'" in changed["AHMED"][0][third[1]]
    assert "(Sara)'" in changed["SARA"][0][third[1]]
    assert changed["SARA"][0][third[1]].count("(Sara)") == 1


@pytest.mark.parametrize("pages", [1, 2])
def test_fewer_pages_have_fewer_changes(files, pages):
    whole = Own.of(files)
    dropped = {path for _, path in whole.pages[pages:]}
    own = Own.of({path: text for path, text in files.items() if path not in dropped})
    both = own.pages[-1][1].removesuffix(".sql")
    assert own.changed_by("SARA")[1] == {both}
    assert own.changed_by("AHMED")[1] == {both, own.pages[0][1].removesuffix(".sql")}


def test_the_central_server_holds_it(files, tmp_path):
    central = servers.server("CENTRAL")
    passwords = dict.fromkeys(central.users, "pw")
    build(central, tmp_path / "CENTRAL", 1, passwords, content(own=Own.of(files)))
    database = Database.open(tmp_path / "CENTRAL")
    session = database.log_on("ORASSUIT", "test")
    try:
        store = Store(session.db)
        exported = {}
        for copy in central.copies:
            app = store.application(copy.application)
            made = Exporter(store, app, original_ids=True).files()
            exported[copy.developer] = {p.split("/", 1)[1]: t for p, t in made.items()}
        assert store.release == RELEASES["22.2"]
    finally:
        session.close()
    page = Own.of(files).pages[2][1]
    assert exported[""][page] == files[page]
    assert "(Ahmed)'" in exported["AHMED"][page]
    assert "(Sara)'" in exported["SARA"][page]


def test_what_is_asked_for(folder, files):
    asked = demo.contents("", folder(files))
    assert asked.apex.name == "22.2"
    assert asked.key["application"] == Own.of(files).fingerprint
    assert demo.contents("26.1", None).key == {"apex": "26.1", "application": ""}
    assert demo.contents("", None) is None
    two = demo.contents("", None, {"maroc": "26.1"})
    assert two.key == {"apex": "24.2", "application": "", "elsewhere": "MAROC=26.1"}
    assert [two.at(name).apex.name for name in ("CENTRAL", "MAROC")] == ["24.2", "26.1"]
    with pytest.raises(SettingsError, match=r"demo\.no_client"):
        demo.contents("", None, {"central": "26.1"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: {p: t for p, t in f.items() if p != "install.sql"}, "demo.not_split"),
        (lambda f: {p: t.replace("'22.2.0'", "'19.2.0'") for p, t in f.items()}, "demo.no_release"),
        (lambda f: {p: t.replace("p_step_title", "p_x") for p, t in f.items()}, "demo.no_pages"),
    ],
)
def test_what_cannot_be_shown(folder, files, change, code):
    with pytest.raises(SettingsError) as caught:
        demo.contents("", folder(change(files)))
    assert caught.value.code == code


def test_another_application_wants_another_world(tmp_path, files):
    lab = tmp_path / demo.LAB_FOLDER
    lab.mkdir()
    (lab / "world.json").write_text(json.dumps({"format": 3, "seed": 1}), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        demo.prepare(tmp_path, False, lambda _: None, content=content(own=Own.of(files)))
    assert caught.value.code == "demo.other_content"
    assert [p.name for p in lab.iterdir()] == ["world.json"]
