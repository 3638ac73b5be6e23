"""The step right before the first change: what is installed is on disk, what was on is known."""

from __future__ import annotations

from pathlib import Path

from app.rollout import own_changes
from app.rollout.archive import write_archive
from app.rollout.closing import reopen
from app.rollout.context import Context, Stop
from app.rollout.model import Problem


def backup(context: Context, folder: Path) -> None:
    """Keep the client's application as a zip with its SHA-256, flushed to disk and read again, with
    the reports that its users saved; and what the client changed itself, if it is to be kept."""
    target = context.target
    if context.state.closed_from:
        # An earlier try may have closed it: the backup is of the application as it was.
        reopen(context)
        if context.state.closed_from:
            told: dict[str, str | int] = {"client": target.client, "name": target.name}
            status = context.state.closed_from
            raise Stop(Problem("rollout.still_closed", {**told, "status": status}))
        context.look_at_apex(saved_reports=True)
    files = context.exported(saved_reports=True)
    path = folder / f"f{target.application_id}.zip"
    try:
        write_archive(path, target.application_id, files)
    except OSError as error:
        facts: dict[str, str | int] = {
            "client": target.name,
            "path": str(path),
            "detail": str(error),
        }
        raise Stop(Problem("rollout.backup_failed", facts)) from error
    context.log.append("log.backup", path=str(path), count=len(files))
    context.learn(backup=str(path), switches=context.apex.switches)
    if target.own_changes != "replace":
        own_changes.keep(context, folder)
    else:
        own_changes.forget(context)
