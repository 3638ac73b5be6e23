"""Why a conflict is one: a sentence for each kind, in both languages, that names the sides."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from msgspec.structs import replace

from app.services.messages import Lang
from app.services.model import Author, Conflict, ConflictKind, Take
from app.services.reasons import reason

PLAIN = Conflict(
    "page_7.sql|create_page_item:1|p_name", ConflictKind.PROPERTY, "page_7.sql", "create_page_item",
    "Page Item", "P7_X", ("Page 7",), "p_name", "Name", "a", "b", "c", (Take.OURS, Take.THEIRS),
    ours_by=(Author("MAIN"),), theirs_by=(Author("Sara"),),
)  # fmt: skip
KINDS = [kind for kind in ConflictKind if kind is not ConflictKind.AUTOMATIC]
OTHER: list[dict[str, Any]] = [
    {"kind": ConflictKind.REFERENCE, "used_by": "ours"},
    {"kind": ConflictKind.REFERENCE, "used_by": "theirs", "property": ""},
    {"kind": ConflictKind.ADD_ADD, "component": "create_page", "key": "page_7.sql|file|"},
]
BY_ITSELF: list[dict[str, Any]] = [
    {"winner": Take.BOTH},
    {"winner": Take.THEIRS},
    {"winner": Take.THEIRS, "property": "", "base": None},
    {"winner": Take.THEIRS, "property": "", "theirs": None},
    {"winner": Take.THEIRS, "property": ""},
]


@pytest.mark.parametrize("language", get_args(Lang))
def test_each_kind_has_a_sentence_of_its_own(language: Lang) -> None:
    made = [*({"kind": kind} for kind in KINDS), *OTHER]
    told = [reason(replace(PLAIN, **each), language) for each in made]
    assert len(set(told)) == len(told)
    assert all("MAIN" in text and "Sara" in text and text.endswith(".") for text in told)


@pytest.mark.parametrize("language", get_args(Lang))
def test_what_merged_by_itself_names_who_it_is_from(language: Lang) -> None:
    told = [
        reason(replace(PLAIN, kind=ConflictKind.AUTOMATIC, **each), language) for each in BY_ITSELF
    ]
    assert len(set(told)) == len(told)
    assert all("Sara" in text for text in told)
    assert ["MAIN" in text for text in told] == [True, False, False, False, False]


def test_the_user_and_the_taker_are_not_mixed_up() -> None:
    used = replace(PLAIN, kind=ConflictKind.REFERENCE, used_by="theirs", property="")
    assert reason(used, "en") == "MAIN removed it, and Sara uses it."
    assert reason(replace(used, used_by="ours"), "en") == "Sara removed it, and MAIN uses it."


def test_sides_without_a_name_are_ours_and_theirs() -> None:
    bare = replace(PLAIN, kind=ConflictKind.DELETE_EDIT, ours_by=(), theirs_by=())
    assert reason(bare, "en") == "ours deleted this component, theirs changed it."
