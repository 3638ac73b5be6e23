"""Exports in one file: cut, joined, compared and merged like split ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import (
    Application,
    Page,
    compare_applications,
    diff,
    joined,
    merge,
    merge_apps,
    parse,
    read_application,
    render,
    sections,
)
from app.apex.merge import application, versions
from app.apex.model import Decision, Take
from app.errors import MergeError, ParseError, SourceError
from app.services.files import merge_files, opened
from app.services.merge.file import file_merge
from app.services.merge.markers import Names, parsed_sides, with_markers
from tests.apex import samples
from tests.apex.samples import LOV_PATH, PAGE_PATH

_FRAME = re.compile(
    r"^--   Manifest\n.*?^--   Manifest End\n"
    r"|^wwv_flow_imp\.component_begin \(\n.*?^\);\n|^wwv_flow_imp\.component_end;\n",
    re.DOTALL | re.MULTILINE,
)
BEGIN = """prompt --application/set_environment
set define off verify off feedback off
whenever sqlerror exit sql.sqlcode rollback
-- Oracle APEX export file
begin
wwv_flow_imp.import_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9876543210
,p_default_application_id=>210
,p_default_id_offset=>0
,p_default_owner=>'AUTRE'
);
end;
/

prompt APPLICATION 210 - Ventes
--
--   Date and Time:   10:00 Monday November 23, 2026
--
"""
END = """prompt --application/end_environment
begin
wwv_flow_imp.import_end(p_auto_install_sup_obj => false);
commit;
end;
/
set verify on feedback on define on
prompt  ...done
"""


def single(files: dict[str, str] | None = None, begin: str = BEGIN) -> str:
    """The application of the samples in one file, as the builder's own export would write it."""
    known = files if files is not None else samples.application()
    parts = [_FRAME.sub("", text) for path, text in known.items() if path != "install.sql"]
    return begin + "".join(parts) + END


def whole(text: str) -> Application:
    application = read_application({"f210.sql": text})
    assert application.errors == ()
    return application


def test_the_parts_have_the_paths_of_a_split_export() -> None:
    text = single()
    application = whole(text)
    assert PAGE_PATH in application.parsed
    assert LOV_PATH in application.parsed
    assert application.pages == {10: PAGE_PATH}
    assert (application.application_id, application.owner) == (210, "AUTRE")
    assert "".join(application.files.values()) == text


def test_the_same_application_split_and_in_one_file() -> None:
    split = read_application(samples.application())
    assert compare_applications(split, whole(single())).files == ()
    assert compare_applications(whole(single()), split).files == ()
    page = samples.replaced(samples.text(), ("'Statut'", "'Etat'"))
    changed = whole(single({**samples.application(), PAGE_PATH: page}))
    (file,) = compare_applications(split, changed).files
    assert file.path == PAGE_PATH


def test_as_one_page_it_is_the_same_to_the_byte() -> None:
    for text in (single(), single().replace("\n", "\r\n"), "\ufeff" + single()):
        assert render(parse(text, "f210.sql")) == text
        assert "".join((sections(text) or {}).values()) == text


def test_headings_inside_a_block_cut_nothing() -> None:
    text = single().replace(
        "-- Oracle APEX", "begin null;\n/*\nprompt --application/no\n*/\nend;\n/\n--"
    )
    assert "application/no.sql" not in (sections(text) or {})
    assert "".join((sections(text) or {}).values()) == text


def test_a_path_that_comes_again_keeps_its_place() -> None:
    text = "prompt --application/a\n1\nprompt --application/b\n2\nprompt --application/a\n3\n"
    assert list(sections(text) or {}) == [
        "application/a.sql",
        "application/b.sql",
        "application/a#2.sql",
    ]
    assert joined(sections(text) or {}, ()) == text


def test_a_file_of_a_split_export_is_not_cut() -> None:
    assert sections(samples.text()) is None
    assert sections("") is None


PIECES = st.lists(
    st.sampled_from(
        [
            "prompt --application/a\n",
            "prompt --workspace/b \r\n",
            "begin\n",
            "end;\n/\n",
            "x '\n",
            "--c\n",
            "/*",
            "é",
        ]
    )
)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_any_text_joined_is_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = sections(text)
    assert parts is None or joined(parts, ()) == text


