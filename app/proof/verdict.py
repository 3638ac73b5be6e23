"""The verdict on one table. Pure; the rule, in a line each:

A loss that only the release can have caused is red. Missing rows need *proof* that others removed
them, else they are amber; changed rows need *exclusion*: nothing of the release leads there. Rows
that came are a remark. What was measured inside of our own transactions is taken off before.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from app.proof.model import (
    Announced,
    Colour,
    Effect,
    Exact,
    Reach,
    Reason,
    Seen,
    TableProof,
    Version,
    Who,
    Window,
    worst,
)
from app.proof.sketch import is_number
from app.sql.types import is_widening

NAMED: Final = 20
"""How many keys a sentence names."""

Facts = dict[str, str | int]


class Case(Struct, frozen=True):
    """Everything that is known of one table.

    ``after`` None: it is not there any more. ``ours``: effects that were committed and measured.
    ``cut``: something of ours was not measured. ``who``: what undo says of the keys that are left;
    ``exact``: what is left by keys, where the sketches alone cannot name it. ``renamed``: columns,
    old to new. ``names``: keys as people know them, where they are not numbers. ``closed``: nobody
    else could work.
    """

    table: str
    before: Seen
    after: Seen | None
    reach: Reach = Reach.NONE
    ours: tuple[Effect, ...] = ()
    cut: bool = False
    who: Mapping[int, Who] = {}
    exact: Exact | None = None
    renamed: Mapping[str, str] = {}
    names: Mapping[int, str] = {}
    closed: bool = False


def whose(
    table: str,
    versions: Iterable[Version],
    ours: Container[str],
    measured: Container[str],
    windows: Sequence[Window],
) -> dict[int, Who]:
    """By key the worst that its versions say. ``ours``: transactions of the rollout; ``measured``:
    those of them whose effect the ledger has already."""
    found: dict[int, Who] = {}
    for version in versions:
        if version.transaction in measured:
            continue
        if version.transaction in ours:
            who = Who.OURS
        elif any(_could(window, table, version.scn) for window in windows):
            who = Who.WINDOW
        else:
            who = Who.OTHERS
        found[version.key] = max(found.get(version.key, Who.OTHERS), who)
    return found


def _could(window: Window, table: str, scn: int) -> bool:
    return window.begin < scn <= window.end and (window.open is None or table in window.open)


def remainder(case: Case) -> Seen | None:
    """What is left of the difference when our own effects are taken off; None: nothing is."""
    if case.after is None:
        return None
    left = case.after.sketch.minus(case.before.sketch)
    for effect in case.ours:
        left = left.minus(effect.delta)
    return None if left.nothing else Seen({}, left)


def key_texts(keys: Iterable[int], names: Mapping[int, str]) -> str:
    """``101, 102 … 110``: the smallest, at most ``NAMED``; what nobody could name as ``#…``."""
    ordered = sorted(keys)
    shown = [names.get(k) or (str(k) if is_number(k) else f"#{k % 16**6:06X}") for k in ordered]
    if len(shown) <= NAMED:
        return ", ".join(shown)
    return f"{', '.join(shown[: NAMED - 1])} … {shown[-1]}"


class _Said:
    def __init__(self, **facts: str | int) -> None:
        self.facts: Facts = facts
        self.reasons: list[Reason] = []

    def say(self, colour: Colour, code: str, **facts: str | int) -> None:
        self.reasons.append(Reason(colour, code, {**self.facts, **facts}))

    @property
    def colour(self) -> Colour:
        return worst(Colour.GREEN, *(r.colour for r in self.reasons))

    def proof(self, table: str) -> TableProof:
        return TableProof(table, self.colour, tuple(self.reasons))


def judge(case: Case) -> TableProof:
    """The verdict on one table."""
    said = _Said(table=case.table)
    before, after = case.before, case.after
    if after is None:
        said.say(Colour.RED, "data.table_gone", rows=before.sketch.rows)
        return said.proof(case.table)
    _columns(case, after, said)
    for effect in case.ours:
        if effect.new or effect.changed:
            said.say(
                Colour.GREEN,
                "data.as_announced",
                changeset=effect.changeset,
                new=effect.new,
                changed=effect.changed,
                columns=", ".join(sorted(effect.columns)) or "-",
            )
    _rest(case, said)
    if not comparable(case):
        colour = Colour.AMBER if case.reach >= Reach.ROWS else Colour.GREEN
        said.say(colour, "data.not_compared", rows=after.sketch.rows)
    elif before.unread:
        said.say(Colour.GREEN, "data.columns_unread", columns=", ".join(before.unread))
    return said.proof(case.table)


