"""The settings: language and look, the central server, the clients, the repository, passwords."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QTabWidget, QWidget

from app.services import messages
from app.services.model import AppError, Message
from app.services.settings import preferences
from app.services.workplace import CENTRAL as SERVER
from app.services.workplace import Workplace, settings_file
from ui.context import Context
from ui.screens.screen import CENTRAL, CLIENTS, GENERAL, PASSWORDS, Screen
from ui.screens.settings.exchange import Exchange
from ui.screens.settings.fields import ADDRESS, PROGRAM, Fields
from ui.screens.settings.forms import LABEL, Form, ListForm, scrolled
from ui.screens.settings.guidance import DEVELOPERS, Guidance
from ui.screens.settings.passwords import Passwords, missing_passwords
from ui.screens.settings.rollout_card import RolloutCard
from ui.screens.settings.support import Support
from ui.screens.settings.trying import Trying
from ui.widgets.panel import card, column

BUSINESS_USER, APPLICATION_USER = "ORASSADM", "ORASSUIT"
"""What an empty field means."""
_PLACE = re.compile(r"^(clients|central\.developers)\[(\d+)\]\.(\w+)$")


class SettingsScreen(Screen):
    """A form over the settings file; language and theme take effect (and are kept) at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "settings",
            context,
            lambda: self.tr("Settings"),
            lambda: self.tr("Everything here is in one readable file; passwords never are."),
            parent,
        )
        self._loaded: dict[str, Any] = {}
        self._address = ""
        self._dirty = False
        self._fields = Fields(self)
        self.revert_button = self.button(
            "settings.revert", lambda: self.tr("Disca&rd"), self.load, "undo"
        )
        self.save_button = self.button(
            "settings.save", lambda: self.tr("Sa&ve"), self._save, "check", "primary"
        )
        self.tools.addWidget(self.revert_button)
        self.tools.addWidget(self.save_button)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.named(self.tabs, "settings.tabs", lambda: self.tr("Parts of the settings"))
        self.stack.addWidget(self.tabs)
        self.passwords = Passwords(context)
        self.guidance = Guidance(self)
        self.guidance.step_changed.connect(lambda _: self._show_step())
        self.guidance.save_requested.connect(self._save)
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(1, self.guidance)  # type: ignore[attr-defined]

    def furnish(self) -> Iterator[None]:
        self._add_part(self._general(), lambda: self.tr("General"))
        yield
        self._add_part(self._central(), lambda: self.tr("Central server"))
        yield
        self.clients = self._client_list()
        yield
        self._add_part(self._clients(), lambda: self.tr("Clients"))
        yield
        self._add_part(_padded(self.passwords), lambda: self.tr("Passwords"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.context.place_changed.connect(self.load)
        self.context.clients_changed.connect(self.load)
        self._touch(False)

    # -- building ----------------------------------------------------------------------------

    def _add_part(self, page: QWidget, text: Callable[[], str]) -> None:
        number = self.tabs.addTab(page, "")
        self.say(partial(self.tabs.setTabText, number), text)

    def _general(self) -> QWidget:
        page = QWidget()
        layout = column(page, 0, 12)
        layout.setContentsMargins(0, 12, 0, 0)
        look = card()
        grid = QGridLayout(look)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.language = QComboBox()
        self.theme = QComboBox()
        self.named(self.language, "settings.language", lambda: self.tr("Language"))
        self.named(self.theme, "settings.theme", lambda: self.tr("Theme"))
        self._fill_choices()
        self.language.activated.connect(lambda _: self._look_changed())
        self.theme.activated.connect(lambda _: self._look_changed())
        for number, (text, field) in enumerate(
            (
                (lambda: self.tr("Lang&uage"), self.language),
                (lambda: self.tr("Them&e"), self.theme),
            )
        ):
            label = self.label(text, "muted")
            label.setMinimumWidth(self.fontMetrics().averageCharWidth() * LABEL)
            label.setBuddy(field)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1, Qt.AlignmentFlag.AlignLeft)
            field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        grid.setColumnStretch(1, 1)
        self.author = Form("settings", self._fields.author())
        self.repository = Form("settings.repository", self._fields.repository())
        self.file_line = self.label(role="muted", wrap=True)
        self.file_line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(look)
        for title, form in (
            (lambda: self.tr("Author of releases"), self.author),
            (lambda: self.tr("Release repository (Git)"), self.repository),
        ):
            box = card()
            inner = column(box, 16, 8)
            inner.addWidget(self.label(title, "heading"))
            inner.addWidget(form)
            form.edited.connect(lambda: self._touch(True))
            layout.addWidget(box)
        self.rollout = RolloutCard()
        self.rollout.edited.connect(lambda: self._touch(True))
        layout.addWidget(self.rollout)
        self.support = Support(self.context)
        self.support.failed.connect(self.fail)
        self.support.collected.connect(lambda message: self.tell(message, "success"))
        layout.addWidget(self.support)
        layout.addWidget(self.file_line)
        layout.addStretch(1)
        return scrolled(page)

    def _fill_choices(self) -> None:
        for combo, choices in (
            (
                self.language,
                (("", self.tr("As the system")), ("fr", "Français"), ("en", "English")),
            ),
            (
                self.theme,
                (
                    ("system", self.tr("As the system")),
                    ("light", self.tr("Light")),
                    ("dark", self.tr("Dark")),
                ),
            ),
        ):
            keep = combo.currentData()
            combo.clear()
            for key, text in choices:
                combo.addItem(text, key)
            combo.setCurrentIndex(max(combo.findData(keep), 0))

    def _central(self) -> QWidget:
        page = QWidget()
        layout = column(page, 0, 12)
        layout.setContentsMargins(0, 12, 0, 0)
        self.server = Form("settings.central", self._fields.server())
        self.main = Form("settings.main", self._fields.source())
        box = card()
        inner = column(box, 16, 8)
        inner.addWidget(self.label(lambda: self.tr("Central server and MAIN"), "heading"))
        inner.addWidget(self.server)
        inner.addWidget(self.main)
        self.try_main = self._trying("settings.main", lambda: self.main, True)
        inner.addWidget(self.try_main)
        self.developers = ListForm(
            "settings.developers",
            lambda: self.tr("Developers"),
            self._fields.source(),
            lambda: {"name": self.tr("New developer"), "user": "", "application": 101},
        )
        self.try_developer = self._trying(
            "settings.developers", lambda: self.developers.form, False
        )
        self.developers.right.insertWidget(0, self.try_developer)
        for form in (self.server, self.main, self.developers):
            form.edited.connect(lambda: self._touch(True))
        layout.addWidget(box)
        layout.addWidget(self.developers, 1)
        self.developers.setMinimumHeight(self.fontMetrics().height() * 17)
        return scrolled(page)

    def _trying(self, name: str, form: Callable[[], Form], letter: bool) -> Trying:
        """A button that tries the login of what is typed, on the central server."""

        def logins() -> list[tuple[str, str]]:
            return [(SERVER, form().values()["user"])]

        made = Trying(name, self.context, self._collect, logins, letter=letter)
        made.refused.connect(self._refused)
        return made

    def _client_list(self) -> ListForm:
        return ListForm(
            "settings.clients",
            lambda: self.tr("Clients"),
            self._fields.client(),
            lambda: {
                "id": "",
                "name": self.tr("New client"),
                "dsn": "",
                "application": 100,
                "workspace": "",
            },
        )

    def _clients(self) -> QWidget:
        self.try_client = Trying(
            "settings.clients", self.context, self._collect, self._client_logins
        )
        self.try_client.refused.connect(self._refused)
        self.clients.right.insertWidget(0, self.try_client)
        self.exchange = Exchange(self.context, self.clients)
        self.exchange.refused.connect(self.fail)
        self.exchange.told.connect(lambda message: self.tell(message, "success"))
        self.clients.left.addWidget(self.exchange)
        self.clients.edited.connect(lambda: self._touch(True))
        self.clients.list.currentRowChanged.connect(lambda _: self.try_client.forget())
        self.developers.list.currentRowChanged.connect(lambda _: self.try_developer.forget())
        return _padded(self.clients)

    def _client_logins(self) -> list[tuple[str, str]]:
        client = self.clients.current
        users = (
            client.get("business_user") or BUSINESS_USER,
            client.get("application_user") or APPLICATION_USER,
        )
        return [(str(client.get("id", "")), user) for user in users] if client else []

    # -- reading and writing -----------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Something was typed and not saved."""
        return self._dirty

    def arrive(self) -> None:
        if self._failure is None:
            self._forget()  # what was saved then is no news now
        if self.context.open and not self._loaded:
            self.load()
        self._tab_changed()

    def refresh(self) -> None:
        if not self._dirty:
            self.load()

    def load(self) -> None:
        """From the open home into the fields; what was typed and not saved is gone."""
        if not self.context.open:
            return
        values = preferences.as_dict(self.context.place)
        self._loaded = values
        self.language.setCurrentIndex(max(self.language.findData(values.get("language", "")), 0))
        self.theme.setCurrentIndex(max(self.theme.findData(values.get("theme", "system")), 0))
        self.rollout.set_values(values.get("rollout") or {})
        self.author.set_values(values)
        known = {ADDRESS: self._address, PROGRAM: values.get(PROGRAM, "")}
        self.repository.set_values({**(values.get("repository") or {}), **known})
        self._ask_address()
        central = values.get("central") or {}
        self.server.set_values(central)
        self.main.set_values(central.get("main") or {"name": "MAIN"})
        self.developers.set_entries(list(central.get("developers") or ()))
        self.clients.set_entries(list(values.get("clients") or ()))
        self._show_file()
        self._clear_errors()
        self._touch(False)
        self._tab_changed()

    def _ask_address(self) -> None:
        """Git knows where releases go, and answers from another thread."""
        place = self.context.place
        self.context.run(
            lambda report: preferences.remote_url(place), self._show_address, self.fail, self
        )

    def _show_address(self, url: str) -> None:
        typed = self.repository.values()[ADDRESS] != self._address
        self._address = url
        if not typed:
            self.repository.set_values({**self.repository.values(), ADDRESS: url})

    def _show_file(self) -> None:
        path = settings_file(self.context.home)
        self.file_line.setText(self.tr("Settings file: {path}").format(path=path))

    def _collect(self) -> dict[str, Any]:
        wanted = copy.deepcopy(self._loaded)
        wanted.update(self.author.values())
        repository = self.repository.values()
        del repository[ADDRESS]
        wanted[PROGRAM] = repository.pop(PROGRAM)
        wanted["repository"] = _merged(wanted.get("repository"), repository)
        wanted["rollout"] = _merged(wanted.get("rollout"), self.rollout.values())
        main = self.main.values()
        if self.server.blank and not main["user"] and not self.developers.entries:
            wanted["central"] = None
        else:
            known = wanted.get("central") or {}
            wanted["central"] = {
                **self.server.values(),
                "main": _merged(known.get("main"), main),
                "developers": self.developers.entries,
            }
        wanted["clients"] = [
            {k: v for k, v in client.items() if v != "" or k in ("id", "name", "dsn", "workspace")}
            for client in self.clients.entries
        ]
        return wanted

    def _save(self) -> None:
        place, wanted = self.context.place, self._collect()
        url = self.repository.values()[ADDRESS]
        self._clear_errors()
        self.work(
            self.tr("Saving…"),
            lambda report: _saved(place, wanted, url),
            self._saved,
            can_cancel=False,
            on_error=self._refused,
        )

    def _saved(self, saved: tuple[Workplace, int, AppError | None]) -> None:
        """Say so; a login without a password is what has to come next."""
        place, missing, trouble = saved
        typed = self.repository.values()[ADDRESS]
        self._touch(False)
        self.context.update_place(place)
        if trouble is not None:
            self.repository.set_values({**self.repository.values(), ADDRESS: typed})
            self._touch(True)
            self.fail(trouble)
            return
        if self.guidance.at_its_end:
            self.guidance.saved(missing)
            return
        text = self.tr("%n password(s) missing.", "", missing) if missing else ""
        self.tell(Message(self.tr("The settings are saved"), text, ""), "success")
        if missing:
            self.error.offer(
                lambda: self.tr("Enter the passwords"), lambda: self._after_saving(PASSWORDS)
            )

    def _after_saving(self, part: int) -> None:
        self._forget()
        self.show_part(part)

    def _refused(self, error: BaseException) -> None:
        self.fail(error)
        if not isinstance(error, AppError) or error.code != "settings.invalid":
            return
        key, reason = messages.refused_setting(
            str(error.facts.get("key", "")),
            str(error.facts.get("detail", "")),
            self.context.language,
        )
        key = re.sub(r"(?<=\w)\[\d+\]$", "", key)  # one of a list that is one field
        part, form = self._place_of(key)
        self.tabs.setCurrentIndex(part)
        name = key.rpartition(".")[2]
        if form is not None and form.values().get(name) in (None, ""):
            # an empty field breaks any rule
            reason = messages.words("setting_rules", self.context.language)["needed"]
        if form is not None and form.show_error(name, reason):
            told = self.context.message(error)
            where = self.tr("{part}, {field}: {reason}").format(
                part=self.tabs.tabText(part), field=form.caption(name), reason=reason
            )
            self._failure = None
            self.error.show_message(Message(told.title, where, ""))

    def _place_of(self, key: str) -> tuple[int, Form | None]:
        """The part of the settings and the form that a key belongs to."""
        listed = _PLACE.match(key)
        if listed:
            clients = listed[1] == "clients"
            entries = self.clients if clients else self.developers
            return CLIENTS if clients else CENTRAL, entries.choose(int(listed[2]))
        if key.startswith("central"):
            return CENTRAL, self.main if key.startswith("central.main.") else self.server
        if key.startswith("clients"):
            return CLIENTS, None
        beside = key == PROGRAM or key.startswith("repository")
        return GENERAL, self.repository if beside else self.author

    def show_part(self, part: int) -> None:
        """One tab, with the keyboard where one begins to type."""
        self.tabs.setCurrentIndex(part)
        if part == CENTRAL:
            self.server.start()
        elif part == CLIENTS:
            self.clients.add_button.setFocus()
        elif part == PASSWORDS:
            self.passwords.table.setFocus()

    def begin(self) -> None:
        """Nothing is set up yet: one step after the other."""
        self.guidance.begin()

    def _show_step(self) -> None:
        self.show_part(self.guidance.part())
        if self.guidance.step == DEVELOPERS:
            self.developers.add_button.setFocus()
        elif self.guidance.part() == GENERAL:
            self.author.start()

    def _clear_errors(self) -> None:
        for form in (
            self.author,
            self.repository,
            self.server,
            self.main,
            self.developers.form,
            self.clients.form,
        ):
            form.clear_errors()

    def _touch(self, dirty: bool) -> None:
        """What was said or tried before is not about what is typed now."""
        self._dirty = dirty
        if dirty:
            self._forget()
        for tried in (self.try_main, self.try_developer, self.try_client):
            tried.forget()
        self.save_button.setEnabled(dirty and self.context.open)
        self.revert_button.setEnabled(dirty)

    # -- language and look -------------------------------------------------------------------

    def _look_changed(self) -> None:
        language, theme = self.language.currentData(), self.theme.currentData()
        if not self.context.open:  # the file cannot be read: for this time only
            self.context.apply_look(language, theme)
            return
        place = self.context.place
        wanted = {**preferences.as_dict(place), "language": language, "theme": theme}
        self._loaded.update(language=language, theme=theme)
        self.context.apply_look(language, theme)
        self.context.run(
            lambda report: preferences.save_settings(place, wanted),
            self.context.replace_place,
            self.fail,
            self,
        )

    def _tab_changed(self) -> None:
        if self.context.open and self.tabs.currentIndex() == PASSWORDS:
            self.passwords.refresh()

    def retranslate(self) -> None:
        super().retranslate()
        self._fill_choices()
        self._show_file()


def _saved(
    place: Workplace, wanted: dict[str, Any], url: str
) -> tuple[Workplace, int, AppError | None]:
    """The place with its new settings, how many of its logins have no password, and why git does
    not know the new address, if so."""
    fresh = preferences.save_settings(place, wanted)
    try:
        preferences.set_remote_url(fresh, url)
    except AppError as error:
        return fresh, missing_passwords(fresh), error
    return fresh, missing_passwords(fresh), None


def _merged(known: dict[str, Any] | None, values: dict[str, Any]) -> dict[str, Any]:
    """Values over what was there; an empty text lets the default stand."""
    found = {**(known or {}), **values}
    return {k: v for k, v in found.items() if v != "" or k in ("name", "user", "dsn")}


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    layout = column(page)
    layout.setContentsMargins(0, 12, 0, 0)
    layout.addWidget(widget)
    return page
