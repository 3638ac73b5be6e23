"""The settings: the file as a form, errors beside the field, passwords."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.models.rows import Role
from ui.screens.settings import SettingsScreen
from ui.window import MainWindow


@pytest.fixture
def screen(opened: MainWindow) -> SettingsScreen:
    opened.go(6)
    return opened.settings


def save(qtbot: QtBot, screen: SettingsScreen) -> None:
    qtbot.mouseClick(find(screen, "settings.save", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.context.tasks.running == 0)


def test_nothing_changed_nothing_to_save(screen: SettingsScreen) -> None:
    assert not find(screen, "settings.save").isEnabled()
    assert find(screen, "settings.central.dsn", QLineEdit).text().endswith("CENTRAL")


def test_a_change_is_saved_and_the_rest_is_kept(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    before = fakes.as_dict(None)
    screen.tabs.setCurrentIndex(2)
    dsn = find(screen, "settings.clients.dsn", QLineEdit)
    dsn.selectAll()
    qtbot.keyClicks(dsn, "other:1521/MAROC")
    save(qtbot, screen)
    after = fakes.settings_dict
    assert after["clients"][0]["dsn"] == "other:1521/MAROC"
    assert after["clients"][0]["id_offset"] == before["clients"][0]["id_offset"]
    assert after["clients"][1:] == before["clients"][1:]
    assert after["central"]["main"]["user"] == "ORASSUIT"
    assert len(after["central"]["developers"]) == 2
    assert screen.error.message.title and not find(screen, "settings.save").isEnabled()


def test_an_error_stands_beside_its_field(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    screen.tabs.setCurrentIndex(2)
    screen.clients.list.setCurrentRow(1)
    field = find(screen, "settings.clients.id", QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "Not An Id")
    screen.clients.list.setCurrentRow(0)
    screen.tabs.setCurrentIndex(0)
    before = fakes.settings_dict
    save(qtbot, screen)
    assert fakes.settings_dict is before
    assert screen.tabs.currentIndex() == 2 and screen.clients.list.currentRow() == 1
    assert field.property("wrong") is True and field.accessibleDescription()
    texts = [lb.text() for lb in screen.clients.form.findChildren(QLabel) if lb.isVisible()]
    assert any(text.startswith("! ") for text in texts)
    field.selectAll()
    qtbot.keyClicks(field, "france")
    assert field.property("wrong") is False
    save(qtbot, screen)
    assert fakes.settings_dict["clients"][1]["id"] == "france"


def test_clients_come_and_go(qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes) -> None:
    screen.tabs.setCurrentIndex(2)
    names = find(screen, "settings.clients.list", QListWidget)
    qtbot.mouseClick(find(screen, "settings.clients.add"), Qt.MouseButton.LeftButton)
    assert names.count() == 4 and names.currentRow() == 3
    for key, text in (
        ("id", "senegal"),
        ("name", "D Senegal"),
        ("dsn", "sn:1521/SN"),
        ("workspace", "WS_SN"),
    ):
        field = find(screen, f"settings.clients.{key}", QLineEdit)
        field.selectAll()
        qtbot.keyClicks(field, text)
    assert names.item(3).text() == "D Senegal"
    names.setCurrentRow(0)
    qtbot.mouseClick(find(screen, "settings.clients.remove"), Qt.MouseButton.LeftButton)
    save(qtbot, screen)
    assert [c["id"] for c in fakes.settings_dict["clients"]] == ["france", "tunisie", "senegal"]


def test_discarding(qtbot: QtBot, screen: SettingsScreen) -> None:
    field = find(screen, "settings.author", QLineEdit)
    qtbot.keyClicks(field, "x")
    qtbot.mouseClick(find(screen, "settings.revert"), Qt.MouseButton.LeftButton)
    assert field.text() == "Nadia Benali" and not find(screen, "settings.save").isEnabled()


def test_from_nothing_to_connections(
    qtbot: QtBot, window: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.settings_dict = {"version": 1, "language": "en", "theme": "light"}
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    assert window.developers.stack.currentWidget() is window.developers.welcome
    qtbot.mouseClick(find(window, "welcome.settings"), Qt.MouseButton.LeftButton)
    screen = window.settings
    screen.tabs.setCurrentIndex(1)
    for name, text in (
        ("settings.central.dsn", "c:1521/C"),
        ("settings.main.user", "ORASSUIT"),
        ("settings.main.application", "100"),
    ):
        qtbot.keyClicks(find(screen, name, QLineEdit), text)
    save(qtbot, screen)
    assert fakes.settings_dict["central"]["main"] == {
        "name": "MAIN",
        "user": "ORASSUIT",
        "application": 100,
    }
    window.go(0)
    qtbot.waitUntil(lambda: window.developers.overview is not None)


def test_passwords_are_set_and_tried(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    screen.tabs.setCurrentIndex(3)
    model = screen.passwords.model
    qtbot.waitUntil(lambda: model.rowCount() == 9)
    table = find(screen, "settings.accounts", QTableView)
    row = model.row_of(("central", "ORASSUIT_DEV2"))
    table.selectRow(row)
    qtbot.mouseClick(find(screen, "settings.test_one"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(find(screen, "settings.test").isVisible)
    assert model.index(row, 3).data(Role.CHIPS)[0].glyph == "✕"
    answer("settings.password", text="secret")
    qtbot.mouseClick(find(screen, "settings.set_password"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.index(row, 2).data(Role.CHIPS)[0].glyph == "✓")
    assert "secret" not in repr(fakes.calls)
    qtbot.mouseClick(find(screen, "settings.test_all"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(a.test is not None and not a.testing for a in model.rows))
    assert model.index(row, 3).data(Role.CHIPS)[0].glyph == "✓"
    assert model.index(row, 3).data(Qt.ItemDataRole.ToolTipRole).startswith("Oracle")
