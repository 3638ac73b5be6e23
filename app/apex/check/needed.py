"""What one side took away from a file that several components share, and the other began to name.

Messages, settings and the like have one file for all, so that git and the merge of a file see two
changes in different places: a message goes here, a page that gets it by its name comes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.apex import catalogue
from app.apex.check.mentions import by_component, called
from app.apex.export.application import Application
from app.apex.export.tree import Component, Page

Users = tuple[tuple[str, tuple[str, ...]], ...]  # keys of components, and who names them now


def newly_named(
    was: Page | None,
    now: Page | None,
    base: Application,
    taker: Application,
    user: Application,
    homes: Mapping[str, str],
) -> Users:
    """The components that ``taker`` deleted from a file, or gave another name, and that ``user``
    names where the base did not. ``was`` and ``now`` are the file in the base and at the taker,
    ``homes`` the paths in the base of the user's files."""
    if was is None or now is None or was.source == now.source:
        return ()
    found: list[tuple[str, tuple[str, ...]]] = []
    for key, component in was.by_key.items():
        name, use = called(component), by_component(component)
        kept = now.by_key.get(key)
        if use is None or (kept is not None and called(kept) == name):
            continue
        if _has(taker, component.procedure, name) or not _has(user, component.procedure, name):
            continue
        users = tuple(dict.fromkeys(_users(use, key, base, user, homes)))
        if users:
            found.append((key, users))
    return tuple(found)


def _has(application: Application, procedure: str, name: str) -> bool:
    return any(
        c.procedure == procedure and called(c) == name
        for path, file in application.sources.items()
        if procedure in file.text
        for c in application.parsed[path].components
    )


def _users(
    use: re.Pattern[str],
    own: str,
    base: Application,
    user: Application,
    homes: Mapping[str, str],
) -> Iterator[str]:
    for path, file in user.sources.items():
        before = homes.get(path, path)
        if base.files.get(before) == file.text or not use.search(file.text):
            continue
        page, was = user.parsed[path], base.parsed.get(before)
        for component in page.components:
            if component.key == own or not use.search(component.source):
                continue
            old = was.by_key.get(component.key) if was is not None else None
            if old is None or not use.search(old.source):
                yield user_line(page, component)


def user_line(page: Page, component: Component) -> str:
    """Who refers to something, as a person reads it."""
    return f"{page.title} / {catalogue.type_label(component.procedure)} {component.name}"
