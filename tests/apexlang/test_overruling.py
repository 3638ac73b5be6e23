"""What merges by itself in APEXlang can be inspected and overruled: listed, taken otherwise, and
taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex.model import Conflict, ConflictKind, Decision, Take
from app.apexlang import Application, Document, compare, merge, merge_applications
from app.cli import main
from tests.apexlang.samples import PAGE, documents, page
from tests.apexlang.test_whole import DETAIL, FILES, LOVS, ORDERS, text_of, version

OTHER = {Take.OURS: Take.THEIRS, Take.THEIRS: Take.OURS, Take.BOTH: Take.OURS}
BUTTON = PAGE[PAGE.index("    button CREATE") :].removesuffix(")\n\n")
ITEM = PAGE[PAGE.index("    pageItem") : PAGE.index("    button CREATE")]
COLUMN = PAGE[PAGE.index("        column ID") : PAGE.index("    )\n\n    pageItem")]
LABEL = ("label: Status", "label: State")
TITLE = ("    title: Orders\n", "    title: All orders\n")
FRESH = "    button CANCEL (\n        label: Cancel\n    )\n\n"
NEW_COLUMN = "        column NEW (\n            name: New\n        )\n\n"
EDITS = (
    LABEL,
    TITLE,
    ("                select id,\n", "                select id, -- first\n"),
    ("from orders\n", "from orders\n                 where 1 = 1\n"),
    ("#DEFAULT#\n                t-Region--noPadding", "#DEFAULT#\n                t-Region--hide"),
    ("    alias: ORDERS\n", ""),
    (COLUMN, ""),
    (BUTTON, ""),
    ("    button CREATE", f"{FRESH}    button CREATE"),
    ("        column ID (", f"{NEW_COLUMN}        column ID ("),
)  # fmt: skip


def edited(numbers: set[int]) -> Document:
    source = PAGE
    for number in sorted(numbers):
        source = source.replace(*EDITS[number])
    return page(source=source)


versions = st.sets(st.integers(0, len(EDITS) - 1)).map(edited)
triples = st.one_of(
    st.tuples(st.just(page()), versions, versions), st.tuples(documents, documents, documents)
)


def listed(*sides: Document | None) -> dict[str, Conflict]:
    base, ours, theirs = sides
    found = merge(base, ours, theirs, listing=True).automatic
    assert all(c.kind is ConflictKind.AUTOMATIC and c.taken is None for c in found)
    assert all(c.key.endswith("|auto") for c in found)
    assert len({c.key for c in found}) == len(found)
    return {c.key: c for c in found}


def the_other(conflict: Conflict) -> Decision:
    assert conflict.winner is not None
    return Decision(conflict.key, OTHER[conflict.winner])


def source(document: Document | None) -> str:
    assert document is not None
    return document.source


def test_a_property_of_one_side_is_listed_and_kept_back() -> None:
    sides = page(), page(TITLE), page(LABEL)
    found = listed(*sides)
    assert {(c.label, c.winner) for c in found.values()} == {
        ("Identification · Title", Take.OURS),
        ("Label · Label", Take.THEIRS),
    }
    (key,) = [key for key, c in found.items() if c.winner is Take.THEIRS]
    result = merge(*sides, {key: Decision(key, Take.OURS)})
    assert source(result.document) == page(TITLE).source
    assert [(c.key, c.taken) for c in result.conflicts] == [(key, Take.OURS)]
    assert result.open_conflicts == () and result.stale == () and result.auto == ()


def test_lines_of_both_are_shown_as_three_and_a_text_of_ones_own_is_taken() -> None:
    sides = page(), edited({2}), edited({3})
    (both,) = listed(*sides).values()
    assert both.winner is Take.BOTH and both.merged not in (None, both.ours, both.theirs)
    assert set(both.choices) == {Take.OURS, Take.THEIRS, Take.BASE, Take.EDITED}
    for take, kept in ((Take.OURS, sides[1]), (Take.THEIRS, sides[2]), (Take.BASE, sides[0])):
        result = merge(*sides, {both.key: Decision(both.key, take)})
        assert result.document is not None and compare(result.document, kept).is_empty
    own = merge(*sides, {both.key: Decision(both.key, Take.EDITED, "select 1")})
    assert "select 1\n" in source(own.document)


def test_what_was_added_does_not_come_and_what_was_deleted_stays() -> None:
    for number, winner, ours, theirs in (
        (8, Take.THEIRS, page(TITLE), edited({8})),
        (8, Take.OURS, edited({8}), page(TITLE)),
        (7, Take.THEIRS, page(TITLE), edited({7})),
        (7, Take.OURS, edited({7}), page(TITLE)),
    ):
        (one,) = [c for c in listed(page(), ours, theirs).values() if c.winner is winner
                  and not c.property]  # fmt: skip
        assert (one.base is None) is (number == 8)
        result = merge(page(), ours, theirs, {one.key: the_other(one)})
        assert result.document is not None
        assert compare(result.document, page(TITLE)).is_empty


def test_a_decision_whose_conflict_is_gone_overrules_nothing() -> None:
    (asked,) = merge(page(), page(LABEL), page(("label: Status", "label: Etat"))).open_conflicts
    old = {asked.key: Decision(asked.key, Take.OURS)}
    result = merge(page(), page(TITLE), page(LABEL), old)
    assert [d.key for d in result.stale] == [asked.key]
    assert "label: State" in source(result.document)


@settings(max_examples=60, deadline=None)
@given(triples)
def test_a_list_of_it_changes_nothing(sides: tuple[Document, Document, Document]) -> None:
    silent, telling = merge(*sides), merge(*sides, listing=True)
    assert silent.automatic == ()
    assert (silent.conflicts, silent.auto) == (telling.conflicts, telling.auto)
    assert (silent.document is None) == (telling.document is None)
    if silent.document is not None:
        assert source(silent.document) == source(telling.document)


@settings(max_examples=60, deadline=None)
@given(triples)
def test_overruled_and_taken_back_it_is_the_same_to_the_byte(
    sides: tuple[Document, Document, Document],
) -> None:
    asked = {c.key: Decision(c.key, Take.OURS) for c in merge(*sides).open_conflicts}
    told = merge(*sides, asked, listing=True)
    for one in told.automatic:
        overruled = merge(*sides, {**asked, one.key: the_other(one)}, listing=True)
        (again,) = [c for c in overruled.automatic if c.key == one.key]
        assert again.taken is OTHER[one.winner or Take.BOTH] and again in overruled.conflicts
        assert one.key not in {d.key for d in overruled.stale}
        assert one.winner is not None
        for back in (asked, {**asked, one.key: Decision(one.key, one.winner)}):
            result = merge(*sides, back)
            assert result.conflicts == told.conflicts
            if told.document is not None:
                assert source(result.document) == source(told.document)


@settings(max_examples=60, deadline=None)
@given(triples)
def test_who_overrules_all_of_one_side_has_the_other(
    sides: tuple[Document, Document, Document],
) -> None:
    base, changed, _ = sides
    theirs = listed(base, base, changed)
    result = merge(base, base, changed, {k: the_other(c) for k, c in theirs.items()})
    assert source(result.document) == base.source
    ours = listed(base, changed, base)
    result = merge(base, changed, base, {k: the_other(c) for k, c in ours.items()})
    assert result.document is not None and compare(result.document, base).is_empty


# -- whole applications -----------------------------------------------------------------------

SCRIPT = "supporting-objects/install.sql"
BASE = version()


def without(path: str) -> Application:
    return Application({p: c for p, c in BASE.files.items() if p != path})


def plus(path: str, text: str) -> Application:
    return Application({**BASE.files, path: text.encode()})


@pytest.mark.parametrize(
    ("theirs", "path", "kept"),
    [
        (plus("pages/p00012-more.apx", DETAIL.replace("11", "12")), "pages/p00012-more.apx", None),
        (plus("shared-components/static-files/a.css", "a"), "shared-components/static-files/a.css",
         None),
        (without("pages/p00011-detail.apx"), "pages/p00011-detail.apx", DETAIL),
        (without(SCRIPT), SCRIPT, FILES[SCRIPT]),
        (version(install="one\ntwo\n"), SCRIPT, FILES[SCRIPT]),
        (version(lovs=FILES[LOVS].replace("STATES", "OTHERS")), LOVS, FILES[LOVS]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("swapped", [False, True])
def test_a_file_that_came_or_went_or_changed(
    theirs: Application, path: str, kept: str | None, swapped: bool
) -> None:
    sides = (BASE, theirs, BASE) if swapped else (BASE, BASE, theirs)
    found = merge_applications(*sides, listing=True)
    (one,) = found.automatic
    assert one.winner is (Take.OURS if swapped else Take.THEIRS) and found.conflicts == ()
    decisions = {one.key: the_other(one)}
    merged = merge_applications(*sides, decisions)
    assert merged.stale == () and merged.files is not None
    assert merged.files.get(path, b"").decode() == (kept or "")
    assert merged.files == BASE.files
    back = merge_applications(*sides, {one.key: Decision(one.key, one.winner)})
    assert back.files == found.files == theirs.files


def test_a_page_whose_new_alias_is_overruled_keeps_its_file() -> None:
    renamed = {p: c for p, c in BASE.files.items() if p != ORDERS}
    renamed["pages/p00010-all.apx"] = FILES[ORDERS].replace("alias: ORDERS", "alias: ALL").encode()
    theirs = Application(renamed)
    (one,) = merge_applications(BASE, BASE, theirs, listing=True).automatic
    merged = merge_applications(BASE, BASE, theirs, {one.key: the_other(one)})
    assert text_of(merged, ORDERS) == FILES[ORDERS]
    assert merged.files is not None and "pages/p00010-all.apx" not in merged.files


def test_the_command_lists_it_and_decides_by_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    theirs = version(orders=FILES[ORDERS].replace(*LABEL), install="one\ntwo\n")
    for name, side in (("base", BASE), ("ours", BASE), ("theirs", theirs)):
        for path, content in side.files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(content)
    sides = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    assert main(["merge", *sides, "--json", "--automatic"]) == 0
    found = json.loads(capsys.readouterr().out)
    by_key = {c["key"]: (c["kind"], c["winner"], c["taken"]) for c in found["automatic"]}
    assert set(by_key.values()) == {("automatic", "theirs", None)}
    key = next(key for key in by_key if "|label.label|" in key)
    out = tmp_path / "out"
    decide = ["--automatic", "--decide", f"{key}=ours", "--decide", f"{SCRIPT}|auto=ours"]
    assert main(["merge", *sides, "-o", str(out), *decide]) == 0
    told = capsys.readouterr().err
    assert f"overruled, ours  [{key}]" in told and f"overruled, ours  [{SCRIPT}|auto]" in told
    assert (out / ORDERS).read_text("utf-8") == FILES[ORDERS]
    assert (out / SCRIPT).read_text("utf-8") == FILES[SCRIPT]
    assert main(["merge", *sides, "--json", "--decide", f"{key}=theirs"]) == 2
    assert "--automatic" in capsys.readouterr().err
