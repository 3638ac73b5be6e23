"""The report of a rollout: a stable document for programs, one HTML file for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from importlib import resources
from string import Template
from typing import Any, Final

import msgspec

from app.rollout.model import ClientState, Fingerprint, Problem, RolloutState, StepState


def as_json(state: RolloutState) -> dict[str, Any]:
    """A document with stable keys; times in ISO 8601 with zone, durations in seconds."""
    return {
        "format": 1,
        "rollout": state.rollout,
        "tag": state.tag,
        "version": state.release_version,
        "created_at": state.created_at.isoformat(),
        "ended": state.ended,
        "good": state.good,
        "clients": [_client(c) for c in state.clients],
    }


def seconds(client: ClientState) -> float | None:
    if client.started_at is None or client.ended_at is None:
        return None
    return round((client.ended_at - client.started_at).total_seconds(), 3)


def _client(client: ClientState) -> dict[str, Any]:
    return {
        "client": client.client,
        "name": client.name,
        "verdict": client.verdict.value,
        "old_version": client.old_version,
        "new_version": client.new_version,
        "row_counts_before": client.before.row_counts if client.before else None,
        "row_counts_after": client.after.row_counts if client.after else None,
        "fingerprint_before": client.before.digest if client.before else None,
        "fingerprint_after": client.after.digest if client.after else None,
        "tables": _tables(client.before, client.after),
        "new_columns": list(client.new_columns),
        "changesets_run": list(client.changesets_run),
        "changesets_already": list(client.changesets_already),
        "round_trips": client.round_trips,
        "seconds": seconds(client),
        "backup": client.backup,
        "problem": msgspec.to_builtins(client.problem),
        "notices": msgspec.to_builtins(client.notices),
        "steps": msgspec.to_builtins(client.steps),
    }


def _tables(before: Fingerprint | None, after: Fingerprint | None) -> list[dict[str, Any]]:
    if before is None:
        return []
    now = {t.table: t for t in after.tables} if after else {}
    return [
        {
            "table": t.table,
            "rows_before": t.rows,
            "rows_after": now[t.table].rows if t.table in now else None,
            "digest_before": t.digest,
            "digest_after": now[t.table].digest if t.table in now else None,
            "columns_hashed": len(t.hashed),
        }
        for t in before.tables
    ]


def as_html(
    state: RolloutState,
    texts: Mapping[str, str],
    describe: Callable[[Problem], str] | None = None,
) -> str:
    """One self-contained file. ``texts`` has the labels (``report`` section of the messages) and
    the names of steps and verdicts; ``describe`` turns a problem into a sentence."""
    told = describe or _plain
    template = resources.files("resources").joinpath("reports", "rollout.html")
    return Template(template.read_text(encoding="utf-8")).substitute(
        language=escape(texts.get("language", "en")),
        title=escape(f"{texts['title']} {state.tag}"),
        subtitle=escape(f"{state.rollout} · {state.created_at:%Y-%m-%d %H:%M} UTC"),
        clients="\n".join(_html(c, texts, told) for c in state.clients),
        footer=escape(texts["footer"]),
    )


def _plain(problem: Problem) -> str:
    facts = ", ".join(f"{k}: {v}" for k, v in problem.facts.items())
    return f"{problem.code} {facts}"


def _html(client: ClientState, texts: Mapping[str, str], describe: Callable[[Problem], str]) -> str:
    mood = "good" if client.good else "bad" if client.ended else "open"
    took = seconds(client)
    facts = [
        (texts["version"], f"{client.old_version or '?'} → {client.new_version or '?'}"),
        (texts["changesets"], str(len(client.changesets_run))),
        (texts["new_columns"], ", ".join(client.new_columns) or "–"),
        (texts["round_trips"], str(client.round_trips)),
        (texts["seconds"], "–" if took is None else str(took)),
        (texts["backup"], client.backup or "–"),
    ]
    if client.problem is not None:
        facts.append((texts["problem"], describe(client.problem)))
    facts += [("·", describe(notice)) for notice in client.notices]
    listed = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts)
    return (
        f'<section class="{mood}"><h2>{escape(client.name)}'
        f"<span>{escape(texts[client.verdict.value])}</span></h2><dl>{listed}</dl>"
        f"{_html_steps(client, texts)}{_html_tables(client, texts)}</section>"
    )


_GLYPHS: Final = {
    StepState.DONE: "✓",
    StepState.FAILED: "✗",
    StepState.SKIPPED: "–",
    StepState.RUNNING: "…",
    StepState.WAITING: "·",
}


def _html_steps(client: ClientState, texts: Mapping[str, str]) -> str:
    shown = []
    for step in client.steps:
        took = ""
        if step.started_at is not None and step.ended_at is not None:
            took = f" {(step.ended_at - step.started_at).total_seconds():.1f} s"
        name = escape(texts.get(step.name.value, step.name.value))
        shown.append(f'<li class="{step.state.value}">{_GLYPHS[step.state]} {name}{took}</li>')
    return f"<ol>{''.join(shown)}</ol>"


def _html_tables(client: ClientState, texts: Mapping[str, str]) -> str:
    rows = "".join(
        f"<tr><td>{escape(t['table'])}</td><td class=n>{t['rows_before']}</td>"
        f"<td class=n>{'–' if t['rows_after'] is None else t['rows_after']}</td>"
        f"{_html_content(t, texts)}</tr>"
        for t in _tables(client.before, client.after)
    )
    if not rows:
        return ""
    heads = "".join(
        f"<th>{escape(texts[name])}</th>" for name in ("table", "before", "after", "content")
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _html_content(table: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Intact or not; a table that grew cannot be compared, one that was not measured says so."""
    before, after = table["rows_before"], table["rows_after"]
    if after is None:
        return "<td>–</td>"
    if table["digest_before"] == table["digest_after"] and before == after:
        return f"<td class=good>{escape(texts['same'])}</td>"
    if after > before:
        return f"<td>+{after - before}</td>"
    return f"<td class=bad>{escape(texts['different'])}</td>"
