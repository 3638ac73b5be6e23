"""A client's log: whole lines by number, one writer and many readers, and never a secret."""

from __future__ import annotations

import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import OracleError
from app.masking import MASK
from app.rollout import ClientLog
from app.rollout.log import parse_line
from tests.rollout.world import SECRET, World


def test_lines_by_number(tmp_path: Path) -> None:
    log = ClientLog(tmp_path / "r" / "a.log")
    assert log.published == 0
    log.append("log.one")
    log.append("log.two", text="two\nthree é\x1b[31m\u2028", count=3)
    assert log.published == 2
    assert log.line(0).endswith("Z log.one")
    assert parse_line(log.line(0))[1:] == ("log.one", {})
    at, code, facts = parse_line(log.line(1))
    assert at is not None and at.tzinfo is not None
    assert (code, facts["count"]) == ("log.two", 3)
    assert str(facts["text"]).startswith("two\nthree é\x1b[31m")
    with pytest.raises(IndexError):
        log.line(2)
    with pytest.raises(IndexError):
        log.line(-1)
    log.close()
    with closing(ClientLog.read(log.path)) as again:
        read = [again.line(i) for i in range(again.published)]
    assert read == log.path.read_text(encoding="utf-8").splitlines()


def test_an_absent_log_is_empty_and_stays_absent(tmp_path: Path) -> None:
    log = ClientLog.read(tmp_path / "none.log")
    assert log.published == 0
    log.close()
    assert not log.path.exists()


def test_a_line_that_was_cut_off_is_ended_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"2026 whole\n2026 cut o")
    log = ClientLog(path)
    assert log.published == 1
    log.append("log.new")
    assert [log.line(i)[-7:] for i in range(log.published)] == ["6 whole", "6 cut o", "log.new"]
    log.close()


@settings(max_examples=200)
@given(st.one_of(st.text(), st.text().map(lambda t: f"2026-11-23T14:30:05.123Z log.x {t}")))
def test_whatever_stands_in_a_file_is_shown(line: str) -> None:
    read = parse_line(line)
    assert read.code in ("", "log.x")
    assert read.code or str(read.facts["text"]) in line


@settings(max_examples=100)
@given(st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.text() | st.integers()))
def test_facts_come_back_as_they_were(facts: dict[str, str | int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = ClientLog(Path(folder) / "a.log")
        log.append("log.facts", **facts)
        assert log.published == 1
        assert parse_line(log.line(0))[1:] == ("log.facts", facts)
        log.close()


def test_readers_see_whole_lines_while_it_is_written(tmp_path: Path) -> None:
    log = ClientLog(tmp_path / "a.log")
    lines, broken, done = 3000, [], threading.Event()

    def read() -> None:
        while not done.is_set() or seen[0] < lines:
            upto = log.published
            for index in range(seen[0], upto):
                if not log.line(index).endswith(f" log.{index}"):
                    broken.append(log.line(index))
            seen[0] = upto

    seen = [0]
    reader = threading.Thread(target=read)
    reader.start()
    for index in range(lines):
        log.append(f"log.{index}")
    done.set()
    reader.join(60)
    log.close()
    assert broken == []
    assert seen == [lines]


def test_no_secret_reaches_the_disk(world: World) -> None:
    """Not in a log, not in the journal, not in the backup, wherever an error carries it."""

    def leak(server: object) -> None:
        raise OracleError("oracle.refused", ora=1, target="x", detail=f"identified by {SECRET}")

    def crash(server: object) -> None:
        raise ValueError(f"password={SECRET}")

    world.servers["maroc"].on["export"] = leak
    world.servers["france"].on["before import"] = crash
    state = world.run()
    assert {c.client: c.good for c in state.clients} == {
        "maroc": False, "france": False, "tunisie": True,
    }  # fmt: skip
    assert MASK in str(state.clients[0].problem)
    assert SECRET not in repr(state)
    for path in world.home.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    text = (world.home / "rollouts" / "r1" / "maroc.log").read_text(encoding="utf-8")
    assert MASK in text


WORDS = st.text(st.characters(exclude_characters=MASK), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(st.integers(0, 3), max_size=6), WORDS)
def test_redaction_takes_every_secret(secrets: list[str], order: list[int], noise: str) -> None:
    log = ClientLog(Path("unused"), secrets)
    shown = log.redact(noise.join(secrets[i % len(secrets)] for i in order))
    assert not any(secret in shown for secret in secrets)
