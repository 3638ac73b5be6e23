"""What vanished or protects less than before."""

from __future__ import annotations

import pytest

from app.proof.model import Colour
from app.proof.objects import compare

BEFORE = {
    ("constraint", "A.CK"): {"status": "ENABLED", "validated": "VALIDATED", "delete": "NO ACTION"},
    ("index", "A.I"): {"status": "VALID", "unique": "UNIQUE", "visibility": "VISIBLE"},
    ("sequence", "A.S"): {"last": "200", "step": "1", "cache": "20"},
    ("sequence", "A.DOWN"): {"last": "-200", "step": "-1"},
    ("trigger", "A.T"): {"status": "ENABLED", "valid": "VALID", "table": "X"},
    ("view", "A.V"): {"valid": "VALID", "text": "1"},
    ("package body", "A.P"): {"valid": "VALID", "text": "1"},
    ("grant", "B EXECUTE A.P"): {"grantable": "YES"},
    ("synonym", "B.P"): {"target": "A.P"},
}


def said(key: tuple[str, str], **facts: str | None) -> list[tuple[Colour, str]]:
    after = {k: dict(v) for k, v in BEFORE.items()}
    after[key] = {k: v for k, v in {**after[key], **facts}.items() if v is not None}
    return [(r.colour, r.code) for r in compare(BEFORE, after)]


def test_the_same_is_nothing() -> None:
    assert compare(BEFORE, BEFORE) == ()
    assert compare(BEFORE, {**BEFORE, ("view", "A.NEW"): {}}) == ()


@pytest.mark.parametrize("key", [("view", "A.V"), ("package body", "A.P"), ("trigger", "A.T")])
def test_what_waits_to_be_compiled_is_no_loss(key: tuple[str, str]) -> None:
    assert said(key, valid="INVALID") == []


@pytest.mark.parametrize("key", sorted(BEFORE))
def test_what_is_gone_is_red_and_named(key: tuple[str, str]) -> None:
    after = {k: v for k, v in BEFORE.items() if k != key}
    (reason,) = compare(BEFORE, after)
    assert (reason.colour, reason.code) == (Colour.RED, "data.object_gone")
    assert reason.facts == {"kind": key[0].upper(), "name": key[1]}
    assert compare(BEFORE, after, gone={key}) == ()
    assert compare(BEFORE, after, announced={key}) != (), "to alter is not to take away"


@pytest.mark.parametrize(
    ("key", "fact", "value"),
    [
        (("constraint", "A.CK"), "status", "DISABLED"),
        (("constraint", "A.CK"), "validated", "NOT VALIDATED"),
        (("constraint", "A.CK"), "delete", "CASCADE"),
        (("index", "A.I"), "status", "UNUSABLE"),
        (("index", "A.I"), "unique", "NONUNIQUE"),
        (("index", "A.I"), "visibility", "INVISIBLE"),
        (("trigger", "A.T"), "status", "DISABLED"),
        (("grant", "B EXECUTE A.P"), "grantable", "NO"),
    ],
)
def test_what_got_weaker_is_red(key: tuple[str, str], fact: str, value: str) -> None:
    assert said(key, **{fact: value}) == [(Colour.RED, "data.object_weaker")]
    after = {**BEFORE, key: {**BEFORE[key], fact: value}}
    assert compare(after, BEFORE) == (), "to get stronger is no loss"
    assert compare(BEFORE, after, announced={key}) == ()


@pytest.mark.parametrize(
    ("key", "fact"),
    [
        (("view", "A.V"), "text"),
        (("package body", "A.P"), "text"),
        (("trigger", "A.T"), "table"),
        (("synonym", "B.P"), "target"),
    ],
)
def test_what_is_another_one_now_is_for_a_person(key: tuple[str, str], fact: str) -> None:
    assert said(key, **{fact: "2"}) == [(Colour.AMBER, "data.object_changed")]


@pytest.mark.parametrize(
    ("name", "last", "back"),
    [
        ("A.S", "220", False),
        ("A.S", "181", False),  # ALTER SEQUENCE ... CACHE gives back what nobody drew
        ("A.S", "180", True),  # of 20 that were filled at least one was drawn
        ("A.S", "1", True),
        ("A.DOWN", "-220", False),
        ("A.DOWN", "-199", True),  # it has no cache
        ("A.DOWN", "-1", True),
    ],
)
def test_a_sequence_that_may_give_a_number_again(name: str, last: str, back: bool) -> None:
    found = said(("sequence", name), last=last)
    assert found == ([(Colour.RED, "data.sequence_back")] if back else [])
