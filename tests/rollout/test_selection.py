"""Clients that do not get the whole changelog, or get it with values of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.rollout import Order, read_material, resume_rollout, run_rollout
from app.rollout.model import ClientState, Verdict
from tests.rollout.world import Killed, World, approved, bundle

TEXT = """--liquibase formatted sql
--changeset k:1 context:maroc
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset k:2
CREATE INDEX I_DATE ON CONTRATS (DATE_EFFET) TABLESPACE ${client.index_space};
"""
FILLS = """--changeset k:3
UPDATE CONTRATS SET CANAL = 'AGENCE' WHERE CANAL IS NULL;
"""


def run(world: World, text: str, own: dict[str, dict[str, Any]]) -> dict[str, ClientState]:
    made = bundle(changelog=text)
    path = next(iter(made.changelog))
    keys = tuple(f"{path}::{n}::k" for n in range(1, 4))
    manifest = replace(made.release.manifest, changesets=keys)
    world.bundle = replace(made, release=replace(made.release, manifest=manifest))
    return {c.client: c for c in run_rollout(order(world, own)).wait(60).clients}


def order(world: World, own: dict[str, dict[str, Any]]) -> Order:
    return Order(
        world.plan(),
        world.bundle,
        tuple(replace(t, **own.get(t.client, {})) for t in world.targets()),
        world.password,
        world.journal,
        world.home / "rollouts",
        world.home / "backups",
        world.ports(),
    )


@pytest.fixture
def two(tmp_path: Path) -> World:
    return World(tmp_path, "maroc", "france")


def sent(world: World, client: str, what: str) -> list[str]:
    return [sql for sql in world.servers[client].sent if what in sql]


SPACES = (("INDEX_SPACE", "IDX_TBS"),)


def test_each_client_gets_its_contexts_and_its_values(two: World) -> None:
    own = {
        "maroc": {"contexts": ("maroc",), "values": SPACES},
        "france": {"contexts": ("france",), "values": (("INDEX_SPACE", "IDX_FR"),)},
    }
    ended = run(two, TEXT, own)
    assert {c: s.verdict for c, s in ended.items()} == dict.fromkeys(own, Verdict.VERIFIED)
    assert len(sent(two, "maroc", "CANAL")) == 1 and not sent(two, "france", "CANAL")
    assert sent(two, "maroc", "TABLESPACE IDX_TBS") and sent(two, "france", "TABLESPACE IDX_FR")


def test_a_client_without_a_value_is_refused_and_the_others_go_on(two: World) -> None:
    ended = run(two, TEXT, {"maroc": {"values": SPACES}})
    assert ended["maroc"].verdict is Verdict.VERIFIED
    france = ended["france"]
    assert france.verdict is Verdict.REFUSED
    assert france.problem is not None and france.problem.code == "changelog.value_missing"
    assert two.servers["france"].sent == []


def test_what_fills_a_new_column_is_a_change_of_data_where_the_column_is_not_new(
    two: World,
) -> None:
    """The client that does not get the first changeset has such a column already, with data."""
    own = {
        "maroc": {"contexts": ("maroc",), "values": SPACES},
        "france": {"contexts": ("france",), "values": SPACES},
    }
    ended = run(two, TEXT + FILLS, own)
    assert ended["maroc"].verdict is Verdict.VERIFIED
    france = ended["france"]
    assert france.verdict is Verdict.REFUSED
    assert france.problem is not None and france.problem.code == "rollout.guard_announce"
    assert two.servers["france"].sent == []


APPROVED = """--liquibase formatted sql
--changeset k:1
COMMENT ON COLUMN CONTRATS.NUMERO IS '${client.word}';
--changeset k:2
UPDATE CONTRATS SET NUMERO = 'x' WHERE ID = 1;
"""


def test_an_approval_holds_where_another_changeset_asks_for_a_value(two: World) -> None:
    made = bundle(changelog=APPROVED)
    two.bundle = approved(made, "changelog/one.sql::2::k")
    material = read_material(two.bundle)
    target = replace(two.targets()[0], values=(("WORD", "Maroc"),))
    assert list(material.at(target).announced) == ["changelog/one.sql::2::k"]
    assert material.at(target).refused == ()


def test_an_approval_that_is_void_makes_no_old_column_new_at_a_client(two: World) -> None:
    """Nor is a changeset approved that is another text at each client."""
    text = APPROVED.replace("SET NUMERO = 'x'", "SET NUMERO = '${client.word}'")
    two.bundle = approved(bundle(changelog=text), "changelog/one.sql::2::k")
    material = read_material(two.bundle)
    target = replace(two.targets()[0], values=(("WORD", "Maroc"),))
    here = material.at(target)
    assert here.announced == {} and here.earlier == material.earlier
    assert [r.changeset for r in here.refused] == ["changelog/one.sql::2::k"]


def test_a_value_that_was_changed_after_a_cut_is_told_and_nothing_is_mixed(two: World) -> None:
    words = [{"values": (("INDEX_SPACE", name),)} for name in ("ONE", "TWO")]

    def killed(_: Any) -> None:
        raise Killed

    two.servers["maroc"].on["send CREATE INDEX"] = killed
    with pytest.raises(Killed):
        run(two, TEXT, {"maroc": words[0], "france": words[0]})
    two.servers["maroc"].on.clear()
    again = order(two, {"maroc": words[1], "france": words[0]})
    ended = {c.client: c for c in resume_rollout(again).wait(60).clients}
    maroc = ended["maroc"].problem
    assert maroc is not None and maroc.code == "rollout.text_changed"
    assert not sent(two, "maroc", "TABLESPACE TWO")
