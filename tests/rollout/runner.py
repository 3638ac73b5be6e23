"""A program that runs or resumes one rollout, so that a test can kill it: ``runner.py FILE WORD``.

FILE is JSON: home, targets, passwords and plan. Prints ``started``, and at the end the verdicts.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import msgspec

from app.apex import read_application, with_version
from app.release import ReleaseBundle
from app.rollout import ClientTarget, resume_rollout, run_rollout
from app.rollout.model import RolloutPlan
from tests.rollout.world import release

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def demo_bundle(version: str) -> ReleaseBundle:
    """The demo's application with one title changed, and its changelog."""
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
    return ReleaseBundle(release(version), dict(application.files), changelog)


def main(file: str, word: str) -> int:
    told = json.loads(Path(file).read_text(encoding="utf-8"))
    home = Path(told["home"])
    plan = msgspec.convert(told["plan"], RolloutPlan)
    passwords = told["passwords"]
    begin = {"run": run_rollout, "resume": resume_rollout}[word]
    running = begin(
        plan,
        demo_bundle(plan.release_version),
        msgspec.convert(told["targets"], list[ClientTarget]),
        lambda client, user: str(passwords[f"{client}/{user}"]),
        home / "journal.sqlite",
        home / "rollouts",
        home / "backups",
        threading.Event(),
    )
    print("started", flush=True)
    state = running.wait(None)
    print(json.dumps({c.client: c.verdict.value for c in state.clients}), flush=True)
    return 0 if state.good else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
