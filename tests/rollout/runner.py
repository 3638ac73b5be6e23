"""A program that runs or resumes one rollout, so that a test can kill it: ``runner.py FILE WORD``.

FILE is JSON: home, targets, passwords and plan. Prints ``started``, and at the end the verdicts.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import structs

from app.apex import read_application, with_version
from app.changelog import approve, parse_changelog
from app.changelog.file import approvals
from app.release import ReleaseBundle
from app.rollout import ClientTarget, Order, resume_rollout, run_rollout
from app.rollout.model import RolloutPlan
from tests.rollout.world import release

ANNOUNCED = "changelog/002-canal-vente.sql::v2-018::karim"
WHEN = datetime(2026, 11, 29, tzinfo=UTC)
DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def demo_bundle(version: str) -> ReleaseBundle:
    """The demo's application with one title changed, its changelog, and the approval of it."""
    root = DEMO / "f100"
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.sql"))
    }
    page = "application/pages/page_00010.sql"
    files[page] = files[page].replace("p_name=>'", "p_name=>'Deux : ", 1)
    application = with_version(read_application(files), version)
    changelog = {
        f"changelog/{path.name}": path.read_bytes()
        for path in sorted((DEMO / "changelog").glob("*.sql"))
    }
    read = parse_changelog(changelog)
    brought = tuple(c.key for c in read.changesets if "002-" in c.path)
    made = release(version)
    made = structs.replace(made, manifest=structs.replace(made.manifest, changesets=brought))
    found = approvals.Approvals()
    for changeset in read.changesets:
        if changeset.key == ANNOUNCED:
            found = found.with_(approve(read, changeset, "Karim <karim@example.com>", WHEN))
    return ReleaseBundle(made, dict(application.files), changelog, approvals.encode(found))


def main(file: str, word: str) -> int:
    told = json.loads(Path(file).read_text(encoding="utf-8"))
    home = Path(told["home"])
    plan = msgspec.convert(told["plan"], RolloutPlan)
    passwords = told["passwords"]
    begin = {"run": run_rollout, "resume": resume_rollout}[word]
    running = begin(
        Order(
            plan,
            demo_bundle(plan.release_version),
            msgspec.convert(told["targets"], tuple[ClientTarget, ...]),
            lambda client, user: str(passwords[f"{client}/{user}"]),
            home / "journal.sqlite",
            home / "rollouts",
            home / "backups",
        )
    )
    print("started", flush=True)
    state = running.wait(None)
    print(json.dumps({c.client: c.verdict.value for c in state.clients}), flush=True)
    return 0 if state.good else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
