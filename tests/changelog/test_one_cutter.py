"""What the guard judges in an APEX export is what the slow road sends, piece for piece."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.changelog import guard_script
from app.errors import AppError
from app.oracle.script import script_blocks

FRAGMENTS = st.sampled_from(
    ["begin\n", "declare\n", "end;\n", "/\n", " /\n", "/ \n", "null;\n",
     "wwv_flow_imp.component_end;\n",
     "wwv_flow_imp_page.create_page(p_id=>1\n,p_name=>'a');\n", ",p_x=>q'[a]'\n", ",p_x=>'it''s'\n",
     "'\n", "q'[\n", "]'\n", "--x\n", "/*\n", "*/\n", "/* c */\n", "rem x\n", "prompt it's\n",
     "set define off\n", "\r\n", "\r", "\t", '"a"', "x#q'[", "-\n", ".\n", "del\n",
     "wwv_flow_string.join(wwv_flow_t_varchar2(\n'a',\n'/',\n'b'))\n",
     "wwv_flow_imp.g_varchar2_table(1) := 'a\n/\nb';\n", "commit;\n", "commit\n", "end;\n/\n",
     "begin\nwwv_flow_imp.component_end;\nend;\n/\n",
     "declare\n l varchar2(9) := 'x';\nbegin\n null;\nend;\n/\n", "\x0b", "\x0c", "\u00a0",
     "timing start\n", "define a=1\n", "show user\n", "begin null; end;\n/\n", "GO\n"]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(FRAGMENTS, min_size=1, max_size=9).map("".join))
def test_what_is_judged_is_what_is_sent(text: str) -> None:
    try:
        sent = [(b.line, b.text[:200]) for b in script_blocks({"install.sql": text})]
    except AppError:
        return  # nothing is sent
    rulings = guard_script(text, "install.sql", kind="apex")
    if all(ruling.allowed for ruling in rulings):
        judged = [(r.line, r.statement) for r in rulings if r.rule != "guard.sqlplus_line"]
        assert judged == sent
