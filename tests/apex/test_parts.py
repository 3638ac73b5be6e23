"""Texts that APEX cuts by size: how they are cut says nothing, and a merge keeps ours' cuts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import Page, diff, merge, parse, render
from app.apex.export.parts import recut
from app.apex.model import Decision, Take
from app.services.merge.markers import Names, versions, with_markers
from tests.apex import samples

HEAD = samples.text("lov_24_2.sql").partition("wwv_flow_imp_shared.")[0]
FRAME = HEAD[HEAD.index("wwv_flow_imp.component_begin") :]
TAIL = "wwv_flow_imp.component_end;\nend;\n/\n"
PATH = "application/deployment/install/install_tables.sql"
LINES = [f"create table t{n} (id number, texte varchar2({n}));" for n in range(200)]
TABLE = "wwv_flow_imp.g_varchar2_table"


def literal(text: str) -> str:
    lines = ",\n".join("'" + line.replace("'", "''") + "'" for line in text.split("\n"))
    return f"wwv_flow_string.join_clob(wwv_flow_t_varchar2(\n{lines}))"


def script(text: str, *ends: int, name: str = "Tables") -> str:
    """An install script, cut behind these numbers of signs."""
    parts = [text[a:b] for a, b in pairwise((0, *ends, len(text)))]
    first, *rest = (f",p_script_clob=>{literal(part)}\n);\n" for part in parts)
    own = " p_id=>wwv_flow_imp.id(51000000000000950)\n"
    create = "wwv_flow_imp_shared.create_install_script(\n"
    create += f"{own},p_name=>'{name}'\n,p_sequence=>10\n"
    append = f"wwv_flow_imp_shared.append_to_install_script(\n{own}"
    between = f"null;\n{TAIL}begin\n{FRAME}"
    return HEAD + create + first + "".join(between + append + part for part in rest) + TAIL


def page(text: str, *ends: int, name: str = "Tables") -> Page:
    return parse(script(text, *ends, name=name), PATH)


def text_of(page: Page) -> str:
    (component,) = page.components
    return component.text("p_script_clob")


def edited(number: int, line: str) -> str:
    return "\n".join([*LINES[:number], line, *LINES[number + 1 :]])


WHOLE = "\n".join(LINES)


@pytest.mark.parametrize("ends", [(), (4000,), (1300, 2600, 2601, 9000)])
def test_how_a_script_is_cut_is_no_change(ends: tuple[int, ...]) -> None:
    other = page(WHOLE, *ends)
    assert text_of(other) == WHOLE
    assert len(other.components) == 1
    assert diff(page(WHOLE, 1500, 5000), other).is_empty
    result = merge(page(WHOLE, 1500, 5000), other, page(edited(40, "-- rien"), 1500, 5000))
    assert result.page is not None and result.conflicts == ()
    assert text_of(result.page) == edited(40, "-- rien")


def test_a_part_in_which_nothing_changed_keeps_its_bytes() -> None:
    ours = page(WHOLE, 1300, 2600, 3900, 5200)
    theirs = page(edited(60, "-- rien"), 1500, 3000)
    result = merge(page(WHOLE, 1500, 3000), ours, theirs).page
    assert result is not None
    assert render(result) == render(ours).replace(f"'{LINES[60]}'", "'-- rien'")


def test_lines_of_both_sides_that_are_cut_otherwise_merge() -> None:
    base, ours = page(WHOLE, 1500, 5000), page(edited(10, "-- ours"), 1400)
    theirs = page(edited(190, "-- theirs") + "\n-- end", 1500, 5000, 9000)
    for one, two in ((ours, theirs), (theirs, ours)):
        result = merge(base, one, two)
        assert result.page is not None
        lines = text_of(result.page).split("\n")
        assert (lines[10], lines[190], lines[-1]) == ("-- ours", "-- theirs", "-- end")
        assert len(lines) == 201


def test_what_has_grown_too_large_for_one_call_is_cut_again() -> None:
    more = WHOLE + "".join(f"\n-- {n:060}" for n in range(2000))
    for base, theirs in ((page(WHOLE, 900), page(more, 900)), (page(more, 900), page(WHOLE, 900))):
        result = merge(base, page(text_of(base), 900, name="Les tables"), theirs).page
        assert result is not None
        assert text_of(result) == text_of(theirs)
        assert result.components[0].name == "Les tables"
        calls = (result.components[0], *result.components[0].more)
        assert all(len(c.arguments["p_script_clob"].own.text) <= 31_000 for c in calls)


def test_lines_that_collide_stand_between_markers_and_each_side_is_an_export() -> None:
    sides = (
        page(WHOLE, 1500, 5000),
        page(edited(90, "-- ours"), 1400, 5000),
        page(edited(90, "-- theirs"), 1500, 5000),
    )
    (conflict,) = merge(*sides).open_conflicts
    assert conflict.property == "p_script_clob"
    for take, line in ((Take.OURS, "-- ours"), (Take.THEIRS, "-- theirs")):
        decided = merge(*sides, {conflict.key: Decision(conflict.key, take)}).page
        assert decided is not None and text_of(decided) == edited(90, line)
    text = with_markers(sides, {}, Names())
    assert text is not None
    ours, theirs = versions(text) or ("", "")
    assert text_of(parse(ours)) == edited(90, "-- ours")
    assert text_of(parse(theirs)) == edited(90, "-- theirs")


def test_a_deleted_script_goes_with_all_its_parts() -> None:
    other = "wwv_flow_imp_shared.create_install_script(\n"
    other += " p_id=>wwv_flow_imp.id(51000000000000960)\n"
    other += ",p_name=>'Vues'\n,p_sequence=>20\n,p_script_clob=>'create view v;'\n);\n"

    gone = parse(HEAD + other.replace("view v", "view w") + TAIL, PATH)
    base = parse(script(WHOLE, 1500).removesuffix(TAIL) + other + TAIL, PATH)
    ours = parse(script(WHOLE, 1300, 2000).removesuffix(TAIL) + other + TAIL, PATH)
    for one, two in ((ours, gone), (gone, ours)):
        result = merge(base, one, two).page
        assert result is not None
        assert [c.name for c in result.components] == ["Vues"]
        assert "append_to" not in render(result)


text = st.lists(st.sampled_from(["a", "b\n", "\n", "cc"]), max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.lists(text.map("".join), min_size=1, max_size=5), text.map("".join))
def test_the_pieces_are_the_text(old: list[str], new: str) -> None:
    found = recut(old, new)
    assert len(found) == len(old) and len(found[0]) == 1
    assert "".join(piece for pieces in found for piece in pieces) == new
    assert recut(old, "".join(old)) == [[part] for part in old]


# -- a file's bytes over several blocks ----------------------------------------------------


def static(content: str, per_block: int) -> Page:
    data = content.encode().hex().upper()
    rows = [data[at : at + 200] for at in range(0, len(data), 200)]
    out = [HEAD, f"{TABLE} := wwv_flow_imp.empty_varchar2_table;\n"]
    for number, row in enumerate(rows, 1):
        if number > 1 and number % per_block == 1:
            out.append(f"null;\n{TAIL}begin\n{FRAME}")
        out.append(f"{TABLE}({number}) := '{row}';\n")
    out.append(
        "wwv_flow_imp_shared.create_app_static_file(\n p_id=>wwv_flow_imp.id(51000000000000970)\n"
        ",p_file_name=>'app.js'\n,p_mime_type=>'text/javascript'\n,p_file_charset=>'utf-8'\n"
        f",p_file_content => wwv_flow_imp.varchar2_to_blob({TABLE})\n);\n{TAIL}"
    )
    return parse("".join(out), "application/shared_components/files/app_js.sql")


def test_a_file_over_several_blocks_merges_by_lines_and_stays_in_blocks() -> None:
    lines = [f"function f{n}() {{ return {n}; }} // {'x' * 40}" for n in range(6000)]
    other, mine = list(lines), list(lines)
    mine[0], other[5000] = "// ours", "// theirs"
    base, ours, theirs = (
        static("\n".join(side), size) for side, size in ((lines, 1500), (mine, 1500), (other, 900))
    )
    assert diff(base, static("\n".join(lines), 700)).is_empty
    result = merge(base, ours, theirs).page
    assert result is not None
    merged = [*lines]
    merged[0], merged[5000] = "// ours", "// theirs"
    assert render(result) == render(static("\n".join(merged), 1500))
    assert result.components[0].text("p_file_content") == "\n".join(merged)
