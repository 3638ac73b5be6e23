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


INTRO = "    region intro (\n        name: Intro\n        type: staticContent\n        layout {\n" \
    "            sequence: 5\n        }\n        source {\n            htmlCode: old\n        }\n" \
    "    )\n\n"  # fmt: skip
NOTES = INTRO.replace("region intro", "region notes").replace("old", "THEIRS")


def with_region(*texts: str) -> Application:
    return version(
        orders=FILES[ORDERS].replace("    region orders", "".join(texts) + "    region orders", 1)
    )


def test_a_component_that_comes_under_a_name_just_given_is_not_lost() -> None:
    base = with_region(INTRO)
    renamed = with_region(INTRO.replace("region intro", "region notes"))
    for ours, theirs in (
        (renamed, with_region(INTRO, NOTES)),
        (with_region(INTRO, NOTES), renamed),
    ):
        merged = merge_applications(base, ours, theirs)
        assert not merged.conflicts
        assert [i.code for i in merged.issues] == ["apexlang.twice"]
        assert "htmlCode: THEIRS" in text_of(merged, ORDERS)
        assert "htmlCode: old" in text_of(merged, ORDERS)


def test_two_shared_components_of_one_name_are_told() -> None:
    ours = version(lovs=COUNTRY + STATUS.replace("lov status", "lov new"))
    theirs = version(lovs=COUNTRY.replace("lov country", "lov new") + STATUS)
    assert [i.code for i in merge_applications(BASE, ours, theirs).issues] == ["apexlang.twice"]
    more = "shared-components/more.apx"
    one, two = (LOV.format(name="new", title=t, table="T") for t in ("One", "Two"))
    added = version(lovs=COUNTRY + STATUS + one)
    elsewhere = Application({**BASE.files, more: two.encode()})
    assert [i.code for i in merge_applications(BASE, added, elsewhere).issues] == ["apexlang.twice"]


BUTTON = "    button SAVE (\n        label: Save\n        layout {\n            sequence: 5\n" \
    "            slot: x\n        }\n    )\n\n"  # fmt: skip
COPY = "page 20 (\n    name: Copy\n\n" + BUTTON + "    process go (\n        name: Go\n" \
    "        whenButtonPressed: @SAVE\n    )\n\n)\n\n"  # fmt: skip


def test_a_page_means_its_own_component_whatever_another_page_renamed() -> None:
    base = with_region(BUTTON)
    renamed = with_region(BUTTON.replace("button SAVE", "button APPLY"))
    copied = Application({**base.files, "pages/p00020-copy.apx": COPY.encode()})
    for ours, theirs in ((renamed, copied), (copied, renamed)):
        merged = merge_applications(base, ours, theirs)
        assert not merged.conflicts and not merged.issues
        assert text_of(merged, "pages/p00020-copy.apx") == COPY
        assert "button APPLY" in text_of(merged, ORDERS)


def test_a_rename_is_followed_by_type_and_not_into_code() -> None:
    """A list of the renamed name is another thing; so is a database link in a query."""
    used = FILES[ORDERS].replace(LABEL, USED, 1)
    base = version(orders=used)
    lovs = COUNTRY + STATUS.replace("lov status", "lov state")
    page = used.replace("@status", "@state")
    renamed = Application({**base.files, LOVS: lovs.encode(), ORDERS: page.encode()})
    menu = "list status (\n    name: Status\n)\n\n"
    page = (
        "page 21 (\n    name: New\n\n    region r (\n        source {\n"
        "            list: @status\n            sqlQuery:\n                ```sql\n"
        "                select 1 from t@status\n                ```\n        }\n    )\n\n)\n\n"
    )
    other = "page 22 (\n    name: Uses\n\n    region r (\n        source {\n" \
        "            list: @status\n        }\n    )\n\n)\n\n"  # fmt: skip
    brought = {"shared-components/lists.apx": menu, "pages/p00021-new.apx": page,
               "pages/p00022-uses.apx": other}  # fmt: skip
    theirs = Application({**base.files, **{p: t.encode() for p, t in brought.items()}})
    for merged in (
        merge_applications(base, renamed, theirs),
        merge_applications(base, theirs, renamed),
    ):
        assert not merged.issues
        assert text_of(merged, "pages/p00021-new.apx") == brought["pages/p00021-new.apx"]
        assert text_of(merged, "pages/p00022-uses.apx") == other
        assert "lov: @state\n" in text_of(merged, ORDERS)


def test_two_files_of_one_page_are_both_there() -> None:
    stale = {**BASE.files, "pages/p00011-aaa.apx": DETAIL.replace("Detail", "Old").encode()}
    theirs = {**stale, LOVS: COUNTRY.encode()}
    merged = merge_applications(Application(stale), Application(stale), Application(theirs))
    assert merged.files == theirs


