"""What a person at the command line is told of a rollout: beforehand its policy, then what happens
now, and of a resume nothing that happened before."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import following
from app.cli import rollout as commands
from app.rollout.events import PutBack, PuttingBack
from app.rollout.journal import Journal, now
from app.rollout.model import RolloutState
from app.rollout.policy import Outside, Policy, Unreachable
from app.services import messages
from app.services.workplace import Workplace
from tests.rollout.world import World, lost


def followed(
    world: World, capsys: pytest.CaptureFixture[str], before: RolloutState | None = None
) -> list[str]:
    capsys.readouterr()
    running = world.start("r1", again=before is not None)
    with following.listening("r1", "en") as ear:
        following.follow(running, "en", False, ear, before)
    return capsys.readouterr().err.splitlines()


def stand(world: World) -> RolloutState:
    with closing(Journal(world.journal)) as journal:
        return journal.state("r1")


def test_a_resume_tells_what_happens_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(tmp_path, "maroc", "france")

    def the_line_is_lost(server: Any) -> None:
        raise lost()

    world.servers["maroc"].on["before import"] = the_line_is_lost
    first = followed(world, capsys)
    assert any("Maroc" in line for line in first) and any("France" in line for line in first)
    world.servers["maroc"].on.clear()
    again = followed(world, capsys, stand(world))
    assert again and not any("France" in line for line in again)
    assert again[-1] == f"· Maroc · {messages.verdict_text(stand(world).clients[0].verdict, 'en')}"
    assert "· Maroc · APEX import" in first and "· Maroc · APEX import" in again, "done once more"
    done = {"· Maroc · Backup", "· Maroc · Changelog"}
    assert done <= set(first) and not done & set(again)


@pytest.mark.parametrize("put_back", [False, True])
def test_of_what_ended_nothing_is_told_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], put_back: bool
) -> None:
    world = World(tmp_path, "maroc")
    assert followed(world, capsys)
    if put_back:
        with closing(Journal(world.journal)) as journal:
            journal.append("r1", PuttingBack("maroc", now(), "Sara", "backup.zip"))
            journal.append("r1", PutBack("maroc", now(), None))
    assert followed(world, capsys, stand(world)) == []


def test_what_has_ended_well_is_not_begun_again_and_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(tmp_path, "maroc")
    assert world.run("r1").good
    last = stand(world).sequence
    monkeypatch.setattr(commands.sharing, "after", lambda place, rollout: None)
    arguments = argparse.Namespace(rollout="r1", json=False, quiet=False)
    assert commands.run_resume(Workplace.open(tmp_path), arguments) == 0
    told = capsys.readouterr()
    assert "None was asked now" in told.err and "once more" not in told.err
    assert "Maroc" in told.out and "Maroc" not in told.err
    assert stand(world).sequence == last


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_plan_tells_its_policy(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: messages.Lang,
) -> None:
    world = World(tmp_path, "maroc", "france")
    world.policy = Policy(
        checked_first=True, canary="france", stop_after=3, unreachable=Unreachable.ASK,
        outside=Outside.REFUSE, take_over=True,
    )  # fmt: skip
    (tmp_path / "settings.toml").write_text(f'language = "{language}"\n', encoding="utf-8")
    monkeypatch.setattr(commands, "_plan", lambda place, arguments: world.plan())
    commands.run_plan(Workplace.open(tmp_path), argparse.Namespace(json=False))
    told = capsys.readouterr().out.splitlines()
    said = messages.words("policy", language)
    assert told[2:] == [
        said["checked_first"], said["canary"].format(canary="france"),
        said["stop_after"].format(count=3), said["ask"], said["refuse"], said["take_over"],
    ]  # fmt: skip
    shares = messages.policy_lines(Policy(stop_after=0, stop_percent=5), language)
    assert said["stop_percent"].format(count=5) in shares and said["no_canary"] in shares
    assert said["no_stop"] in messages.policy_lines(Policy(stop_after=0), language)


def test_one_bad_end_is_told_as_one() -> None:
    (said,) = (s for s in messages.policy_lines(Policy(stop_after=1), "fr") if "mal" in s)
    assert "dès que 1 finit mal" in said
    (said,) = (s for s in messages.policy_lines(Policy(stop_after=2), "fr") if "mal" in s)
    assert "dès que 2 finissent mal" in said