def comparable(case: Case) -> bool:
    """Whether both looks read the rows; else they counted them."""
    return case.before.contents and case.after is not None and case.after.contents


def _columns(case: Case, after: Seen, said: _Said) -> None:
    facts: Facts = {"before": case.before.sketch.rows, "after": after.sketch.rows}
    gone = []
    for column, was in case.before.columns.items():
        now = after.columns.get(column) or after.columns.get(case.renamed.get(column, ""))
        if now is None:
            gone.append(column)
        elif now != was and not is_widening(was, now):
            said.say(Colour.RED, "data.type_narrowed", column=column, was=was, now=now, **facts)
    if gone:
        said.say(Colour.RED, "data.column_gone", columns=", ".join(gone), **facts)


def _rest(case: Case, said: _Said) -> None:
    """What our own effects do not explain."""
    left = remainder(case)
    if left is None:
        return
    if not comparable(case):
        net = left.sketch.rows
        if net:
            colour = Colour.AMBER if net < 0 else Colour.GREEN
            said.say(colour, "data.rows_fewer" if net < 0 else "data.rows_more", more=abs(net))
        return
    found = left.sketch.decoded()
    known = case.exact or Exact(found.missing, found.changed, found.added)
    whole = found.whole or case.exact is not None
    if case.closed and (known.missing or known.changed or not whole):
        both = known.missing | known.changed
        said.say(
            Colour.RED,
            "data.changed_while_closed",
            missing=len(known.missing),
            changed=len(known.changed),
            keys=key_texts(both, case.names) or "-",
        )
        return
    who = {key: case.who.get(key, Who.UNREAD) for key in known.missing | known.changed}

    def say(colour: Colour, code: str, keys: Iterable[int]) -> None:
        named = frozenset(keys)
        if named:
            said.say(colour, code, count=len(named), keys=key_texts(named, case.names))

    say(Colour.GREEN, "data.rows_came", known.added)
    opaque = case.reach is Reach.OPAQUE or case.cut
    ours = {k for k, w in who.items() if w is Who.OURS}
    # Without a look, what the release announced here cannot be told from what it did besides; but
    # no release announces that rows go.
    perhaps = ours & known.changed if case.cut else frozenset[int]()
    say(Colour.RED, "data.ours_unannounced", ours - perhaps)
    missing = [k for k in known.missing if who[k] in (Who.WINDOW, Who.UNREAD)]
    if missing:
        could = opaque or any(who[k] is Who.WINDOW for k in missing)
        say(Colour.AMBER, "data.missing_perhaps_ours" if could else "data.missing", missing)
    in_window = [k for k in known.changed if who[k] is Who.WINDOW or k in perhaps]
    unread = [k for k in known.changed if who[k] is Who.UNREAD]
    say(Colour.AMBER, "data.changed_perhaps_ours", in_window + (unread if opaque else []))
    say(Colour.GREEN, "data.changed_by_others", () if opaque else unread)
    say(Colour.GREEN, "data.others_proved", (k for k, w in who.items() if w is Who.OTHERS))
    if not whole:
        said.say(Colour.AMBER, "data.too_many", net=f"{left.sketch.rows:+d}")


def bracket(table: str, said: Announced | None, did: Effect, rows: int) -> TableProof:
    """What one statement of ours did to one table, before its commit; red means: roll back.

    ``said`` None: the changeset does not name this table. ``rows``: how many it had before.
    """
    says = _Said(table=table, changeset=did.changeset)
    if did.unknown:
        says.say(Colour.AMBER, "data.trigger_unknown")
    if said is None:
        if did.missing:
            says.say(Colour.RED, "data.trigger_removes", count=did.missing)
        if did.changed:
            says.say(Colour.AMBER, "data.trigger_changes", count=did.changed)
        return says.proof(table)
    if did.missing and not said.deletes:
        says.say(Colour.RED, "data.removes", count=did.missing)
    if did.new and not said.inserts:
        says.say(Colour.AMBER, "data.adds", count=did.new)
    if did.strays:
        says.say(Colour.RED, "data.outside_condition", count=did.strays)
    more = did.columns - said.updates - said.audit
    if more and did.changed:
        names = ", ".join(sorted(more))
        says.say(Colour.AMBER, "data.trigger_columns", columns=names, count=did.changed)
    # Rows met and not rows changed: an UPDATE that ran before changes none.
    wide = max(did.changed, did.met or 0)
    if rows and wide > said.share * rows:
        share = round(said.share * 100)
        says.say(Colour.RED, "data.wider_than_approved", count=wide, rows=rows, share=share)
    return says.proof(table)
