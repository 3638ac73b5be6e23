"""Values: read from every form, and written in APEX's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex.export.values import Value, attributes, decode, file_value, id_spans, mixed
from app.apex.export.writer import PIECE, encode, literal, table

LONG = "x" * 249 + "é" + "y" * 300


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        ("'l''eau'", "text", "l'eau"),
        ("''", "text", ""),
        ("10", "number", "10"),
        (".5", "number", "0.5"),
        ("-1", "number", "-1"),
        ("true", "boolean", "true"),
        ("NULL", "null", ""),
        ("wwv_flow_imp.id(123)", "id", "123"),
        ("wwv_flow_api.id( 123 )", "id", "123"),
        ("-wwv_flow_imp.id(123)", "id", "-123"),
        ("123 + wwv_flow_api.g_id_offset", "id", "123"),
        ("123+wwv_flow_api.g_id_offset", "id", "123"),
        ("null + wwv_flow_api.g_id_offset", "null", ""),
        ("'!'||wwv_flow_imp.id(12)", "mixed", "!12"),
        ("'.'||wwv_flow_imp.id(12)||'.'", "mixed", ".12."),
        ("'..'||to_char(12+wwv_flow_api.g_id_offset)||'..'", "mixed", "..12.."),
        ("unistr('M\\00E9todo')", "text", "Método"),
        ("unistr('\\D83D\\DE00')", "text", "😀"),
        ("unistr('a\\005Cb')", "text", "a\\b"),
        ("unistr('a\\\\b')", "text", "a\\b"),
        ("'a'||wwv_flow.LF||\n'b'", "text", "a\nb"),
        ("'a'||unistr('\\000a')||\n'b'", "text", "a\nb"),
        ("'a'||chr(13)||chr(10)||'b'", "text", "a\r\nb"),
        ("q'[l'eau]'", "text", "l'eau"),
        ("Q'{a}'", "text", "a"),
        ("wwv_flow_string.join(wwv_flow_t_varchar2(\n'a',\n'b''c',\n''))", "text", "a\nb'c\n"),
        ("wwv_flow_utilities.join(wwv_flow_t_varchar2('a','b'))", "text", "a\nb"),
        (
            "wwv_flow_string.join_clob(wwv_flow_t_varchar2(\n'a'||'b',\nunistr('\\00E9')))",
            "text",
            "ab\né",
        ),
        ("wwv_flow_imp.dz('20260416220955Z')", "time", "20260416220955Z"),
        ("nvl(wwv_flow_application_install.get_schema,'X')", "hook", "X"),
        ("nvl(wwv_flow_application_install.get_application_id,900)", "hook", "900"),
        (
            "nvl(wwv_flow_application_install.get_static_plugin_file_prefix('A,B'),'')",
            "hook",
            "",
        ),
        ("wwv_flow.g_flow_id", "other", "wwv_flow.g_flow_id"),
    ],
)
def test_every_form_is_read(source: str, kind: str, text: str) -> None:
    value = decode(source)
    assert (value.kind, value.text) == (kind, text)


def test_plugin_attributes_are_read_one_by_one() -> None:
    source = (
        "wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n"
        "  'a', 'x',\n"
        "  'b', wwv_flow_string.join(wwv_flow_t_varchar2(\n    'l1',\n    'l2')),\n"
        "  'c', wwv_flow_imp.id(7))).to_clob"
    )
    value = decode(source)
    assert value.kind == "attributes"
    assert [(n, v.kind, v.text) for n, v in value.items] == [
        ("a", "text", "x"),
        ("b", "text", "l1\nl2"),
        ("c", "id", "7"),
    ]
    assert encode(value) == source


@pytest.mark.parametrize(
    "source",
    [
        "'l''eau'",
        ".5",
        "-1",
        "null",
        "true",
        "wwv_flow_imp.id(12)",
        "-wwv_flow_imp.id(12)",
        "'!'||wwv_flow_imp.id(12)",
        "'.'||wwv_flow_imp.id(12)||'.'",
        "unistr('M\\00E9todo \\D83D\\DE00 l''eau')",
        "wwv_flow_string.join(wwv_flow_t_varchar2(\n'a',\nunistr('\\00E9'),\n''))",
        "wwv_flow_imp.dz('20260416220955Z')",
        "nvl(wwv_flow_application_install.get_schema,'X')",
        "nvl(wwv_flow_application_install.get_application_id,900)",
        "wwv_flow.g_flow_id",
        f"'{'x' * PIECE}'\n||'y'",
        "'tab\there'",
    ],
)
def test_the_canonical_form_is_apex_own(source: str) -> None:
    assert encode(decode(source)) == source


def test_long_texts_are_cut_after_250_characters_and_coded_piece_by_piece() -> None:
    written = encode(Value("text", LONG))
    pieces = written.split("\n||")
    assert [len(decode(p).text) for p in pieces] == [250, 250, 50]
    assert [p.startswith("unistr(") for p in pieces] == [True, False, False]
    assert decode(written).text == LONG


@pytest.mark.parametrize("before", ["q'[it's]'", "Q'{'}'", "'it''s'", "'a -- b'", "/* it's */ 'a'"])
def test_ids_behind_any_literal_are_found(before: str) -> None:
    source = f"{before}||wwv_flow_imp.id(12)||'wwv_flow_imp.id(13)'"
    assert [source[a:b] for a, b in id_spans(source, 0, len(source))] == ["12"]


def test_an_old_release_gets_its_own_package() -> None:
    assert encode(Value("id", "5"), "wwv_flow_api") == "wwv_flow_api.id(5)"
    assert "wwv_flow_api.id(5)" in encode(mixed(["!", "5", ""]), "wwv_flow_api")


def test_a_file_is_readable_where_it_is_text() -> None:
    assert file_value(b"p { }\n").text == "p { }\n"
    shown = file_value(b"\x89PNG\r\n\x1a\n\x00\xff").text
    assert shown.startswith("10 B, SHA-256 ")
    rows = table(file_value(bytes(range(256))))
    assert rows.count(":= '") == 3


texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cs",)), max_size=600
)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_any_text_survives(text: str) -> None:
    assert decode(encode(Value("text", text))) == Value("text", text)
    assert "\n" not in literal(text.replace("\n", ""))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), texts),
        unique_by=lambda p: p[0],
        min_size=1,
    )
)
def test_any_attributes_survive(pairs: list[tuple[str, str]]) -> None:
    value = attributes(tuple((n, Value("text", t)) for n, t in pairs))
    assert decode(encode(value)) == value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(texts.filter(bool), st.integers(1, 10**17)), min_size=1, max_size=6))
def test_any_mix_of_texts_and_ids_survives(terms: list[str | int]) -> None:
    parts = [""]
    for term in terms:
        if isinstance(term, int):
            parts += [str(term), ""]
        else:
            parts[-1] += term
    value = mixed(parts)
    assert decode(encode(value)) == value


def test_a_text_that_no_varchar2_can_hold_is_joined_as_a_clob() -> None:
    """PL/SQL's limit is in bytes."""
    for text, name in (("é\n" * 10_000, "join("), ("é\n" * 11_000, "join_clob(")):
        source = encode(Value("text", text))
        assert source.startswith(f"wwv_flow_string.{name}")
        assert decode(source) == Value("text", text)


