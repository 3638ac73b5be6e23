"""Choosing what goes where: a release, and the clients that receive it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.services.model import ClientCard, Release, Verdict
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.models.arranged import ArrangedModel
from ui.models.board import verdict_chip, version_rank
from ui.models.rows import Chip, Column
from ui.widgets.panel import Panel, card, column, row, spin_box
from ui.widgets.policy import PolicyChoice
from ui.widgets.sifter import Sifter
from ui.widgets.views import sortable, table

OLDER = "…"
"""Stands in the list for the releases before the newest one."""


class PlanPage(Panel):
    """``changed`` follows each choice; ``version``, ``client_ids`` and ``workers`` are it."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._releases: tuple[Release, ...] = ()
        self._fresh = True
        self._all_releases = False
        self.model: ArrangedModel[ClientCard] = ArrangedModel(
            self._columns(),
            key=lambda c: c.id,
            can_check=lambda c: c.has_passwords,
            parent=self,
            more=lambda c: f"{c.id} {c.workspace}",
        )
        self.model.checked_changed.connect(self._changed)
        self.table = table(self.model, lines=1.75, strong=True, weights=(0, 5, 0, 1, 0, 1, 0, 0))
        sortable(self.table)
        self.named(self.table, "rollout.clients", lambda: self.tr("Clients"))
        self.sifter = Sifter(
            "rollout.sift", self.model, self.table, lambda: self.tr("Sift the clients (Ctrl+F)")
        )
        self.sifter.add_tick(
            "rollout.only_without",
            lambda: self.tr("Only without the rel&ease"),
            lambda c: not self._has_it(c),
        )
        layout = column(self, 0, 12)
        layout.addWidget(self._choices())
        layout.addWidget(self.sifter)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._ticks())

    def _columns(self) -> tuple[Column[ClientCard], ...]:
        return (
            Column(lambda: self.tr("Client"), lambda c: c.name, checkable=True),
            Column(
                lambda: self.tr("Server"),
                lambda c: c.dsn,
                tone=lambda _: "muted",
                tip=lambda c: c.dsn,
            ),
            Column(lambda: self.tr("Ring"), lambda c: i18n.number(c.ring), order=lambda c: c.ring),
            Column(
                lambda: self.tr("Tags"),
                lambda c: ", ".join(filter(None, (c.country, *c.tags))) or "–",
            ),
            Column(
                lambda: self.tr("Version"),
                lambda c: c.version or "–",
                chips=self._version_chips,
                order=lambda c: version_rank(c.version),
            ),
            Column(lambda: self.tr("Last rollout"), lambda c: "", chips=self._last_chips),
            Column(
                lambda: self.tr("Application"),
                lambda c: str(c.application_id),
                tip=lambda c: c.workspace,
                order=lambda c: (c.application_id, c.workspace.casefold()),
            ),
            Column(
                lambda: self.tr("Passwords"),
                lambda c: "",
                chips=self._password_chips,
                tip=self._password_tip,
            ),
        )

    def _ticks(self) -> QHBoxLayout:
        line = row()
        self.summary = self.label(role="muted")
        line.addWidget(self.summary, 1)
        for name, text, do in (
            ("rollout.missing", lambda: self.tr("Tick those &without it"), self._missing),
            ("rollout.all", lambda: self.tr("Tick &all shown"), self.model.check_shown),
            ("rollout.none", lambda: self.tr("U&ntick all"), self._nobody),
        ):
            line.addWidget(self.button(name, text, do, "", "quiet"))
        return line

    def _choices(self) -> QWidget:
        box = card()
        inner = column(box, 12, 8)
        line = row(spacing=12)
        inner.addLayout(line)
        self.policy = PolicyChoice("rollout.policy")
        inner.addWidget(self.policy)
        self.release = QComboBox()
        self.release.setMinimumContentsLength(24)
        self.named(self.release, "rollout.release", lambda: self.tr("Release"))
        self.release.currentIndexChanged.connect(lambda _: self._release_chosen())
        self.workers = spin_box(1, 256)
        self.workers.setValue(8)
        self.named(self.workers, "rollout.workers", lambda: self.tr("Clients side by side"))
        for text, field in (
            (lambda: self.tr("&Release"), self.release),
            (lambda: self.tr("Side by s&ide"), self.workers),
        ):
            label = self.label(text, "muted")
            label.setBuddy(field)
            line.addWidget(label)
            line.addWidget(field)
        self.notes = self.label(role="muted", wrap=True)
        line.addWidget(self.notes, 1)
        return box

    # -- cells -------------------------------------------------------------------------------

    def _version_chips(self, c: ClientCard) -> tuple[Chip, ...]:
        if self.version and c.version == self.version:
            return (Chip(self.tr("has it"), "success", "✓"),)
        return ()

    def _last_chips(self, c: ClientCard) -> tuple[Chip, ...]:
        if c.verdict is None:
            return (Chip(self.tr("never"), "muted"),)
        return (verdict_chip(self._context, c.verdict),)

    def _password_chips(self, c: ClientCard) -> tuple[Chip, ...]:
        if c.has_passwords:
            return (Chip("", "success", "✓"),)
        return (Chip(self.tr("missing"), "danger", "✕"),)

    def _password_tip(self, c: ClientCard) -> str:
        if c.has_passwords:
            return ""
        return self.tr("Set the passwords of this client in Settings first.")

    # -- values ------------------------------------------------------------------------------

    @property
    def version(self) -> str:
        return str(self.release.currentData() or "")

    @property
    def client_ids(self) -> tuple[str, ...]:
        return tuple(c.id for c in self.model.checked)

    def show_data(self, releases: tuple[Release, ...], clients: tuple[ClientCard, ...]) -> None:
        """The newest release is chosen, until the user chooses another."""
        newest_before = self._releases[-1].version if self._releases else ""
        keep = self.version
        self._releases = releases
        if not releases or releases[-1].version != newest_before:
            self._all_releases, keep = False, ""
        self._fill_releases(keep)
        self.model.set_rows(clients)
        if self._fresh and clients:
            self._fresh = False
            self.as_in_the_settings()
            if len(clients) <= self._context.place.settings.rollout.ticked_at_most:
                self._missing()
        self._changed()

    def _fill_releases(self, keep: str) -> None:
        """The newest one; those before it only for who asks for them."""
        shown = self._releases if self._all_releases else self._releases[-1:]
        self.release.blockSignals(True)
        self.release.clear()
        for release in reversed(shown):
            text = f"{release.tag} · {i18n.date_time(release.manifest.created_at)}"
            if not release.pushed:
                text += " · " + self.tr("not pushed")
            self.release.addItem(text, release.version)
        if len(shown) < len(self._releases):
            self.release.addItem(self.tr("Older releases…"), OLDER)
        self.release.setCurrentIndex(max(self.release.findData(keep), 0))
        self.release.blockSignals(False)

    def _release_chosen(self) -> None:
        if self.release.currentData() == OLDER:
            self._all_releases = True
            self._fill_releases("")
            QTimer.singleShot(0, self.release, self.release.showPopup)
        self.model.retranslate()  # who has it, and with that who is shown, is another question now
        self._changed()

    def start(self) -> None:
        """The keyboard goes to the clients, unless it is at work here already."""
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if not self.isAncestorOf(self.window().focusWidget() or self):
            self.table.setFocus()

    def _has_it(self, c: ClientCard) -> bool:
        good = c.verdict in (Verdict.VERIFIED, Verdict.ALREADY_THERE)
        return good and bool(self.version) and c.version == self.version

    def _missing(self) -> None:
        """Of those in sight, the ones without the release."""
        self.model.set_checked({c.id for c in self.model.rows if not self._has_it(c)})

    def _nobody(self) -> None:
        self.model.set_checked(set())

    def as_in_the_settings(self) -> None:
        """How rollouts run by the settings; it can be said otherwise for this one."""
        usual = self._context.place.settings.rollout
        self.workers.setValue(usual.workers)
        self.policy.set_values(
            {
                "canary": usual.canary,
                "stop_after": usual.stop_after,
                "unreachable": usual.unreachable,
                "outside_window": usual.outside_window,
            }
        )

    def untick(self, ids: set[str]) -> None:
        self.model.set_checked({c.id for c in self.model.checked if c.id not in ids})

    def forget_choice(self) -> None:
        """Another home: choose all of its clients again."""
        self._fresh, self._releases, self._all_releases = True, (), False
        self.release.clear()

    def _changed(self) -> None:
        release = next((r for r in self._releases if r.version == self.version), None)
        first = release.notes.strip().partition("\n")[0] if release else ""
        self.notes.setText(first)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        count = len(self.model.checked)
        rings = len({c.ring for c in self.model.checked})
        if count:
            self.summary.setText(
                self.tr("{clients} chosen, {rings}").format(
                    clients=words.clients(count), rings=self.tr("%n ring(s)", "", rings)
                )
            )
        else:
            self.summary.setText(self.tr("Tick the clients that receive the release."))
        self.model.touch(4)
        self.changed.emit()

    def retranslate(self) -> None:
        self.model.retranslate()
        self._fill_releases(self.version)
        self._changed()
