"""The doctor, crash reports and what is collected for support, on real homes."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import keyring.backends.fail
import keyring.errors
import pytest
from hypothesis import strategies as st

from app import logs, paths
from app.cli import main
from app.masking import MASK, Masks
from app.release import choose_git, init
from app.rollout import Journal
from app.rollout.events import ClientStarted
from app.rollout.model import PlannedClient, RolloutPlan
from app.services.demo import home as demo
from app.services.settings import preferences
from app.services.support import collect, crash, doctor, machine
from app.services.support import place as at_home
from app.services.support.finding import Finding
from app.services.workplace import Workplace
from app.settings import Central, Settings, account
from tests.passwords import PASSWORDS, spellings

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Tr3s-Secr3t"

SETTINGS = """
author = "Tester"
[central]
dsn = "central.invalid:1521/CENTRAL"
[central.main]
name = "MAIN"
user = "ORASSUIT"
application = 100
[[clients]]
id = "maroc"
name = "Maroc"
dsn = "maroc.invalid:1521/MAROC"
application = 100
workspace = "ORASSUIT"
probe = "https://apex.maroc.invalid/ords/health"
"""


@pytest.fixture
def home(tmp_path: Path, bare_remote: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    (made / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    with init(made / "repository", str(bare_remote)):
        return made


@pytest.fixture
def demo_place(seeded_home: Path) -> Iterator[Workplace]:
    with demo.prepare(seeded_home, reset=False, report=lambda _: None) as handle:
        yield handle.place


def codes(findings: tuple[Finding, ...]) -> dict[str, str]:
    return {f.problem.code if f.problem else f.code: f.state for f in findings}


def rolled_out(home: Path, at: datetime, detail: str = "") -> None:
    journal = Journal(paths.journal_file(home))
    journal.begin(RolloutPlan("r1", "v2", "c0ffee", "2", (PlannedClient("maroc", "M", 1),)), at)
    journal.append("r1", ClientStarted(f"maroc{detail}", at))
    journal.close()


def test_the_doctor_of_a_demo_finds_everything_good(demo_place: Workplace) -> None:
    found = codes(doctor.examine(demo_place))
    wanted = {"git.found", "remote.answers", "author.known", "keyring.works", "clock.right"}
    assert wanted <= found.keys()
    assert [code for code, state in found.items() if state == "wrong"] == []


def test_without_git_the_rest_is_looked_at_all_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.release.program.usual", lambda: iter(()))
    monkeypatch.setenv("PATH", str(home))
    assert main(["doctor", "--json", "--home", str(home)]) == 1
    document = json.loads(capsys.readouterr().out)
    found = {f["code"]: f for f in document["findings"]}
    assert document["good"] is False
    assert found["release.no_git"]["state"] == "wrong" and found["release.no_git"]["next"]
    assert {"keyring.works", "clock.right"} <= found.keys()
    assert len(found) == len(document["findings"]), "each is told once"
    assert main(["doctor", "--home", str(home)]) == 1
    assert capsys.readouterr().out.count("git was not found") == 1


def test_a_git_that_is_no_git_is_said(home: Path) -> None:
    fake = home / "git"
    fake.write_text("not a program")
    fake.chmod(0o755)
    choose_git(str(fake))
    try:
        (finding,) = machine.git(Workplace.open(home).with_settings(Settings(git=str(fake))))
    finally:
        choose_git("")
    assert finding.problem is not None and finding.problem.code == "release.no_git_there"


def test_settings_that_cannot_be_read_are_a_finding(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "settings.toml").write_text("language = ", encoding="utf-8")
    assert main(["doctor", "--json", "--home", str(home)]) == 1
    found = {f["code"]: f["state"] for f in json.loads(capsys.readouterr().out)["findings"]}
    assert found["settings.syntax"] == "wrong" and found["git.found"] == "good"


def test_a_remote_that_is_gone_is_named_with_what_to_do(home: Path, bare_remote: Path) -> None:
    bare_remote.rename(bare_remote.with_name("elsewhere"))
    (finding,) = at_home.repository(Workplace.open(home))
    assert finding.state == "wrong"
    assert bare_remote.as_posix() in doctor.said(finding, "en").detail.replace("\\", "/")


def test_nobody_who_signs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "none"))
    place = Workplace.open(home)
    assert codes(tuple(at_home.repository(place)))["author.none"] == "wrong"
    known = place.with_settings(Settings(author="Sara", author_email="sara@caravane.invalid"))
    assert codes(tuple(at_home.repository(known)))["author.known"] == "good"


class Forgetful(keyring.backends.fail.Keyring):
    """Takes every password and gives back another."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass

    def get_password(self, service: str, username: str) -> str | None:
        return "another"

    def delete_password(self, service: str, username: str) -> None:
        raise keyring.errors.PasswordDeleteError(username)


