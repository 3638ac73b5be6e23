"""Names by which the texts of a page use its components: items anywhere, static ids in code.

An item is ``:P10_X``, ``&P10_X.`` or a word of a list, in any case. A static id is a word like any
other, so it counts in quotes and behind ``#`` alone: ``apex.region("lines")``, ``$("#lines tr")``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from app.apex.catalogue import STATIC_IDS
from app.apex.compare.file import properties
from app.apex.export.tree import Component

_ITEMS: Final = frozenset({"create_page_item", "create_flow_item"})


def naming(procedure: str) -> str:
    """The argument whose value texts use; "" for a type that they do not name."""
    return "p_name" if procedure in _ITEMS else STATIC_IDS.get(procedure, "")


def use_of(components: Iterable[Component]) -> re.Pattern[str] | None:
    """What a use of one of these components looks like; None where none has a name."""
    named = [(c.procedure, c.text(naming(c.procedure))) for c in components]
    return _uses([(procedure, name) for procedure, name in named if name])


def use_of_name(procedure: str, name: str) -> re.Pattern[str] | None:
    """The same for one name that a component of this type has or had."""
    return _uses([(procedure, name)] if name else [])


def _uses(named: list[tuple[str, str]]) -> re.Pattern[str] | None:
    forms = [
        rf"(?<![\w$#])(?i:{re.escape(name)})(?![\w$#])"
        if procedure in _ITEMS
        else rf"(?<=['\"#]){re.escape(name)}(?![\w$-])"
        for procedure, name in named
    ]
    return re.compile("|".join(forms)) if forms else None


def uses_newly(use: re.Pattern[str], was: Component | None, now: Component) -> bool:
    """Whether a text of ``now`` has one of the names, and more often than before. The argument
    that gives the component its own name is no use."""
    old = properties(was) if was is not None else {}
    own = naming(now.procedure)
    for name, value in properties(now).items():
        before = old.get(name)
        if before != value and name != own:
            had = Counter(map(str.upper, use.findall(before.text if before is not None else "")))
            if Counter(map(str.upper, use.findall(value.text))) - had:
                return True
    return False
