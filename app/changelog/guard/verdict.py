"""What the guard thinks of one statement, and what it knows while it reads a changelog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from msgspec import Struct, structs

from app.sql import callees
from app.sql.part import Name

ALLOWED = "guard.allowed"
UNPROVEN = "guard.type_unproven"
"""What type a column had can only be proved at the client."""
WAITS = "waits"
"""The fact of such a verdict that names the rule by which the statement waits, were it proved; with
``waits_`` before them the facts of that."""
STORED = "guard.stored_code"
NOTICE = "guard.stored_code_notice"

Outcome = Literal["allowed", "announce", "refused"]
"""``announce``: it writes into data that clients had before, and passes only when the release
announces it."""

Turn = Literal["new", "again", "earlier"]
"""Of a changeset: this release brings it; it ran before and runs again; an earlier release brought
it. What a release brings is judged beside what that release creates."""


class Verdict(Struct, frozen=True):
    """``rule`` is a dotted code; ``at`` the offset, in the statement, of what decided."""

    verdict: Outcome
    rule: str
    at: int = 0
    facts: dict[str, str] = {}

    @property
    def allowed(self) -> bool:
        return self.verdict == "allowed"

    @property
    def refused(self) -> bool:
        return self.verdict == "refused"


@dataclass
class Fresh:
    """What the release creates itself: whole tables, and columns of others. Nobody had data there
    before. ``required``: columns that it makes NOT NULL. ``set_by_triggers``: table -> the columns
    that its new triggers set in each row."""

    tables: set[Name] = field(default_factory=set)
    columns: set[tuple[Name, str]] = field(default_factory=set)
    required: set[tuple[Name, str]] = field(default_factory=set)
    set_by_triggers: dict[str, set[str]] = field(default_factory=dict)

    def holds(self, table: Name, columns: Iterable[str]) -> bool:
        named = tuple(columns)
        if table in self.tables:
            return True
        return bool(named) and all((table, column) in self.columns for column in named)

    def rename_column(self, table: Name, old: str, new: str) -> None:
        """The data goes with the name. A table of that name with another owner, or without one, may
        be the same."""
        self.columns = _renamed(self.columns, table, old, new)
        self.required = _renamed(self.required, table, old, new)

    def copy(self) -> Fresh:
        return Fresh(set(self.tables), set(self.columns), set(self.required), self.set_by_triggers)

    def keep_only(self, other: Fresh) -> None:
        self.tables &= other.tables
        self.columns &= other.columns
        self.required &= other.required


def _renamed(
    columns: set[tuple[Name, str]], table: Name, old: str, new: str
) -> set[tuple[Name, str]]:
    kept = {
        (owned, column)
        for owned, column in columns
        if owned[-1] != table[-1] or column not in (old, new)
    }
    return kept | {(table, new)} if (table, old) in columns else kept


@dataclass
class Knowledge:
    """Facts beside the text. A judge's own copy grows by what each statement creates; the doors
    of the guard (``changelog``, ``payload``) give that copy back and leave what they got as it was.

    ``columns``: (TABLE, COLUMN) -> data type as it stands in the database, both names as stored
    in the dictionary. ``trusted``: code that this changelog creates and that runs nothing but what
    is known. ``untrusted``: code that it creates and that runs what nobody has read -> the name of
    that. ``perhaps``: code that it creates only where it is not there yet. ``flagged``: created
    code (and tables with a created trigger) -> the verdict on its body, if it stood in the
    changelog itself; ``writing``: the same for what would have to be announced there. ``unclean``:
    packages and types whose specification itself runs code that nobody knows, or that writes -> the
    verdict on that. ``declared``: package or type -> the names that its specification declares.
    ``inside``: created code, view or table -> the names in its text, in that of its triggers,
    defaults and indexes. ``own``: names of the code, types and synonyms that it creates: what of
    Oracle's has the same name is not what is called by it. ``locks_rows`` and ``writes_lobs``:
    created code that may hand out a LOB of a locked row, and such that writes into LOBs.
    ``owners``: schemas in which the changelog creates things. ``shape``: table -> the columns that
    the changelog gives it. ``compared``: types whose values are compared by a method of their own
    (MAP, ORDER), and what holds such. ``fresh``: what this release creates; ``before``: what
    earlier ones created.
    """

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    trusted: set[Name] = field(default_factory=set)
    untrusted: dict[Name, str] = field(default_factory=dict)
    perhaps: set[Name] = field(default_factory=set)
    flagged: dict[str, Verdict] = field(default_factory=dict)
    writing: dict[str, Verdict] = field(default_factory=dict)
    unclean: dict[Name, Verdict] = field(default_factory=dict)
    declared: dict[Name, frozenset[str]] = field(default_factory=dict)
    inside: dict[str, frozenset[str]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    locks_rows: set[str] = field(default_factory=set)
    writes_lobs: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)
    shape: dict[str, frozenset[str]] = field(default_factory=dict)
    fresh: Fresh = field(default_factory=Fresh)
    before: Fresh = field(default_factory=Fresh)

    def copy(self) -> Knowledge:
        """The same, to grow by itself."""
        names = (f.name for f in fields(self) if f.name != "columns")
        return replace(self, **{name: getattr(self, name).copy() for name in names})

    def trusts(self, chain: Sequence[str]) -> bool:
        """Whether ``chain`` calls what the changelog made, and what it does is known. Of several
        names the first decides: the second may be anybody's procedure of that name."""
        return any(tuple(chain[:size]) in self.trusted for size in (1, 2))

    def claim(self, name: str) -> None:
        """From here on ``name`` is the changelog's own, and no more Oracle's package of that name,
        which code before this called."""
        if name not in self.own and callees.is_oracles((name,)):
            users = set(self._users(name))
            for code in [t for t in self.trusted if t[-1] in users]:
                self.distrust(code, name)
        self.own.add(name)

    @contextmanager
    def of(self, turn: Turn) -> Iterator[None]:
        """Statements inside belong to a changeset of that ``turn``: what an earlier release brought
        is judged as it was, and what runs again creates nothing new."""
        now, known = self.fresh, self.fresh.copy()
        if turn == "earlier":
            self.fresh = self.before
        yield
        self.fresh = now
        if turn == "again":
            now.keep_only(known)

    @contextmanager
    def always(self, runs_always: bool = True) -> Iterator[None]:
        """Statements inside run at a client again and again, if it ``runs_always``: from the second
        time on, what the release created has data."""
        now = self.fresh
        if runs_always:
            self.fresh = Fresh(set_by_triggers=now.set_by_triggers)
        yield
        self.fresh = now

    def is_made_of(self, name: str, names: Iterable[str], *, anew: bool = False) -> None:
        """``name`` runs, or may set off, what has one of ``names``; ``anew``: and nothing else."""
        before = frozenset[str]() if anew else self.inside.get(name, frozenset())
        self.inside[name] = before.union(names)

    def know(self, name: str, problem: Verdict) -> None:
        """``name`` is as bad as ``problem``, and so is all that was made of it before."""
        known = self.flagged if problem.refused else self.writing
        known[name] = problem
        for other in self._users(name):
            if other not in known:
                self.know(other, problem)

    def distrust(self, code: Name, why: str) -> None:
        """``code`` runs ``why``, which nobody has read; so does what was made of it before."""
        self.trusted.discard(code)
        self.untrusted[code] = why
        users = set(self._users(code[-1]))
        for other in [t for t in self.trusted if t[-1] in users]:
            if other in self.trusted:
                self.distrust(other, why)

    def _users(self, name: str) -> list[str]:
        return [other for other, names in self.inside.items() if name in names and other != name]

    @contextmanager
    def perhaps_only(self, conditional: bool = True) -> Iterator[None]:
        """What is created inside may have been there before, if it is ``conditional``: then it
        gains neither trust nor freshness, and what was known against it stays."""
        if not conditional:
            yield
            return
        trusted, fresh = set(self.trusted), self.fresh.copy()
        flagged, writing, doubts = dict(self.flagged), dict(self.writing), dict(self.untrusted)
        unclean, inside, shape = dict(self.unclean), dict(self.inside), dict(self.shape)
        yield
        self.shape = shape
        self.perhaps |= self.trusted - trusted
        self.trusted &= trusted
        self.fresh.keep_only(fresh)
        self.flagged = flagged | self.flagged
        self.writing = writing | self.writing
        self.untrusted = doubts | self.untrusted
        self.unclean |= {k: v for k, v in unclean.items() if v.refused or k not in self.unclean}
        for name, names in inside.items():
            self.is_made_of(name, names)

    def doubts(self, chain: Sequence[str]) -> str:
        """What unknown code the changelog's own code ``chain`` runs; "" where it made none."""
        found = (self.untrusted.get(tuple(chain[:size])) for size in (1, 2))
        return next((name for name in found if name), "")


def refuse(rule: str, at: int = 0, /, **facts: str) -> Verdict:
    """A refusal because of what stands at ``at``; ``rule`` without its prefix ``guard.``."""
    return Verdict("refused", f"guard.{rule}", at, facts)


def announce(rule: str, at: int, /, **facts: str) -> Verdict:
    """At ``at`` it writes into data that clients had before; ``rule`` without ``guard.``."""
    return Verdict("announce", f"guard.{rule}", at, facts)


def allow(rule: str = ALLOWED, /, **facts: str) -> Verdict:
    return Verdict("allowed", rule, 0, facts)


def worst(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The first refusal; without one, what only a client can prove; without that, the first that
    waits for its announcement; else None."""
    waiting = unproven = None
    for verdict in verdicts:
        if verdict is None or verdict.allowed:
            continue
        if verdict.rule == UNPROVEN:
            unproven = unproven or verdict
        elif verdict.refused:
            return verdict
        else:
            waiting = waiting or verdict
    if unproven is None or waiting is None or WAITS in unproven.facts:
        return unproven or waiting
    behind = {WAITS: waiting.rule, **{f"{WAITS}_{k}": v for k, v in waiting.facts.items()}}
    return structs.replace(unproven, facts=unproven.facts | behind)
