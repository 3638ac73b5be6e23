"""The real window on a real lab with wrong passwords: nobody is knocked at twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import settings
from app.lab.sql.database import Database
from app.lab.wire.server import LabServer
from app.secrets import Keyring
from app.services.settings import preferences
from app.services.workplace import CENTRAL, Workplace
from app.settings import ApplicationSource, Central, account
from tests.ui.helpers import discard
from ui.context import Context
from ui.i18n import Speech
from ui.window import MainWindow

USERS = ("MAIN_USER", "DEV_ONE", "DEV_TWO")


def test_seven_visits_try_a_refused_password_once(
    qtbot: QtBot, qapp: QApplication, speech: Speech, tmp_path: Path
) -> None:
    made = Database.create(tmp_path / "db", "C", (23, 6, 0, 24, 10))
    for user in USERS:
        made.create_user(user, "r1ght-one")
    server = LabServer([made])
    server.start()
    knocks: Counter[str] = Counter()
    verifier = made.verifier

    def counted(user: str) -> bytes | None:
        knocks[user.upper()] += 1
        return verifier(user)

    made.verifier = counted  # type: ignore[method-assign]
    central = Central(
        dsn=f"127.0.0.1:{server.port}/C",
        main=ApplicationSource(name="MAIN", user=USERS[0], application=100),
        developers=tuple(ApplicationSource(name=u, user=u, application=101) for u in USERS[1:]),
    )
    home = tmp_path / "home"
    settings.save(home / "settings.toml", settings.Settings(language="en", central=central))
    for user in USERS:
        Keyring().set(account(CENTRAL, user), "wr0ng-one")
    context = Context(home, speech)
    window = MainWindow(context)
    window.show()
    context.set_place(Workplace.open(home))
    for _ in range(7):
        for number in range(7):
            window.go(number)
            qtbot.waitUntil(lambda: context.tasks.running == 0, timeout=20000)
        window.developers.refresh()
        qtbot.waitUntil(lambda: context.tasks.running == 0, timeout=20000)
    assert set(knocks) <= set(USERS) and knocks
    assert max(knocks.values()) == 1, knocks
    window.go(0)
    assert "not tried again" in window.developers.error.message.title
    preferences.test_connection(context.place, CENTRAL, USERS[0])  # a person asks
    assert knocks[USERS[0]] == 2
    context.tasks.close()
    discard(window)
    server.stop(drain_seconds=0)