def test_a_page_export_is_its_page() -> None:
    remove = (
        "prompt --application/pages/delete_00010\nbegin\n"
        "wwv_flow_imp_page.remove_page (p_flow_id=>wwv_flow.g_flow_id, p_page_id=>10);\nend;\n/\n"
    )
    text = BEGIN + remove + _FRAME.sub("", samples.text()) + END
    page = opened(text.encode(), "f210_page_10.sql")
    assert isinstance(page, Page)
    assert page.number == 10
    assert isinstance(opened(samples.text().encode(), "p.sql"), Page)


def test_a_broken_one_names_its_own_line() -> None:
    text = single()
    at = text.index(",p_prompt=>'Statut'")
    cut = text[:at] + text[text.index(");", at) + 2 :]
    with pytest.raises(ParseError) as caught:
        opened(cut.encode(), "f210.sql")
    assert caught.value.facts["path"] == "f210.sql"
    assert abs(int(caught.value.facts["line"]) - text.count("\n", 0, at)) < 4


def test_whole_applications_merge_in_one_file(tmp_path: Path) -> None:
    known = samples.application()
    new_page = samples.text().replace("00010", "00011").replace("p_id=>10\n", "p_id=>11\n", 1)
    new_page = re.sub(r"\.id\((\d{3})", r".id(99\1", new_page).replace("P10_", "P11_")
    mine = single({**known, PAGE_PATH: samples.replaced(known[PAGE_PATH], ("'Statut'", "'Etat'"))})
    theirs = single({**known, "application/pages/page_00011.sql": new_page})
    paths = [tmp_path / f"{n}.sql" for n in ("base", "ours", "theirs")]
    for path, text in zip(paths, (single(), mine, theirs), strict=True):
        path.write_bytes(text.encode())
    merged = merge_files(*paths, None, {})
    assert merged.result.open_conflicts == ()
    parts = sections(merged.text or "") or {}
    assert "'Etat'" in parts[PAGE_PATH]
    order = list(parts)
    assert order[-1] == "application/end_environment.sql"
    assert order.index("application/pages/page_00011.sql") < len(order) - 1
    assert "P11_" in parts["application/pages/page_00011.sql"]
    paths[2].write_bytes(samples.text().encode())
    with pytest.raises(SourceError):
        merge_files(*paths, None, {})


def test_nothing_to_merge_gives_ours_to_the_byte() -> None:
    base, ours = whole(single()), whole(single(begin=BEGIN.replace("AUTRE", "MAIN")))
    merged = merge_apps(base, ours, base)
    assert joined(merged.files, (ours.files, base.files)) == "".join(ours.files.values())


def two_pages(one: str, two: str) -> str:
    """Two pages in one file, each with a region called Liste and a button of its own below it."""
    head = samples.text().partition("wwv_flow_imp_page.create_page(")[0]
    files = {}
    for number, more in ((10, one), (20, two)):
        files[f"application/pages/page_000{number}.sql"] = (
            head.replace("00010", f"000{number}")
            + f"wwv_flow_imp_page.create_page(\n p_id=>{number}\n,p_name=>'Page {number}'\n);\n"
            + region(number) + more + "wwv_flow_imp.component_end;\nend;\n/\n"
        )  # fmt: skip
    return single(files)


def region(number: int) -> str:
    return (
        f"wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id(510000000000{number}100)\n"
        ",p_plug_name=>'Liste'\n,p_plug_display_sequence=>10\n);\n"
    )


def button(number: int, name: str, label: str = "Ok") -> str:
    return (
        "wwv_flow_imp_page.create_page_button(\n"
        f" p_id=>wwv_flow_imp.id(510000000000{number}2{len(name):02})\n,p_button_sequence=>10\n"
        f",p_button_plug_id=>wwv_flow_imp.id(510000000000{number}100)\n"
        f",p_button_name=>'{name}'\n,p_button_image_alt=>'{label}'\n);\n"
    )


def test_merge_itself_merges_a_whole_application_page_by_page() -> None:
    base = parse(two_pages("", ""), "f210.sql")
    ours = parse(two_pages(button(10, "OK"), ""), "f210.sql")
    theirs = parse(two_pages("", button(20, "OK")), "f210.sql")
    result = merge(base, ours, theirs)
    assert result.page is not None and not result.conflicts
    assert render(result.page) == two_pages(button(10, "OK"), button(20, "OK"))
    assert [a.path for a in result.auto] == [PAGE_PATH.replace("10.", "20.")]
    # a process stands behind its page and names no parent
    process = (
        "wwv_flow_imp_page.create_page_process(\n p_id=>wwv_flow_imp.id(510000000000777)\n"
        ",p_process_sequence=>10\n,p_process_point=>'AFTER_SUBMIT'\n,p_process_name=>'Lire'\n);\n"
    )
    other = process.replace("777", "888").replace("'Lire'", "'Ecrire'")
    ours = parse(two_pages(process, ""), "f210.sql")
    theirs = parse(two_pages("", other), "f210.sql")
    result = merge(base, ours, theirs)
    assert result.page is not None and render(result.page) == two_pages(process, other)


