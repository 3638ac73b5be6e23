"""Boxes: no overlap, nothing outside, everything there; and what two versions show."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import Page
from app.apex.compare.file import compare
from app.apex.layout import Box, Detail, Drawing, Mark, Picture, measure, picture, place, unchanged
from app.apex.layout.svg import svg
from app.apex.model import Status
from tests.apex.layout.builder import button, item, page, region


def faults(drawing: Drawing) -> list[tuple[str, str, str]]:
    """Boxes that leave their parent or overlap a sibling."""
    found: list[tuple[str, str, str]] = []
    parents: list[Box] = []
    siblings: dict[str, list[Box]] = {}
    for box in drawing.boxes:
        while parents and parents[-1].depth >= box.depth:
            parents.pop()
        above = parents[-1] if parents else None
        if above is not None and not (
            above.x - 0.01 <= box.x
            and box.right <= above.right + 0.01
            and above.y - 0.01 <= box.y
            and box.bottom <= above.bottom + 0.01
        ):
            found.append(("outside", box.key, above.key))
        for other in siblings.setdefault(above.key if above else "", []):
            if (
                box.x < other.right - 0.01
                and other.x < box.right - 0.01
                and box.y < other.bottom - 0.01
                and other.y < box.bottom - 0.01
            ):
                found.append(("overlap", box.key, other.key))
        siblings[above.key if above else ""].append(box)
        parents.append(box)
    return found


def drawn(old: Page, new: Page, detail: Detail | None = None) -> Picture:
    return picture(place(old), place(new), compare(old, new), (old, new), detail=detail)


def marks(found: Picture) -> dict[str, Status]:
    return {key.partition(":")[2]: mark.status for key, mark in found.marks.items()}


_SLOTS = st.sampled_from(["BODY", "REGION_POSITION_02", "REGION_POSITION_03", "SUB_REGIONS", "ODD"])


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Regions in regions, with items and buttons anywhere, some without a parent that exists."""
    regions = draw(st.integers(0, 5))
    calls = []
    for number in range(1, regions + 1):
        facts: dict[str, object] = {"p_plug_display_point": draw(_SLOTS)}
        if draw(st.booleans()):
            facts["p_plug_new_grid_row"] = False
        if draw(st.booleans()):
            facts["p_plug_grid_column_span"] = draw(st.integers(1, 12))
        if draw(st.booleans()):
            facts["p_plug_display_column"] = draw(st.integers(1, 12))
        parent = draw(st.integers(0, regions + 1))
        calls.append(region(number, "R" * draw(st.integers(1, 60)), draw(st.integers(1, 3)),
                            parent, **facts))  # fmt: skip
    for number in range(10, 10 + draw(st.integers(0, 8))):
        facts = {}
        if draw(st.booleans()):
            facts["p_begin_on_new_line"] = "N"
        if draw(st.booleans()):
            facts["p_grid_column"] = draw(st.integers(1, 12))
        if draw(st.booleans()):
            facts["p_colspan"] = draw(st.integers(1, 12))
        if draw(st.booleans()):
            facts["p_display_as"] = draw(st.sampled_from(["NATIVE_HIDDEN", "NATIVE_TEXTAREA"]))
        calls.append(item(number, f"P1_{number}", draw(st.integers(0, 6)), number, **facts))
    for number in range(30, 30 + draw(st.integers(0, 4))):
        position = draw(st.sampled_from(["BODY", "NEXT", "EDIT", "LEGACY_ORPHAN_COMPONENTS"]))
        calls.append(button(number, "B" * draw(st.integers(1, 30)), draw(st.integers(0, 6)),
                            number, p_button_position=position))  # fmt: skip
    return page(*calls)


@settings(max_examples=150, deadline=None)
@given(pages(), st.sampled_from([420.0, 700.0, 1200.0]))
def test_nothing_overlaps_and_everything_is_there(made: Page, width: float) -> None:
    found = measure(place(made), Detail(width=width))
    assert faults(found) == []
    assert {c.key for c in made.components} <= {b.key for b in found.boxes}
    assert len({b.key for b in found.boxes}) == len(found.boxes)


@settings(max_examples=80, deadline=None)
@given(pages(), pages())
def test_two_versions(old: Page, new: Page) -> None:
    """Equal heights of what both have, a line for what has gone, and each box once."""
    found = drawn(old, new)
    assert found.before is not None and found.after is not None
    for drawing in (found.before, found.after, found.together):
        assert faults(drawing) == []
        assert len({b.key for b in drawing.boxes}) == len(drawing.boxes)
    before, after = ({b.key: b.height for b in d.boxes} for d in (found.before, found.after))
    homes = [{n.key: n.address.parent for n in place(p).walk()} for p in (old, new)]
    for key in before.keys() & after.keys():
        if homes[0].get(key) == homes[1].get(key):
            assert abs(before[key] - after[key]) < 0.01 or found.marks[key].status is Status.MOVED
    shown = {b.key.removeprefix("stub:") for b in found.together.boxes}
    for key, mark in found.marks.items():
        node = {n.key: n for n in place(old).walk()}.get(key)
        lost_with_parent = node is not None and node.address.parent not in ("", *after)
        assert key in shown or (mark.status is Status.REMOVED and lost_with_parent)
    assert drawn(new, new).marks == {}