def test_a_keyring_that_refuses_or_forgets(home: Path) -> None:
    before = keyring.get_keyring()
    try:
        keyring.set_keyring(keyring.backends.fail.Keyring())
        assert codes(tuple(machine.keyring(Workplace.open(home)))) == {"secret.no_keyring": "wrong"}
        keyring.set_keyring(Forgetful())
        assert codes(tuple(machine.keyring(Workplace.open(home))))["keyring.forgets"] == "wrong"
    finally:
        keyring.set_keyring(before)


def test_what_the_keyring_was_asked_is_not_left_in_it(home: Path) -> None:
    place = Workplace.open(home)
    found = codes(tuple(machine.keyring(place)))
    assert found == {"keyring.works": "good", "keyring.missing": "notice"}
    assert not place.secrets.has("doctor@caravane")


def test_a_proxy_is_named_without_its_password(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    place = Workplace.open(home)
    assert codes(tuple(machine.proxies(place))) == {"proxy.none": "good"}
    monkeypatch.setenv("https_proxy", f"http://me:{SECRET}@proxy.invalid:3128")
    (finding,) = machine.proxies(place)
    said = " ".join(doctor.told((finding,), "en"))
    assert finding.code == "proxy.probes" and "proxy.invalid:3128" in said and SECRET not in said
    monkeypatch.setenv("no_proxy", "maroc.invalid")
    assert codes(tuple(machine.proxies(place))) == {"proxy.known": "good"}


def test_the_proxy_that_git_takes_is_asked_of_git(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(home / "repository"), *words], check=True)

    def said() -> dict[str, str]:
        found = {f.code: f for f in machine.proxies(Workplace.open(home))}
        told = " ".join(doctor.told(tuple(found.values()), "en"))
        assert SECRET not in told
        return {code: str(f.facts.get("proxy", "")) for code, f in found.items()}

    git("remote", "set-url", "origin", f"https://me:{SECRET}@git.invalid/releases.git")
    assert said() == {"proxy.none": ""}
    monkeypatch.setenv("https_proxy", "http://around.invalid:3128")
    assert said()["proxy.git"] == "http://around.invalid:3128"
    monkeypatch.setenv("no_proxy", "git.invalid")
    assert "proxy.not_gits" in said()
    git("config", "http.proxy", "http://all.invalid:1")
    git("config", "http.https://git.invalid.proxy", f"http://me:{SECRET}@one.invalid:2")
    assert said()["proxy.git"] == "http://one.invalid:2"
    git("config", "remote.origin.proxy", "")
    assert "proxy.git" not in said()


def test_a_home_where_nothing_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    (finding,) = machine.scanner(Workplace.blank(file / "home"))
    assert (finding.code, finding.state) == ("home.unwritable", "wrong")


def test_the_doctor_makes_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual one, where there is none yet, is no slip of the user's."""
    monkeypatch.setenv("CARAVANE_HOME", str(tmp_path / "new" / "home"))
    assert main(["doctor"]) == 1  # there is no repository yet
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_meanwhile_is_left_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(home.iterdir())
    written: list[Path] = []

    def write(path: Path, content: bytes, **how: bool) -> None:
        written.append(path)
        path.write_bytes(content)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(machine.durable, "write", write)
    (finding,) = machine.scanner(Workplace.open(home))
    assert (finding.code, len(written)) == ("home.unwritable", 3)
    assert sorted(home.iterdir()) == before


def test_slow_files_and_far_folders_are_noticed(home: Path) -> None:
    assert machine.scanned(0.3, "x").state == "good"
    slow = machine.scanned(41.25, str(home))
    assert slow.state == "notice" and " 41 ms" in doctor.said(slow, "fr").title
    assert at_home.is_far(r"\\server\users\me") and at_home.is_far(r"C:\Users\me\OneDrive - X\C")
    assert not at_home.is_far(r"C:\Users\me\AppData\Local\Caravane")
    assert not list(home.glob(".doctor*"))


