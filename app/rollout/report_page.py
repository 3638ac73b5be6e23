"""The report of a rollout for people: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from html import escape
from importlib import resources
from string import Template
from typing import Any

from app.proof.model import Colour
from app.rollout.model import (
    Acceptance,
    AnnouncedChange,
    ClientState,
    Problem,
    RolloutState,
    Verdict,
)
from app.rollout.report import seconds, tables_of


def as_html(
    state: RolloutState,
    texts: Mapping[str, str],
    describe: Callable[[Problem], str] | None = None,
) -> str:
    """One self-contained file. ``texts`` has the labels (``report`` section of the messages) and
    the names of steps and verdicts; ``describe`` turns a problem into a sentence."""
    told = describe or _plain
    moment = f"{state.created_at.astimezone(UTC):{texts['moment']}} UTC"
    template = resources.files("resources").joinpath("reports", "rollout.html")
    return Template(template.read_text(encoding="utf-8")).substitute(
        language=escape(texts.get("language", "en")),
        title=escape(f"{texts['title']} {state.tag}"),
        subtitle=escape(f"{moment} · {state.rollout}"),
        mood="good" if state.good else "bad" if state.ended else "open",
        summary=escape(_summary(state, texts)),
        overview=_html_overview(state, texts, told),
        clients="\n".join(_html(c, texts, told) for c in state.clients),
        footer=escape(texts["footer"]),
    )


def _html_overview(
    state: RolloutState, texts: Mapping[str, str], describe: Callable[[Problem], str]
) -> str:
    """One line for each client, ring by ring; what is said of it at length stands below."""
    heads = ("ring", "name", "verdict", "version", "rows_after", "problem")
    titles = "".join(f"<th>{escape(texts[name])}</th>" for name in heads)
    rows = []
    for client in sorted(state.clients, key=lambda c: c.ring):
        look = client.after or client.before
        counted = "–" if look is None else _count(sum(look.row_counts.values()), texts)
        problem = describe(client.problem) if client.problem is not None else ""
        versions = f"{client.old_version or '?'} → {client.new_version or '?'}"
        rows.append(
            f'<tr class="{_mood(client)}"><td class=n>{client.ring}</td>'
            f"<td>{escape(client.name)}</td>"
            f"<td>{client.verdict.sign} {escape(texts[client.verdict.value])}</td>"
            f"<td>{escape(versions)}</td>"
            f"<td class=n>{counted}</td><td>{escape(problem)}</td></tr>"
        )
    return (
        f"<table class=overview><thead><tr>{titles}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _mood(client: ClientState) -> str:
    if client.verdict is Verdict.IN_DOUBT:
        return "amber"
    return "good" if client.good else "bad" if client.ended else "open"


def _summary(state: RolloutState, texts: Mapping[str, str]) -> str:
    good = [c for c in state.clients if c.good]
    measured = [c.after or c.before for c in good]
    rows = sum(t.rows for f in measured if f is not None for t in f.tables)
    return texts["summary"].format(
        good=len(good), total=len(state.clients), rows=_count(rows, texts)
    )


def _count(value: int, texts: Mapping[str, str]) -> str:
    """``12,000``, as the language groups it."""
    return f"{value:,}".replace(",", texts["group"])


def _time(seconds: float, texts: Mapping[str, str]) -> str:
    """``3.4 s``; nothing takes no time at all."""
    told = "< 0.1" if seconds < 0.05 else f"{seconds:.1f}"
    return f"{told} s".replace(".", texts["point"])


def _plain(problem: Problem) -> str:
    facts = ", ".join(f"{k}: {v}" for k, v in problem.facts.items())
    return f"{problem.code} {facts}"


def _html(client: ClientState, texts: Mapping[str, str], describe: Callable[[Problem], str]) -> str:
    took = seconds(client)
    facts = [
        (texts["version"], f"{client.old_version or '?'} → {client.new_version or '?'}"),
        (texts["changesets"], _changesets(client, texts)),
        (texts["new_columns"], ", ".join(client.new_columns) or "–"),
        *((texts["announced"], _announced(a, texts)) for a in client.announced),
        (texts["round_trips"], str(client.round_trips)),
        (texts["seconds"], "–" if took is None else _time(took, texts)),
        (texts["fingerprint"], _fingerprints(client)),
        (texts["backup"], client.backup or "–"),
    ]
    if client.accepted is not None:
        facts.append((texts["accepted_by"], _accepted(client.accepted, texts)))
    if client.aside is not None:
        facts.append((texts["aside_by"], _accepted(client.aside, texts)))
    if client.problem is not None:
        facts.append((texts["problem"], describe(client.problem)))
    told = {(r.code, frozenset(r.facts)) for r in client.proof.reasons} if client.proof else set()
    facts += [
        ("·", describe(notice))
        for notice in client.notices
        if (notice.code, frozenset(notice.facts) - {"client"}) not in told
    ]
    kept = [describe(told) for told in client.told if told not in client.notices]
    stands_out = "".join(f"<p class=warn>⚠ {escape(text)}</p>" for text in kept)
    listed = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts)
    return (
        f'<section class="{_mood(client)}"><h2>{escape(client.name)}'
        f"<span>{escape(texts[client.verdict.value])}</span></h2>{stands_out}<dl>{listed}</dl>"
        f"{_html_proof(client, texts, describe)}{_html_steps(client, texts)}"
        f"{_html_tables(client, texts)}</section>"
    )


def _accepted(acceptance: Acceptance, texts: Mapping[str, str]) -> str:
    date = f"{acceptance.at.astimezone(UTC):{texts['moment']}} UTC"
    return texts["accepted_one"].format(by=acceptance.by, date=date, note=acceptance.note)


def _html_proof(
    client: ClientState, texts: Mapping[str, str], describe: Callable[[Problem], str]
) -> str:
    """Each thing that happened to the data and the objects, the worst first, and what no proof can
    tell."""
    proof = client.proof
    if proof is None:
        return ""
    said = "".join(
        f'<li class="{r.colour.value}">{escape(describe(Problem(r.code, r.facts)))}</li>'
        for r in proof.reasons
    )
    unseen = ", ".join(proof.unseen)
    more = f"<p class=sub>{escape(texts['unseen'] + texts['colon'] + unseen)}</p>" if unseen else ""
    return (
        f"<h3>{escape(texts['proof'])}</h3><ul>{said}</ul>{more}"
        f"<p class=sub>{escape(texts['reach_note'])}</p>"
    )


def _changesets(client: ClientState, texts: Mapping[str, str]) -> str:
    told = _count(len(client.changesets_run), texts)
    there = len(client.changesets_already)
    return f"{told} ({texts['already'].format(count=_count(there, texts))})" if there else told


def _announced(change: AnnouncedChange, texts: Mapping[str, str]) -> str:
    told = texts["announced_one"].format(
        changeset=change.changeset,
        writes=", ".join(change.writes),
        by=change.approved_by,
        date=f"{change.approved_at.astimezone(UTC):{texts['moment']}} UTC",
    )
    return f"{told}{texts['colon']}{change.reason}" if change.reason else told


def _fingerprints(client: ClientState) -> str:
    """The SHA-256 over all tables, once where it is the same; the document has all of it."""
    found = [f.digest for f in (client.before, client.after) if f is not None]
    return " → ".join(dict.fromkeys(found)) or "–"


def _html_steps(client: ClientState, texts: Mapping[str, str]) -> str:
    shown = []
    for step in client.steps:
        took = ""
        if step.started_at is not None and step.ended_at is not None:
            took = _time((step.ended_at - step.started_at).total_seconds(), texts)
        name = escape(texts.get(step.name.value, step.name.value))
        shown.append(
            f'<li class="{step.state.value}"><span>{step.state.sign} {name}</span>'
            f"<span>{escape(took)}</span></li>"
        )
    return f"<ol>{''.join(shown)}</ol>"


def _html_tables(client: ClientState, texts: Mapping[str, str]) -> str:
    tables = tables_of(client.before, client.after)
    if not tables:
        return ""
    colours = {t.table: t.colour for t in client.proof.tables} if client.proof else {}
    rows = "".join(
        f"<tr><td>{escape(t['table'])}</td>{_html_rows(t['rows_before'], t['rows_after'], texts)}"
        f"{_html_content(t, colours.get(t['table']), texts)}</tr>"
        for t in tables
    )
    before = sum(t["rows_before"] for t in tables)
    after = [t["rows_after"] for t in tables]
    total = None if None in after else sum(after)
    foot = f"<tr><th>{escape(texts['total'])}</th>{_html_rows(before, total, texts)}<td></td></tr>"
    heads = "".join(
        f"<th{' class=n' if name in ('before', 'after') else ''}>{escape(texts[name])}</th>"
        for name in ("table", "before", "after", "content")
    )
    return (
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot></table>"
    )


def _html_rows(before: int, after: int | None, texts: Mapping[str, str]) -> str:
    told = "–" if after is None else _count(after, texts)
    return f"<td class=n>{_count(before, texts)}</td><td class=n>{told}</td>"


def _html_content(table: Mapping[str, Any], colour: Colour | None, texts: Mapping[str, str]) -> str:
    """Intact or not; a table that grew cannot be compared, one that was not measured says so."""
    before, after = table["rows_before"], table["rows_after"]
    if after is None:
        return "<td>–</td>"
    if table["digest_before"] == table["digest_after"] and before == after:
        but = ", ".join(table["not_compared"])
        said = texts["same_but"].format(columns=but) if but else texts["same"]
        return f"<td class=good>{escape(said)}</td>"
    if colour is None and after > before:
        return f"<td>+{_count(after - before, texts)}</td>"
    shown = f"{texts['different']} {after - before:+,}".replace(",", texts["group"])
    classes = {Colour.GREEN: "", Colour.AMBER: " class=amber"}
    how = classes.get(colour or Colour.RED, " class=bad")
    return f"<td{how}>{escape(shown)}</td>"
