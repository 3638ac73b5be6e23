"""The verdict on one table, line by line of its rule."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.proof.model import (
    Announced,
    Colour,
    Effect,
    Exact,
    Reach,
    Reason,
    Seen,
    Version,
    Who,
    Window,
)
from app.proof.sketch import Sketch
from app.proof.verdict import Case, bracket, judge, key_texts, whose

TYPES = {"ID": "NUMBER(10)", "V": "VARCHAR2(10 CHAR)"}
ROWS = {k: k + 100 for k in range(1, 40)}


def seen(rows: dict[int, int], **more: object) -> Seen:
    return Seen(TYPES, Sketch.of(rows.items()), **more)  # type: ignore[arg-type]


def without(*keys: int) -> dict[int, int]:
    return {k: v for k, v in ROWS.items() if k not in keys}


def judged(after: dict[int, int], **more: object) -> tuple[Colour, list[Reason]]:
    proof = judge(Case("T", seen(ROWS), seen(after), **more))  # type: ignore[arg-type]
    return proof.colour, list(proof.reasons)


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [r.code for r in reasons]


def test_nothing_happened() -> None:
    assert judged(dict(ROWS)) == (Colour.GREEN, [])


@pytest.mark.parametrize(
    ("who", "reach", "colour", "code"),
    [
        (Who.UNREAD, Reach.NONE, Colour.AMBER, "data.missing"),
        (Who.UNREAD, Reach.TRIGGER, Colour.AMBER, "data.missing"),
        (Who.UNREAD, Reach.OPAQUE, Colour.AMBER, "data.missing_perhaps_ours"),
        (Who.WINDOW, Reach.NONE, Colour.AMBER, "data.missing_perhaps_ours"),
        (Who.OTHERS, Reach.OPAQUE, Colour.GREEN, "data.others_proved"),
        (Who.OURS, Reach.ROWS, Colour.RED, "data.ours_unannounced"),
    ],
)
def test_missing_rows_need_proof(who: Who, reach: Reach, colour: Colour, code: str) -> None:
    found, reasons = judged(without(7, 9), reach=reach, who={7: who, 9: who})
    assert (found, codes(reasons)) == (colour, [code])
    assert reasons[0].facts == {"table": "T", "count": 2, "keys": "7, 9"}


@pytest.mark.parametrize(
    ("who", "reach", "colour", "code"),
    [
        (Who.UNREAD, Reach.NONE, Colour.GREEN, "data.changed_by_others"),
        (Who.UNREAD, Reach.OPAQUE, Colour.AMBER, "data.changed_perhaps_ours"),
        (Who.WINDOW, Reach.NONE, Colour.AMBER, "data.changed_perhaps_ours"),
        (Who.OTHERS, Reach.OPAQUE, Colour.GREEN, "data.others_proved"),
        (Who.OURS, Reach.ROWS, Colour.RED, "data.ours_unannounced"),
    ],
)
def test_changed_rows_need_exclusion(who: Who, reach: Reach, colour: Colour, code: str) -> None:
    found, reasons = judged({**ROWS, 7: 1}, reach=reach, who={7: who})
    assert (found, codes(reasons)) == (colour, [code])


def test_growth_hides_nothing() -> None:
    colour, reasons = judged(without(*range(1, 6)) | {k: 1 for k in range(100, 111)})
    assert colour is Colour.AMBER
    assert {r.code: r.facts["keys"] for r in reasons} == {
        "data.rows_came": "100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110",
        "data.missing": "1, 2, 3, 4, 5",
    }


def test_what_was_ours_is_taken_off() -> None:
    after = {**ROWS, 7: 1}
    delta = Sketch.of(after.items()).minus(Sketch.of(ROWS.items()))
    mine = Effect("z:1", delta, changed=1, columns=frozenset({"V"}))
    colour, reasons = judged(after, reach=Reach.ROWS, ours=(mine,))
    assert (colour, codes(reasons)) == (Colour.GREEN, ["data.as_announced"])
    colour, reasons = judged({**after, 8: 2}, reach=Reach.ROWS, ours=(mine,))
    assert codes(reasons) == ["data.as_announced", "data.changed_by_others"]
    assert reasons[1].facts["keys"] == "8"


def test_what_could_not_be_measured_of_ours_leaves_doubt() -> None:
    colour, reasons = judged({**ROWS, 7: 1}, reach=Reach.ROWS, cut=True)
    assert (colour, codes(reasons)) == (Colour.AMBER, ["data.changed_perhaps_ours"])


def test_a_closed_client_counts_everything() -> None:
    colour, reasons = judged({**without(7), 8: 1}, closed=True)
    assert (colour, codes(reasons)) == (Colour.RED, ["data.changed_while_closed"])
    assert reasons[0].facts["keys"] == "7, 8"


def test_too_much_to_name_is_counted_and_said() -> None:
    colour, reasons = judged({k: 1 for k in range(1_000, 3_000)})
    assert colour is Colour.AMBER
    assert reasons[-1].code == "data.too_many"
    assert reasons[-1].facts["net"] == "+1961"


def test_the_server_itself_may_name_them() -> None:
    keys = frozenset(range(1_000, 3_000))
    exact = Exact(frozenset(ROWS), frozenset(), keys)
    who = dict.fromkeys(ROWS, Who.OTHERS)
    colour, reasons = judged({k: 1 for k in keys}, exact=exact, who=who)
    assert (colour, codes(reasons)) == (Colour.GREEN, ["data.rows_came", "data.others_proved"])


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (None, "data.table_gone"),
        (Seen({"ID": "NUMBER(10)"}, Sketch.of(ROWS.items())), "data.column_gone"),
        (Seen({**TYPES, "V": "VARCHAR2(9 CHAR)"}, Sketch.of(ROWS.items())), "data.type_narrowed"),
    ],
)
def test_what_a_table_may_not_lose(after: Seen | None, code: str) -> None:
    proof = judge(Case("T", seen(ROWS), after))
    assert (proof.colour, codes(proof.reasons)) == (Colour.RED, [code])


def test_wider_and_renamed_is_no_loss() -> None:
    after = Seen({"ID": "NUMBER(12)", "W": "VARCHAR2(10 CHAR)"}, Sketch.of(ROWS.items()))
    case = Case("T", seen(ROWS), after, renamed={"V": "W"})
    assert judge(case).reasons == ()


@pytest.mark.parametrize(
    ("reach", "colour"), [(Reach.NONE, Colour.GREEN), (Reach.ROWS, Colour.AMBER)]
)
def test_what_was_only_counted_is_said(reach: Reach, colour: Colour) -> None:
    counted = Seen(TYPES, Sketch([[39, 0, 0, 0]] * 3), contents=False)
    proof = judge(Case("T", seen(ROWS), counted, reach))
    assert (proof.colour, codes(proof.reasons)) == (colour, ["data.not_compared"])
    less = Seen(TYPES, Sketch([[38, 0, 0, 0]] * 3), contents=False)
    assert judge(Case("T", seen(ROWS), less)).colour is Colour.AMBER


def test_columns_that_nothing_can_compare_are_said() -> None:
    proof = judge(Case("T", seen(ROWS, unread=("DOC",)), seen(ROWS)))
    assert (proof.colour, proof.reasons[0].facts["columns"]) == (Colour.GREEN, "DOC")


def test_whose_transaction_it_was() -> None:
    windows = [Window(10, 20, frozenset({"T"})), Window(30, 40, None), Window(50, 60)]
    versions = [Version(k, xid, scn) for k, xid, scn in (
        (1, "me", 12), (2, "measured", 12), (3, "x", 10), (4, "x", 20), (5, "x", 35),
        (6, "x", 55), (7, "x", 25), (7, "me", 12),
    )]  # fmt: skip
    ours, measured = {"me", "measured"}, {"measured"}
    assert whose("T", versions, ours, measured, windows) == {
        1: Who.OURS, 3: Who.OTHERS, 4: Who.WINDOW, 5: Who.WINDOW, 6: Who.OTHERS, 7: Who.OURS,
    }  # fmt: skip
    assert whose("U", versions, ours, measured, windows)[4] is Who.OTHERS


def test_keys_are_named_up_to_a_bound() -> None:
    assert key_texts([3, 1, 2], {}) == "1, 2, 3"
    assert key_texts(range(100), {}).endswith("17, 18 … 99")
    assert key_texts([0xF00000000ABCDEF, 0xF00000000000001], {0xF00000000000001: "DEVISE"}) == (
        "DEVISE, #ABCDEF"
    )


SAID = Announced("z:1", updates=frozenset({"V"}), share=0.5, audit=frozenset({"SEEN"}))


@pytest.mark.parametrize(
    ("announced", "did", "colour", "found"),
    [
        (SAID, {"changed": 5, "met": 5, "columns": {"V", "SEEN"}}, Colour.GREEN, []),
        (SAID, {"changed": 5, "met": 5, "columns": {"V", "W"}}, Colour.AMBER, ["trigger_columns"]),
        (SAID, {"changed": 5, "met": 5, "strays": 1}, Colour.RED, ["outside_condition"]),
        (SAID, {"changed": 21, "met": 21}, Colour.RED, ["wider_than_approved"]),
        (SAID, {"changed": 0, "met": 21}, Colour.RED, ["wider_than_approved"]),
        (SAID, {"missing": 1}, Colour.RED, ["removes"]),
        (SAID, {"new": 1}, Colour.AMBER, ["adds"]),
        (Announced("z:1", inserts=True), {"new": 9}, Colour.GREEN, []),
        (Announced("z:1", deletes=True), {"missing": 9}, Colour.GREEN, []),
        (None, {"new": 3}, Colour.GREEN, []),
        (None, {"changed": 3}, Colour.AMBER, ["trigger_changes"]),
        (None, {"missing": 3}, Colour.RED, ["trigger_removes"]),
    ],
)
def test_what_a_statement_of_ours_may_do(
    announced: Announced | None, did: dict[str, object], colour: Colour, found: list[str]
) -> None:
    columns = frozenset(did.pop("columns", ()))  # type: ignore[call-overload]
    effect = Effect("z:1", Sketch.empty(), columns=columns, **did)  # type: ignore[arg-type]
    proof = bracket("T", announced, effect, 40)
    assert (proof.colour, codes(proof.reasons)) == (colour, [f"data.{c}" for c in found])
