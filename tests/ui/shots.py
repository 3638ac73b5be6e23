"""Screenshots of every screen and state: ``python tests/ui/shots.py [--small] FOLDER VARIANT ...``.

With the fakes, so that they show the same at each run. A variant is ``fr-light-1366``: language,
theme, and 1366 × 768 or 1707 × 960 (2560 × 1440 at 150 %). ``--small``: with 128 colours, each
variant in a folder of its own, as in docs/screenshots.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.rollout.model import Problem, StepState, Verdict
from app.services.model import ChangelogNews
from tests.ui import fakes, samples
from tests.ui.samples import VOID


@dataclass
class Variant:
    language: str
    theme: str
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"


_speech: list[Any] = []


def settle(application: QApplication, ready: Callable[[], bool], seconds: float = 5) -> None:
    """Let the window work until something is so, and then draw."""
    deadline = QDeadlineTimer(round(seconds * 1000))
    while not ready() and not deadline.hasExpired():
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    for _ in range(5):
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def in_few_colours(image: QImage) -> QImage:
    """Each colour as the nearest of 128: those of the look, with the shades of what is written in
    them, and then the picture's own most frequent ones. Half of the size, and what red, amber and
    green say stays red, amber and green."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("I")
    counted = Counter(pixels).most_common()
    table = list(dict.fromkeys((*_of_the_look(), *(colour for colour, _ in counted))))[:128]
    near = {colour: _nearest(colour, table) for colour, _ in counted}
    small = QImage(image.size(), QImage.Format.Format_Indexed8)
    small.setColorTable(table)
    width, line = image.width(), small.bytesPerLine()
    target = memoryview(small.bits()).cast("B")
    for top in range(image.height()):
        row = pixels[top * width : (top + 1) * width]
        target[top * line : top * line + width] = bytes(map(near.__getitem__, row))
    return small


def _of_the_look() -> list[int]:
    """The tokens in force; and halfway to what they stand on, as the edges of letters are."""
    from ui import theme

    t = theme.tokens()
    values = (getattr(t, name) for name in t.__struct_fields__ if name != "dark")
    found = [QColor(value) for value in values]
    for tone in ("success", "warning", "danger", "info"):
        colour = QColor(t.color(tone))
        for ground in (QColor(t.soft(tone)), QColor(t.surface)):
            found += [_mixed(colour, ground, share) for share in (0.33, 0.67)]
    return [colour.rgb() for colour in found]


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    parts = zip(colour.getRgb(), ground.getRgb(), strict=True)  # type: ignore[call-overload]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def _nearest(colour: int, table: list[int]) -> int:
    red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255

    def apart(number: int) -> int:
        other = table[number]
        return (
            (red - (other >> 16 & 255)) ** 2
            + (green - (other >> 8 & 255)) ** 2
            + (blue - (other & 255)) ** 2
        )

    return min(range(len(table)), key=apart)


