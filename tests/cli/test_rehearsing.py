"""What ``rollout check`` and a dry run say of each client."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from app.cli.rollout import print_findings
from app.rollout.model import Problem
from app.rollout.rehearsal import Finding
from app.secrets import Keyring
from app.services.workplace import Workplace
from app.settings import Settings


def test_a_dry_run_with_nothing_to_send_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Workplace(tmp_path, Settings(language="en"), Keyring())
    finding = Finding("maroc", "A Maroc", 1, None, "2", (), False, None, 3, 0.1)
    print_findings((finding,), place, dry=True)
    assert ", nothing to send\n" in capsys.readouterr().out
    refused = replace(finding, problem=Problem("rollout.workspace", {"client": "A Maroc"}))
    print_findings((refused,), place, dry=True)
    out = capsys.readouterr().out
    assert "changesets" not in out and "the application is there" not in out
    print_findings((finding,), place)
    out = capsys.readouterr().out
    assert "nothing to send" not in out and "0 of 1 client would be stopped" in out
