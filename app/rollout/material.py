"""The release as every client gets it, read and judged once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from app.apex import Application
from app.changelog import Approval, Changelog, Changeset, Judgement, Ruling, Selection
from app.oracle import Names
from app.release import ReleaseBundle
from app.rollout.needs import Needs
from app.rollout.targets import ClientTarget


def earlier_changesets(
    bundle: ReleaseBundle, changelog: Changelog, void: Collection[str]
) -> frozenset[str]:
    """The keys of the changesets that releases before this one brought, as they were then: one
    whose approval is ``void`` was edited since, and is judged like a new one."""
    new = {*bundle.release.manifest.changesets, *void}
    return frozenset(c.key for c in changelog.changesets if c.key not in new)


def still_approved(
    good: Mapping[str, Approval], plain: Changelog, here: Changelog
) -> dict[str, Approval]:
    """Of the approvals that hold for the changelog as people were shown it, those whose changeset
    is sent to this client as it was shown."""
    sent = {c.key: _sent(c) for c in here.changesets}
    return {
        c.key: good[c.key] for c in plain.changesets if c.key in good and sent[c.key] == _sent(c)
    }


def _sent(changeset: Changeset) -> tuple[object, ...]:
    return (changeset.checksum_v9, *(statement.text for statement in changeset.statements))


class Material(Struct, frozen=True):
    """The release as all clients share it: read and judged once, never changed.

    ``refused`` holds what may not pass of the changelog and of the APEX payload: what the guard
    refuses, and what the release does not announce. ``announced`` are the changesets whose change
    of data the tag approves, ``earlier`` those that earlier releases brought. ``judgement`` is what
    the guard says of each statement. ``needs``: what each changeset touches, ``names`` all of it.
    ``views``: the same, as clients that do not get all have it.
    """

    bundle: ReleaseBundle
    application: Application
    changelog: Changelog
    judgement: Judgement
    refused: tuple[Ruling, ...] = ()
    announced: Mapping[str, Approval] = {}
    earlier: frozenset[str] = frozenset()
    views: Views | None = None
    needs: Mapping[str, Needs] = {}
    names: Names = Names()

    def at(self, target: ClientTarget) -> Material:
        """The release as this client gets it. Raises ChangelogError where a value is missing."""
        return self if self.views is None else self.views.of(target.selection)

    @property
    def version(self) -> str:
        return self.bundle.release.version


class Views:
    """The release as each selection of contexts, labels and values has it; each is read once."""

    def __init__(self, read: Callable[[Selection], Material]) -> None:
        self._read, self._known = read, dict[Selection, Material]()
        self._reading = threading.Lock()

    def of(self, selection: Selection) -> Material:
        with self._reading:
            if selection not in self._known:
                self._known[selection] = self._read(selection)
            return self._known[selection]
