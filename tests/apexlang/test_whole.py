"""Three versions of a whole application in APEXlang: what one file means for the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.apex.model import ConflictKind, Decision, Take
from app.apexlang import Application, WholeMerge, merge_applications
from app.cli import main
from tests.apexlang.samples import PAGE

LOV = """lov {name} (
    name: {title}
    source {{
        location: localDatabase
        tableName: {table}
        returnColumn: ID
    }}
)

"""
STATUS = LOV.format(name="status", title="Status", table="STATES")
COUNTRY = LOV.format(name="country", title="Country", table="COUNTRIES")
DETAIL = "page 11 (\n    name: Detail\n    alias: DETAIL\n    title: Detail\n)\n\n"
LABEL = "            label: Status\n        }\n"
USED = f"{LABEL}        listOfValues {{\n            lov: @status\n        }}\n"
FILES = {
    "application.apx": "app SHOP (\n    name: Shop\n)\n\n",
    "pages/p00010-orders.apx": PAGE.replace("page: 11", "page: 12"),
    "pages/p00011-detail.apx": DETAIL,
    "shared-components/lovs.apx": COUNTRY + STATUS,
    "supporting-objects/install.sql": "one\ntwo\nthree\nfour\n",
    "shared-components/static-files/logo.bin": "\0logo",
}
ORDERS, LOVS = "pages/p00010-orders.apx", "shared-components/lovs.apx"


def version(**changed: str | None) -> Application:
    """The application with files changed by a part of their names, or without them (None)."""
    found = dict(FILES)
    for part, text in changed.items():
        path = next(path for path in found if part in path)
        if text is None:
            del found[path]
        else:
            found[path] = text
    return Application({path: text.encode() for path, text in found.items()})


BASE = version()
USES_STATUS = version(orders=FILES[ORDERS].replace(LABEL, USED, 1))
NO_STATUS = version(lovs=COUNTRY)


def text_of(merged: WholeMerge, path: str) -> str:
    assert merged.files is not None
    return merged.files[path].decode()


def both_ways(one: Application, other: Application) -> list[WholeMerge]:
    return [merge_applications(BASE, one, other), merge_applications(BASE, other, one)]


def test_changes_in_different_files_and_lines_are_all_there() -> None:
    ours = version(detail=DETAIL.replace("title: Detail", "title: More"),
                   install="ONE\ntwo\nthree\nfour\n")  # fmt: skip
    theirs = version(lovs=COUNTRY + STATUS.replace("STATES", "S"),
                     install="one\ntwo\nthree\nFOUR\n")  # fmt: skip
    for merged in both_ways(ours, theirs):
        assert not merged.conflicts and not merged.issues and merged.files is not None
        assert set(merged.files) == set(FILES)
        assert "title: More" in text_of(merged, "pages/p00011-detail.apx")
        assert "tableName: S\n" in text_of(merged, LOVS)
        assert text_of(merged, "supporting-objects/install.sql") == "ONE\ntwo\nthree\nFOUR\n"


def test_what_goes_in_one_file_and_is_used_in_another_is_asked_about() -> None:
    merged = merge_applications(BASE, USES_STATUS, NO_STATUS)
    (conflict,) = merged.open_conflicts
    assert merged.files is None
    assert (conflict.kind, conflict.path, conflict.component_name, conflict.used_by) == (
        ConflictKind.REFERENCE, LOVS, "Status", "ours",
    )  # fmt: skip
    (use,) = conflict.uses
    assert (use.path, use.page, use.title, use.text) == (ORDERS, 10, "Orders", "@status")
    assert "P10_STATUS" in use.label and use.label.endswith("LOV")
    kept = decided(USES_STATUS, NO_STATUS, conflict.key, Take.OURS)
    assert "lov status" in text_of(kept, LOVS) and not kept.issues
    gone = decided(USES_STATUS, NO_STATUS, conflict.key, Take.THEIRS)
    assert [(i.severity, i.path, i.facts["reference"]) for i in gone.issues] == [
        ("error", ORDERS, "@status")
    ]
    (asked,) = merge_applications(BASE, NO_STATUS, USES_STATUS).open_conflicts
    assert (asked.used_by, asked.ours is None) == ("theirs", True)


def decided(ours: Application, theirs: Application, key: str, take: Take) -> WholeMerge:
    return merge_applications(BASE, ours, theirs, {key: Decision(key, take)})


def test_a_file_that_goes_and_is_used_is_asked_about() -> None:
    for merged in both_ways(USES_STATUS, version(lovs=None)):
        (conflict,) = merged.open_conflicts
        assert (conflict.kind, conflict.path) == (ConflictKind.REFERENCE, LOVS)
        assert [use.page for use in conflict.uses] == [10]


def test_a_page_that_goes_and_is_newly_led_to_is_asked_about() -> None:
    leads = version(orders=FILES[ORDERS].replace("page: 12", "page: 11"))
    for merged in both_ways(leads, version(detail=None)):
        (conflict,) = merged.open_conflicts
        assert (conflict.kind, conflict.component_name) == (ConflictKind.REFERENCE, "Detail")
        assert [use.text for use in conflict.uses] == ["11"]


@pytest.mark.parametrize("taken", [
    version(lovs=COUNTRY + STATUS.replace("STATES", "S")),  # it is still there
    Application({**BASE.files, LOVS: COUNTRY.encode(), "shared-components/more.apx":
                 STATUS.encode()}),  # it only moved
    version(lovs=STATUS),  # another went
])  # fmt: skip
def test_what_is_still_there_is_no_question(taken: Application) -> None:
    for merged in both_ways(USES_STATUS, taken):
        assert not merged.conflicts and not merged.issues
        assert "@status" in text_of(merged, ORDERS)


def test_what_was_used_before_is_no_question_of_the_merge() -> None:
    """Who takes it away answers for it; the compiler and the check of the result say it."""
    base = USES_STATUS
    edited = Application({**base.files, "pages/p00011-detail.apx": b"page 11 (\n    name: D\n)\n"})
    gone = Application({**base.files, LOVS: COUNTRY.encode()})
    merged = merge_applications(base, edited, gone)
    assert not merged.conflicts and not merged.issues


def test_one_identifier_of_two_types() -> None:
    """A menu entry and a region may both be called orders; a page means its own."""
    entry = (
        "list main (\n    name: Main\n\n    entry orders (\n        name: Orders\n    )\n\n)\n\n"
    )
    files = {**BASE.files, "shared-components/lists.apx": entry.encode()}
    base = Application(files)
    fewer = Application(
        {**files, "shared-components/lists.apx": b"list main (\n    name: Main\n)\n\n"}
    )
    page = FILES[ORDERS].replace("label: Create", "label: Create\n        region: @orders", 1)
    ours = Application({**files, ORDERS: page.encode()})
    merged = merge_applications(base, ours, fewer)
    assert not merged.conflicts


@pytest.mark.parametrize("ours_renames", [True, False])
def test_a_rename_is_followed_into_other_files(ours_renames: bool) -> None:
    renamed = version(lovs=COUNTRY + STATUS.replace("lov status", "lov state"))
    brought = "page 13 (\n    name: New\n\n    pageItem P13_X (\n        listOfValues {\n" \
              "            lov: @status\n        }\n    )\n\n)\n\n"  # fmt: skip
    uses = Application({**USES_STATUS.files, "pages/p00013-new.apx": brought.encode()})
    sides = (renamed, uses) if ours_renames else (uses, renamed)
    merged = merge_applications(BASE, *sides)
    assert not merged.conflicts and not merged.issues
    for path in (ORDERS, "pages/p00013-new.apx"):
        assert "lov: @state\n" in text_of(merged, path) and "@status" not in text_of(merged, path)


def test_a_page_with_another_alias_is_called_so() -> None:
    renamed = {**BASE.files}
    detail = renamed.pop("pages/p00011-detail.apx").replace(b"alias: DETAIL", b"alias: MORE")
    renamed["pages/p00011-more.apx"] = detail
    edited = version(detail=DETAIL.replace("title: Detail", "title: All"))
    for merged in both_ways(Application(renamed), edited):
        assert not merged.conflicts and merged.files is not None
        assert [path for path in merged.files if "p00011" in path] == ["pages/p00011-more.apx"]
        text = text_of(merged, "pages/p00011-more.apx")
        assert "alias: MORE" in text and "title: All" in text


def test_files_that_are_no_text_are_asked_about_whole() -> None:
    merged = merge_applications(BASE, version(logo="\0mine"), version(logo="\0other"))
    (conflict,) = merged.open_conflicts
    assert (conflict.ours, conflict.theirs, conflict.choices) == (
        "5 B", "6 B", (Take.OURS, Take.THEIRS),
    )  # fmt: skip
    found = decided(version(logo="\0mine"), version(logo="\0other"), conflict.key, Take.THEIRS)
    assert text_of(found, conflict.key) == "\0other"
    assert decided(version(logo=None), version(logo="\0x"), conflict.key, Take.OURS).files == {
        path: text.encode() for path, text in FILES.items() if "logo" not in path
    }


def test_folders_are_merged_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    for name, side in (("base", BASE), ("ours", USES_STATUS), ("theirs", NO_STATUS)):
        for path, content in side.files.items():
            (tmp_path / name / "shop" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / "shop" / path).write_bytes(content)
    sides = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    out = tmp_path / "out"
    assert main(["merge", *sides, "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "Status" in told and "→ Page 10 Orders" in told and not out.exists()
    assert main(["merge", *sides, "--json"]) == 1
    (conflict,) = json.loads(capsys.readouterr().out)["conflicts"]
    assert main(["merge", *sides, "-o", str(out), f"--decide={conflict['key']}=ours"]) == 0
    laid = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert laid == USES_STATUS.files
    assert main(["merge", *sides, "-o", str(out), "--take", "ours"]) != 0
    assert "not empty" in capsys.readouterr().err
    assert main(["merge", *sides]) != 0
    assert "-o" in capsys.readouterr().err
