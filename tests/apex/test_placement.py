"""Where a merge writes a component: behind what it belongs to."""

from __future__ import annotations

from app.apex import merge
from tests.apex import samples

EVENT = 51000000000000990
COLUMN = """\
wwv_flow_imp_page.create_region_column(
 p_id=>wwv_flow_imp.id({})
,p_name=>'{}'
,p_source_type=>'DB_COLUMN'
,p_display_sequence=>{}
{});
"""
GRID = """\
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id({0})
,p_plug_name=>'{1}'
,p_plug_display_sequence=>{2}
{3},p_plug_source_type=>'NATIVE_IG'
);
{4}wwv_flow_imp_page.create_interactive_grid(
 p_id=>wwv_flow_imp.id({0}9)
,p_is_editable=>false
);
"""


def _event(identity: int) -> str:
    return (
        "wwv_flow_imp_page.create_page_da_event(\n"
        f" p_id=>wwv_flow_imp.id({identity})\n,p_name=>'Nouvelle'\n,p_event_sequence=>90\n);\n"
    )


def test_an_action_that_moved_below_a_new_dynamic_action_stands_behind_it() -> None:
    source = samples.text()
    (action,) = (c for c in samples.page().components if c.procedure == "create_page_da_action")
    event = action.text("p_event_id")
    without = source.replace(action.source, "")
    there = action.source.replace(f"p_event_id=>wwv_flow_imp.id({event})",
                          f"p_event_id=>wwv_flow_imp.id({EVENT})")  # fmt: skip
    end = without.index("wwv_flow_imp_page.create_page_process")
    theirs = without[:end] + _event(EVENT) + there + without[end:]
    renamed = samples.replaced(source, (",p_step_title=>'Commandes'", ",p_step_title=>'Ordres'"))
    for sides in ((renamed, theirs), (theirs, renamed)):
        result = merge(samples.page(), *map(samples.page, sides))
        assert result.conflicts == ()
        assert result.page is not None
        assert result.page.by_key[action.key].parent == f"create_page_da_event:{EVENT}"
        assert _event(EVENT) + there in result.page.source


def test_a_detail_grid_keeps_the_columns_that_are_linked_to_the_master() -> None:
    def column(identity: int, name: str, sequence: int, master: int = 0) -> str:
        link = f",p_parent_column_id=>wwv_flow_imp.id({master})\n" if master else ""
        return COLUMN.format(identity, name, sequence, link)

    source = samples.text()
    at = source.index("wwv_flow_imp_page.create_page_item")
    master = GRID.format(5101, "Clients", 80, "", column(5102, "ID", 10) + column(5103, "NOM", 20))
    detail = GRID.format(
        5201, "Commandes", 90, ",p_master_region_id=>wwv_flow_imp.id(5101)\n",
        column(5202, "NUMERO", 10) + column(5203, "ID", 20, 5102) + column(5204, "DATE_", 30),
    )  # fmt: skip
    base = source[:at] + master + source[at:]
    theirs = source[:at] + master + detail + source[at:]
    renamed = (",p_step_title=>'Commandes'", ",p_step_title=>'Ordres'")
    linked = samples.page(theirs).by_key["create_region_column:5203"]
    assert linked.parent == "create_page_plug:5201"
    for sides in ((samples.replaced(base, renamed), theirs),
                  (theirs, samples.replaced(base, renamed))):  # fmt: skip
        result = merge(samples.page(base), *map(samples.page, sides))
        assert result.conflicts == ()
        assert result.page is not None
        assert result.page.source == samples.replaced(theirs, renamed)