def walk(folder: Path, variant: Variant, small: bool = False) -> list[Path]:
    """One window, all screens; gives the files."""
    from ui import theme
    from ui.context import Context
    from ui.i18n import Speech
    from ui.main import build_application
    from ui.window import MainWindow

    application = build_application()
    theme.apply(application, variant.theme)  # type: ignore[arg-type]
    speech = next(iter(_speech), None) or Speech(application)
    _speech[:] = [speech]  # one for all variants: a second one would speak over the first
    speech.speak(variant.language)  # type: ignore[arg-type]
    made = fakes.Fakes(Path(tempfile.mkdtemp()))
    made.settings_dict.update(language=variant.language, theme=variant.theme)
    made.conflicts = [fakes.conflict_title(), fakes.conflict_sql(), fakes.conflict_deleted()]
    made.refused = True
    made.install(setattr)
    context = Context(made.home, speech)
    window = MainWindow(context)
    window.resize(variant.width, variant.height)
    window.show()
    found: list[Path] = []

    def shot(name: str, widget: QWidget | None = None) -> None:
        settle(application, lambda: context.tasks.running == 0)
        path = folder / f"{variant.name}-{name}.png"
        picture = (widget or window).grab()
        if small:
            path = folder / variant.name / f"{name}.png"
            path.parent.mkdir(exist_ok=True)
            in_few_colours(picture.toImage()).save(str(path))
        else:
            picture.save(str(path))
        found.append(path)

    window.go(0)
    shot("00-welcome")
    made.news_answer = ChangelogNews("v1", fakes.CHANGESETS, waiting=1)
    context.set_place(made.place())  # type: ignore[arg-type]
    window.go(0)
    shot("01-developers")
    window.developers.views.setCurrentIndex(1)
    shot("01-developers-matrix")
    window.developers.views.setCurrentIndex(0)
    window.compare.open("git:v1", "dev:Ahmed")
    window.go(1)
    shot("02-compare")
    window._begin_merge(("Ahmed", "Sara"))
    shot("03-merge")
    window.step_f8 = window.merge.step(True)  # type: ignore[attr-defined]
    shot("04-merge-sql")
    window.merge.tabs.setCurrentIndex(1)
    shot("05-merge-files")
    window.merge.tabs.setCurrentIndex(2)
    shot("05-merge-automatic")
    window.merge.by_itself.choose(made.automatic_entries[3].key)
    window.merge.editor.ours.click()
    shot("05-merge-overruled")
    window.merge.decisions.stack.undo()
    for conflict in made.conflicts:
        from app.apex.model import Decision, Take

        window.merge.decisions.decide(Decision(conflict.key, Take.OURS))
    settle(application, lambda: window.merge.decisions.settled)
    window.merge.tabs.setCurrentIndex(0)
    shot("06-merge-decided")
    window.merge._is_written(made.write(window.context.place, window.merge.session, lambda _: None))
    shot("07-merge-written")
    window.go(3)
    shot("08-release-refused")
    made.refused, made.announcing = False, True
    window.release.refresh()
    shot("08-release-waits")
    _shoot_approving(window, shot)
    made.void[fakes.PRIME] = VOID
    window.release.refresh()
    shot("08-release-void")
    made.void.clear()
    made.approved[fakes.PRIME] = fakes.APPROVAL
    window.release.refresh()
    settle(application, lambda: context.tasks.running == 0)
    window.release.lists.tabs.setCurrentIndex(1)
    window.release.lists.ruling_table.selectRow(4)
    shot("08-release-announced")
    made.announcing = False
    window.release.refresh()
    shot("09-release")
    window.release._is_published(made.publish(None, "2", "Canal de vente.", lambda _: None))
    shot("10-release-published")
    window.go(4)
    shot("11-rollout-plan")
    window.rollout._run(
        "…", lambda: made.start_rollout(None, made.plan(None, "2", tuple(fakes.NAMES)))
    )
    settle(application, lambda: window.rollout.running is not None)
    running = made.running
    assert running is not None
    for client in fakes.NAMES:
        running.logs[client].lines += samples.log_lines(client, 18)
    since = (datetime.now(UTC) - samples.NOW).total_seconds() - 14
    begun = [samples.moved(fakes.running(*one), since) for one in (("maroc", 3), ("france", 2))]
    running.show(*begun, fakes.waiting("tunisie"))
    settle(application, lambda: window.rollout.board.state is running.state)
    shot("12-rollout-live")
    running.show(fakes.verified("maroc"), fakes.verified("france"), fakes.verified("tunisie"))
    settle(application, lambda: window.rollout.running is None)
    window.rollout.board.detail.tabs.setCurrentIndex(1)
    shot("13-rollout-green")
    window.rollout.board.detail.tabs.setCurrentIndex(0)
    window.rollout.plan_again()
    settle(application, lambda: context.tasks.running == 0)
    window.rollout._run(
        "…", lambda: made.start_rollout(None, made.plan(None, "2", tuple(fakes.NAMES)))
    )
    settle(application, lambda: made.running is not running)
    running = made.running
    kept = replace(fakes.verified("maroc"), lock_kept=True)
    running.show(kept, fakes.verified("france"), fakes.verified("tunisie"))  # type: ignore[union-attr]
    settle(application, lambda: window.rollout.running is None)
    window.rollout.board.table.selectRow(0)
    shot("13-rollout-lock")
    window.rollout.board.detail.tabs.setCurrentIndex(1)
    bad = replace(fakes.verified("france"), verdict=Verdict.DATA_LOSS)
    states = (fakes.verified("maroc"), bad, fakes.failed("tunisie"))
    window.rollout.plan_again()
    settle(application, lambda: context.tasks.running == 0)
    window.rollout._run(
        "…", lambda: made.start_rollout(None, made.plan(None, "2", tuple(fakes.NAMES)))
    )
    settle(application, lambda: made.running is not running)
    made.running.show(*states)  # type: ignore[union-attr]
    settle(application, lambda: window.rollout.running is None)
    window.rollout.board.table.selectRow(1)
    shot("14-rollout-red")
    interrupted = replace(
        fakes.running("france", 4), verdict=Verdict.INTERRUPTED, steps=fakes.steps(StepState.DONE)
    )
    made.states = [
        fakes.rollout_state(fakes.verified("maroc"), interrupted, rollout="20261122-090000-ffee"),
        fakes.rollout_state(*map(fakes.verified, fakes.NAMES)),
    ]
    made.states = [*samples.year(), *made.states]
    made.shared = samples.shared_reports()
    window.go(5)
    shot("15-history")
    window.history.detail.tabs.setCurrentIndex(3)
    shot("15-history-timeline")
    window.history.detail.tabs.setCurrentIndex(0)
    for number, name in ((3, "everything"), (4, "versions"), (5, "colleagues")):
        window.history.tabs.setCurrentIndex(number)
        shot(f"16-history-{name}")
    window.history.tabs.setCurrentIndex(1)
    shot("16-history-releases")
    window.go(6)
    for number in range(4):
        window.settings.tabs.setCurrentIndex(number)
        shot(f"{17 + number}-settings-{number}")
    window.settings.begin()
    shot("20-settings-guided")
    window.settings.guidance.end()
    window.rollout.plan_again()
    window.go(4)
    shot("21-rollout-interrupted")
    reading = QCoreApplication.translate("RolloutScreen", "Reading releases and clients…")
    window.rollout.busy.begin(reading, lambda: None)
    window.rollout.busy._appear()
    shot("22-busy")
    window.rollout.busy.end()
    _shoot_many(window, made, shot, lambda ready: settle(application, ready))
    window.close()
    context.tasks.close()
    window.deleteLater()
    settle(application, lambda: True)
    return found


