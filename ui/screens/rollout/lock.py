"""The lock of a client's changelog: looked at, and freed after a person was shown its holder."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.services.rollout import locks
from app.services.rollout.locks import ClientLock
from ui.screens.screen import Screen
from ui.widgets.dialogs import confirm


def look_at_lock(screen: Screen, client: str, freed: Callable[[], None]) -> None:
    """Read the lock; where it can be freed, show who holds it and ask. ``freed`` follows when it
    is free, whoever freed it."""
    place = screen.context.place
    translate = QCoreApplication.translate

    def shown(lock: ClientLock) -> None:
        said = locks.told(lock, screen.context.language)
        if not lock.held and lock.problem is None:
            freed()
            screen.tell(said, "success")
        elif not lock.can_be_freed:
            screen.tell(said, "warning")
        elif confirm(
            screen,
            f"{screen.name}.unlock",
            said.title,
            "\n\n".join(filter(None, (said.detail, said.next_step))),
            translate("Lock", "&Free the lock"),
            danger=True,
        ):
            screen.work(
                translate("Lock", "Freeing the lock…"),
                lambda report: locks.unlock(place, lock),
                shown,
                can_cancel=False,
            )

    screen.work(
        translate("Lock", "Looking at the lock…"), lambda report: locks.look(place, client), shown
    )
