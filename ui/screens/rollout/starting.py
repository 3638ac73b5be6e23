"""The last question before a rollout: how many clients of which ring, and who behind a disclosure.

It is as high for four hundred clients as for four; Enter does not start anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.services.model import ClientCard
from ui import i18n
from ui.models import words
from ui.widgets.dialogs import Question
from ui.widgets.disclosure import Disclosure


class Starting(Question):
    """``rollout.confirm``; ``rollout.confirm.who`` shows ``rollout.confirm.names``."""

    def __init__(self, parent: QWidget, version: str, clients: Sequence[ClientCard]) -> None:
        self._clients = tuple(clients)
        super().__init__(
            parent,
            "rollout.confirm",
            self.tr("Start the rollout to {clients}?").format(clients=words.clients(len(clients))),
            self._text(version),
            self.tr("&Start"),
            safe=True,
        )
        self.names = Disclosure(
            "rollout.confirm",
            self.tr("S&how the names"),
            self.tr("Clients by ring"),
            "\n".join(self._lines(names=True)),
            self,
        )
        self.body.addWidget(self.names)

    def _text(self, version: str) -> str:
        head = self.tr("Version {version} goes to:").format(version=version)
        what = self.tr(
            "For each client: a check, a backup, the data measured, the changelog, the import, and "
            "the data measured again. A loss stops the ring."
        )
        return "\n".join((head, *self._lines(names=False), "", what))

    def _lines(self, names: bool) -> list[str]:
        lines = []
        for ring in sorted({c.ring for c in self._clients}):
            there = [c.name for c in self._clients if c.ring == ring]
            told = ", ".join(there) if names else words.clients(len(there))
            lines.append(self.tr("Ring {n}: {who}").format(n=i18n.number(ring), who=told))
        return lines