def _shoot_many(
    window: Any,
    made: fakes.Fakes,
    shot: Callable[..., None],
    wait: Callable[[Callable[[], bool]], None],
) -> None:
    """The plan, the question, the live board and an end in amber, with four hundred clients."""
    from ui.screens.rollout.starting import Starting

    towns = ("Agadir", "Bordeaux", "Casablanca", "Dakar", "Sfax", "Tunis", "Lyon", "Rabat")
    first = made.settings_dict["clients"][0]
    made.settings_dict["clients"] = [
        {
            **first, "id": f"c{n:03}", "name": f"{towns[n % 8]} Assurances {n:03}",
            "dsn": f"db{n:03}.example.com:1521/ORASS", "ring": 1 + (n > 9) + (n > 59) + (n > 199),
            "tags": ["pilote"] if n < 10 else [],
        }
        for n in range(400)
    ]  # fmt: skip
    made.installed = {f"c{n:03}": "2" for n in range(0, 400, 5)}
    made.states = []
    window.context.set_place(made.place())
    window.go(4)
    window.rollout.plan_again()
    wait(lambda: window.rollout.plan.model.rowCount() == 400)
    window.rollout.plan.sifter.words.setText("tunis")
    window.rollout.plan.model.check_shown()
    shot("31-many-plan")
    window.rollout.plan._missing()
    dialog = Starting(window.rollout, "2", window.rollout.plan.model.every)
    dialog.show()
    dialog.names.who.setChecked(True)
    shot("32-many-question", dialog)
    dialog.close()
    dialog.deleteLater()
    made.stopped = {"c007", "c119"}
    made.notices = (
        Problem("log.busy", {"table": "CONTRATS", "user": "ORASSUIT", "count": 2, "seconds": 30}),
        Problem(
            "log.fires", {"trigger": "ORASSADM.T_MAJ", "table": "CONTRATS", "events": "UPDATE"}
        ),
        Problem(
            "log.no_grantee", {"name": "LECTEUR", "changeset": "changelog/002.sql::v2-droits::k"}
        ),
    )
    window.rollout._rehearse(dry=True)
    wait(lambda: window.rollout.stack.currentWidget() is window.rollout.findings)
    shot("32-many-findings")
    window.rollout._back_to_plan()
    state = fakes.rollout_state(*_many(made, 130))
    began = datetime.now(UTC) - timedelta(seconds=370)
    running = fakes.FakeRunning(replace(state, created_at=began))
    running.logs[made.settings_dict["clients"][77]["id"]].lines += LOG * 9
    made.running = running
    window.rollout._run("…", lambda: running)
    wait(lambda: window.rollout.board.model.rowCount() == 400)
    window.rollout.board.table.selectRow(0)
    shot("33-many-live")
    window.rollout.board.detail.tabs.setCurrentIndex(3)
    shot("34-many-stream")
    window.rollout.board.detail.tabs.setCurrentIndex(4)
    shot("34-many-timeline")
    window.rollout.board.timeline.panel.dense.setChecked(True)
    shot("34-many-timeline-all")
    window.rollout.board.timeline.panel.dense.setChecked(False)
    window.rollout.board.detail.tabs.setCurrentIndex(0)
    running.show(*_many(made, 400))
    wait(lambda: window.rollout.running is None)
    shot("35-many-amber")
    window.rollout._report()
    shot("36-many-report")


