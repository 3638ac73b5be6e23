"""The logins that the settings name: which have a password, and whether it opens the door."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from app.services.model import AppError, ConnectionTest
from app.services.settings import preferences
from app.services.workplace import CENTRAL as SERVER
from app.services.workplace import Workplace
from ui.context import Context
from ui.models.rows import Chip, Column, RowsModel
from ui.widgets.dialogs import ask_secret
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, row
from ui.widgets.views import table


class Login(Struct, frozen=True):
    """One account. ``kept`` is None while the keyring was not asked. ``optional``: a wallet's
    password, which need not be there. ``where``: what is tried, beside the password."""

    server: str
    user: str
    label: str
    kept: bool | None = None
    for_session: bool = False
    optional: bool = False
    where: str = ""
    test: ConnectionTest | None = None
    testing: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.server, self.user


class Passwords(Panel):
    """Set and try passwords; they go into the keyring and nowhere else."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model: RowsModel[Login] = RowsModel(
            (
                Column(lambda: self.tr("Account"), lambda a: a.label),
                Column(lambda: self.tr("Server"), lambda a: a.server),
                Column(lambda: self.tr("Password"), lambda a: "", chips=self._kept_chips),
                Column(
                    lambda: self.tr("Test"),
                    lambda a: "",
                    chips=self._test_chips,
                    tip=lambda a: a.test.detail if a.test else "",
                ),
            ),
            key=lambda a: a.key,
            parent=self,
        )
        self.table = table(
            self.model,
            lines=1.9,
            strong=True,
            weights=(3, 1, 1, 1),
            empty=lambda: self.tr(
                "No account yet. Enter the central server or a client first, and save."
            ),
        )
        self.named(self.table, "settings.accounts", lambda: self.tr("Accounts"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._update())
        self.table.activated.connect(lambda _: self._set())
        self.notice = Notice("settings.test", self)
        self.where = self.label(role="muted", wrap=True)
        buttons = row()
        self.set_button = self.button(
            "settings.set_password", lambda: self.tr("Set the &password…"), self._set, "key"
        )
        self.test_button = self.button(
            "settings.test_one", lambda: self.tr("&Test"), self._test_one, "database"
        )
        self.test_all_button = self.button(
            "settings.test_all", lambda: self.tr("Test &all"), self._test_all, "database"
        )
        buttons.addWidget(self.where, 1)
        for button in (self.set_button, self.test_button, self.test_all_button):
            buttons.addWidget(button)
        layout = column(self, 0, 12)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self._update()

    def _kept_chips(self, a: Login) -> tuple[Chip, ...]:
        if a.for_session:
            return (Chip(self.tr("this session"), "info", "✓"),)
        match a.kept:
            case True:
                return (Chip(self.tr("kept"), "success", "✓"),)
            case False:
                return (Chip(self.tr("missing"), "danger", "✕"),)
        return (Chip(self.tr("unknown"), "muted", "?"),)

    def _test_chips(self, a: Login) -> tuple[Chip, ...]:
        if a.testing:
            return (Chip(self.tr("testing…"), "info", "●"),)
        if a.test is None:
            return ()
        if a.test.ok:
            return (Chip(self.tr("connects"), "success", "✓"),)
        return (Chip(self.tr("does not connect"), "danger", "✕"),)

    # -- behaviour ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the keyring again."""
        place = self._context.place
        self._context.run(lambda report: _logins(place), self._show, self._fail, self)

    def _show(self, found: tuple[tuple[Login, ...], AppError | None]) -> None:
        logins, failure = found
        known = {a.key: a for a in self.model.rows}
        rows = []
        for login in logins:
            old = known.get(login.key)
            same = old is not None and (old.kept, old.where) == (login.kept, login.where)
            rows.append(replace(login, test=old.test if old and same else None))
        self.model.set_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_where()
        self._update()
        if failure is not None:
            self._fail(failure)

    def _show_where(self) -> None:
        if not self._context.open:
            return
        place = self._context.place
        keeper = getattr(place.secrets, "backend_name", "–")
        if place.settings.demo:
            keeper = self.tr("a file of the demo; they open nothing but its own servers")
        text = self.tr("Passwords are kept by: {keyring}")
        if not keeper:
            text = self.tr("This system has no keyring: passwords cannot be kept.")
        self.where.setText(text.format(keyring=keeper))

    def _fail(self, error: BaseException) -> None:
        self.notice.show_message(self._context.message(error))

    def _current(self) -> Login | None:
        number = self.table.currentIndex().row()
        return self.model.value(number) if 0 <= number < len(self.model.rows) else None

    def _update(self) -> None:
        current = self._current()
        self.set_button.setEnabled(current is not None)
        self.test_button.setEnabled(current is not None and not current.testing)
        self.test_all_button.setEnabled(bool(self.model.rows))
        if current is not None and current.test is not None and current.test.problem is not None:
            self.notice.show_message(self._context.message(current.test.problem))
        else:
            self.notice.hide()

    def _set(self) -> None:
        current = self._current()
        if current is None:
            return
        answer = ask_secret(
            self,
            "settings.password",
            self.tr("Password of {user}").format(user=current.user),
            self.tr(
                "For {label}. It goes into the system's keyring and nowhere else, "
                "or stays in memory."
            ).format(label=current.label),
            self.tr("&Keep"),
            self.tr("For this &session only: in memory, never on disk"),
            ticked=not self._has_keyring(),
        )
        if answer is None:
            return
        password, for_session = answer
        if for_session:
            self._remember(current, password)
            return
        place = self._context.place
        self._context.run(
            lambda report: preferences.set_password(place, current.server, current.user, password),
            lambda _: self._forget_test(current),
            lambda error: self._not_kept(error, current, password),
            self,
        )

    def _has_keyring(self) -> bool:
        return bool(getattr(self._context.place.secrets, "backend_name", "–"))

    def _remember(self, login: Login, password: str) -> None:
        preferences.remember_password(self._context.place, login.server, login.user, password)
        self._forget_test(login)

    def _forget_test(self, login: Login) -> None:
        """It was tried with the password before."""
        self._replace(login.key, None)
        self.refresh()

    def _not_kept(self, error: BaseException, login: Login, password: str) -> None:
        """The keyring would not: the password need not be lost for it."""
        self._fail(error)
        self.notice.offer(
            lambda: self.tr("Keep it for this session only"),
            lambda: self._remember(login, password),
        )

    def _test_one(self) -> None:
        current = self._current()
        if current is not None:
            self._test(current)

    def _test_all(self) -> None:
        for login in self.model.rows:
            self._test(login)

    def _test(self, login: Login) -> None:
        self._replace(login.key, None, testing=True)
        place = self._context.place
        self._context.run(
            lambda report: preferences.test_connection(place, login.server, login.user),
            lambda found: self._replace(login.key, found),
            lambda error: self._test_failed(login.key, error),
            self,
        )

    def _test_failed(self, key: tuple[str, str], error: BaseException) -> None:
        self._replace(key, None)
        self._fail(error)

    def _replace(
        self, key: tuple[str, str], test: ConnectionTest | None, testing: bool = False
    ) -> None:
        rows = [
            replace(a, test=test, testing=testing) if a.key == key else a for a in self.model.rows
        ]
        self.model.set_rows(rows)
        self._update()

    def retranslate(self) -> None:
        self.model.retranslate()
        self._show_where()
        self._update()


def _logins(place: Workplace) -> tuple[tuple[Login, ...], AppError | None]:
    """The accounts, and what the keyring had against being asked: they are shown all the same."""
    found: list[Login] = []
    failure: AppError | None = None
    for a in preferences.accounts(place):
        kept: bool | None = None
        in_memory = preferences.for_session(place, a.server, a.user)
        if in_memory:
            kept = True
        elif failure is None:  # one refusal is enough: a locked keyring asks the user each time
            try:
                kept = preferences.has_password(place, a.server, a.user)
            except AppError as error:
                failure = error
        where = _where(place, a.server)
        found.append(Login(a.server, a.user, a.label, kept, in_memory, a.wallet, where))
    return tuple(found), failure


def _where(place: Workplace, server: str) -> str:
    """Address and wallet of a server: another one was not tried."""
    known = place.central if server == SERVER else place.settings.client(server)
    return f"{known.dsn} {known.wallet}"


def missing_passwords(place: Workplace) -> int:
    """How many logins have no password. For a worker; all of them where the keyring is silent."""
    return sum(1 for login in _logins(place)[0] if not (login.kept or login.optional))
