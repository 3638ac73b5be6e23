"""``caravane changelog locks`` and ``unlock``: who holds a client's changelog, and freeing it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import msgspec

from app.cli import output
from app.errors import ChangelogError
from app.services import messages
from app.services.rollout import locks
from app.services.rollout.locks import ClientLock
from app.services.workplace import Workplace


def add_to(actions: Any, shared: argparse.ArgumentParser) -> None:
    text = "Who holds the changelog's lock at each client"
    parser = actions.add_parser("locks", parents=[shared], help=text, description=text)
    parser.add_argument("clients", nargs="*", metavar="CLIENT", help="default: all")
    parser.set_defaults(run=run_locks, live=True)
    text = "Free a lock whose holder is gone, after it was shown"
    parser = actions.add_parser("unlock", parents=[shared], help=text, description=text)
    parser.add_argument("client", metavar="CLIENT")
    parser.add_argument(
        "--holder",
        metavar="TEXT",
        help="free it without being asked, if this is who holds it (as locks shows it)",
    )
    parser.set_defaults(run=run_unlock, live=True)


def run_locks(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where all are free, 1 where one is held or could not be read."""
    seen = locks.look_at_all(place, arguments.clients)
    if arguments.json:
        output.document({"locks": [_document(lock) for lock in seen]})
    else:
        for lock in seen:
            _say(lock, place, output.line)
    return 1 if any(lock.held or lock.problem for lock in seen) else 0


def run_unlock(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where the lock is free then, 1 where it is not."""
    lock = locks.look(place, arguments.client)
    if not arguments.json:
        _say(lock, place, output.note)
    freed = False
    if lock.can_be_freed and _is_wanted(lock, place, arguments):
        lock, freed = locks.unlock(place, lock), True
        if not arguments.json:
            _say(lock, place, output.line)
    if arguments.json:
        output.document({"lock": _document(lock), "freed": freed})
    return 1 if lock.held or lock.problem else 0


def _is_wanted(lock: ClientLock, place: Workplace, arguments: argparse.Namespace) -> bool:
    """Whether the person who was shown the lock wants it freed."""
    if arguments.holder is not None:
        if arguments.holder != lock.holder:
            raise ChangelogError(
                "changelog.lock_changed", client=lock.client, name=lock.name, holder=lock.holder
            )
        return True
    if arguments.json or not sys.stdin.isatty():
        raise ChangelogError("changelog.lock_unconfirmed", client=lock.client, holder=lock.holder)
    words = messages.words("lock", place.language)
    output.note(words["ask"].format(name=lock.name, answer=words["answer"]))
    return sys.stdin.readline().strip().lower() == words["answer"]


def _say(lock: ClientLock, place: Workplace, say: Any) -> None:
    said = locks.told(lock, place.language)
    say(said.title)
    for part in (said.detail, said.next_step):
        if part:
            say(f"  {part}")


def _document(lock: ClientLock) -> Any:
    return {
        **msgspec.to_builtins(lock),
        "held": lock.held,
        "can_be_freed": lock.can_be_freed,
    }
