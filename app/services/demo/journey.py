"""The demo's journey: the whole road without a window, and a document about it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from app.apex.model import Decision, Take
from app.errors import AppError
from app.services import developers
from app.services.merge import into_main
from app.services.model import MergeSession, Progress, Report
from app.services.release import releases
from app.services.rollout import rollouts
from app.services.workplace import Workplace


def run(place: Workplace, resolve: Take, report: Report) -> dict[str, Any]:
    """The whole road once, and a document about it; ``ok`` says whether all clients are verified.

    Every conflict is resolved by ``resolve``, and the document names it. Whatever was done by an
    earlier journey is found done: nothing is merged, released or deployed twice.
    """
    began = time.monotonic()
    before = developers.overview(place, report)
    document: dict[str, Any] = {
        "format": 1,
        "home": str(place.home),
        "developers": [
            {
                "name": d.name,
                "schema": d.schema,
                "base": d.base.revision if d.base else None,
                "pages": sorted(f.number for f in d.files if f.number is not None),
                "files": len(d.files),
            }
            for d in before.developers
        ],
    }
    document["merge"] = _merge_step(
        place, [d.name for d in before.developers if d.files], resolve, report
    )
    document["release"] = _release_step(place, report)
    version = document["release"]["version"]
    planned = rollouts.plan(place, version, [c.id for c in place.settings.clients])
    report(Progress("demo.rollout", 0, len(planned.clients)))
    running = rollouts.start(place, planned)
    running.wait(None)
    document["rollout"] = rollouts.report_document(place, planned.rollout)
    state = rollouts.state(place, planned.rollout)
    document["ok"] = state.good
    document["seconds"] = round(time.monotonic() - began, 3)
    return document


def _merge_step(
    place: Workplace, names: list[str], resolve: Take, report: Report
) -> dict[str, Any]:
    if not names:
        return {"state": "already_there", "conflicts": [], "pages": []}
    session = into_main.start(place, names, report)
    taken: list[dict[str, str]] = []
    session = _resolve_all(place, session, resolve, taken)
    written = into_main.write(place, session, report)
    into_main.close(session)
    return {
        "state": "unchanged" if written.unchanged else "written",
        "base": session.base.revision,
        "developers": list(session.developers),
        "conflicts": taken,
        "pages": list(written.pages),
        "backup": written.backup,
    }


def _resolve_all(
    place: Workplace, session: MergeSession, resolve: Take, taken: list[dict[str, str]]
) -> MergeSession:
    """Decide every conflict alike; deciding one can bring another to light."""
    while session.open_conflicts:
        conflict = session.open_conflicts[0]
        choice = resolve if resolve in conflict.choices else conflict.choices[0]
        taken.append(
            {
                "key": conflict.key,
                "component": conflict.component_name,
                "property": conflict.label,
                "ours": conflict.ours_name,
                "theirs": conflict.theirs_name,
                "taken": choice.value,
                "resolved_by": f"--resolve {resolve.value}",
            }
        )
        session = into_main.decide(place, session, Decision(conflict.key, choice))
    if not session.ready:
        raise AppError("merge.not_ready", conflicts=0, errors=len(session.errors))
    return session


def _release_step(place: Workplace, report: Report) -> dict[str, Any]:
    draft = releases.draft(place, None, report)
    known = releases.known(place)
    if draft.diff.is_empty and not draft.changesets and known:
        last = known[-1]
        return {"state": "already_there", **_release_facts(last)}
    pages = ", ".join(str(f.number) for f in draft.diff.files if f.number is not None)
    notes = f"{', '.join(draft.developers)}: pages {pages}"
    return {
        "state": "published",
        **_release_facts(releases.publish(place, draft.version, notes, report)),
    }


def _release_facts(release: Any) -> Mapping[str, Any]:
    return {
        "version": release.version,
        "tag": release.tag,
        "commit": release.commit,
        "pushed": release.pushed,
        "files": len(release.manifest.files),
    }
