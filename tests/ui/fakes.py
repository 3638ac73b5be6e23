"""The services as the window sees them, without databases: real values, made up in one place.

``Fakes(home)`` holds the state; ``install`` puts its functions in place of the services'.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from app.apex import Application, spoken, spoken_conflict
from app.apex.layout import Pictures
from app.apex.model import (
    ApplicationDiff,
    Conflict,
    Decision,
    Issue,
    Status,
)
from app.errors import AppError, SettingsError
from app.release.model import Release
from app.rollout.apex_fit import Fit
from app.rollout.model import (
    Acceptance,
    ClientState,
    PlannedClient,
    Problem,
    RolloutPlan,
    RolloutState,
    Verdict,
)
from app.rollout.policy import Action, Policy
from app.rollout.rehearsal import Finding, Planned
from app.secrets import DemoKeyring, Keyring
from app.services.merge import unwritten
from app.services.model import (
    Announcement,
    Approval,
    ChangelogNews,
    ClientCard,
    Comparison,
    ConnectionTest,
    MainWrite,
    MergedFile,
    MergeSession,
    Overview,
    Progress,
    ReleaseDraft,
    Report,
    SourceOption,
    Void,
)
from app.services.workplace import Workplace
from app.settings import Settings
from tests.ui.pages import (  # noqa: F401 - tests find all samples here
    BASE,
    LOV,
    NOW,
    PAGE_10,
    PAGE_20,
    PAGE_30,
    SQL_AHMED,
    SQL_OLD,
    automatic_entries,
    conflict_deleted,
    conflict_renamed,
    conflict_sql,
    conflict_title,
    file_of,
    overview_value,
    placed,
)
from tests.ui.samples import (  # noqa: F401
    APPROVAL,
    CHANGESETS,
    NAMES,
    PRIME,
    SETTINGS,
    VOID,
    announcement,
    failed,
    log_lines,
    prime,
    release_value,
    rollout_state,
    rulings,
    running,
    steps,
    verified,
    waiting,
)


class FakePlace(Workplace):
    """A workplace that keeps no password, and speaks English where the settings say nothing."""

    def __init__(self, home: Path, settings: Settings) -> None:
        super().__init__(home, settings, Keyring(DemoKeyring(home / "passwords.json")))

    @property
    def language(self) -> Literal["fr", "en"]:
        return self.settings.language or "en"


class FakeLog:
    def __init__(self, lines: Sequence[str] = ()) -> None:
        self.lines = list(lines)
        self.closed = False

    @property
    def published(self) -> int:
        return len(self.lines)

    def line(self, number: int) -> str:
        return self.lines[number]

    def close(self) -> None:
        self.closed = True


class FakeSharing:
    """A report whose way has ended, well or not."""

    def __init__(self, failure: AppError | None) -> None:
        self.failure = failure

    def wait(self, seconds: float) -> bool:
        return True


class FakeRunning:
    """A rollout that moves when the test says so."""

    def __init__(self, state: RolloutState) -> None:
        self.state = state
        self.logs = {c.client: FakeLog() for c in state.clients}
        self.cancelled: list[str | None] = []
        self._ended = threading.Event()

    def snapshot(self) -> RolloutState:
        return self.state

    def log(self, client: str) -> FakeLog:
        return self.logs.setdefault(client, FakeLog())

    def cancel(self, client: str | None = None) -> None:
        self.cancelled.append(client)

    def wait(self, timeout: float | None = None) -> RolloutState:
        self._ended.wait(timeout)
        return self.state

    def show(self, *clients: ClientState) -> None:
        self.state = replace(self.state, clients=clients, sequence=self.state.sequence + 1)
        if self.state.ended:
            self._ended.set()

    def finish(self) -> None:
        self._ended.set()


class Fakes:
    """What the services answer; change the attributes to change the answers."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings_dict = msgspec.json.decode(msgspec.json.encode(SETTINGS))
        self.overview_answer = overview_value()
        self.conflicts = [conflict_title()]
        self.automatic_entries = automatic_entries()
        self.issues: tuple[Issue, ...] = ()
        self.refused = False
        self.announcing = False
        self.approved: dict[str, Approval] = {}
        self.void: dict[str, Void] = {}
        self.line_ends = ""
        self.installed: dict[str, str] = {}
        self.releases_answer = [release_value("1")]
        self.states: list[RolloutState] = []
        self.stopped: set[str] = set()
        self.notices: tuple[Problem, ...] = ()
        self.news_answer = ChangelogNews("v1", ())
        self.running: FakeRunning | None = None
        self.failures: dict[str, AppError] = {}
        self.passwords = {("central", "ORASSUIT"), ("central", "ORASSUIT_DEV1")}
        self.in_memory: set[tuple[str, str]] = set()
        self.calls: list[tuple[str, Any]] = []
        self.shared: tuple[Any, ...] = ()
        self.unshared: AppError | None = None
        self.silent: AppError | None = None
        self.gate: threading.Event | None = None
        self.url = "git@git.example.com:orass/orassuit.git"
        self.remote = "git@git.example.com:orass/orassuit.git"

    def place(self) -> FakePlace:
        return FakePlace(self.home, msgspec.convert(self.settings_dict, Settings))

    def _enter(self, name: str, *details: Any) -> None:
        self.calls.append((name, details))
        if self.gate is not None:
            self.gate.wait(10)
        if name in self.failures:
            raise self.failures[name]

    # -- developers, comparing -------------------------------------------------------------

    def overview(self, place: Any, report: Report) -> Overview:
        report(Progress("developers.reading", 1, 3, {"name": "Ahmed"}))
        self._enter("overview")
        report(Progress("developers.comparing", 3, 3))
        return self.overview_answer

    def sources(self, place: Any) -> tuple[SourceOption, ...]:
        return (
            SourceOption("main", "MAIN · ORASSUIT"),
            SourceOption("dev:Ahmed", "Ahmed · ORASSUIT_DEV1"),
            SourceOption("dev:Sara", "Sara · ORASSUIT_DEV2"),
            SourceOption("git:v1", "Git · v1"),
            SourceOption("client:maroc", "A Maroc"),
        )

    def compare(self, place: Any, old: str, new: str, report: Report) -> Comparison:
        self._enter("compare", old, new)
        options = {o.spec: o for o in self.sources(place)}
        files = (PAGE_10, PAGE_20, PAGE_30, file_of(40, "Agences", Status.ADDED), LOV)
        return Comparison(
            options.get(old, SourceOption(old, old)),
            options.get(new, SourceOption(new, new)),
            self._spoken(ApplicationDiff(files if old != new else (), 12)),
            Pictures(Application({}), Application({})),
        )

    @property
    def _language(self) -> Literal["en", "fr"]:
        return "fr" if self.settings_dict.get("language") == "fr" else "en"

    def _spoken(self, diff: ApplicationDiff) -> ApplicationDiff:
        return spoken(diff, self._language) if self._language == "fr" else diff

    def _asked(self, conflicts: Sequence[Conflict]) -> list[Conflict]:
        if self._language == "en":
            return list(conflicts)
        placed_ones = [replace(c, place=placed(c.component_path)) for c in conflicts]
        return [spoken_conflict(c, "fr") for c in placed_ones]

    # -- merging ---------------------------------------------------------------------------

    def start_merge(
        self,
        place: Any,
        developers: Sequence[str],
        report: Report,
        decisions: dict[str, Decision] | None = None,
    ) -> MergeSession:
        report(Progress("merge.reading", 0, 4))
        self._enter("merge", tuple(developers))
        return self.session(tuple(developers), dict(decisions or {}))

    def session(self, developers: tuple[str, ...], decisions: dict[str, Decision]) -> MergeSession:
        conflicts = tuple(
            replace(c, taken=decisions[c.key].take if c.key in decisions else None)
            for c in self._asked(self.conflicts)
        )
        files = []
        for file, who in (
            (PAGE_10, ("Ahmed",)),
            (PAGE_20, ("Sara",)),
            (PAGE_30, ("Ahmed", "Sara")),
            (LOV, ("Ahmed",)),
        ):
            (file,) = self._spoken(ApplicationDiff((file,))).files
            mine = [c for c in conflicts if c.path == file.path]
            files.append(
                MergedFile(
                    file.path,
                    file.kind,
                    file.number,
                    file.title,
                    file.status,
                    who,
                    sum(c.taken is None for c in mine),
                    sum(c.taken is not None for c in mine),
                    file.diff,
                )
            )
        overruled = tuple(c for c in self._listed(decisions) if c.taken is not None)
        return MergeSession(
            "s1", BASE, developers, decisions, tuple(files), conflicts, self.issues,
            overruled=overruled,
        )  # fmt: skip

    def _listed(self, decisions: dict[str, Decision]) -> list[Conflict]:
        return [
            replace(c, taken=decisions[c.key].take if c.key in decisions else None)
            for c in self._asked(self.automatic_entries)
        ]

    def automatic(self, place: Any, session: MergeSession) -> tuple[Conflict, ...]:
        self._enter("automatic")
        return tuple(self._listed(session.decisions))

    def decide(self, place: Any, session: MergeSession, decision: Decision) -> MergeSession:
        self._enter("decide", decision)
        return self.session(session.developers, {**session.decisions, decision.key: decision})

    def undecide(self, place: Any, session: MergeSession, key: str) -> MergeSession:
        self._enter("undecide", key)
        return self.session(
            session.developers, {k: d for k, d in session.decisions.items() if k != key}
        )

    def write(self, place: Any, session: MergeSession, report: Report) -> MainWrite:
        for number, code in enumerate(("rereading", "backup", "importing", "verifying")):
            report(Progress(f"merge.{code}", number, 4))
        self._enter("write")
        unwritten.drop(place)
        return MainWrite(
            (10, 20, 30),
            tuple(f.path for f in session.files),
            session.developers,
            str(self.home / "backups" / "main" / "20261123-143000.zip"),
            False,
        )

    def restore(self, place: Any, backup: str, report: Report) -> None:
        self._enter("restore", backup)

    # -- releasing -------------------------------------------------------------------------

    def draft(self, place: Any, version: str | None, report: Report) -> ReleaseDraft:
        self._enter("draft", version)
        found = rulings(self.refused)
        state = self.approved.get(PRIME), self.void.get(PRIME)
        if self.announcing:
            found = (*found, prime(*state))
        problems = [
            Problem(
                "guard.refused",
                {"path": r.path, "line": r.line, "rule": r.rule, "statement": r.statement},
            )
            for r in found
            if r.verdict == "refused"
        ]
        problems += [
            Problem(
                "release.unannounced",
                {"path": r.path, "line": r.line, "rule": r.rule, "statement": r.statement},
            )
            for r in found
            if r.waits
        ]
        if version and version in {r.version for r in self.releases_answer}:
            problems.append(Problem("release.exists", {"tag": f"v{version}"}))
        if self.line_ends:
            facts: dict[str, str | int] = {"path": self.line_ends, "files": 1, "repository": "r"}
            problems.append(Problem("release.line_ends", facts))
        return ReleaseDraft(
            version or "2",
            "1",
            ("Ahmed", "Sara"),
            self._spoken(ApplicationDiff((PAGE_10, PAGE_20, PAGE_30, LOV), 12)),
            ("changelog/001-base.sql", "changelog/002-canal.sql"),
            (*CHANGESETS, *((PRIME,) if self.announcing else ())),
            found,
            tuple(problems),
            self.remote,
            announcements=(announcement(*state),) if self.announcing else (),
            approver="Sara Idrissi <sara@example.com>",
            authors={PAGE_10.path: ("Ahmed",), PAGE_30.path: ("Ahmed", "Sara")},
        )

    def news(self, place: Any) -> ChangelogNews:
        return self.news_answer

    def approve(
        self, place: Any, draft: ReleaseDraft, shown: Announcement, reason: str
    ) -> ReleaseDraft:
        self._enter("approve", shown.changeset, reason)
        self.void.pop(shown.changeset, None)
        self.approved[shown.changeset] = replace(
            APPROVAL, approved_by=draft.approver, reason=reason
        )
        return self.draft(place, draft.version, lambda _: None)

    def withdraw(self, place: Any, draft: ReleaseDraft, changeset: str) -> ReleaseDraft:
        self._enter("withdraw", changeset)
        del self.approved[changeset]
        return self.draft(place, draft.version, lambda _: None)

    def mend_line_ends(self, place: Any) -> tuple[str, ...]:
        self._enter("mend_line_ends")
        mended, self.line_ends = self.line_ends, ""
        return (mended,)

    def publish(self, place: Any, version: str, notes: str, report: Report) -> Release:
        self._enter("publish", version, notes)
        release = replace(release_value(version), notes=notes)
        self.releases_answer.append(release)
        return release

    def releases(self, place: Any) -> tuple[Release, ...]:
        return tuple(self.releases_answer)

    # -- rollouts --------------------------------------------------------------------------

    def clients(self, place: Any) -> tuple[ClientCard, ...]:
        return tuple(
            ClientCard(
                c["id"],
                c["name"],
                c["dsn"],
                c["ring"],
                c["application"],
                c["workspace"],
                self.installed.get(c["id"], "1"),
                Verdict.VERIFIED if c["id"] != "tunisie" else None,
                True,
                tuple(c.get("tags", ())),
                c.get("country", ""),
            )
            for c in self.settings_dict["clients"]
        )

    def plan(
        self,
        place: Any,
        version: str,
        client_ids: Sequence[str],
        workers: int | None = None,
        policy: Policy | None = None,
    ) -> RolloutPlan:
        self._enter("plan", version, tuple(client_ids), workers)
        return RolloutPlan(
            "20261123-143000-a1b2c3",
            f"v{version}",
            "7be91c4d20aa11ef",
            version,
            tuple(PlannedClient(i, NAMES.get(i, i), 1) for i in client_ids),
            workers or 8,
            policy or Policy(),
        )

    def start_rollout(self, place: Any, plan: RolloutPlan) -> FakeRunning:
        self._enter("start", plan)
        self.running = FakeRunning(rollout_state(*(waiting(c.client) for c in plan.clients)))
        return self.running

    def resume(self, place: Any, rollout_id: str) -> FakeRunning:
        self._enter("resume", rollout_id)
        self.running = FakeRunning(rollout_state(waiting("maroc")))
        return self.running

    def rehearse(self, place: Any, plan: RolloutPlan, report: Report) -> tuple[Finding, ...]:
        self._enter("rehearse", plan)
        return tuple(
            Finding(
                c.client, c.name, c.ring,
                Problem("oracle.no_listener", {"dsn": "x:1521/X", "target": c.name})
                if c.client in self.stopped else None,
                "1", CHANGESETS, True, None, 11, 1.5,
                (Planned("ORASSADM", "alter table contrats add canal_vente varchar2(30)"),),
                1957, "" if c.client in self.stopped else "26.1.0",
                None if c.client in self.stopped else Fit.UPGRADES, "24.2.0",
                () if c.client in self.stopped else self.notices,
            )
            for c in plan.clients
        )  # fmt: skip

    def say(
        self, place: Any, rollout_id: str, action: Action, client_id: str = "", note: str = ""
    ) -> None:
        self._enter("say", rollout_id, action, client_id, note)

    def answer(
        self, place: Any, rollout_id: str, client_id: str, action: Action, note: str = ""
    ) -> FakeRunning | None:
        self.say(place, rollout_id, action, client_id, note)
        return self.resume(place, rollout_id) if action is Action.RETRY else None

    def state(self, place: Any, rollout_id: str) -> RolloutState:
        assert self.running is not None
        return self.running.state

    def accept(self, place: Any, rollout_id: str, client_id: str, note: str) -> RolloutState:
        self._enter("accept", rollout_id, client_id, note)
        assert self.running is not None
        clients = tuple(
            replace(c, verdict=Verdict.ACCEPTED, accepted=Acceptance("Sara", NOW, note))
            if c.client == client_id
            else c
            for c in self.running.state.clients
        )
        return replace(self.running.state, clients=clients)

    def history(self, place: Any) -> tuple[RolloutState, ...]:
        self._enter("history")
        return tuple(self.states)

    def report_html(self, place: Any, rollout_id: str, path: Path) -> Path:
        self._enter("report", rollout_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<h1>ok</h1>", encoding="utf-8")
        return path

    def sharing(self, place: Any, rollout_id: str) -> FakeSharing:
        self._enter(f"share {rollout_id}")
        return FakeSharing(self.unshared)

    def known_reports(self, place: Any, unheard: Callable[[AppError], object]) -> tuple[Any, ...]:
        self._enter("known reports")
        if self.silent is not None:
            unheard(self.silent)
        return self.shared

    def open_log(self, place: Any, rollout_id: str, client: str) -> FakeLog:
        self._enter("log", rollout_id, client)
        return FakeLog(log_lines(client, 40))

    # -- preferences -----------------------------------------------------------------------

    def as_dict(self, place: Any) -> dict[str, Any]:
        return msgspec.json.decode(msgspec.json.encode(self.settings_dict))

    def save_settings(self, place: Any, settings_dict: dict[str, Any]) -> FakePlace:
        self._enter("save", settings_dict)
        try:
            msgspec.convert(settings_dict, Settings)
        except msgspec.ValidationError as error:
            detail, _, key = str(error).partition(" - at `$")
            raise SettingsError(
                "settings.invalid", path="settings.toml", key=key.strip("`."), detail=detail
            ) from error
        self.settings_dict = settings_dict
        return self.place()

    def remote_url(self, place: Any) -> str:
        return self.url

    def set_remote_url(self, place: Any, url: str) -> None:
        self._enter("remote", url)
        self.url = url

    def accounts(self, place: Any) -> tuple[Any, ...]:
        class Account(msgspec.Struct, frozen=True):
            server: str
            user: str
            label: str
            wallet: bool = False

        found = []
        central = self.settings_dict.get("central")
        if central:
            for source in (central["main"], *central.get("developers", ())):
                found.append(
                    Account("central", source["user"], f"{source['name']} · {source['user']}")
                )
        for client in self.settings_dict.get("clients", ()):
            found += [
                Account(client["id"], user, f"{client['name']} · {user}")
                for user in ("ORASSADM", "ORASSUIT")
            ]
        return tuple(found)

    def has_password(self, place: Any, server: str, user: str) -> bool:
        if "has_password" in self.failures:
            raise self.failures["has_password"]
        return (server, user) in self.passwords

    def set_password(self, place: Any, server: str, user: str, password: str) -> None:
        self._enter("password", server, user)
        self.passwords.add((server, user))

    def remember_password(self, place: Any, server: str, user: str, password: str) -> None:
        self._enter("remember", server, user)
        self.in_memory.add((server, user))

    def for_session(self, place: Any, server: str, user: str) -> bool:
        return (server, user) in self.in_memory

    def test_connection(self, place: Any, server: str, user: str) -> ConnectionTest:
        self._enter("test", server, user)
        if (server, user) not in self.passwords:
            return ConnectionTest(
                server,
                user,
                False,
                "",
                Problem("secret.missing", {"account": f"{user}@{server}", "keyring": "demo"}),
            )
        return ConnectionTest(server, user, True, "Oracle Database 23.9 · APEX 24.2.0")

    def install(self, put: Callable[[Any, str, Any], None]) -> None:
        """Put the functions in place of the services'; ``put`` is ``monkeypatch.setattr``."""
        from app.services import developers
        from app.services.compare import versions
        from app.services.merge import into_main
        from app.services.release import releases
        from app.services.rollout import evidence, rehearsals, rollouts, steering
        from app.services.settings import preferences

        put(developers, "overview", self.overview)
        put(versions, "sources", self.sources)
        put(versions, "compare", self.compare)
        for name in ("decide", "undecide", "automatic", "write", "restore"):
            put(into_main, name, getattr(self, name))
        put(into_main, "start", self.start_merge)
        put(into_main, "close", lambda session: None)
        for name in ("draft", "news", "publish", "mend_line_ends", "approve", "withdraw"):
            put(releases, name, getattr(self, name))
        put(releases, "known", self.releases)
        put(rollouts, "start", self.start_rollout)
        put(evidence, "Sharing", self.sharing)
        put(evidence, "known", self.known_reports)
        for name in ("dry_run", "check"):
            put(rehearsals, name, self.rehearse)
        for name in ("say", "answer"):
            put(steering, name, getattr(self, name))
        for name in (
            "state",
            "clients",
            "plan",
            "resume",
            "accept",
            "history",
            "report_html",
            "open_log",
        ):
            put(rollouts, name, getattr(self, name))
        for name in (
            "as_dict",
            "save_settings",
            "remote_url",
            "set_remote_url",
            "accounts",
            "has_password",
            "set_password",
            "remember_password",
            "for_session",
            "test_connection",
        ):
            put(preferences, name, getattr(self, name))
