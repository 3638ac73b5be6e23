"""Checksums and grammar against records of the real engines (Liquibase 3.10.3 to 5.0.4)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.changelog import Changeset, parse_changelog
from app.changelog.file.checksum import checksum_v9, version_of

VECTORS = Path(__file__).parent / "vectors"
RECORDED = [
    json.loads(line)
    for line in (VECTORS / "recorded.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]

# Where this program cuts as Oracle's tools do, and Liquibase would send something that fails.
CUT_BETTER = {
    ("basic.sql", "5"),  # two statements under splitStatements:false: the guard refuses them
    ("last_slash.sql", "1"),  # Liquibase loses the last semicolon of the block
    ("quirks.sql", "1"),
    ("quirks.sql", "3"),
}


@cache
def read(file: str) -> dict[tuple[str, str], Changeset]:
    found = parse_changelog({file: (VECTORS / file).read_bytes()})
    return {(c.author, c.id): c for c in found.changesets}


def name(row: dict[str, Any]) -> str:
    return f"{row['file']}-{row['author']}-{row['id']}"


@pytest.mark.parametrize("row", RECORDED, ids=name)
def test_recorded_checksums(row: dict[str, Any]) -> None:
    changeset = read(row["file"])[row["author"], row["id"]]
    assert changeset.checksum_v9 == row["v9"]
    if "v8" in row:
        assert changeset.checksum_v8 == row["v8"]


@pytest.mark.parametrize("row", [r for r in RECORDED if "labels" in r], ids=name)
def test_recorded_attributes(row: dict[str, Any]) -> None:
    changeset = read(row["file"])[row["author"], row["id"]]
    assert changeset.comment == row["comment"]
    assert ",".join(changeset.labels) == row["labels"]
    assert changeset.contexts == row["contexts"]
    assert sorted(changeset.dbms) == sorted(row["dbms"])
    assert changeset.run_always is row["run_always"]
    assert changeset.run_on_change is row["run_on_change"]


@pytest.mark.parametrize("row", [r for r in RECORDED if "statements" in r], ids=name)
def test_recorded_statements(row: dict[str, Any]) -> None:
    changeset = read(row["file"])[row["author"], row["id"]]
    ours = [s.text for s in changeset.statements]
    if (row["file"], row["id"]) in CUT_BETTER:
        assert ours != row["statements"]
    else:
        assert ours == row["statements"]


def test_every_recorded_changeset_is_read() -> None:
    assert len(RECORDED) == 48
    assert sum(len(read(file)) for file in {r["file"] for r in RECORDED}) == 48


def test_v9_ignores_only_four_blanks() -> None:
    assert checksum_v9("a b\tc\r\nd") == checksum_v9("abcd")
    for blank in ("\u00a0", "\v", "\f", "\u2028", "\ufeff"):
        assert checksum_v9(f"a{blank}b") != checksum_v9("ab")


@pytest.mark.parametrize(
    ("stored", "version"),
    [
        ("9:" + "0" * 32, 9),
        ("8:" + "f" * 32, 8),
        ("7:" + "a" * 32, 7),
        ("a" * 32, 1),
        ("nonsense", None),
        ("9:123", None),
    ],
)
def test_version_of_a_stored_checksum(stored: str, version: int | None) -> None:
    assert version_of(stored) == version
