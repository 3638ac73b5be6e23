"""What runs before this one sent to a client, of changesets that did not come to their row: one
answer for a rollout and for a changelog that runs by itself, whichever of the two was cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.changelog import ROW, Changelog, Changeset, ChangesetStatus, Row, Statement, Tell
from app.changelog.file.draft import rollback_key
from app.changelog.run import history
from app.changelog.run.effect import Effect, denied
from app.changelog.run.transactions import tail
from app.changelog.run.watch import Progress
from app.errors import ChangelogError, RolloutError
from app.rollout.journal import SentStatement
from app.rollout.ledger import digest
from app.sql.operations import Operation

Asks = Callable[[Operation], Effect]
"""Asks a client's dictionary about one statement."""

# A digest of "" is of a text that an older Caravane did not keep.


def resume_state(
    run: str,
    sent: Iterable[SentStatement],
    changelog: Changelog,
    waiting: Sequence[ChangesetStatus],
    ask: Asks,
    log: Tell,
    client: str,
) -> dict[tuple[str, int], Progress]:
    """What the journal knows of statements that were ``sent`` (oldest first) and whose changeset is
    not recorded; ``waiting`` are the changesets that have to run, ``client`` its name.

    What ``run`` itself sent counts as it stands. What another run sent counts while the statement
    is the same, its changeset did not get its row since, and the dictionary does not deny any of
    it: the database may have been restored since.

    Raises RolloutError ``rollout.text_changed``, and what asking raises.
    """
    had_effect = [s for s in sent if s.ok is not False]  # what was refused has none
    kept = [s for s in had_effect if s.rollout == run]
    _same_texts(kept, changelog, client)
    others = [s for s in _behind_their_row(had_effect) if s.rollout != run]
    for entry in waiting:
        mine = [s for s in others if s.changeset == entry.changeset.key]
        kept += _still_true(entry, mine, ask, log)
    return {(s.changeset, s.number): "done" if s.ok else "intent" for s in kept}


def perhaps_sent(
    waiting: Sequence[ChangesetStatus], known: Collection[tuple[str, int]], ask: Asks
) -> dict[tuple[str, int], Progress]:
    """Where somebody whose notes are not here may have been at the client: the statements of which
    nobody knows whether they were sent, those that are committed by themselves, of the changesets
    in which he may have stood. ``known`` are those of which the journal here has something."""
    found: dict[tuple[str, int], Progress] = {}
    for entry in waiting:
        changeset = entry.changeset
        alone = changeset.statements[: tail(changeset.statements)]
        begun = _perhaps_begun(alone, ask)
        # Some took effect and some did not: then its preconditions were met when it was begun, and
        # its own work may be why they are not met any more.
        if changeset.preconditions is None or 0 < len(begun) < len(alone):
            for statement in begun:
                if (changeset.key, statement.number) not in known:
                    found[changeset.key, statement.number] = "intent"
        if not _passed_over(changeset):
            break  # what comes behind it was not begun while it had no row
    return found


def _perhaps_begun(statements: Sequence[Statement], ask: Asks) -> Sequence[Statement]:
    """Those in front of the first that the dictionary denies: they are sent one after the other."""
    for at, statement in enumerate(statements):
        if ask(statement.operation) is Effect.DENIED:
            return statements[:at]
    return statements


def begun_back(sent: Sequence[SentStatement], changelog: Changelog) -> frozenset[tuple[str, int]]:
    """What was ``sent`` (oldest first) of rollback blocks by a way back that did not come to its
    end: the block's key, and the statement."""
    keys = {rollback_key(c): c.key for c in changelog.changesets}
    row = {s.changeset: at for at, s in enumerate(sent) if s.number == ROW and s.ok}
    return frozenset(
        (s.changeset, s.number)
        for at, s in enumerate(sent)
        if s.number != ROW and s.ok is not False and s.changeset in keys
        if at > max(row.get(s.changeset, -1), row.get(keys[s.changeset], -1))
    )


def half_back(
    sent: Sequence[SentStatement],
    changelog: Changelog,
    rows: Callable[[], Sequence[Row] | None],
) -> dict[str, int]:
    """The changesets whose rollback block was begun and whose row is still there, each with how
    many rows there are from its own on: its effect is half gone, and no update would bring it
    again. ``rows``: asks for those of DATABASECHANGELOG, where they decide."""
    begun = {key for key, _ in begun_back(sent, changelog)}
    if not begun:
        return {}
    there = [history.row_key(r.filename, r.id, r.author) for r in rows() or ()]
    found = {}
    for changeset in changelog.changesets:
        row = history.row_key(changeset.path, changeset.id, changeset.author)
        if rollback_key(changeset) in begun and row in there:
            found[changeset.key] = len(there) - there.index(row)
    return found


def no_half_way_back(half: Mapping[str, int], client: str, name: str) -> None:
    """RolloutError ``rollout.half_back`` where there is one; ``client`` is its id."""
    if half:
        count = max(half.values())
        changeset = next(key for key in half if half[key] == count)
        facts = {"client": client, "name": name, "changeset": changeset, "count": count}
        raise RolloutError("rollout.half_back", **facts)


def _passed_over(changeset: Changeset) -> bool:
    """Whether a run may go on behind it without its row."""
    return not changeset.fail_on_error or changeset.preconditions is not None


@contextmanager
def asking(
    changelog: Changelog,
    known: Collection[tuple[str, int]],
    note: Callable[[str, int, str], object],
) -> Iterator[None]:
    """What nobody can know, and no journal has, is noted as sent (changeset, number and text), so
    that a person is asked and can settle it."""
    try:
        yield
    except ChangelogError as error:
        place = (str(error.facts.get("changeset")), int(error.facts.get("number", 0)))
        if error.code == "changelog.unknown_effect" and place not in known:
            for changeset in changelog.changesets:
                for statement in changeset.statements:
                    if (changeset.key, statement.number) == place:
                        note(*place, statement.text)
        raise


def _behind_their_row(sent: Sequence[SentStatement]) -> list[SentStatement]:
    """Without those that a row noted later has recorded."""
    row = {s.changeset: at for at, s in enumerate(sent) if s.number == ROW and s.ok}
    return [s for at, s in enumerate(sent) if at > row.get(s.changeset, -1)]


def _same_texts(kept: Sequence[SentStatement], changelog: Changelog, client: str) -> None:
    """What this run sent must be what it would send now: a value of the client may have been
    changed since."""
    texts = {(c.key, s.number): digest(s.text) for c in changelog.changesets for s in c.statements}
    for one in kept:
        now_sent = texts.get((one.changeset, one.number), one.sha256)
        if one.number != ROW and one.sha256 not in ("", now_sent):
            facts = {"client": client, "changeset": one.changeset, "number": one.number}
            raise RolloutError("rollout.text_changed", **facts)


def _still_true(
    entry: ChangesetStatus, sent: Sequence[SentStatement], ask: Asks, log: Tell
) -> list[SentStatement]:
    """What another run sent of a changeset, or nothing where the database knows better."""
    known = {s.number: s for s in entry.changeset.statements}
    found = [
        s for s in sent if s.number in known and s.sha256 in ("", digest(known[s.number].text))
    ]
    found.sort(key=lambda s: s.number)
    there = [known[s.number] for s in found]
    done = {at for at, one in enumerate(found) if one.ok}
    lost = denied([statement.operation for statement in there], done, ask)
    if lost is None:
        return found
    log("log.begun_again", changeset=entry.changeset.key, number=there[lost].number)
    return []