def test_a_clock_that_was_put_back_is_seen_in_the_journal(home: Path) -> None:
    rolled_out(home, datetime.now(UTC) + timedelta(seconds=90))
    found = {f.facts.get("what"): f for f in at_home.clocks(Workplace.open(home))}
    assert found["journal"].state == "notice"
    now = datetime.now(UTC)
    (far,) = at_home.apart(now - timedelta(hours=3), "MAIN", now)
    assert far.state == "wrong" and "10800 s" in doctor.said(far, "fr").title
    assert list(at_home.apart(now + timedelta(seconds=3), "MAIN", now)) == []


def test_a_database_that_cannot_be_reached_is_a_finding(home: Path) -> None:
    place = Workplace.open(home)
    central = Central(dsn="127.0.0.1:1/X", main=place.central.main)
    place = place.with_settings(Settings(central=central))
    place.secrets.remember(account("central", "ORASSUIT"), SECRET)
    found = codes(tuple(at_home.clocks(place)))
    assert [state for code, state in found.items() if code.startswith("oracle.")] == ["wrong"]


# -- crash reports -------------------------------------------------------------------------


def broken(text: str) -> Exception:
    try:
        raise LookupError(text)
    except LookupError as error:
        return error


def test_a_crash_report_has_the_traceback_and_the_journals_last_lines(home: Path) -> None:
    rolled_out(home, datetime.now(UTC), detail=SECRET)
    logs.hide(SECRET)
    crash.unforeseen(home, broken(f"no such thing as {SECRET}"))
    (report,) = crash.reports(home)
    text = report.read_text(encoding="utf-8")
    assert "Traceback" in text and "LookupError" in text and "Caravane 0." in text
    assert '"event":"client_started"' in text
    assert SECRET not in text and text.count(MASK) == 2


def test_of_many_reports_the_newest_stay(home: Path) -> None:
    folder = paths.program_logs_folder(home)
    folder.mkdir()
    for number in range(crash.KEPT + 5):
        (folder / f"crash-20200101-0000{number:02}-aaaa.txt").write_text("old")
    crash.reported(home, broken("new"))
    kept = crash.reports(home)
    assert len(kept) == crash.KEPT and "LookupError: new" in kept[-1].read_text(encoding="utf-8")


def test_a_journal_that_cannot_be_read_stops_no_report(home: Path) -> None:
    paths.journal_file(home).write_bytes(b"no database" * 100)
    crash.reported(home, broken("x"))
    (report,) = crash.reports(home)
    assert "journal.damaged" in report.read_text(encoding="utf-8")


HARD = """
import ctypes, pathlib, sys
from app.services.support import crash
stop = crash.watch(pathlib.Path(sys.argv[1]))
if sys.argv[2] == "hard":
    ctypes.string_at(0)
stop()
"""


def test_a_process_that_is_ended_hard_is_reported_by_the_next_one(home: Path) -> None:
    def run(how: str) -> int:
        command = [sys.executable, "-c", HARD, str(home), how]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONFAULTHANDLER", None)
        return subprocess.run(command, env=environment, check=False).returncode

    assert run("well") == 0
    assert list(paths.program_logs_folder(home).iterdir()) == []
    assert run("hard") != 0
    assert crash.reports(home) == []
    assert run("well") == 0
    (report,) = crash.reports(home)
    assert "ended hard" in report.read_text(encoding="utf-8")
    assert "string_at" in report.read_text(encoding="utf-8")
    assert [p.name for p in paths.program_logs_folder(home).iterdir()] == [report.name]


# -- what is sent --------------------------------------------------------------------------


