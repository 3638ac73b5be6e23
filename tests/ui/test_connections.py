"""Connections: tried where they are typed, copied, taken over from files, handed on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QTableView,
)
from pytestqt.qtbot import QtBot

from app.services.model import ConnectionTest, Problem
from app.services.settings import preferences
from app.services.workplace import Workplace
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.models.rows import Role
from ui.screens.settings.screen import SettingsScreen
from ui.window import MainWindow


@pytest.fixture
def screen(opened: MainWindow) -> SettingsScreen:
    opened.go(6)
    opened.settings.tabs.setCurrentIndex(2)
    return opened.settings


def save(qtbot: QtBot, screen: SettingsScreen) -> None:
    qtbot.mouseClick(find(screen, "settings.save", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.context.tasks.running == 0)


def typed(qtbot: QtBot, screen: SettingsScreen, name: str, text: str) -> QLineEdit:
    field = find(screen, name, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)
    return field


def test_a_connection_is_tried_as_it_is_typed(
    qtbot: QtBot,
    screen: SettingsScreen,
    fakes: made_up.Fakes,
    answer: type[Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is saved for it; what was found is gone with the next key."""
    fakes.passwords.add(("maroc", "ORASSUIT"))
    asked: list[tuple[str, str]] = []

    def tried(place: Workplace, server: str, user: str) -> ConnectionTest:
        asked.append((place.settings.client(server).dsn, user))
        problem = Problem("oracle.unknown_host", {"dsn": "typed:1521/X", "target": "A Maroc"})
        return ConnectionTest(server, user, user == "ORASSUIT", "23.9", None if user == "ORASSUIT"
                              else problem)  # fmt: skip

    monkeypatch.setattr(preferences, "test_connection", tried)
    before = fakes.settings_dict
    typed(qtbot, screen, "settings.clients.dsn", "typed:1521/X")
    question = answer("settings.password", text="secret")  # nobody kept that of ORASSADM
    qtbot.mouseClick(find(screen, "settings.clients.try"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(asked) == 2 and screen.context.tasks.running == 0)
    assert question.seen and ("maroc", "ORASSADM") in fakes.passwords
    assert asked == [("typed:1521/X", "ORASSADM"), ("typed:1521/X", "ORASSUIT")]
    results = [line.text() for line in screen.try_client._lines.values()]
    assert results[0].startswith("✕ ORASSADM: ") and results[1] == "✓ ORASSUIT: 23.9"
    assert fakes.settings_dict is before and screen.dirty
    qtbot.keyClicks(find(screen, "settings.clients.dsn", QLineEdit), "2")
    assert not screen.try_client._lines


def test_it_is_not_pressed_again_while_one_of_two_is_tried(
    qtbot: QtBot,
    screen: SettingsScreen,
    fakes: made_up.Fakes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    fakes.passwords |= {("maroc", "ORASSADM"), ("maroc", "ORASSUIT")}

    def tried(place: Workplace, server: str, user: str) -> ConnectionTest:
        assert user == "ORASSADM" or gate.wait(10)
        return ConnectionTest(server, user, True, "23.9", None)

    monkeypatch.setattr(preferences, "test_connection", tried)
    button = find(screen, "settings.clients.try", QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    lines = screen.try_client._lines
    qtbot.waitUntil(lambda: any(line.text().startswith("✓") for line in lines.values()))
    assert not button.isEnabled(), "the other one is still tried"
    gate.set()
    qtbot.waitUntil(button.isEnabled)
    assert [line.text()[0] for line in lines.values()] == ["✓", "✓"]


def test_one_user_for_both_is_tried_once_and_nobody_is_said(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    fakes.passwords |= {("maroc", "ONE")}
    for name in ("business_user", "application_user"):
        typed(qtbot, screen, f"settings.clients.{name}", "ONE")
    button = find(screen, "settings.clients.try", QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: button.isEnabled() and screen.context.tasks.running == 0)
    assert [details for name, details in fakes.calls if name == "test"] == [("maroc", "ONE")]
    for _ in fakes.settings_dict["clients"]:
        qtbot.mouseClick(find(screen, "settings.clients.remove"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [line.text() for line in screen.try_client._lines.values()] == [
        "There is nothing to try yet: add an entry."
    ]


def test_what_does_not_fit_is_said_before_anything_is_tried(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    field = typed(qtbot, screen, "settings.clients.id", "Not An Id")
    qtbot.mouseClick(find(screen, "settings.clients.try"), Qt.MouseButton.LeftButton)
    assert field.property("wrong") is True and screen.error.isVisible()
    assert not any(name == "test" for name, _ in fakes.calls)
    qtbot.keyClicks(field, "x")
    assert not screen.error.isVisible()  # its cause is being mended


def test_a_test_of_another_address_is_no_test(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    fakes.passwords.add(("maroc", "ORASSADM"))
    screen.tabs.setCurrentIndex(3)
    model = screen.passwords.model
    qtbot.waitUntil(lambda: model.rowCount() == 9)
    number = model.row_of(("maroc", "ORASSADM"))
    screen.passwords.table.selectRow(number)
    qtbot.mouseClick(find(screen, "settings.test_one"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(model.index(number, 3).data(Role.CHIPS)))
    qtbot.waitUntil(lambda: screen.context.tasks.running == 0)
    screen.tabs.setCurrentIndex(2)
    typed(qtbot, screen, "settings.clients.dsn", "other:1521/X")
    save(qtbot, screen)
    screen.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: not model.index(number, 3).data(Role.CHIPS))


def test_a_client_is_copied(qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes) -> None:
    qtbot.mouseClick(find(screen, "settings.clients.copy"), Qt.MouseButton.LeftButton)
    names = find(screen, "settings.clients.list", QListWidget)
    assert names.currentItem().text() == "A Maroc-2"
    save(qtbot, screen)
    first, *_, last = fakes.settings_dict["clients"]
    assert last == {**first, "id": "maroc-2", "name": "A Maroc-2"}


def test_clients_come_from_a_file(
    qtbot: QtBot,
    screen: SettingsScreen,
    fakes: made_up.Fakes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("id;name;dsn\nmaroc;A Maroc;new:1521/M\nsn;Sénégal;sn:1521/S\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        view = find(dialog, "settings.import.found", QTableView)
        seen.append((dialog.focusWidget() is view, view.model().rowCount()))
        view.selectRow(0)
        qtbot.keyClick(view, Qt.Key.Key_Space)  # the one that is there: only for who says so
        find(dialog, "settings.import.yes", QPushButton).click()

    seen: list[tuple[bool, int]] = []

    QTimer.singleShot(0, look)
    qtbot.mouseClick(find(screen, "settings.clients.import"), Qt.MouseButton.LeftButton)
    assert seen == [(True, 2)]
    save(qtbot, screen)
    clients = {c["id"]: c for c in fakes.settings_dict["clients"]}
    assert list(clients) == ["maroc", "france", "tunisie", "sn"]
    assert clients["maroc"]["dsn"] == "new:1521/M"
    assert clients["sn"]["workspace"] == clients["maroc"]["workspace"]


def test_the_settings_are_handed_on_without_passwords(
    qtbot: QtBot,
    screen: SettingsScreen,
    fakes: made_up.Fakes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: not shown.append(url))
    target = tmp_path / "out.toml"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), ""))
    )
    qtbot.mouseClick(find(screen, "settings.clients.export"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown))
    assert "france.example.com" in target.read_text(encoding="utf-8")
    assert str(target) in screen.error.message.detail


def test_how_rollouts_run_is_a_part_of_the_settings(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    typed(qtbot, screen, "settings.clients.ddl_lock_timeout", "45")
    screen.tabs.setCurrentIndex(0)
    find(screen, "settings.ticked_at_most", QSpinBox).setValue(40)
    find(screen, "settings.proof_seconds", QDoubleSpinBox).setValue(90.5)
    lobs = find(screen, "settings.lobs", QComboBox)
    lobs.setFocus()
    qtbot.keyClick(lobs, Qt.Key.Key_End)
    save(qtbot, screen)
    wanted = {"ticked_at_most": 40, "proof_seconds": 90.5, "lobs": "length"}
    assert wanted.items() <= fakes.settings_dict["rollout"].items()
    assert fakes.settings_dict["clients"][0]["ddl_lock_timeout"] == 45
