"""What else a schema holds: whether something vanished, or protects less than before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from app.proof.model import Colour, Reason

Inventory = Mapping[tuple[str, str], Mapping[str, str]]
"""``(kind, name)`` to facts. The name begins with its schema: ``ORASSADM.SEQ_CONTRAT``; a grant's
with who has it."""

CODE: Final = (
    "package", "package body", "procedure", "function", "type", "type body", "view",
    "materialized view",
)  # fmt: skip

STRONG: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "constraint": {
        "status": ("ENABLED",),
        "validated": ("VALIDATED",),
        "delete": ("NO ACTION", "SET NULL"),
    },
    "index": {"status": ("VALID", "N/A"), "unique": ("UNIQUE",), "visibility": ("VISIBLE",)},
    "index part": {"status": ("USABLE",)},
    "grant": {"grantable": ("YES",)},
    "trigger": {"status": ("ENABLED",)},
    "policy": {"enabled": ("YES",)},
}
"""By kind and fact the values that are worth keeping: one that is left for another is a loss. A
delete rule that becomes CASCADE lets rows vanish that stayed before. Whether code is VALID is no
such fact: what leans on a changed table is compiled at its next use."""

CHANGES: Final[Mapping[str, tuple[str, ...]]] = {
    **{kind: ("text",) for kind in CODE},
    "trigger": ("table", "event", "text"),
    "synonym": ("target",),
    "constraint": ("condition", "columns", "references", "type", "table"),
    "index": ("columns", "table"),
    "column": ("type",),
}
"""Facts that nobody but the release should touch meanwhile: another value is a remark for a person
to look at, for it may be others' work as well."""


def compare(
    before: Inventory,
    after: Inventory,
    announced: Collection[tuple[str, str]] = (),
    gone: Collection[tuple[str, str]] = (),
) -> tuple[Reason, ...]:
    """What vanished or got weaker is red, what became another one amber. ``announced``: what the
    release itself makes anew or alters; ``gone``: what it takes away, or calls another name."""
    found = []
    for kind, name in sorted(before):
        was, now = before[kind, name], after.get((kind, name))
        if now is None:
            if (kind, name) not in gone:
                found.append(_reason(Colour.RED, "data.object_gone", kind, name))
            continue
        if (kind, name) in announced:
            continue
        weaker = [
            (fact, was[fact], now.get(fact, "-"))
            for fact, strong in STRONG.get(kind, {}).items()
            if was.get(fact) in strong and now.get(fact) not in strong
        ]
        found += [
            _reason(Colour.RED, "data.object_weaker", kind, name, fact=f, was=w, now=n)
            for f, w, n in weaker
        ]
        if any(was.get(f) != now.get(f) for f in CHANGES.get(kind, ())):
            found.append(_reason(Colour.AMBER, "data.object_changed", kind, name))
        if kind == "sequence" and _went_back(was, now):
            found.append(
                _reason(
                    Colour.RED, "data.sequence_back", kind, name, was=was["last"], now=now["last"]
                )
            )
    return tuple(found)


def _reason(colour: Colour, code: str, kind: str, name: str, **facts: str) -> Reason:
    return Reason(colour, code, {"kind": kind.upper(), "name": name, **facts})


def _went_back(was: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether it may give a number a second time. Less than a cache is no loss: ``ALTER SEQUENCE …
    CACHE`` gives back what nobody drew, and of a cache that was filled one at least is drawn."""
    step, cache = int(was["step"]), max(int(was.get("cache") or 0), 1)
    back = int(was["last"]) - int(now["last"])
    return (back if step > 0 else -back) > (cache - 1) * abs(step)
