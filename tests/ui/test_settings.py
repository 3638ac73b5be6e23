"""The settings: the file as a form, errors beside the field, passwords."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import ReleaseError, SecretError
from app.services.model import Problem
from app.services.support import doctor
from app.services.support.finding import Finding
from app.settings import Client
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.models.rows import Role
from ui.screens.settings.screen import SettingsScreen
from ui.widgets.notice import Notice
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
    assert screen.error.isVisible()
    window = screen.window()
    assert isinstance(window, MainWindow)
    window.go(0)
    window.go(6)
    assert not screen.error.isVisible()


def _decided(window: MainWindow) -> int:
    """Decisions of the merge that is under way."""
    session = window.merge.session
    return len(session.decisions) if session is not None else 0


def test_another_client_costs_no_merge_its_decisions(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    qtbot.mouseClick(find(opened, "merge.take_ours"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.merge.decisions.settled and _decided(opened) == 1)
    opened.go(6)
    screen = opened.settings
    screen.tabs.setCurrentIndex(2)
    name = find(screen, "settings.clients.name", QLineEdit)
    name.selectAll()
    qtbot.keyClicks(name, "A Rabat")
    save(qtbot, screen)
    assert _decided(opened) == 1 and opened.developers.overview is not None
    fakes.releases_answer.append(made_up.release_value("2"))
    opened.go(4)
    qtbot.waitUntil(lambda: opened.rollout.plan.model.rowCount() == 3)
    assert opened.rollout.plan.model.index(0, 0).data() == "A Rabat"
    opened.go(6)
    screen.tabs.setCurrentIndex(1)
    address = find(screen, "settings.central.dsn", QLineEdit)
    address.selectAll()
    qtbot.keyClicks(address, "elsewhere:1521/C")
    save(qtbot, screen)
    assert opened.merge.session is None and opened.developers.overview is None


def test_gits_program_is_chosen_from_the_disk(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = "C:/PortableGit/cmd/git.exe"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (chosen, ""))
    button = find(screen, "settings.repository.git.choose", QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    save(qtbot, screen)
    assert fakes.settings_dict["git"] == chosen
    assert "git" not in fakes.settings_dict["repository"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: ("", ""))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert find(screen, "settings.repository.git", QLineEdit).text() == chosen


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


def test_all_that_a_client_can_have_is_in_its_form(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    screen.tabs.setCurrentIndex(2)
    asked = {f"settings.clients.{name}" for name in Client.__struct_fields__}
    shown = {w.objectName() for w in screen.clients.form.findChildren(QWidget)}
    assert asked <= shown
    for name, text in (
        ("switched_off", "NIGHTLY, SYNC_FR"),
        ("authentication", "SSO France"),
        ("remote_servers", "ORDS=https://ords.example.com/x"),
        ("contexts", "prod, france"),
        ("labels", "!pilot"),
        ("values", "INDEX_SPACE=IDX_FR"),
    ):
        qtbot.keyClicks(find(screen, f"settings.clients.{name}", QLineEdit), text)
    for name in ("data_protection", "keep_sessions", "own_changes", "closed"):
        box = find(screen, f"settings.clients.{name}", QComboBox)
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Down)
    save(qtbot, screen)
    client = msgspec.convert(fakes.settings_dict["clients"][0], Client)
    assert (client.data_protection, client.keep_sessions, client.own_changes) == (
        "strict", False, "refuse",
    )  # fmt: skip
    assert client.closed
    assert client.switched_off == ("NIGHTLY", "SYNC_FR") and client.authentication == "SSO France"
    assert client.remote_servers == ("ORDS=https://ords.example.com/x",)
    assert (client.contexts, client.labels) == (("prod", "france"), "!pilot")
    assert client.values == ("INDEX_SPACE=IDX_FR",)
    screen.clients.list.setCurrentRow(1)
    assert find(screen, "settings.clients.own_changes", QComboBox).currentData() == "replace"
    screen.clients.list.setCurrentRow(0)
    assert find(screen, "settings.clients.own_changes", QComboBox).currentData() == "refuse"


REFUSED = {
    ("settings.clients.id", "Not An Id"): "Short name: Small letters",
    ("settings.clients.name", ""): "Name: A value is needed",
    ("settings.clients.application", ""): "Application number: A value is needed",
    ("settings.clients.application", "0"): "Application number: At least 1.",
    ("settings.clients.ring", "100"): "Ring: At most 99.",
    ("settings.clients.connect_timeout", "0"): "(s): More than 0.",
    ("settings.clients.id", ""): "Short name: A value is needed",
    ("settings.clients.remote_servers", "no address"): "Remote servers: Each is written",
    ("settings.clients.business_user", "9 LIVES"): "Business user: Letters, digits",
}


@pytest.mark.parametrize(("name", "text"), REFUSED)
def test_a_refusal_speaks_of_the_field_and_not_of_types(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes, name: str, text: str
) -> None:
    screen.tabs.setCurrentIndex(2)
    field = find(screen, name, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, Qt.Key.Key_Delete)
    before = fakes.settings_dict
    save(qtbot, screen)
    assert fakes.settings_dict is before
    told = screen.error.message.detail
    assert told.startswith("Clients, ") and REFUSED[name, text] in told
    assert "regex" not in told and "Expected" not in told
    assert field.property("wrong") is True and screen.window().focusWidget() is field


def test_where_releases_go_is_git_s_to_keep(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    address = find(screen, "settings.repository.url", QLineEdit)
    qtbot.waitUntil(lambda: address.text() == fakes.url)
    address.selectAll()
    qtbot.keyClicks(address, "https://git.example.com/new.git")
    save(qtbot, screen)
    assert fakes.url == "https://git.example.com/new.git"
    assert "url" not in fakes.settings_dict["repository"]
    assert not screen.dirty and address.text() == fakes.url


def test_an_address_that_does_not_answer_stays_to_be_mended(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    address = find(screen, "settings.repository.url", QLineEdit)
    qtbot.waitUntil(lambda: address.text() == fakes.url)
    fakes.failures["remote"] = ReleaseError(
        "release.remote_refused", remote="https://nowhere/x.git", detail="no such host"
    )
    address.selectAll()
    qtbot.keyClicks(address, "https://nowhere/x.git")
    save(qtbot, screen)
    assert screen.error.message.title == "The Git remote did not answer"
    assert screen.dirty and address.text() == "https://nowhere/x.git"


def test_a_new_entry_begins_with_its_name(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    screen.tabs.setCurrentIndex(1)
    qtbot.mouseClick(find(screen, "settings.developers.add"), Qt.MouseButton.LeftButton)
    name = find(screen, "settings.developers.name", QLineEdit)
    assert screen.window().focusWidget() is name and name.selectedText() == name.text()
    qtbot.keyClicks(name, "Karim")
    assert find(screen, "settings.developers.list", QListWidget).item(2).text() == "Karim"


def test_a_keyring_that_is_silent_does_not_hide_the_accounts(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes
) -> None:
    fakes.failures["has_password"] = SecretError("secret.no_keyring", account="x", detail="y")
    screen.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: screen.passwords.model.rowCount() == 9)
    assert find(screen, "settings.test").isVisible()
    assert screen.passwords.model.index(0, 2).data(Role.CHIPS)[0].text == "unknown"


def test_where_passwords_are_kept_is_said(
    qtbot: QtBot, screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = screen.context.place.secrets
    for name, said in (("Trezor", "Passwords are kept by: Trezor"), ("", "has no keyring")):
        monkeypatch.setattr(type(secrets), "backend_name", name)
        screen.passwords.retranslate()
        assert said in screen.passwords.where.text()


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
    fakes.passwords.clear()
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    assert window.developers.stack.currentWidget() is window.developers.welcome
    assert window.focusWidget() is find(window, "welcome.demo")
    qtbot.mouseClick(find(window, "welcome.settings"), Qt.MouseButton.LeftButton)
    screen = window.settings
    assert screen.tabs.currentIndex() == 1
    assert window.focusWidget() is find(screen, "settings.central.dsn")
    for name, text in (
        ("settings.central.dsn", "c:1521/C"),
        ("settings.main.user", "ORASSUIT"),
        ("settings.main.application", "100"),
    ):
        qtbot.keyClicks(find(screen, name, QLineEdit), text)
    forward = find(screen, "settings.guide.next", QPushButton)
    seen = []
    for _ in range(3):
        seen.append((screen.guidance.title.text(), screen.tabs.currentIndex()))
        qtbot.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert [tab for _, tab in seen] == [1, 1, 0] and screen.tabs.currentIndex() == 2
    assert seen[0][0] == "Step 1 of 5: MAIN on the central server"
    qtbot.mouseClick(find(screen, "settings.guide.back"), Qt.MouseButton.LeftButton)
    assert window.focusWidget() is find(screen, "settings.author")
    qtbot.mouseClick(forward, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(forward, Qt.MouseButton.LeftButton)  # save
    qtbot.waitUntil(lambda: window.context.tasks.running == 0)
    assert fakes.settings_dict["central"]["main"] == {
        "name": "MAIN",
        "user": "ORASSUIT",
        "application": 100,
    }
    assert screen.tabs.currentIndex() == 3 and screen.guidance.text.text().startswith("1 of them")
    assert window.focusWidget() is find(screen, "settings.accounts")
    qtbot.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert window.current is window.developers and screen.guidance.isHidden()
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


def test_a_password_that_the_keyring_refuses_can_be_kept_for_the_session(
    qtbot: QtBot, screen: SettingsScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    screen.tabs.setCurrentIndex(3)
    model = screen.passwords.model
    qtbot.waitUntil(lambda: model.rowCount() == 9)
    row = model.row_of(("central", "ORASSUIT_DEV2"))
    find(screen, "settings.accounts", QTableView).selectRow(row)
    fakes.failures["password"] = SecretError("secret.too_long", account="x", most=1280)
    answer("settings.password", text="long")
    qtbot.mouseClick(find(screen, "settings.set_password"), Qt.MouseButton.LeftButton)
    offer = find(screen, "settings.test.action")
    qtbot.waitUntil(offer.isVisible)
    assert "1280" in screen.passwords.notice.message.detail
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.index(row, 2).data(Role.CHIPS)[0].text == "this session")
    assert ("remember", ("central", "ORASSUIT_DEV2")) in fakes.calls
    assert "long" not in repr(fakes.calls)


# -- when something does not work ------------------------------------------------------------


def test_the_doctor_says_what_is_wrong_before_what_is_good(
    qtbot: QtBot, screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem("release.no_git", {})
    found = (
        Finding("clock.right", "good"),
        Finding("scanner.slow", "notice", {"ms": "41.2", "path": "C:/home"}),
        Finding("git", "wrong", {}, problem),
    )
    monkeypatch.setattr(doctor, "CHECKS", (lambda place: iter(found),))
    qtbot.mouseClick(find(screen, "settings.doctor", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(screen.window().findChildren(QDialog, "doctor")))
    (dialog,) = screen.window().findChildren(QDialog, "doctor")
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(dialog.isVisible)
    notices = dialog.findChildren(Notice)
    assert [n.message.title for n in notices] == [
        "git was not found",
        "Each small file of the home folder takes 41.2 ms",
    ]
    assert all(n.message.next_step for n in notices)
    assert [label.text() for label in dialog.findChildren(QLabel) if "✓" in label.text()] == [
        "✓ The clocks agree"
    ]
    qtbot.mouseClick(find(dialog, "doctor.close"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen.window().findChildren(QDialog, "doctor"))


def test_what_is_collected_is_shown_where_it_lies(
    qtbot: QtBot, screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("ui.screens.settings.support.reveal", shown.append)
    qtbot.mouseClick(find(screen, "settings.support", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown), timeout=60_000)
    (path,) = shown
    assert zipfile.is_zipfile(path)
    assert str(path) in screen.error.message.detail
    assert find(screen, "settings.support").isEnabled()
