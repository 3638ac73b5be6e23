"""A client where people work while a release comes, as plain dictionaries: who did what is known
here, so that the verdict can be held against it.

People commit at any time, also while a statement of ours runs. Our statements run on a snapshot and
are refused when somebody committed a row that they change (ORA-08177); after three tries they run
without one, and undo has to tell afterwards. Triggers write audit columns, log rows, remove or
spoil rows, in our transaction or in one of their own; some cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from app.proof.model import (
    Announced,
    Colour,
    Effect,
    Exact,
    Reach,
    Seen,
    Version,
    Window,
    worst,
)
from app.proof.objects import compare
from app.proof.sketch import Sketch, check_of
from app.proof.verdict import Case, bracket, judge, whose

Row = tuple[int, int, int]  # two columns of people's, and one that audit triggers write
Changes = dict[tuple[str, int], Row | None]
COLUMNS = ("A", "B", "MODIFIED")
TYPES = dict.fromkeys(COLUMNS, "NUMBER(9)")
NAMES = ("T0", "T1", "T2", "T3", "T4", "LOG")
DATA = NAMES[:-1]
FOREVER = 10**9
FIRST_NEW = 10_000


@dataclass(frozen=True)
class Habits:
    """How things are at a client: chances, and mean counts of other people's transactions."""

    undo: float = 0.9
    busy: float = 4.0
    during: float = 0.15  # part of ``busy`` inside of one statement
    removes: float = 0.012
    removes_alone: float = 0.012
    unreadable: float = 0.012
    spoils: float = 0.012
    new_code: float = 0.02
    ddl_trigger: float = 0.02
    objects: float = 0.02
    bracket: bool = True


@cache
def row_hash(row: Row) -> int:
    return check_of(row[0], row[1] * 4 + row[2])


@dataclass
class Outcome:
    """``wrong``: what the release did that nobody announced, ``(kind, table)``."""

    wrong: list[tuple[str, str]] = field(default_factory=list)
    colour: Colour = Colour.GREEN
    rolled_back: bool = False

    @property
    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.wrong}


class Client:
    """The database, its people and its triggers."""

    def __init__(self, random: Random, habits: Habits) -> None:
        self.random, self.habits = random, habits
        self.scn, self.transactions = 1000, 0
        self.tables: dict[str, dict[int, Row]] = {
            name: {k: self.row() for k in range(1, random.randint(15, 45))} for name in NAMES
        }
        self.next_key = FIRST_NEW
        self.versions: dict[str, list[Version]] = {name: [] for name in NAMES}
        self.readable = random.random() < habits.undo
        self.triggers = {name: list(self._triggers(name)) for name in DATA}
        self.left_code: list[str] = []  # tables that code of the release writes when people run it

    def row(self, mark: int = 0) -> Row:
        return self.random.getrandbits(16), self.random.getrandbits(16), mark

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def _triggers(self, table: str) -> Iterable[tuple[str, str]]:
        h = self.habits
        kinds = {
            "audit": 0.4,
            "log": 0.25,
            "log alone": 0.15,
            "removes": h.removes,
            "removes alone": h.removes_alone,
            "unreadable": h.unreadable,
            "spoils": h.spoils,
        }
        for kind, chance in kinds.items():
            if self.chance(chance):
                yield kind, self.random.choice([name for name in DATA if name != table])

    def some(self, table: str, most: int) -> list[int]:
        keys = sorted(self.tables[table])
        return self.random.sample(keys, min(most, len(keys)))

    def some_old(self, table: str, most: int) -> list[int]:
        """Rows that the first look saw: one that came after it and went before the last is seen by
        no two looks."""
        keys = sorted(k for k in self.tables[table] if k < FIRST_NEW)
        return self.random.sample(keys, min(most, len(keys)))

    def commit(self, changes: Changes) -> str:
        """Make them there; gives the transaction's name."""
        self.scn += 1
        self.transactions += 1
        name = f"x{self.transactions}"
        for (table, key), row in changes.items():
            if row is None:
                self.tables[table].pop(key, None)
            else:
                self.tables[table][key] = row
            self.versions[table].append(Version(key, name, self.scn))
        return name

    def fresh(self) -> int:
        self.next_key += 1
        return self.next_key

    def people(self, mean: float, outcome: Outcome) -> set[tuple[str, int]]:
        """Other people's transactions; the rows that they committed."""
        done: set[tuple[str, int]] = set()
        left = self.random.expovariate(1)
        while left < mean:
            left += self.random.expovariate(1)
            changes = self._work()
            for table in self.left_code:
                hit = self.some_old(table, 1) if self.chance(0.3) else []
                if hit:
                    changes[table, hit[0]] = None
                    outcome.wrong.append(("new code", table))
            self.commit(changes)
            done |= changes.keys()
        return done

    def _work(self) -> Changes:
        table = self.random.choice(NAMES)
        many = 30 if self.chance(0.02) else self.random.randint(1, 3)
        kind = self.random.random()
        if kind < 0.45:
            return {(table, self.fresh()): self.row(1) for _ in range(many)}
        keys = self.some(table, many)
        if kind < 0.85:
            return {(table, k): (self.row()[0], self.tables[table][k][1], 1) for k in keys}
        return {(table, k): None for k in keys}

    def sketch(self, table: str) -> Sketch:
        return Sketch.of((k, row_hash(row)) for k, row in self.tables[table].items())