def test_conflicts_of_a_whole_application_are_decided_there() -> None:
    texts = [two_pages(button(10, "OK", x), button(20, "OK", x)) for x in ("Ok", "Oui", "Bon")]
    base, ours, theirs = (parse(text, "f210.sql") for text in texts)
    result = merge(base, ours, theirs)
    assert result.page is None
    one, two = result.open_conflicts
    assert (one.component_path[0], two.component_path[0]) == ("Page Page 10", "Page Page 20")
    decisions = {one.key: Decision(one.key, Take.OURS), two.key: Decision(two.key, Take.THEIRS)}
    result = merge(base, ours, theirs, decisions)
    assert result.page is not None
    assert render(result.page) == two_pages(button(10, "OK", "Oui"), button(20, "OK", "Bon"))
    with pytest.raises(SourceError):
        merge(base, ours, samples.page())


def test_diff_itself_says_on_which_page() -> None:
    old = parse(two_pages(button(10, "OK"), button(20, "OK")), "f210.sql")
    new = parse(two_pages(button(10, "OK"), button(20, "OK", "Oui")), "f210.sql")
    (change,) = diff(old, new).changes
    assert change.path[0] == "Page Page 20"
    shifted = parse(samples.renumbered(new.source, lambda i: i + 9_000_000_000_000), "f210.sql")
    assert [c.path for c in diff(old, shifted).changes] == [change.path]


def old_pages(*items: str) -> str:
    """Pages 1, 2, ... of an export of 4.x, each with one item."""
    made = ["set define off\n--application/set_environment\nprompt  APPLICATION 104 - Carnet\n"]
    for number, name in enumerate(items, 1):
        made.append(
            f"--application/pages/page_0000{number}\nprompt  ...PAGE {number}: Page\n--\n\nbegin\n"
            f"wwv_flow_api.create_page (\n  p_flow_id => wwv_flow.g_flow_id\n ,p_id => {number}\n"
            " ,p_name => 'Page'\n  );\nnull;\nend;\n/\n\nbegin\n"
            "wwv_flow_api.create_page_item(\n"
            f"  p_id=>5100000000{number} + wwv_flow_api.g_id_offset,\n"
            "  p_flow_id=> wwv_flow.g_flow_id,\n"
            f"  p_flow_step_id=> {number},\n  p_name=>'{name}');\nend;\n/\n\n"
        )
    return "".join(made) + "commit;\n"


def test_an_application_of_4_x_in_one_file_is_cut_too() -> None:
    text = old_pages("P1_A", "P2_A")
    parts = sections(text) or {}
    assert [path for path in parts if "page_" in path] == [
        "application/pages/page_00001.sql",
        "application/pages/page_00002.sql",
    ]
    assert "".join(parts.values()) == text
    base, ours, theirs = (
        parse(old_pages(*items), "f104.sql")
        for items in (("P1_A", "P2_A"), ("P1_B", "P2_A"), ("P1_A", "P2_B"))
    )
    result = merge(base, ours, theirs)
    assert result.page is not None and render(result.page) == old_pages("P1_B", "P2_B")


def test_pages_that_nothing_divides_are_refused() -> None:
    text = two_pages("", "").replace("prompt --", "prompt ")
    base = parse(text, "f210.sql")
    with pytest.raises(MergeError) as caught:
        merge(base, base, base)
    assert caught.value.code == "merge.several_pages"


def page_export(text: str) -> str:
    """The export of one page, as the builder writes it: the application's frame around it."""
    return BEGIN + _FRAME.sub("", text) + END