LOG = (
    '2026-11-23T13:30:00.000Z log.step {"step": "preflight"}',
    '2026-11-23T13:30:01.000Z log.database {"version": "19.24"}',
    '2026-11-23T13:30:02.000Z log.invalid {"type": "VIEW", "name": "V_PRIMES", "detail": "-"}',
    '2026-11-23T13:30:04.000Z log.server_refused {"changeset": "canal-1", "number": 1, "ora": 54}',
)


def _many(made: fakes.Fakes, ended: int) -> list[Any]:
    found = []
    for number, client in enumerate(made.settings_dict["clients"]):
        kind = fakes.running("maroc", number % 7) if number < ended + 8 else fakes.waiting("maroc")
        if number < ended:
            kind = fakes.verified(("maroc", "france", "tunisie")[number % 3])
        if number == 77:
            problem = Problem(
                "data.missing",
                {"client": client["name"], "table": "CONTRATS", "count": 1, "keys": "450"},
            )
            kind = replace(kind, verdict=Verdict.IN_DOUBT, problem=problem)
        since = (datetime.now(UTC) - samples.NOW).total_seconds() - 360
        kind = samples.moved(kind, since + number // 8 * 21 + number % 8 * 3)
        found.append(replace(kind, client=client["id"], name=client["name"], ring=client["ring"]))
    return found


def _shoot_approving(window: Any, shot: Callable[..., None]) -> None:
    from ui.screens.release.approving import Approving

    who = "Sara Idrissi <sara@example.com>"
    dialog = Approving(window.release, fakes.announcement(), who, window.context.language)
    dialog.show()
    shot("08-release-approving", dialog)
    dialog.close()
    dialog.deleteLater()


def main(arguments: list[str]) -> int:
    small = "--small" in arguments
    arguments = [a for a in arguments if a != "--small"]
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:] or ["fr-light-1366", "en-dark-1366"]
    for name in wanted:
        language, look, width = name.split("-")
        size = {"1366": (1366, 768), "1707": (1707, 960)}[width]
        walk(folder, Variant(language, look, *size), small)
        print(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