@dataclass(frozen=True)
class Step:
    """``kind``: ``ddl``, ``insert``, ``update`` or ``code``. ``every``: an UPDATE meets each n-th
    row. ``approved``: its approval speaks of the whole table, else of half of it."""

    kind: str
    table: str
    rows: int = 0
    every: int = 1
    approved: bool = True


class Rollout:
    """One release at one client, measured and judged as the program does it."""

    def __init__(self, random: Random, habits: Habits) -> None:
        self.random, self.habits = random, habits
        self.client = Client(random, habits)
        self.out = Outcome()
        self.reach = dict.fromkeys(NAMES, Reach.NONE)
        self.effects: dict[str, list[Effect]] = {name: [] for name in NAMES}
        self.windows: list[Window] = []
        self.ours: set[str] = set()
        self.measured: set[str] = set()
        self.cut: set[str] = set()

    def run(self) -> Outcome:
        client, random = self.client, self.random
        before = {name: client.sketch(name) for name in NAMES}
        copy = {name: dict(rows) for name, rows in client.tables.items()}
        kinds = ("ddl", "insert", "update", "update")
        steps = [
            Step(random.choice(kinds), random.choice(DATA), random.randint(1, 9),
                 random.choice((1, 2, 5, 50)), client.chance(0.8))
            for _ in range(random.randint(2, 6))
        ]  # fmt: skip
        if client.chance(self.habits.new_code):
            steps.append(Step("code", random.choice(DATA)))
        for step in steps:
            client.people(self.habits.busy, self.out)
            if not self._step(step):
                break
        client.people(self.habits.busy, self.out)
        self._objects()
        for name in NAMES:
            self._judge(name, before[name], copy[name])
        return self.out

    def _reaches(self, table: str, how: Reach) -> None:
        self.reach[table] = max(self.reach[table], how)

    def _say(self, colour: Colour) -> None:
        self.out.colour = worst(self.out.colour, colour)

    # -- what the release does -------------------------------------------------------------

    def _step(self, step: Step) -> bool:
        """False where the rollout stops."""
        begin = self.client.scn
        match step.kind:
            case "code":
                self.client.left_code.append(step.table)
                self._reaches(step.table, Reach.OPAQUE)
                self.windows.append(Window(begin, FOREVER, frozenset({step.table})))
            case "ddl":
                self._reaches(step.table, Reach.STRUCTURE)
                may = self._ddl_trigger()
                self.windows.append(Window(begin, self.client.scn, may))
            case _:
                self._reaches(step.table, Reach.ROWS)
                may_write = self._read_triggers(step.table)
                went_on = self._statement(step)
                self.windows.append(Window(begin, self.client.scn, may_write))
                return went_on
        return True

    def _ddl_trigger(self) -> frozenset[str]:
        """A client's own trigger on DDL, which its dictionary shows."""
        if not self.client.chance(self.habits.ddl_trigger):
            return frozenset()
        table = self.random.choice(DATA)
        self._reaches(table, Reach.OPAQUE)
        hit = self.client.some_old(table, 3)
        self.client.commit({(table, k): None for k in hit})
        if hit:
            self.out.wrong.append(("ddl trigger", table))
        return frozenset({table})

    def _read_triggers(self, table: str) -> frozenset[str] | None:
        """What the code that hangs on a table can reach, as reading it shows."""
        alone: set[str] = set()
        unreadable = False
        for kind, other in self.client.triggers[table]:
            match kind:
                case "unreadable":
                    unreadable = True
                    for name in NAMES:
                        self._reaches(name, Reach.OPAQUE)
                case "removes alone":
                    alone.add(other)
                    self._reaches(other, Reach.OPAQUE)
                case "removes":
                    self._reaches(other, Reach.TRIGGER)
                case "log alone":
                    alone.add("LOG")
                    self._reaches("LOG", Reach.OPAQUE)
                case "log":
                    self._reaches("LOG", Reach.TRIGGER)
        return None if unreadable else frozenset(alone)

    def _statement(self, step: Step) -> bool:
        for attempt in range(4):
            isolated = attempt < 3 and self.habits.bracket
            snapshot = {name: dict(rows) for name, rows in self.client.tables.items()}
            changes, met = self._effects(step, snapshot)
            self._alone(step.table)
            if isolated:
                mean = self.habits.busy * self.habits.during
                if self.client.people(mean, self.out) & changes.keys():
                    continue  # ORA-08177
            return self._end(step, snapshot, changes, met, isolated)
        raise AssertionError("the last attempt always ends")

    def _effects(
        self, step: Step, snapshot: dict[str, dict[int, Row]]
    ) -> tuple[Changes, frozenset[int]]:
        """What the statement and the triggers in its transaction change."""
        table, changes = step.table, Changes()
        rows = snapshot[table]
        met: frozenset[int] = frozenset()
        if step.kind == "insert":
            changes |= {(table, self.client.fresh()): (7, 7, 0) for _ in range(step.rows)}
        else:
            met = frozenset(k for k in rows if k % step.every == 0)
            changes |= {(table, k): (rows[k][0], 42, rows[k][2]) for k in met}
        for kind, other in self.client.triggers[table]:
            match kind:
                case "audit":
                    changes = {
                        (name, k): (row[0], row[1], 9) if row and name == table else row
                        for (name, k), row in changes.items()
                    }
                case "log":
                    changes["LOG", self.client.fresh()] = (1, 1, 1)
                case "removes" if changes:
                    keys = sorted(snapshot[other])
                    changes |= {(other, k): None for k in keys[:4]}
                case "spoils" if changes:
                    for k in sorted(rows.keys() - met)[:3]:
                        changes[table, k] = (0, 0, 0)
        return changes, met

    def _alone(self, table: str) -> None:
        """What triggers commit by themselves, whatever becomes of the statement."""
        for kind, other in self.client.triggers[table]:
            if kind == "log alone":
                self.client.commit({("LOG", self.client.fresh()): (1, 1, 1)})
            elif kind in ("removes alone", "unreadable"):
                hit = self.client.some_old(other, 4)
                row = self.random.choice((None, (3, 3, 3)))
                self.client.commit(dict.fromkeys([(other, k) for k in hit], row))
                if hit:
                    self.out.wrong.append((kind, other))

    def _end(
        self,
        step: Step,
        snapshot: dict[str, dict[int, Row]],
        changes: Changes,
        met: frozenset[int],
        isolated: bool,
    ) -> bool:
        verdict = Colour.GREEN
        made = []
        for table in sorted({name for name, _ in changes}):
            mine = {k: row for (name, k), row in changes.items() if name == table}
            own = table == step.table
            did = _effect(snapshot[table], mine, met if own else None)
            said = None
            if own:
                updates = frozenset("B") if step.kind == "update" else frozenset()
                share = 1.0 if step.approved or step.kind == "insert" else 0.5
                said = Announced("z:1", step.kind == "insert", updates, False, share,
                                 frozenset({"MODIFIED"}))  # fmt: skip
                if step.kind == "update" and len(met) > share * len(snapshot[table]):
                    self.out.wrong.append(("own", table))
            if did.missing or did.strays:
                self.out.wrong.append(("own", table))
            made.append((table, did))
            verdict = worst(verdict, bracket(table, said, did, len(snapshot[table])).colour)
        if isolated and verdict is Colour.RED:
            self.out.rolled_back = True
            self._say(Colour.RED)
            return False
        name = self.client.commit(changes)
        self.ours.add(name)
        if isolated or self.client.readable:  # undo gives the effect of our own transaction, too
            self.measured.add(name)
            for table, did in made:
                self.effects[table].append(did)
            self._say(verdict)
        else:
            self.cut |= {table for table, _ in made}
        return True

    # -- what is seen afterwards -----------------------------------------------------------

    def _objects(self) -> None:
        before = {
            ("sequence", "S"): {"last": "100", "cache": "20", "step": "1"},
            ("constraint", "C"): {"status": "ENABLED", "validated": "VALIDATED"},
            ("grant", "G"): {},
        }
        after = {key: dict(facts) for key, facts in before.items()}
        # 95: a cache was made smaller, and what nobody drew was given back.
        after["sequence", "S"]["last"] = self.random.choice(("100", "120", "95"))
        if self.client.chance(self.habits.objects):
            hit = self.random.choice(sorted(before))
            self.out.wrong.append(("object", hit[1]))
            match hit[0]:
                case "sequence":
                    after[hit]["last"] = "1"
                case "constraint":
                    after[hit]["validated"] = "NOT VALIDATED"
                case _:
                    del after[hit]
        self._say(worst(*(r.colour for r in compare(before, after)), Colour.GREEN))

    def _judge(self, table: str, before: Sketch, copy: dict[int, Row]) -> None:
        client = self.client
        who = {}
        exact = None
        if client.readable:
            versions = client.versions[table]
            who = whose(table, versions, self.ours, self.measured, self.windows)
            if table not in self.cut:
                exact = self._as_of(table, copy)
        ours = tuple(self.effects[table])
        case = Case(table, Seen(TYPES, before), Seen(TYPES, client.sketch(table)),
                    self.reach[table], ours, table in self.cut, who, exact)  # fmt: skip
        self._say(judge(case).colour)

    def _as_of(self, table: str, copy: dict[int, Row]) -> Exact:
        """The two moments compared on the server, without what was ours alone."""
        now = self.client.tables[table]
        versions = self.client.versions[table]
        mine = {v.key for v in versions if v.transaction in self.measured}
        mine -= {v.key for v in versions if v.transaction not in self.measured}
        both = copy.keys() & now.keys()
        return Exact(
            frozenset(copy.keys() - now.keys() - mine),
            frozenset({k for k in both if copy[k] != now[k]} - mine),
            frozenset(now.keys() - copy.keys() - mine),
        )


def _effect(old: dict[int, Row], mine: dict[int, Row | None], met: frozenset[int] | None) -> Effect:
    delta = Sketch.empty()
    missing = new = changed = strays = 0
    columns: set[str] = set()
    for key, row in mine.items():
        was = old.get(key)
        if was == row:
            continue
        if was is not None:
            delta.add(key, row_hash(was), -1)
        if row is not None:
            delta.add(key, row_hash(row))
        missing += row is None
        new += was is None
        if was is not None and row is not None:
            changed += 1
            strays += met is not None and key not in met
            columns |= {c for c, x, y in zip(COLUMNS, was, row, strict=True) if x != y}
    count = None if met is None else len(met)
    return Effect("z:1", delta, missing, new, changed, frozenset(columns), strays, count)
