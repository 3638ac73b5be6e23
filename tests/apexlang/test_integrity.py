"""A whole application is told what its files say of each other and is not so."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from app.apexlang import Application, broken, merge_applications
from app.cli import main
from tests.apexlang.samples import PAGE, lay

ORDERS = "pages/p00010-orders.apx"
STATIC = "shared-components/static-files.apx"
SCRIPTS = "supporting-objects/install-scripts.apx"
ATTRIBUTE = b"customAttribute attribute_01 (\n)\n"
FILES = {
    "application.apx": b"app SHOP (\n    name: Shop\n)\n\n",
    ORDERS: PAGE.encode(),
    STATIC: b"file icons/x.png (\n    mimeType: image/png\n)\n\n",
    "shared-components/static-files/icons/x.png": b"\x89PNG",
    SCRIPTS: b"installScript a (\n    script {\n        contentFile: a.sql\n    }\n)\n",
    "supporting-objects/install-scripts/a.sql": b"create table a (b number);\n",
    "deployments/default.json": b'{"app": {"id": 100}}',
    "shared-components/plugins/item/a/custom-attributes.apx": ATTRIBUTE,
    "shared-components/plugins/item/b/custom-attributes.apx": ATTRIBUTE,
}
CASES = [
    ({"shared-components/static-files/icons/x.png": None}, STATIC, "apexlang.no_file"),
    ({"shared-components/static-files/new.css": b"b {}"}, STATIC, "apexlang.unlisted"),
    ({"supporting-objects/install-scripts/a.sql": None}, SCRIPTS, "apexlang.no_file"),
    ({"deployments/default.json": b'{"app": }'}, "deployments/default.json", "apexlang.json"),
    ({ORDERS: None, "pages/p00011-orders.apx": PAGE.encode()},
     "pages/p00011-orders.apx", "apexlang.page_file"),
    ({ORDERS: None, "pages/p00010-sales.apx": PAGE.encode()},
     "pages/p00010-sales.apx", "apexlang.page_name"),
    ({STATIC: FILES[STATIC] * 2}, STATIC, "apexlang.twice"),
    ({ORDERS: PAGE.replace("alias: ORDERS\n", "alias: ORDERS\n    name: Sales\n", 1).encode()},
     ORDERS, "apexlang.property_twice"),
    ({"pages/p00011-orders.apx": PAGE.replace("page 10", "page 11").encode()},
     "pages/p00011-orders.apx", "apexlang.twice"),
    ({"supporting-objects/install-scripts/A.sql": b"--\n"},
     "supporting-objects/install-scripts/a.sql", "apexlang.name_twins"),
    ({"supporting-objects/install-scripts/aux.sql": b"--\n"},
     "supporting-objects/install-scripts/aux.sql", "apexlang.bad_name"),
]  # fmt: skip


def changed(change: dict[str, bytes | None]) -> dict[str, bytes]:
    return {path: text for path, text in {**FILES, **change}.items() if text is not None}


def test_what_apex_writes_is_whole() -> None:
    """Plug-ins have attributes of one name; an alias is written as APEX writes it into a name."""
    assert not broken(Application(FILES))
    named = PAGE.replace("alias: ORDERS", "alias: MY=OLD_ORDERS").encode()
    assert not broken(Application(changed({ORDERS: None, "pages/p00010-my-old-orders.apx": named})))


@pytest.mark.parametrize(("change", "path", "code"), CASES)
def test_what_is_not_whole_is_told(change: dict[str, bytes | None], path: str, code: str) -> None:
    found = broken(Application(changed(change)))
    assert {(where, i.code) for where, issues in found.items() for i in issues} == {(path, code)}


@pytest.mark.parametrize("packed", [False, True])
def test_check_tells_it_and_fails(
    packed: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it found was in its JSON alone, and it answered 0."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def place(name: str, files: dict[str, bytes]) -> str:
        if not packed:
            return str(lay(tmp_path / name, files))
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for path, content in files.items():
                archive.writestr(f"shop/{path}", content)
        return str(tmp_path / f"{name}.zip")

    assert main(["check", place("whole", FILES)]) == 0
    item = "        type: selectList\n"
    page = PAGE.replace(item, f"{item}        lov: @no\n")
    bad = place("bad", changed({ORDERS: page.encode(), "deployments/default.json": b"{"}))
    capsys.readouterr()
    assert main(["check", bad]) == 1
    said = capsys.readouterr().out
    assert "P10_STATUS: lov refers to @no, which is not there" in said and "no JSON" in said
    assert main(["check", bad, "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)["files"]
    assert len([row for row in rows if row["notices"]]) == 2


def test_files_that_are_named_one_by_one_are_not_an_application(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, FILES)
    files = [str(tmp_path / "shop" / name) for name in ("application.apx", STATIC, ORDERS)]
    assert main(["check", *files]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_called_like_the_root_file_is_no_application(
    packed: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = b"page 20 (\n    name: Edit\n    alias: EDIT-APPLICATION\n)\n\n"
    files = {**FILES, "pages/p00020-edit-application.apx": page}
    used = PAGE.replace(
        "        type: selectList\n", "        type: selectList\n        lov: @no\n"
    )
    files[ORDERS] = used.encode()
    place = lay(tmp_path, files)
    if packed:  # its root file at the top
        place = tmp_path / "shop.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    assert main(["check", str(place), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)["files"]
    told = [(PurePosixPath(row["path"]).name, row["notices"]) for row in rows if row["notices"]]
    assert [name for name, _ in told] == ["p00010-orders.apx"] and len(told[0][1]) == 1, told


def test_a_merge_that_breaks_it_says_so() -> None:
    """Ours takes the only entry out, theirs adds one behind it: the lines do not collide."""
    name = "deployments/default.json"
    base = changed({name: b'{\n"a": 1\n\n\n\n}\n'})
    ours = changed({name: b"{\n\n\n\n}\n"})
    theirs = changed({name: b'{\n"a": 1\n\n\n\n,"b": 2\n}\n'})
    merged = merge_applications(*(Application(files) for files in (base, ours, theirs)))
    assert [(i.severity, i.code, i.path) for i in merged.issues] == [
        ("error", "apexlang.json", name)
    ]


def test_attributes_of_two_new_plug_ins_are_no_collision() -> None:
    bare = changed({path: None for path in FILES if "/plugins/" in path})
    sides = [
        changed({path: None for path in FILES if f"/plugins/item/{other}/" in path})
        for other in ("b", "a")
    ]
    merged = merge_applications(*(Application(files) for files in (bare, *sides)))
    assert merged.files == FILES and not merged.issues
