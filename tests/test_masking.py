"""Passwords are masked however they are written, and where nobody told them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings

from app import logs
from app.masking import MASK, Masks, in_statement, in_text
from app.oracle.failures import connect_error, first_line
from app.release import masked
from app.rollout.log import ClientLog
from tests.passwords import PASSWORDS, spellings

# Of a doubled quote at the end the second may stay, with its backslashes.
LEFT = set(f"[]{MASK}\"'\\")


@settings(max_examples=200)
@given(PASSWORDS, PASSWORDS)
def test_a_known_password_is_masked_in_every_spelling(secret: str, other: str) -> None:
    masks = Masks((other, secret))
    for written in spellings(secret):
        assert secret not in masks.masked(f"[{written}]") or secret in "[]"
        assert set(Masks((secret,)).masked(f"[{written}]")) <= LEFT, written


@settings(max_examples=100)
@given(PASSWORDS)
def test_a_short_one_is_masked_as_a_word_in_every_spelling(secret: str) -> None:
    masks = Masks((secret,), short_as_words=True)
    for written in spellings(secret):
        assert set(masks.masked(f"[{written}]")) <= LEFT, written


def test_a_short_one_inside_of_a_word_is_no_password() -> None:
    masks = Masks(("ab", "$1"), short_as_words=True)
    shown = masks.masked(r'about ab, {"said":"first\nab"} cab x%20ab $1$1')
    assert shown == rf'about {MASK}, {{"said":"first\n{MASK}"}} cab x%20{MASK} {MASK}{MASK}'


SPACED = "IDENTIFIED{}BY{}W0rd end"
PLACES = {
    "ORDS.x(p_password => 'W0rd') end": f"ORDS.x(p_password => {MASK}) end",
    "x(p_web_password=>'W0''rd', n)": f"x(p_web_password=>{MASK}, n)",
    "v_secret := 'W0rd';": f"v_secret := {MASK};",
    **{SPACED.format(s, s): SPACED.format(s, s).replace("W0rd", MASK)
       for s in ("  ", "\t", "\n", r"\n", r"\t ")},
    'identified by "W0 ""rd" account': f"identified by {MASK} account",
    "IDENTIFIED BY W0rd REPLACE W0ld end": f"IDENTIFIED BY {MASK} REPLACE {MASK} end",
    'identified by "W0 rd" replace "W0 ld"': f"identified by {MASK} replace {MASK}",
    "IDENTIFIED BY VALUES 'S:W0;T:W0' end": f"IDENTIFIED BY VALUES {MASK} end",
    r'{"e":"{\"password\": \"W0rd\", \"n\": 1}"}': rf'{{"e":"{{\"password\": {MASK}, \"n\": 1}}"}}',
    r'{"password": "W0\"rd", "n": 1}': f'{{"password": {MASK}, "n": 1}}',
    "CONNECT scott/W0rd@db": f"CONNECT scott/{MASK}",
    "conn scott/W0rd": f"conn scott/{MASK}",
    "sqlplus -S -L scott/W0rd@db @x": f"sqlplus -S -L scott/{MASK} @x",
    "connect deploy[adm]/W0rd@//h:1/x": f"connect deploy[adm]/{MASK}",
    'scott/"W0 rd"@db end': f"scott/{MASK}@db end",
    r'{"s":"scott/\"W0 rd\"@db"}': f'{{"s":"scott/{MASK}@db"}}',
    '{"Authorization": "Basic VzByZA=="}': f'{{"Authorization": {MASK}}}',
    r'{"h":"{\"Authorization\": \"Bearer W0\"}"}': rf'{{"h":"{{\"Authorization\": {MASK}}}"}}',
    "Authorization: Digest r=W0, s=W0": f"Authorization: {MASK}",
    "curl -H Bearer W0rd.x end": f"curl -H Bearer {MASK} end",
    "Basic VzByZA== end": f"Basic {MASK} end",
    "https://me:W0%40rd@h/x.git": f"https://{MASK}@h/x.git",
    "https://me:W0@rd@h/x.git": f"https://{MASK}@h/x.git",
    "https://W0token@h/x.git": f"https://{MASK}@h/x.git",
    "https://me:W0/rd@h/x.git": f"https://{MASK}@h/x.git",
    "db --password W0rd end": f"db --password {MASK} end",
    "<db:password>W0rd</db:password>": f"<db:password>{MASK}</db:password>",
}  # fmt: skip


@pytest.mark.parametrize("text", PLACES)
def test_what_stands_where_a_password_does_is_masked(text: str) -> None:
    assert in_text(text) == PLACES[text]


@pytest.mark.parametrize(
    "text",
    [
        "http://host:8080/a@b", "refs/tags/v1.2 heads/main", "me@example.com", "@scope/name 1.0",
        "grant connect to scott", "connection to page_10/x failed", "Basic authentication",
        '{"code": "oracle.wrong_password", "ring": 1}', "git@host:group/project.git",
    ],
)  # fmt: skip
def test_what_is_none_stays(text: str) -> None:
    assert in_text(text) == text


def test_a_long_line_is_masked_in_the_time_of_its_length() -> None:
    """What is looked for ahead of a password is not looked for again from each place in it."""
    parts = ("://", "://a:", 'password="', "a/", "\\", "connect -x ", "identified by ", '"', "\\n")
    for part in parts:
        began = time.process_time()
        in_text(part * (200_000 // len(part)))
        assert time.process_time() - began < 20, part
    masks = Masks(('"' * 12 + "x", "\\" * 12 + "x", '\\"' * 6 + "x"))
    began = time.process_time()
    masks.masked(('"' * 300 + "y" + "\\" * 300 + '"' + '\\"' * 300) * 20 + "x")
    assert time.process_time() - began < 20


def test_logs_and_errors_mask_by_the_same_means(tmp_path: Path) -> None:
    secret = 'pa"ss\\word9'
    logs.hide(secret)
    log = ClientLog(tmp_path / "a.log", [secret])
    for written in spellings(secret):
        assert logs.masked(f"[{written}]") == log.redact(f"[{written}]") == f"[{MASK}]"
        error = connect_error(ValueError(written), "x", f"d?password={written}", [secret])
        assert error.facts["detail"] == f"ValueError: {MASK}"
        assert error.facts["dsn"] == f"d?password={MASK}"
    line = "alter user a IDENTIFIED BY W0rd REPLACE W0ld"
    told = f"alter user a IDENTIFIED BY {MASK} REPLACE {MASK}"
    assert first_line(line) == in_statement(line) == told
    assert masked("fatal: https://me:W0@rd@h/x") == "fatal: https://h/x"
