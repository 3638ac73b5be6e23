"""Who is who: a map from one side's component ids to the other's.

Layers: the same id; one constant shift ``b = a + d`` or reflection ``b = c - a`` that explains
the name-matched components; the natural key within the same parent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from app.apex import catalogue
from app.apex.tree import Component, Page

_ID: Final = re.compile(r"\{id:(\d+)\}")
_SOURCE_ID: Final = re.compile(r"(wwv_flow_(?:imp|api)\.id\(\s*)(\d+)(\s*\))", re.IGNORECASE)


class IdMap:
    """``exact`` first, then the voted rule; an unknown id without a rule stays as it is."""

    def __init__(
        self, exact: Mapping[str, str], shift: int | None = None, mirror: int | None = None
    ) -> None:
        self.exact, self.shift, self.mirror = dict(exact), shift, mirror

    def __call__(self, identity: str) -> str:
        known = self.exact.get(identity)
        if known is not None:
            return known
        if not identity.isdigit():
            return identity
        if self.shift is not None and int(identity) + self.shift > 0:
            return str(int(identity) + self.shift)
        if self.mirror is not None and self.mirror - int(identity) > 0:
            return str(self.mirror - int(identity))
        return identity

    @property
    def is_identity(self) -> bool:
        return not self.shift and self.mirror is None and all(a == b for a, b in self.exact.items())

    def text(self, value: str) -> str:
        """A decoded value with its ids mapped."""
        return _ID.sub(lambda m: f"{{id:{self(m[1])}}}", value)

    def source(self, text: str) -> str:
        """Source text with its ids mapped."""
        return _SOURCE_ID.sub(lambda m: m[1] + self(m[2]) + m[3], text)


def _path(component: Component, page: Page) -> str:
    """A component's natural address: the chain of procedures and natural keys."""
    parts: list[str] = []
    seen: set[str] = set()
    here: Component | None = component
    while here is not None and here.key not in seen:
        seen.add(here.key)
        natural = _ID.sub("", catalogue.natural_key(here.procedure, here.text)) or here.name
        parts.append(f"{here.procedure}:{natural}")
        here = page.by_key.get(here.parent)
    return "/".join(reversed(parts))


def addresses(pages: Iterable[tuple[str, Page]]) -> dict[str, list[str]]:
    """Natural address to component ids, over files."""
    found: dict[str, list[str]] = {}
    for file, page in pages:
        for component in page.components:
            if component.id.isdigit() and "p_id" in component.arguments:
                if component.arguments["p_id"].value.kind != "id":
                    continue
                found.setdefault(f"{file}|{_path(component, page)}", []).append(component.id)
    return found


def map_ids(source: Mapping[str, Page], target: Mapping[str, Page]) -> IdMap:
    """How ids of ``source`` read in ``target``'s space."""
    left, right = addresses(source.items()), addresses(target.items())
    known = {i for ids in right.values() for i in ids}
    pairs = [
        (a, b)
        for address, ids in left.items()
        if len(ids) == len(right.get(address, ()))
        for a, b in zip(ids, right[address], strict=True)
    ]
    same = sum(1 for ids in left.values() for i in ids if i in known)
    total = sum(len(ids) for ids in left.values())
    if total and same * 2 >= total:
        return IdMap(
            {i: i for ids in left.values() for i in ids if i in known}
            | {a: b for a, b in pairs if a not in known},
            shift=0,
        )
    shifts = Counter(int(b) - int(a) for a, b in pairs)
    mirrors = Counter(int(a) + int(b) for a, b in pairs)
    exact = dict(pairs)
    if shifts and (best := shifts.most_common(1)[0])[1] * 2 >= len(pairs):
        rule = best[0]
        for ids in left.values():
            for i in ids:
                if str(int(i) + rule) in known:
                    exact[i] = str(int(i) + rule)
        return IdMap(exact, shift=rule)
    if mirrors and (best := mirrors.most_common(1)[0])[1] * 2 >= len(pairs):
        return IdMap(exact, mirror=best[0])
    return IdMap(exact)
