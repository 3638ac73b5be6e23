"""What a client's undo says of the rows that the ledger leaves over: whose they were, and how
people call them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from app.changelog import deployment_of
from app.oracle import KEYS_PER_QUERY, TableShape
from app.proof.model import Exact, Reach, Version, Window
from app.proof.sketch import Difference, is_number
from app.proof.verdict import NAMED, Case, comparable, remainder, whose
from app.rollout.code import Leads
from app.rollout.context import Context
from app.rollout.model import Fingerprint

MOST: Final = 20
"""Of how many tables one rollout asks, at a client where many things happen."""

MOST_KEYS: Final = 2_000
"""Of how many rows of one table it asks whose they were."""

_NEVER: Final = 2**63


class Undo:
    """Asks at most once for each table. ``defined``: the tables whose definition the release
    changed: across that undo gives no rows and says nothing, so nothing is asked. ``measured``: the
    changesets whose effect the ledger has."""

    def __init__(
        self,
        context: Context,
        before: Fingerprint,
        leads: Leads,
        defined: Collection[str],
        measured: Collection[str],
    ) -> None:
        self._context, self._since, self._defined = context, before.scn, defined
        self._measured = measured
        self._shapes = {t.table: TableShape(dict(t.columns), t.key) for t in before.tables}
        self._compared = {t.table: t.hashed for t in before.tables}
        # Code that commits on its own could have run at any time since the first look.
        self._windows = [Window(before.scn or 0, _NEVER, leads.alone)]
        self._own: Mapping[str, frozenset[str]] | None = None
        self._asked = 0

    def asked(self, case: Case) -> Case:
        """The case with whose rows are left over, and their names where keys are hashes."""
        left = remainder(case)
        if left is None or not comparable(case) or self._asked >= MOST:
            return case
        self._asked += 1
        found = left.sketch.decoded()
        likely = None if found.whole else self._differences(case.table)
        if likely is not None:
            found = left.sketch.decoded(likely)
            if found.whole:
                case = replace(case, exact=Exact(found.missing, found.changed, found.added))
        keys = sorted(found.missing | found.changed)
        names = dict(self._names(case.table, keys, self._since))
        names |= self._names(case.table, sorted(found.added | found.changed), None)
        case = replace(case, names=names)
        if self._since is None or case.table in self._defined or not keys:
            return case
        versions = self._versions(case.table, keys, self._since)
        ours = self._ours
        measured = {xid for xid, keys in ours.items() if keys <= set(self._measured)}
        who = whose(case.table, versions, ours, measured, self._windows)
        return replace(case, who=who)

    def _differences(self, table: str) -> Difference | None:
        """What changed in a table where a sketch cannot name it all."""
        if self._since is None or table in self._defined:
            return None
        context, compared = self._context, self._compared[table]
        return context.ports.differences(
            context.business, table, self._shapes[table], compared, context.target.lobs, self._since
        )

    def _versions(self, table: str, keys: list[int], since: int) -> Iterator[Version]:
        context, shape = self._context, self._shapes[table]
        for at in range(0, min(len(keys), MOST_KEYS), KEYS_PER_QUERY):
            some = keys[at : at + KEYS_PER_QUERY]
            yield from context.ports.versions(context.business, table, shape, some, since)

    def _names(self, table: str, keys: list[int], since: int | None) -> Mapping[int, str]:
        hashed = [k for k in keys if not is_number(k)][:NAMED]
        if not hashed or table not in self._shapes or not self._context.target.names_keys:
            return {}
        return self._context.ports.key_names(
            self._context.business, table, self._shapes[table], hashed, since
        )

    @property
    def _ours(self) -> Mapping[str, frozenset[str]]:
        """The transactions of this rollout with the changesets that they recorded."""
        if self._own is None and self._since is not None:
            deployment = deployment_of(self._context.ledger.state.rollout)
            ports, session = self._context.ports, self._context.business
            self._own = ports.own_transactions(session, self._since, deployment)
        return self._own or {}


def how_reached(
    tables: Collection[str], reached: Mapping[str, Reach], leads: Leads
) -> dict[str, Reach]:
    """How the release comes to each table: by itself, or by the client's code that it sets off."""
    found = {}
    for table in tables:
        how = reached.get(table, Reach.NONE)
        if leads.alone is None or table in leads.alone:
            how = Reach.OPAQUE
        elif table in leads.tables:
            how = max(how, Reach.TRIGGER)
        found[table] = how
    return found