def test_what_is_collected_holds_no_password(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither those of the keyring, wherever they stand, nor those that only look like one."""
    place = Workplace.open(home)
    place.secrets.set(account("maroc", "ORASSADM"), SECRET)
    others = ("in-the-address", "in-the-statement", "in-a-setting", "in-a-header")
    folder = paths.program_logs_folder(home)
    folder.mkdir()
    (folder / "caravane.log").write_text(
        f"older than the mask: {SECRET}\n"
        "fatal: https://me:in-the-address@git.invalid/x.git\n"
        'ALTER USER X IDENTIFIED BY "in-the-statement"\n'
        '{"password": "in-a-setting"}\nAuthorization: Basic in-a-header\n',
        encoding="utf-8",
    )
    rollout = paths.logs_folder(home) / "r1"
    rollout.mkdir(parents=True)
    (rollout / "maroc.log").write_text(f"log.line {SECRET}\n", encoding="utf-8")
    rolled_out(home, datetime.now(UTC), detail=SECRET)
    crash.reported(home, broken("what was it"))
    target = home / "sent.zip"
    assert main(["support", "-o", str(target), "--home", str(home)]) == 0
    assert str(target) in capsys.readouterr().out
    with zipfile.ZipFile(target) as archive:
        texts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    for word in (SECRET, *others):
        assert [name for name, text in texts.items() if word in text] == []
    wanted = {"about.txt", "doctor.txt", "doctor.json", "journal.txt", "settings.toml"}
    assert wanted | {"logs/caravane.log", "rollouts/r1/maroc.log"} <= texts.keys()
    assert any(name.startswith("logs/crash-") for name in texts)
    assert "git.invalid/x.git" in texts["logs/caravane.log"]
    assert "client_started" in texts["journal.txt"] and "maroc.invalid" in texts["settings.toml"]
    assert "git.found" in texts["doctor.json"]


def test_of_a_long_log_the_end_is_sent_and_never_a_part_of_a_line(home: Path) -> None:
    folder = paths.program_logs_folder(home)
    folder.mkdir()
    lines = [f"{number:07} line of a log that is long" for number in range(40_000)]
    (folder / "caravane.log").write_text("\n".join(lines), encoding="utf-8")
    with zipfile.ZipFile(collect.collect(Workplace.open(home))) as archive:
        sent = archive.read("logs/caravane.log").decode("utf-8").splitlines()
    assert sent[-1] == lines[-1] and sent[0] in lines and 20_000 < len(sent) < 40_000


@hypothesis.settings(
    max_examples=10, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(st.lists(PASSWORDS, min_size=3, max_size=3))
@hypothesis.example(['pa"ss\\word9', "abc", "é' &1"])
def test_no_password_of_the_keyring_is_in_the_zip_in_any_spelling(
    home: Path, monkeypatch: pytest.MonkeyPatch, passwords: list[str]
) -> None:
    """A short one inside of a word is none; a mark and a quote around each may stay."""
    monkeypatch.setattr(logs, "_known", Masks(short_as_words=True))
    place = Workplace.open(home)
    for login, password in zip(preferences.accounts(place), passwords, strict=False):
        place.secrets.set(account(login.server, login.user), password)
    monkeypatch.setattr(logs, "_known", Masks(short_as_words=True))  # another process wrote these
    folder = paths.program_logs_folder(home)
    folder.mkdir(exist_ok=True)
    written = [f"[{text}]" for password in passwords for text in spellings(password)]
    (folder / "odd.log").write_bytes("\n".join(written).encode())
    paths.journal_file(home).unlink(missing_ok=True)
    rolled_out(home, datetime.now(UTC), detail=json.dumps({"x": passwords}))
    with zipfile.ZipFile(collect.collect(place, home / "sent.zip")) as archive:
        texts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
    odd = max(texts, key=lambda text: text.count(MASK))
    for line in odd.split("\n"):
        assert set(line) <= set(f"[]{MASK}\"'\\")
    for password in passwords:
        if len(password) >= 4 and set(password) - set("[]\"'\\"):
            for text in spellings(password):
                assert [found for found in texts if text in found] == []


def test_a_password_that_the_keyring_does_not_tell_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are masked all the same."""
    place = Workplace.open(home)
    first, *others = [account(a.server, a.user) for a in preferences.accounts(place)]
    for name in others:
        place.secrets.set(name, SECRET)
    monkeypatch.setattr(logs, "_known", Masks(short_as_words=True))
    memory = keyring.get_keyring()
    read = memory.get_password

    def silent(service: str, name: str) -> str | None:
        if name == first:
            raise keyring.errors.KeyringLocked("locked")
        return read(service, name)

    monkeypatch.setattr(memory, "get_password", silent)
    paths.program_logs_folder(home).mkdir()
    (paths.program_logs_folder(home) / "a.log").write_bytes(f"{SECRET} é {SECRET}".encode("cp1252"))
    with zipfile.ZipFile(collect.collect(place)) as archive:
        assert "not masked: 1\n" in archive.read("about.txt").decode("utf-8")
        assert archive.read("logs/a.log").decode("utf-8") == f"{MASK} é {MASK}"
