"""A second client that shares no code with ours: node-oracledb in thin mode, both profiles."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD

pytestmark = pytest.mark.node

PACKAGE = "oracledb@6.10.0"
CLIENT = Path(__file__).with_name("client.mjs")


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package; without node and npm only CI insists."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        if os.environ.get("CI"):
            pytest.fail("node and npm are needed in CI")
        pytest.skip("node and npm are not installed")
    folder = tmp_path_factory.mktemp("node")
    subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE],
        check=True,
        capture_output=True,
        timeout=180,
    )
    shutil.copy(CLIENT, folder / CLIENT.name)
    return folder


def test_node_oracledb_connects_and_works(package: Path, server: LabServer) -> None:
    done = subprocess.run(
        ["node", CLIENT.name, f"127.0.0.1:{server.port}/LAB"],
        cwd=package,
        env={**os.environ, "LAB_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["version"].startswith("23" if server.profile.fast_auth else "19")
    assert (seen["inserted"], seen["selected"], seen["last"]) == (500, 500, [499, "été 499"])
    assert seen["error"] == 942
    assert seen["out"] == {"a": "abcd", "b": 4}