def test_a_renumbered_sequence_is_no_move_and_a_swap_is_one() -> None:
    old = page(region(1, "R"), item(2, "A", 1, 10), item(3, "B", 1, 20), item(4, "C", 1, 30))
    same = page(region(1, "R"), item(2, "A", 1, 15), item(3, "B", 1, 25), item(4, "C", 1, 35))
    assert Status.MOVED not in marks(drawn(old, same)).values()
    swapped = page(region(1, "R"), item(2, "A", 1, 40), item(3, "B", 1, 20), item(4, "C", 1, 30))
    assert [key for key, status in marks(drawn(old, swapped)).items()
            if status is Status.MOVED] == ["2"]  # fmt: skip


def test_another_parent_or_column_is_a_move_and_leaves_a_line_behind() -> None:
    old = page(region(1, "R"), region(9, "S", 20), item(2, "A", 1, 10), item(3, "B", 1, 20))
    new = page(region(1, "R"), region(9, "S", 20), item(2, "A", 9, 10),
               item(3, "B", 1, 20, p_grid_column=3))  # fmt: skip
    found = drawn(old, new)
    assert marks(found) == {"2": Status.MOVED, "3": Status.MOVED}
    boxes = {b.key: b for b in found.together.boxes}
    stub, home = boxes["stub:create_page_item:2"], boxes["create_page_plug:1"]
    assert home.y < stub.y and stub.bottom < home.bottom


def test_a_line_takes_no_width_from_the_row() -> None:
    """Where one of three was removed the other two are as wide as in the new version."""
    row: dict[str, object] = {"p_begin_on_new_line": "N"}
    old = page(region(1, "R"), item(2, "A", 1, 10), item(3, "B", 1, 20, **row),
               item(4, "C", 1, 30, **row))  # fmt: skip
    new = page(region(1, "R"), item(2, "A", 1, 10), item(4, "C", 1, 30, **row))
    found = drawn(old, new)
    assert found.after is not None
    widths = [{b.key: b.width for b in d.boxes} for d in (found.after, found.together)]
    assert all(widths[0][key] == widths[1][key] for key in widths[0])
    assert "stub:create_page_item:3" in widths[1]


def test_what_is_not_drawn_counts_for_its_box() -> None:
    from tests.apex.layout.builder import call

    def made(rows: str) -> Page:
        sheet = call("create_worksheet", 5, {"p_max_row_count": rows, "p_name": "R"})
        return page(region(1, "R", p_plug_source_type="NATIVE_IR"), sheet)

    found = drawn(made("100"), made("200"))
    assert found.marks == {"create_page_plug:1": Mark(Status.CHANGED, 1)}
    assert found.owners["create_worksheet:5"] == "create_page_plug:1"


def test_unchanged_regions_can_be_folded() -> None:
    old = page(region(1, "R"), item(2, "A", 1), region(3, "S", 20), item(4, "B", 3))
    new = page(region(1, "R"), item(2, "A", 1), region(3, "S", 20), item(4, "C", 3))
    folded = unchanged((place(old), place(new)), drawn(old, new).marks)
    assert folded == {"create_page_plug:1"}
    small = {b.key: b for b in measure(place(new), Detail(folded=folded)).boxes}
    assert small["create_page_plug:1"].inside == 1
    assert "create_page_item:2" not in small and "create_page_item:4" in small


def test_a_region_that_only_got_something_new_is_not_folded() -> None:
    old = page(region(1, "R"), item(2, "A", 1))
    new = page(region(1, "R"), item(2, "A", 1), item(3, "B", 1, p_display_as="NATIVE_HIDDEN"))
    assert unchanged((place(old), place(new)), drawn(old, new).marks) == frozenset()


@settings(max_examples=40, deadline=None)
@given(pages(), pages(), st.text(max_size=30))
def test_svg_is_well_formed_whatever_it_says(old: Page, new: Page, words: str) -> None:
    told = "".join(c for c in words if c.isprintable()) + '<&">'
    found = drawn(old, new)
    text = svg(found.together, found.marks, lambda box, mark: told, lambda box: told, told)
    root = ElementTree.fromstring(text)
    titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == [told] * len(found.together.boxes)