@pytest.mark.parametrize("exported", ["base", "ours", "theirs", "base ours", "ours theirs"])
def test_the_export_of_one_page_merges_with_its_file(exported: str) -> None:
    page = samples.text()
    names = ("base", "ours", "theirs")
    ours = samples.replaced(page, ("'Statut'", "'Etat'"))
    theirs = samples.replaced(page, ("'Lignes'", "'Articles'"))
    both = samples.replaced(ours, ("'Lignes'", "'Articles'"))
    texts = dict(zip(names, (page, ours, theirs), strict=True))
    made = {n: page_export(t) if n in exported.split() else t for n, t in texts.items()}
    sides = [parse(made[n], PAGE_PATH) for n in names]
    result = merge(*sides)
    assert result.page is not None and not result.conflicts
    assert not [i for i in result.issues if i.code == "merge.lost_text"]
    wanted = page_export(both) if "ours" in exported else both
    assert render(result.page) == wanted
    merged = file_merge((sides[0], sides[1], sides[2]), {})
    assert merged.text == wanted
    sides[2] = parse(made["theirs"].replace("'Statut'", "'Situation'"), PAGE_PATH)
    text = with_markers((sides[0], sides[1], sides[2]), {}, Names())
    assert text is not None and text.count("<<<<<<<") == 1 and "\n,p_prompt=>'Situation'" in text


def test_a_comment_beside_the_page_is_not_left_out() -> None:
    page = samples.text()
    create = "wwv_flow_imp_page.create_page("
    theirs = page_export(page).replace(create, f"-- By hand.\n{create}", 1)
    sides = parse(page, PAGE_PATH), parse(page.replace("'Statut'", "'Etat'"), PAGE_PATH)
    with pytest.raises(MergeError):
        file_merge((*sides, parse(theirs, PAGE_PATH)), {})


@settings(max_examples=200, deadline=None)
@given(PIECES, PIECES)
def test_another_version_that_was_cut_changes_no_cut(one: list[str], two: list[str]) -> None:
    pairs = ("".join(one), "".join(two)), (single(), single() + "".join(one))
    for left, right in pairs:
        known, again = sections(right), sections(right, left)
        assert list((again or {}).items()) == list((known or {}).items())


def test_a_part_that_nobody_changed_is_not_read() -> None:
    """Reading all of a large application takes longer than git has for its merge."""
    cut = single().replace("wwv_flow_imp_shared.create_list_of_values(", "wwv_flow_imp_shared.cut(")
    cut = cut.replace(",p_lov_name=>", ",p_lov_name=>=>")
    sides = [cut, cut.replace("'Statut'", "'Etat'"), cut.replace("p_cHeight=>1", "p_cHeight=>4")]
    with pytest.raises(ParseError):
        parse(cut)
    made = file_merge(parsed_sides([text.encode() for text in sides], "f210.sql"), {})
    assert made.text == sides[1].replace("p_cHeight=>1", "p_cHeight=>4")
    broken = sides[2].replace(",p_lov_name=>=>", ",p_lov_name=>=>=>")
    with pytest.raises(ParseError) as caught:
        file_merge(parsed_sides([t.encode() for t in (*sides[:2], broken)], "f210.sql"), {})
    assert caught.value.facts["path"] == "f210.sql"
    assert abs(int(caught.value.facts["line"]) - broken[: broken.index("=>=>=>")].count("\n")) < 4


def test_three_files_in_parts_merge_as_three_trees_do() -> None:
    texts = [
        single(),
        single().replace("'Statut'", "'Etat'"),
        single({**samples.application(), LOV_PATH: ""}).replace("p_cHeight=>1", "p_cHeight=>4"),
    ]
    parts = parsed_sides([text.encode() for text in texts], "f210.sql")
    trees = (parse(texts[0], "f210.sql"), parse(texts[1], "f210.sql"), parse(texts[2], "f210.sql"))
    one, other = file_merge(parts, {}), file_merge(trees, {})
    assert one.text == other.text
    assert one.conflicts == other.conflicts
    told = [issue for issue in other.issues if issue.severity != "notice"]
    assert list(one.issues) == told


def test_what_no_decision_changes_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Markers take a merge for each side; in each of them it would be found again."""
    asked: list[str] = []
    for module, name in ((versions, "claims"), (application, "broken_uses"), (application, "news")):
        found = getattr(module, name)

        def noted(*given: Any, name: str = name, found: Any = found) -> Any:
            asked.append(name)
            return found(*given)

        monkeypatch.setattr(module, name, noted)
    texts = [
        single(),
        single().replace("'Statut'", "'Etat'"),
        single().replace("'Statut'", "'Rang'"),
    ]
    sides = parsed_sides([text.encode() for text in texts], "f210.sql")
    marked = with_markers(sides, {}, Names(base="base"), merged=file_merge(sides, {}))
    assert marked is not None and "\n,p_prompt=>'Rang'" in marked
    assert asked == ["claims"] * 2  # at each side, what the other took away
