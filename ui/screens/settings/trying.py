"""Trying the logins of a form where they are typed: saved or not, with the passwords kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.services.model import AppError, ConnectionTest
from app.services.settings import preferences
from app.services.workplace import Workplace
from ui import i18n
from ui.context import Context
from ui.widgets.dialogs import ask_secret
from ui.widgets.panel import Panel, column, row, set_property

Login = tuple[str, str]
"""Server (``central`` or a client's id) and user."""


class Trying(Panel):
    """``<name>.try`` tries them, and asks for a password that is missing. What was found is gone as
    soon as something of it is edited (``forget``). ``letter``: Alt with
    a letter presses it. ``refused`` carries an error of the settings."""

    refused = Signal(object)

    def __init__(
        self,
        name: str,
        context: Context,
        wanted: Callable[[], dict[str, Any]],
        logins: Callable[[], Sequence[Login]],
        parent: QWidget | None = None,
        *,
        letter: bool = True,
    ) -> None:
        super().__init__(parent)
        self._context, self._wanted, self._logins = context, wanted, logins
        self._turn = 0
        self._lines: dict[Login, QLabel] = {}
        self._open: set[Login] = set()  # tried now
        self.button_try = self.button(
            f"{name}.try",
            lambda: self.tr("&Try the connection") if letter else self.tr("Try the connection"),
            self.start,
            "database",
        )
        top = row()
        top.addWidget(self.button_try)
        top.addStretch(1)
        self._results = column(spacing=4)
        layout = column(self, 0, 6)
        layout.addLayout(top)
        layout.addLayout(self._results)
        self._name = name

    def forget(self) -> None:
        """What was tried is not what is typed now."""
        self._turn += 1
        for line in self._lines.values():
            line.deleteLater()
        self._lines.clear()
        self._open.clear()
        self.button_try.setEnabled(True)

    def start(self) -> None:
        """Try each login, one line for each."""
        self.forget()
        if not self._context.open:
            return
        try:
            place = preferences.unsaved(self._context.place, self._wanted())
        except AppError as error:
            self.refused.emit(error)
            return
        logins = tuple(dict.fromkeys(self._logins()))  # two users may be one
        if not logins:
            self._line(("", ""))
            self._show(("", ""), "muted", self.tr("There is nothing to try yet: add an entry."))
        for login in logins:
            self._line(login)
            if self._has_password(place, login) or self._ask(place, login):
                self._try(place, login)
            else:
                self._show(login, "danger", self.tr("✕ {user}: no password"))

    def _line(self, login: Login) -> None:
        line = self.label(wrap=True)
        line.setObjectName(f"{self._name}.result.{login[1]}")
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._results.addWidget(line)
        self._lines[login] = line

    def _has_password(self, place: Workplace, login: Login) -> bool:
        try:
            return preferences.has_password(place, *login)
        except AppError:
            return False

    def _ask(self, place: Workplace, login: Login) -> bool:
        answer = ask_secret(
            self,
            "settings.password",
            self.tr("Password of {user}").format(user=login[1]),
            self.tr(
                "Needed to try the connection. It goes into the system's keyring, or stays in "
                "memory."
            ),
            self.tr("&Keep"),
            self.tr("For this &session only: in memory, never on disk"),
            ticked=not place.secrets.backend_name,
        )
        if answer is None:
            return False
        password, for_session = answer
        keep = preferences.remember_password if for_session else preferences.set_password
        try:
            keep(place, login[0], login[1], password)
        except AppError as error:
            self.refused.emit(error)
            return False
        return True

    def _try(self, place: Workplace, login: Login) -> None:
        turn = self._turn
        self._show(login, "muted", self.tr("● {user}: trying…"))
        self._open.add(login)
        self.button_try.setEnabled(False)

        def done(found: ConnectionTest) -> None:
            if turn == self._turn:
                self._open.discard(login)
                self.button_try.setEnabled(not self._open)
                self._told(login, found)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self.forget()
                self.refused.emit(error)

        self._context.run(
            lambda report: preferences.test_connection(place, *login), done, failed, self
        )

    def _told(self, login: Login, found: ConnectionTest) -> None:
        if found.problem is None:
            self._show(login, "success", i18n.labelled("✓ {user}", found.detail))
            return
        said = self._context.message(found.problem)
        why = f"{said.title}. {said.detail} {said.next_step}"
        self._show(login, "danger", i18n.labelled("✕ {user}", why))

    def _show(self, login: Login, role: str, text: str) -> None:
        line = self._lines[login]
        line.setText(text.replace("{user}", login[1]))
        set_property(line, "role", role)
