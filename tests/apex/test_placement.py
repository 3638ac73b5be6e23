"""Where a merge writes a component: behind what it belongs to."""

from __future__ import annotations

from app.apex import merge
from tests.apex import samples

EVENT = 51000000000000990


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
