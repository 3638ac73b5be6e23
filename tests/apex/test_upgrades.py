"""Deletions against what only a newer release of APEX wrote, and against entries of their own."""

from __future__ import annotations

from app.apex import MergeResult, merge, parse, render
from app.apex.model import ConflictKind
from tests.apex.samples import PAGE_PATH, added, replaced, text, without

NEWER = ("'2024.11.30'", "'24.2.0'"), ("'2025.05.31'", "'25.1.0'")
ITEMS = ("p_name=>'P10_STATUT'\n", "p_name=>'P10_CLIENT'\n")


def upgraded(source: str) -> str:
    """The page as the next release exports it."""
    for old, new in zip(*NEWER, strict=True):
        source = replaced(source, (old, new))
    return source


def merged(base: str, ours: str, theirs: str) -> MergeResult:
    return merge(*(parse(t, PAGE_PATH) for t in (base, ours, theirs)))


def with_default(source: str, *items: str) -> str:
    for name in items:
        source = replaced(source, (name, name + ",p_is_persistent=>'Y'\n"))
    return source


NO_CLIENT = without("p_name=>'P10_CLIENT'\n", "p_validation_name=>'Client connu'")


def test_the_same_step_everywhere_is_the_releases() -> None:
    ours = upgraded(with_default(text(), *ITEMS))
    result = merged(text(), ours, NO_CLIENT)
    assert result.conflicts == ()
    assert result.page is not None and "P10_CLIENT'\n,p_item" not in render(result.page)


def test_a_step_at_one_of_them_is_an_edit() -> None:
    (conflict,) = merged(text(), upgraded(with_default(text(), ITEMS[1])), NO_CLIENT).conflicts
    assert conflict.kind is ConflictKind.EDIT_DELETE


def test_in_one_release_every_step_is_an_edit() -> None:
    (conflict,) = merged(text(), with_default(text(), *ITEMS), NO_CLIENT).conflicts
    assert conflict.kind is ConflictKind.EDIT_DELETE


def old_page(*defaults: str, deleted: bool = False) -> str:
    """A page with five items, as exports before 20.1 have it: nothing says its release."""
    items = "".join(
        "wwv_flow_api.create_page_item(\n"
        f" p_id=>wwv_flow_api.id(4100{n})\n,p_name=>'P10_I{n}'\n,p_item_sequence=>{n}0\n"
        + (",p_is_persistent=>'Y'\n" if f"P10_I{n}" in defaults else "")
        + ");\n"
        for n in range(1, 6 - deleted)
    )
    page = "wwv_flow_api.create_page(\n p_id=>10\n,p_name=>'P'\n);\n"
    return f"prompt --application/pages/page_00010\nbegin\n{page}{items}end;\n/\n"


def test_where_no_file_says_its_release_many_of_the_same_step_tell_it() -> None:
    names = [f"P10_I{n}" for n in range(1, 6)]
    gone = old_page(*names, deleted=True)
    result = merged(old_page(*names), old_page(), gone)
    assert result.conflicts == ()
    assert result.page is not None and "P10_I5" not in render(result.page)
    (conflict,) = merged(old_page(*names), old_page(*names[:2]), gone).conflicts
    assert conflict.kind is ConflictKind.EDIT_DELETE


NUMBERED = ",p_cSize=>30\n,p_attribute_01=>'Y'\n,p_attribute_02=>'TEXT'\n"
NAMED = (
    ",p_cSize=>30\n,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n"
    "  'subtype', 'TEXT',\n  'trim_spaces', '{}')).to_clob\n"
)


def test_attributes_with_names_for_numbers_are_no_edit_if_their_values_stay() -> None:
    base = replaced(text(), (",p_cSize=>30\n", NUMBERED))
    gone = replaced(NO_CLIENT, (",p_cHeight=>1\n", ",p_cHeight=>2\n"))
    same = upgraded(replaced(base, (NUMBERED, NAMED.format("Y"))))
    assert merged(base, same, gone).conflicts == ()
    other = upgraded(replaced(base, (NUMBERED, NAMED.format("N"))))
    (conflict,) = merged(base, other, gone).conflicts
    assert conflict.kind is ConflictKind.EDIT_DELETE


ENTRY = (
    "wwv_flow_imp_page.create_ig_report_column(\n"
    " p_id=>wwv_flow_imp.id(51000000000000229)\n"
    ",p_view_id=>wwv_flow_imp.id(51000000000000221)\n"
    ",p_display_seq=>3\n"
    ",p_column_id=>wwv_flow_imp.id(51000000000000202)\n);\n"
)
COLUMN = ("p_name=>'PRIX'", "wwv_flow_imp.id(51000000000000223)")


def test_an_entry_for_a_column_goes_with_the_column() -> None:
    """A view of a grid lists every column: a new entry is no wish to keep the column."""
    listed = added("wwv_flow_imp.id(51000000000000223)", ENTRY)
    for sides in ((listed, without(*COLUMN)), (without(*COLUMN), listed)):
        result = merged(text(), *sides)
        assert result.conflicts == ()
        assert result.page is not None and render(result.page) == without(*COLUMN)
        assert [i for i in result.issues if i.severity == "error"] == []
        assert "create_ig_report_column:51000000000000229" in {
            a.change.key for a in result.auto if a.change.status == "removed"
        }