ROWS = st.lists(
    st.tuples(st.booleans(), st.text(alphabet="aé'\\(),x\n0;E9unistr ", max_size=12)),
    min_size=1,
    max_size=6,
)


@given(ROWS, st.sampled_from(["join", "join_clob"]))
def test_rows_are_read_alike_at_once_and_word_by_word(
    rows: list[tuple[bool, str]], call: str
) -> None:
    """An operator before a row keeps it from being read at once."""

    def source(row: str) -> str:
        return f"wwv_flow_string.{call}(wwv_flow_t_varchar2(\n{row}))"

    written = [f"unistr({literal(t)})" if u and "\\" not in t else literal(t) for u, t in rows]
    at_once = decode(source(",\n".join(written)))
    by_word = decode(source(",\n".join(f"''||{row}" for row in written)))
    assert at_once == by_word
    assert at_once.kind == "text"


def test_ids_between_texts_stay_where_they_were() -> None:
    row = "'a'||wwv_flow_imp.id(1)||'b'||wwv_flow_imp.id(2)"
    found = decode(f"wwv_flow_string.join(wwv_flow_t_varchar2(\n{row},\n'c',\n{row}))")
    assert found.parts == ("a", "1", "b", "2", "\nc\na", "1", "b", "2", "")
    assert decode("wwv_flow_string.join(wwv_flow_t_varchar2())") == Value("text", "")
