"""Tokens of Oracle SQL: what is text, what is a name, what is a comment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sql.lexer import Kind, tokens, tokens_from


def kinds(text: str) -> list[tuple[str, str]]:
    return [(t.kind.value, t.value or t.text) for t in tokens(text, comments=True)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a''b'", "a'b"),
        ("''", ""),
        ("N'x'", "x"),
        ("q'[it's ]; --]'", "it's ]; --"),
        ("Q'{a}'", "a"),
        ("nq'<x>>'", "x>"),
        ("q'!don't!'", "don't"),
        ("q''x''", "x"),
        ("'line\nbreak'", "line\nbreak"),
    ],
)
def test_literals(text: str, value: str) -> None:
    (token,) = tokens(text)
    assert (token.kind, token.value) == (Kind.STRING, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('select "Drop" from t', ["word SELECT", "quoted Drop", "word FROM", "word T"]),
        ("a/*x*/b--c\nd", ["word A", "comment /*x*/", "word B", "comment --c", "word D"]),
        ("/*+ hint */ x --+ y", ["hint /*+ hint */", "word X", "hint --+ y"]),
        ("1.5e-3 .5 2. 1..10", [
            "number 1.5e-3", "number .5", "number 2.", "number 1", "op ..", "number 10"]),
        ("a:=:new.id", ["word A", "op :=", "bind NEW", "op .", "word ID"]),
        ("seq'a'", ["word SEQ", "string a"]),
        ("t@link", ["word T", "op @", "word LINK"]),
        ("x$y#z1", ["word X$Y#Z1"]),
        ("a||b<>c", ["word A", "op ||", "word B", "op <>", "word C"]),
        ("é", ["word É"]),
        ("q'[a]'||b", ["string a", "op ||", "word B"]),
        ("q'xax'b", ["string a", "word B"]),
        ("q'[a]'||q'[b]'", ["string a", "op ||", "string b"]),
        ("a /* b c", ["word A", "odd open_comment"]),
        ("a 'b c", ["word A", "odd open_string"]),
        ("a -- b\r\nc", ["word A", "comment -- b\r", "word C"]),
    ],
)  # fmt: skip
def test_kinds(text: str, expected: list[str]) -> None:
    assert [f"{kind} {value}" for kind, value in kinds(text)] == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("'open", "open_string"),
        ("q'[open'", "open_string"),
        ("q' x '", "bad_quote"),
        ("q'\nx\n'", "bad_quote"),
        ("/* open", "open_comment"),
        ('"open', "bad_identifier"),
        ('""', "bad_identifier"),
        ('"two\nlines"', "bad_identifier"),
        ("\u00a0x", "character"),
        ("ＤＲＯＰ", "character"),
        ("\u017felect", "character"),
        ("a\u200bb", "character"),
        ("a & b", "character"),
        ("\0", "character"),
        ("-- note\rDROP", "line_end_in_comment"),
        ("-- note\u2028DROP", "line_end_in_comment"),
    ],
)
def test_what_is_not_plainly_sql_is_odd(text: str, why: str) -> None:
    assert next(t.value for t in tokens(text) if t.kind is Kind.ODD) == why


def test_comments_are_there_where_they_are_asked_for() -> None:
    text = "a /* b */ c -- d\ne /*+ f */"
    assert [t.value for t in tokens(text)] == ["A", "C", "E"]
    assert [t.kind.value for t in tokens(text, comments=True)] == [
        "word", "comment", "word", "comment", "word", "hint"
    ]  # fmt: skip


def test_places() -> None:
    text = "select 'x\ny',\n  b"
    assert [(t.line, t.column, text[t.start : t.end]) for t in tokens(text)] == [
        (1, 1, "select"),
        (1, 8, "'x\ny'"),
        (2, 3, ","),
        (3, 3, "b"),
    ]
    assert [(t.line, t.column) for t in tokens_from(text, text.index("b"))] == [(1, 1)]
    assert [(t.line, t.column) for t in tokens("\na")] == [(2, 1)]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_every_character_is_in_a_token_or_blank(text: str) -> None:
    at = 0
    for token in tokens(text, comments=True):
        assert not text[at : token.start].strip(" \t\r\n\f\v")
        assert token.end > token.start
        at = token.end
    assert not text[at:].strip(" \t\r\n\f\v")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.sampled_from("[({<!|x'"))
def test_a_quoted_text_comes_back(text: str, opening: str) -> None:
    (plain,) = tokens("'" + text.replace("'", "''") + "'")
    assert plain.value == text
    closing = {"[": "]", "(": ")", "{": "}", "<": ">"}.get(opening, opening)
    if closing + "'" not in text + closing:
        (alternative,) = tokens(f"q'{opening}{text}{closing}'")
        assert alternative.value == text
