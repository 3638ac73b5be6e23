"""The report of a rollout for programs, a stable document; ``report_page`` is for people."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from app.rollout.decide import questions
from app.rollout.model import ClientState, Fingerprint, Proof, RolloutState


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
        "paused": state.paused,
        "policy": msgspec.to_builtins(state.policy),
        "verdicts": dict(Counter(c.verdict.value for c in state.clients)),
        "questions": msgspec.to_builtins(questions(state)),
        "clients": [_client(c) for c in state.clients],
    }


def seconds(client: ClientState) -> float | None:
    if client.started_at is None or client.ended_at is None:
        return None
    took = (client.ended_at - client.started_at).total_seconds()
    return round(max(0.0, took), 3)  # a clock may have been set back meanwhile


def _client(client: ClientState) -> dict[str, Any]:
    return {
        "client": client.client,
        "name": client.name,
        "ring": client.ring,
        "verdict": client.verdict.value,
        "old_version": client.old_version,
        "new_version": client.new_version,
        "row_counts_before": client.before.row_counts if client.before else None,
        "row_counts_after": client.after.row_counts if client.after else None,
        "fingerprint_before": client.before.digest if client.before else None,
        "fingerprint_after": client.after.digest if client.after else None,
        "tables": tables_of(client.before, client.after),
        "proof": _proof(client.proof),
        "accepted": msgspec.to_builtins(client.accepted),
        "set_aside": msgspec.to_builtins(client.aside),
        "new_columns": list(client.new_columns),
        "changesets_run": list(client.changesets_run),
        "changesets_already": list(client.changesets_already),
        "announced": msgspec.to_builtins(client.announced),
        "round_trips": client.round_trips,
        "seconds": seconds(client),
        "backup": client.backup,
        "problem": msgspec.to_builtins(client.problem),
        "notices": msgspec.to_builtins(client.told),
        "lock_kept": client.lock_kept,
        "steps": msgspec.to_builtins(client.steps),
    }


def _proof(proof: Proof | None) -> dict[str, Any] | None:
    """What the proof says: its colour, and a reason for each thing that happened, the worst first.
    None: it was not made, or by an older Caravane."""
    if proof is None:
        return None
    return {
        "colour": proof.colour.value,
        "reasons": [
            {"colour": r.colour.value, "code": r.code, "facts": r.facts} for r in proof.reasons
        ],
        "unseen": list(proof.unseen),
    }


def tables_of(before: Fingerprint | None, after: Fingerprint | None) -> list[dict[str, Any]]:
    """Table by table: what was measured before, and what after (None: it was not)."""
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
            "not_compared": [name for name in t.columns if name not in t.hashed],
        }
        for t in before.tables
    ]
