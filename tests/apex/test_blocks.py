"""Cutting a SQL*Plus script into blocks and lines."""

from __future__ import annotations

from app.apex import split_blocks
from tests.apex import samples


def test_blocks_and_lines_in_their_order() -> None:
    found = split_blocks("prompt a\n\nbegin\n  x('\n/\n');\nend;\n/\n@@b.sql\n")
    assert [(b.kind, b.line) for b in found] == [("sqlplus", 1), ("plsql", 3), ("sqlplus", 9)]
    assert found[1].text == "begin\n  x('\n/\n');\nend;"
    assert found[2].text == "@@b.sql"


def test_all_blocks_of_an_old_page() -> None:
    found = [b for b in split_blocks(samples.text("page_4_2.sql")) if b.kind == "plsql"]
    assert len(found) == 5
    assert all(b.text.rstrip().endswith("end;") for b in found)
    assert found[1].text.startswith("declare")


def test_a_block_without_its_slash_reaches_to_the_end() -> None:
    found = split_blocks("\ufeffbegin\r\nnull;\r\nend;\r\n")
    assert [b.kind for b in found] == ["plsql"]
    assert found[0].text == "begin\r\nnull;\r\nend;"


def test_a_slash_in_a_comment_or_a_q_quote_is_text() -> None:
    found = split_blocks("begin\n/*\n/\n*/\nx(q'[\n/\n]');\nend;\n/\nprompt b\n")
    assert [b.kind for b in found] == ["plsql", "sqlplus"]
