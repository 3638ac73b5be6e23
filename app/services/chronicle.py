"""Everything that happened, as one list to search: merges, releases, rollouts client by client.

Who, when, which client, which version, how it ended. What a person said afterwards (an amber
verdict accepted, a release taken back) is an entry of its own, with their name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from app import paths
from app.release import Release
from app.rollout.model import ClientState, RolloutState, Verdict
from app.services import messages
from app.services.merge import merged
from app.services.merge.merged import Merged
from app.services.release import releases
from app.services.rollout import rollouts
from app.services.workplace import Workplace

Kind = Literal["merge", "release", "rollout", "accepted", "put_back", "update", "roll_back"]


class Entry(Struct, frozen=True):
    """``name`` is the client's, or whose work it holds; ``who`` did it. ``about`` leads to it: the
    rollout's id, the release's tag, the merge's backup. ``words`` is all that can be searched, in
    small letters: the day in both forms too."""

    key: str
    at: datetime
    kind: Kind
    who: str
    client: str
    name: str
    version: str
    verdict: Verdict | None
    about: str
    note: str = ""
    words: str = ""

    def has(self, wanted: Sequence[str]) -> bool:
        """Whether each of these words is in it somewhere."""
        return all(word in self.words for word in wanted)


def read(place: Workplace, wanted: str = "") -> tuple[Entry, ...]:
    """The newest first; only those that have each of the words. Reads the journal and git."""
    found = entries(
        rollouts.history(place), releases.known(place), merged.known(place), place.language,
        alone(place),
    )  # fmt: skip
    words = wanted.casefold().split()
    return tuple(entry for entry in found if entry.has(words)) if words else found


def entries(
    states: Sequence[RolloutState],
    known: Sequence[Release],
    merges: Sequence[Merged],
    language: messages.Lang,
    others: Sequence[Entry] = (),
) -> tuple[Entry, ...]:
    """The newest first, what they say in ``language``; with ``others``."""
    versions = {r.tag: r.version for r in known}
    found = [
        *(_merge(m, n, versions) for n, m in enumerate(merges)),
        *(_release(r) for r in known),
        *(entry for state in states for entry in _rollout(state)),
        *others,
    ]
    found.sort(key=lambda e: e.at, reverse=True)
    return tuple(_worded(entry, language) for entry in found)


def alone(place: Workplace) -> tuple[Entry, ...]:
    """Changelogs that ran outside a rollout, and rollback blocks: client by client, a day each. Who
    ran them is not kept."""
    if not paths.journal_file(place.home).exists():
        return ()
    with closing(rollouts.journal_of(place)) as journal:
        runs = journal.alone()
    names = {c.id: c.name for c in place.settings.clients}
    found = []
    for one in runs:
        tag = one.run.removeprefix(f"changelog-{one.client}-")
        kind: Kind = "roll_back" if tag.endswith("-rollback") else "update"
        version = tag.removesuffix("-rollback").removeprefix("v")
        key = f"{one.run}/{one.at:%Y-%m-%d}"
        name, note = names.get(one.client, one.client), ", ".join(one.changesets)
        found.append(Entry(key, one.at, kind, "", one.client, name, version, None, one.run, note))
    return tuple(found)


def _merge(m: Merged, number: int, versions: Mapping[str, str]) -> Entry:
    """Its base is a release, called as all others are, or a commit of a developer."""
    pages, base = ", ".join(map(str, m.pages)), versions.get(m.base, m.base)
    return Entry(
        f"merge/{number}", m.at, "merge", m.by, "", ", ".join(m.developers), base, None, m.backup,
        pages,
    )  # fmt: skip


def _release(r: Release) -> Entry:
    at, names = r.manifest.created_at, ", ".join(r.manifest.developers)
    note = r.notes.strip().partition("\n")[0]
    return Entry(f"release/{r.tag}", at, "release", r.by, "", names, r.version, None, r.tag, note)


def _rollout(state: RolloutState) -> Iterator[Entry]:
    for client in state.clients:
        key = f"{state.rollout}/{client.client}"
        at = client.ended_at or client.started_at or state.created_at
        yield _of(state, client, key, at, "rollout", state.by, "")
        if client.accepted is not None:
            a = client.accepted
            yield _of(state, client, f"{key}/accepted", a.at, "accepted", a.by, a.note)
        if client.returned is not None:
            back = client.returned
            yield _of(state, client, f"{key}/back", back.at, "put_back", back.by, "")


def _of(
    state: RolloutState,
    client: ClientState,
    key: str,
    at: datetime,
    kind: Kind,
    who: str,
    note: str,
) -> Entry:
    return Entry(
        key, at, kind, who, client.client, client.name, state.release_version,
        client.verdict, state.rollout, note,
    )  # fmt: skip


def _worded(e: Entry, language: messages.Lang) -> Entry:
    at = e.at.astimezone()
    verdict = messages.verdict_text(e.verdict, language) if e.verdict is not None else ""
    kind = messages.words("chronicle", language)[e.kind]
    told = (
        kind, e.who, e.client, e.name, e.version, f"v{e.version}", verdict, e.about, e.note,
        f"{at:%Y-%m-%d}", f"{at:%d/%m/%Y}", f"{at:%H:%M}",
    )  # fmt: skip
    text = " ".join(filter(None, told)).casefold()
    return replace(e, words=text)
