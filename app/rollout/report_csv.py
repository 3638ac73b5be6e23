"""The report of a rollout as one table, a line for each client, in the form that Excel opens at a
double click where a comma separates decimals: semicolons, CRLF, and a mark for UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from app.cells import tame
from app.rollout.model import Acceptance, ClientState, Fingerprint, Problem, RolloutState
from app.rollout.report import seconds

_MARK: Final = "\ufeff"


def as_csv(
    state: RolloutState, texts: Mapping[str, str], describe: Callable[[Problem], str]
) -> str:
    """``texts`` and ``describe`` as ``report_page.as_html`` takes them."""
    columns = _columns(texts, describe)
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow([texts["release"], *columns])
    for client in state.clients:
        rows.writerow([tame(state.tag), *(tame(value(client)) for value in columns.values())])
    return _MARK + written.getvalue()


def _columns(
    texts: Mapping[str, str], describe: Callable[[Problem], str]
) -> dict[str, Callable[[ClientState], str]]:
    def moment(at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    def said(note: Acceptance | None) -> str:
        return "" if note is None else f"{note.by}{texts['colon']}{note.note}"

    def took(client: ClientState) -> str:
        known = seconds(client)
        return "" if known is None else f"{known:.1f}".replace(".", texts["point"])

    return {
        texts["client"]: lambda c: c.client,
        texts["name"]: lambda c: c.name,
        texts["ring"]: lambda c: str(c.ring),
        texts["verdict"]: lambda c: texts[c.verdict.value],
        texts["from_version"]: lambda c: c.old_version or "",
        texts["to_version"]: lambda c: c.new_version or "",
        texts["changesets"]: lambda c: str(len(c.changesets_run)),
        texts["rows_before"]: lambda c: _rows(c.before),
        texts["rows_after"]: lambda c: _rows(c.after),
        texts["proof"]: lambda c: texts[f"proof_{c.proof.colour.value}"] if c.proof else "",
        texts["problem"]: lambda c: describe(c.problem) if c.problem else "",
        texts["notices"]: lambda c: " ".join(describe(told) for told in c.told),
        texts["accepted_by"]: lambda c: said(c.accepted),
        texts["aside_by"]: lambda c: said(c.aside),
        texts["new_columns"]: lambda c: ", ".join(c.new_columns),
        texts["started"]: lambda c: moment(c.started_at),
        texts["ended"]: lambda c: moment(c.ended_at),
        texts["seconds"]: took,
        texts["round_trips"]: lambda c: str(c.round_trips),
        texts["backup"]: lambda c: c.backup or "",
    }


def _rows(look: Fingerprint | None) -> str:
    return "" if look is None else str(sum(look.row_counts.values()))