def test_two_new_pages_of_one_number_are_not_mixed() -> None:
    """Each property was asked about, and what only one of the pages has came without a word."""
    new = b"page 12 (\n    name: %s\n    alias: %s\n\n    region %s (\n    )\n\n)\n"
    notes, sales = new % (b"Notes", b"NOTES", b"n"), new % (b"Sales", b"SALES", b"s")
    ours = Application({**BASE.files, "pages/p00012-notes.apx": notes})
    theirs = Application({**BASE.files, "pages/p00012-sales.apx": sales})
    (conflict,) = merge_applications(BASE, ours, theirs).conflicts
    assert conflict.kind is ConflictKind.ADD_ADD and not conflict.property
    for take, side in ((Take.OURS, ours), (Take.THEIRS, theirs)):
        decisions = {conflict.key: Decision(conflict.key, take)}
        merged = merge_applications(BASE, ours, theirs, decisions)
        assert merged.files == side.files and not merged.issues


def test_another_alias_of_the_application_is_kept() -> None:
    ours = version(application="app SHOP (\n    name: Shop2\n)\n\n")
    theirs = version(application="app STORE (\n    name: Shop\n)\n\n")
    for merged in both_ways(ours, theirs):
        assert text_of(merged, "application.apx") == "app STORE (\n    name: Shop2\n)\n\n"
    other = version(application="app MARKET (\n    name: Shop\n)\n\n")
    assert [c.property for c in merge_applications(BASE, other, theirs).open_conflicts]


def test_a_decided_alias_leads_nowhere_else(tmp_path: Path) -> None:
    sides = []
    for alias in ("ONE", "TWO"):
        files = dict(BASE.files)
        text = files.pop("pages/p00011-detail.apx").replace(b"DETAIL", alias.encode())
        files[f"pages/p00011-{alias.lower()}.apx"] = text
        sides.append(Application(files))
    (conflict,) = merge_applications(BASE, *sides).open_conflicts
    decision = Decision(conflict.key, Take.EDITED, "../../x")
    merged = merge_applications(BASE, *sides, {conflict.key: decision})
    assert merged.files is not None and "pages/p00011-------x.apx" in merged.files


def test_a_file_where_the_other_side_has_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    extra = ({}, {"shared-components/static-files/a": b"x"},
             {"shared-components/static-files/a/b.txt": b"y"})  # fmt: skip
    for name, more in zip(("base", "ours", "theirs"), extra, strict=True):
        for path, content in {**BASE.files, **more}.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(content)
    sides = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    assert main(["merge", *sides, "-o", str(tmp_path / "out")]) == 2
    assert "static-files/a;" in capsys.readouterr().err and not (tmp_path / "out").exists()


WITH_REGION = PAGE.replace("    region orders (", "    region status (").replace(
    "region: @orders", "region: @status"
)
REGION_STATUS = WITH_REGION.replace(LABEL, USED, 1)
"""A page that means the list of values, and has a region of the same name."""


def test_a_region_does_not_stand_for_a_list_of_values() -> None:
    base = version(orders=WITH_REGION)
    using = version(orders=REGION_STATUS)
    gone = version(orders=WITH_REGION, lovs=COUNTRY)
    for ours, theirs in ((gone, using), (using, gone)):
        (conflict,) = merge_applications(base, ours, theirs).conflicts
        assert conflict.kind is ConflictKind.REFERENCE and conflict.uses[0].text == "@status"
    renamed = version(orders=WITH_REGION, lovs=COUNTRY + STATUS.replace("lov status", "lov state"))
    for ours, theirs in ((renamed, using), (using, renamed)):
        merged = merge_applications(base, ours, theirs)
        assert "lov: @state" in text_of(merged, ORDERS) and not merged.issues
        assert "region: @status" in text_of(merged, ORDERS)
    dangling = version(orders=REGION_STATUS, lovs=COUNTRY)
    (issue,) = dangling.lost_references()[ORDERS]
    assert issue.facts["reference"] == "@status"
    # Of what the catalogue does not know, the region may be meant.
    unknown = version(orders=REGION_STATUS.replace("lov: @status", "thing: @status"), lovs=COUNTRY)
    assert not unknown.lost_references()
    assert not merge_applications(base, gone, unknown).conflicts


ADMIN = "authorization is-admin (\n    name: Administrators\n    type: plsql\n    code: x\n)\n\n"


def test_a_negated_reference_is_one() -> None:
    lovs = COUNTRY + STATUS
    base = version(lovs=lovs + ADMIN)
    guarded = FILES[ORDERS].replace(
        "    title: Orders\n",
        "    title: Orders\n    security {\n        authorizationScheme: !@is-admin\n    }\n",
        1,
    )
    using = version(lovs=lovs + ADMIN, orders=guarded)
    gone, renamed = version(lovs=lovs), version(lovs=lovs + ADMIN.replace("is-admin", "admins"))
    for ours, theirs in ((gone, using), (using, gone)):
        (conflict,) = merge_applications(base, ours, theirs).conflicts
        assert conflict.kind is ConflictKind.REFERENCE
        assert conflict.uses[0].property == "security.authorizationScheme"
    for ours, theirs in ((renamed, using), (using, renamed)):
        merged = merge_applications(base, ours, theirs)
        assert "authorizationScheme: !@admins\n" in text_of(merged, ORDERS) and not merged.issues
    (issue,) = version(lovs=lovs, orders=guarded).lost_references()[ORDERS]
    assert issue.facts["reference"] == "@is-admin"
