"""The report: a document with stable keys, and one HTML file that needs nothing else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from app.rollout import report_as_csv, report_as_html, report_as_json
from app.rollout.model import Acceptance, Problem
from app.services.messages import words
from tests.rollout.world import KEYS, World

CLIENT_KEYS = {
    "client", "name", "verdict", "old_version", "new_version", "row_counts_before",
    "row_counts_after", "fingerprint_before", "fingerprint_after", "tables", "new_columns",
    "changesets_run", "changesets_already", "round_trips", "seconds", "backup", "problem",
    "notices", "steps", "announced", "lock_kept",
    "proof", "accepted", "ring", "set_aside",
}  # fmt: skip


def texts(language: str) -> dict[str, str]:
    assert language in ("en", "fr")
    sections = ("report", "steps", "verdicts")
    return {k: v for s in sections for k, v in words(s, language).items()}  # type: ignore[arg-type]


def test_the_document(world: World) -> None:
    world.passwords["tunisie", "ORASSADM"] = "wrong"
    state = world.run()
    document = json.loads(json.dumps(report_as_json(state)))
    assert document["ended"] is True
    assert document["good"] is False
    maroc, _, tunisie = document["clients"]
    assert set(maroc) == set(tunisie) == CLIENT_KEYS
    assert maroc["row_counts_before"] == maroc["row_counts_after"] == {
        "CONTRATS": 450, "POLICES": 12,
    }  # fmt: skip
    assert maroc["fingerprint_before"] == maroc["fingerprint_after"]
    assert maroc["changesets_run"] == list(KEYS)
    assert maroc["seconds"] > 0
    first = state.clients[0]
    assert first.started_at is not None
    back = replace(first, ended_at=first.started_at - timedelta(hours=1))
    (told,) = report_as_json(replace(state, clients=(back,)))["clients"]
    assert told["seconds"] == 0, "the clock was set back meanwhile"
    assert maroc["tables"][0]["rows_after"] == 450
    assert tunisie["verdict"] == "refused"
    assert tunisie["problem"]["code"] == "oracle.wrong_password"
    assert tunisie["row_counts_before"] is None
    assert tunisie["round_trips"] == 0


class Reader(HTMLParser):
    """Tags that stay open, and everything that a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [v or "" for k, v in attrs if k in ("src", "href")]
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page(world: World, language: str) -> None:
    world.servers["france"].probe_ok = False
    state = world.run()
    page = report_as_html(state, texts(language))
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert reader.fetched == []
    assert "http" not in re.sub(r"http-equiv", "", page)
    shown = " ".join(reader.text)
    labels = texts(language)
    for wanted in ("Maroc", "CONTRATS", "450", labels["verified"], labels["failed"]):
        assert wanted in shown
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ("3 of 3 clients verified, 1,386 rows, none lost", " s", "Total")),
        ("fr", ("Clients vérifiés\xa0: 3 sur 3, lignes\xa0: 1\u202f386, aucune perdue", "Total")),
    ],
)
def test_the_page_begins_with_the_result(
    world: World, language: str, wanted: tuple[str, ...]
) -> None:
    state = world.run()
    assert state.good
    page = report_as_html(state, texts(language))
    for text in wanted:
        assert text in page
    digest = state.clients[0].after
    assert digest is not None and page.count(digest.digest) >= 1
    assert bool(re.search(r"\d\.\d s<", page)) == (language == "en")


def test_names_and_details_are_escaped(alone: World) -> None:
    state = alone.run()
    client = replace(
        state.clients[0],
        name="<script>alert(1)</script> $title",
        problem=Problem("x.y", {"detail": "<img src=x> $client & co"}),
    )
    page = report_as_html(replace(state, clients=(client,)), texts("en"))
    assert "<script" not in page
    assert "<img" not in page
    assert "$client &amp; co" in page


def test_problems_are_told_in_sentences_where_there_are_some(world: World) -> None:
    world.servers["france"].apex = "23.2.4"
    state = world.run()
    page = report_as_html(state, texts("en"), lambda problem: f"<{problem.code}> told")
    assert "&lt;rollout.older_apex&gt; told" in page


def test_a_name_and_its_note_are_parted_as_the_language_does(alone: World) -> None:
    state = alone.run()
    client = replace(state.clients[0], accepted=Acceptance("Sara", datetime.now(UTC), "vu"))
    table = report_as_csv(replace(state, clients=(client,)), texts("fr"), lambda told: told.code)
    assert "Sara\xa0: vu" in table


def test_nothing_in_the_table_is_run_by_excel(alone: World) -> None:
    state = alone.run()
    client = replace(state.clients[0], name="=HYPERLINK(1)", backup="-")
    told = replace(state, clients=(client,))
    line = report_as_csv(told, texts("fr"), str).splitlines()[1].split(";")
    assert "'=HYPERLINK(1)" in line and line[-1] == "-"


def test_a_lock_that_stayed_stands_out_on_the_page(world: World) -> None:
    state = world.run()
    first = replace(state.clients[0], lock_kept=True)
    page = report_as_html(replace(state, clients=(first, *state.clients[1:])), texts("en"))
    assert "<p class=warn>" in page and "changelog.lock_kept" in page
    assert "<p class=warn>" not in report_as_html(state, texts("en"))
