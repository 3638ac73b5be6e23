"""node-oracledb in thin mode, which shares no code with ours: two releases of it, both profiles."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD
from tests.referees import need, packages, run

pytestmark = pytest.mark.node

CLIENT = Path(__file__).with_name("client.mjs")


@pytest.mark.parametrize("package", ["oracledb", "oracledb-next"], ids=["6.10", "26.0"])
def test_node_oracledb_connects_and_works(package: str, server: LabServer, tmp_path: Path) -> None:
    script = tmp_path / CLIENT.name
    text = CLIENT.read_text(encoding="utf-8").replace("'oracledb'", json.dumps(package))
    script.write_text(text, encoding="utf-8")
    (tmp_path / "node_modules").mkdir()
    shutil.copytree(packages() / package, tmp_path / "node_modules" / package)
    done = run(
        [need("node"), str(script), f"127.0.0.1:{server.port}/LAB"], 60, LAB_PASSWORD=PASSWORD
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["version"].startswith("23" if server.profile.fast_auth else "19")
    assert (seen["inserted"], seen["selected"], seen["last"]) == (500, 500, [499, "été 499"])
    assert seen["error"] == 942
    assert seen["out"] == {"a": "abcd", "b": 4}
