"""No disguise gets a DROP through, and no innocent name is refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.changelog import guard_changelog, guard_script
from app.sql.lexer import Kind, tokens
from tests.changelog.memory import changelog

FORBIDDEN = (
    "DROP TABLE T",
    "ALTER TABLE T DROP COLUMN A",
    "ALTER TABLE T SET UNUSED (A)",
    "TRUNCATE TABLE T",
    "DELETE FROM T WHERE A = 1",
    "UPDATE T SET A = 1 WHERE 1 = 1",
    "ALTER TABLE T MODIFY A VARCHAR2(1)",
    "RENAME T TO U",
    "PURGE TABLE T",
)

blanks = st.sampled_from(
    (" ", "\n", "\t", "  ", " /* DROP; ' */ ", " -- it's\n", "/**/ ", "\n--/*\n", "/*+ x */\n")
)
cases: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    (str.upper, str.lower, str.title, str.swapcase)
)


def disguised(sql: str, draw: Callable[[st.SearchStrategy[object]], object]) -> str:
    out = []
    for word in sql.split(" "):
        case = draw(cases)
        assert callable(case)
        out.append(str(draw(blanks)) + (word if word.startswith("'") else case(word)))
    return "".join(out)


def literal(text: str, draw: Callable[[st.SearchStrategy[object]], object]) -> str:
    """``text`` as an expression of PL/SQL, cut and quoted at random."""
    cuts = sorted({int(str(draw(st.integers(0, len(text))))) for _ in range(3)} | {0, len(text)})
    parts = []
    for begin, end in pairwise(cuts):
        part = text[begin:end]
        way = draw(st.sampled_from(("plain", "q", "chr")))
        if way == "q" and "]'" not in part + "]":
            parts.append(f"q'[{part}]'")
        elif way == "chr" and len(part) < 6 and part.isascii():
            parts.append("||".join(f"CHR({ord(c)})" for c in part))
        else:
            parts.append("'" + part.replace("'", "''") + "'")
    return "(" + "||".join(parts) + ")"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(FORBIDDEN))
def test_a_disguised_statement_is_refused(data: st.DataObject, sql: str) -> None:
    text = disguised(sql, data.draw)
    assert any(not r.allowed for r in guard_script(text + "\n;\n", "x.sql"))
    whole = changelog(f"--changeset a:1 splitStatements:false\n{text}\n;\n")
    assert not guard_changelog(whole)[0].allowed


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(FORBIDDEN), st.integers(1, 3))
def test_a_forbidden_statement_in_dynamic_sql_is_refused(
    data: st.DataObject, sql: str, levels: int
) -> None:
    text = disguised(sql, data.draw)
    for _ in range(levels):
        text = f"BEGIN EXECUTE IMMEDIATE {literal(text, data.draw)}; END;"
    found = guard_script(text + "\n/\n", "x.sql")
    assert [r.allowed for r in found] == [False]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(("DROP", "TRUNCATE", "DELETE", "purge", "Execute Immediate", "--", "/*")))
def test_names_and_texts_are_no_commands(word: str) -> None:
    quoted = "'" + word + " TABLE X'"
    for sql in (
        f'ALTER TABLE "{word}" ADD ("{word} 2" NUMBER)',
        f"COMMENT ON TABLE T IS {quoted}",
        f"INSERT INTO \"{word}\" VALUES ({quoted}, q'[{word}]')",
        f'UPDATE T SET "{word}" = {quoted} WHERE A = {quoted}',
        f'CREATE OR REPLACE VIEW V AS SELECT A AS "{word}" FROM T /* {word.strip("/*")} */',
        f'SELECT "{word}" FROM T',
    ):
        found = guard_script(sql + ";\n", "x.sql")
        assert [r.verdict for r in found] == ["announce" if "SET" in sql else "allowed"], found


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(("changelog", "apex")))
def test_whatever_comes_there_is_a_ruling_and_no_crash(text: str, kind: str) -> None:
    found = guard_script(text, "x.sql", kind="apex" if kind == "apex" else "changelog")
    meant = [t for t in tokens(text.replace("\r", "\n")) if t.kind is not Kind.ODD]
    commands = [t for t in meant if t.text not in ("/", ";")]
    if commands:
        assert found


PIECES = (
    *("'", '"', "q'[", "]'", "/*", "*/", "--", "\n", ";", "/", " ", "||", "@", "&", "(", ")"),
    *("BEGIN ", "END; ", "DROP TABLE T", "EXECUTE IMMEDIATE ", "SELECT 1 FROM DUAL", "DECLARE "),
    *("IF X THEN ", "END IF; ", "UPDATE T SET A=1", " WHERE B=2", "CASE ", "LOOP "),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_a_bare_drop_never_passes(pieces: list[str]) -> None:
    """Wherever the lexer sees the words DROP TABLE outside quotes and comments, something is
    refused."""
    text = "".join(pieces)
    found = tokens(text)
    bare = any(
        a.value == "DROP" and a.kind is Kind.WORD and b.value == "TABLE" for a, b in pairwise(found)
    )
    if bare:
        assert any(not r.allowed for r in guard_script(text, "x.sql"))
        sql = f"--changeset a:1 splitStatements:false\nSELECT 1 FROM DUAL\n{text}\n"
        if "--" not in text:
            assert any(not r.allowed for r in guard_changelog(changelog(sql)))
