"""The text that an expression is sure to have."""

from __future__ import annotations

import pytest

from app.sql.folding import fold
from app.sql.lexer import tokens

CONSTANTS = {"K": tokens("'k' || L"), "L": tokens("'l'"), "LOOP": tokens("LOOP"), "N": tokens("7")}


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("'a'", "a"),
        ("''", ""),
        ("'a' || 'b' || 'c'", "abc"),
        ("('a' || 'b')", "ab"),
        ("(('a')) || ('b')", "ab"),
        ("('a') || 'b'", "ab"),
        ("'a' || ('b' || ('c'))", "abc"),
        ("12", "12"),
        ("K", "kl"),
        ('"K"', "kl"),
        ("N || 'x'", "7x"),
        ("chr(65)", "A"),
        ("nchr(233)", "é"),
        ("chr(65 using nchar_cs)", "A"),
        ("chr(233 using nchar_cs)", "é"),
        ("chr(65 + 1)", None),
        ("chr(65 || 66)", None),
        ("chr(6 || 5)", "A"),
        ("chr(65, 66)", None),
        ("chr(65 as nchar_cs)", None),
        ("chr(127)", "\x7f"),
        ("chr(128)", None),
        ("nchr(55295)", "\ud7ff"),
        ("nchr(55296)", None),
        ("007", "7"),
        ("0", "0"),
        ("'t' || 007", "t7"),
        ("\u0663", None),
        ("chr('\u0666\u0665')", None),
        ("upper('é')", None),
        ("lower('É')", None),
        ("chr(0)", "\0"),
        ("chr('65')", "A"),
        ("chr(x)", None),
        ("chr('x')", None),
        ("chr('')", None),
        ("upper('aB')", "AB"),
        ("lower('aB')", "ab"),
        ("trim('  a ')", "a"),
        ("trim('\ta')", "\ta"),
        ("to_char('a')", "a"),
        ("to_clob('a' || 'b')", "ab"),
        ("to_nchar('a')", "a"),
        ("to_nclob('a')", "a"),
        ("upper('a', 'b')", None),
        ("upper()", None),
        ("concat('a', 'b')", "ab"),
        ("concat('a', concat('b', 'c'))", "abc"),
        ("concat(upper('a'), x)", None),
        ("replace('aXbX', 'X')", "ab"),
        ("replace('aXbX', 'X', 'y')", "ayby"),
        ("replace('aXb', 'X', '')", "ab"),
        ("replace('ab', '')", None),
        ("replace('ab')", None),
        ("replace('a', 'b', 'c', 'd')", None),
        (r"unistr('\0041\00e9b')", "Aéb"),
        (r"unistr('a\\b')", "a\\b"),
        (r"unistr('\d800\dbff\dc00\dfff')", "\ufffd" * 4),
        (r"unistr('\d7ff\e000')", "\ud7ff\ue000"),
        (r"unistr('\00')", r"\00"),
        ("x", None),
        ("other('a')", None),
        ("1.5", None),
        ("upper('a') || x", None),
        ("'a' 'b'", None),
        ("'a' + 'b'", None),
        ("('a') ('b')", None),
        ("upper('a') ('b')", None),
        ("upper ('a') || lower('B')", "Ab"),
        ("[ 'a' )", None),
        ("upper 'a' )", None),
        ("'a' ||", None),
        ("\"UPPER\"('a')", None),
        ("LOOP", None),
        (":b", None),
        ("", None),
    ],
)
def test_it_is_computed(expression: str, text: str | None) -> None:
    assert fold(tokens(expression), CONSTANTS) == text


def test_what_is_nested_too_deep_or_too_long_is_not_known() -> None:
    assert fold(tokens("(" * 30 + "'a'" + ")" * 30), {}) == "a"
    assert fold(tokens("(" * 31 + "'a'" + ")" * 31), {}) is None
    for wrapped in ("upper({})", "chr({})", "({})", "{} || ''"):
        inner = "65"
        for _ in range(32):
            inner = wrapped.format(inner)
        assert fold(tokens(inner), {}) in (None, "65")
    long = "'" + "x" * 499_999 + "'"
    assert len(fold(tokens(f"{long} || {long} || 'ab'"), {}) or "") == 1_000_000
    assert fold(tokens(f"{long} || {long} || 'abc'"), {}) is None
