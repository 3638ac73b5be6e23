"""Sentences that agree with their numbers.

``{count:row|rows}`` is the word (or words) for what ``{count}`` counts: the first form for one, the
second for more. French has the first for nothing, too: *0 ligne*, *0 rows*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any


class _Agreeing(Formatter):
    """``lenient``: a fact that is missing is "?", and no error."""

    def __init__(self, language: str, lenient: bool) -> None:
        self._language, self._lenient = language, lenient

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if self._lenient and isinstance(key, str):
            return kwargs.get(key, "?")
        return super().get_value(key, args, kwargs)

    def format_field(self, value: Any, spec: str) -> str:
        one, counted, many = spec.partition("|")
        if not counted:  # what is missing, or no number, stands as it is
            return str(value) if isinstance(value, str) else str(super().format_field(value, spec))
        return one if is_one(value, self._language) else many


def is_one(count: object, language: str) -> bool:
    """Whether a number, or how it is written (``12,000``), takes the singular."""
    digits = re.sub(r"[^0-9]", "", str(count))
    number = int(digits) if digits else 2
    return number < 2 if language == "fr" else number == 1


class Sentence(str):
    """A template of one language; ``format`` fills it, and what it counts agrees."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Sentence:
        made = super().__new__(cls, text)
        made.language = language
        return made

    def format(self, *args: object, **facts: object) -> str:
        return _Agreeing(self.language, lenient=False).vformat(self, args, facts)

    def filled(self, facts: Mapping[str, Any]) -> str:
        """With facts of which some may be missing: "?" then."""
        return _Agreeing(self.language, lenient=True).vformat(self, (), facts).strip()
