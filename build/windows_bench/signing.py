"""Signing, with a certificate of the bench's own: nobody trusts it, and all is signed with it as it
will be with one that is bought."""

from __future__ import annotations

import subprocess
from pathlib import Path

from windows_bench.wine import Bench, BenchError


def make(bench: Bench) -> Path:
    """A program that signs the file that it is given."""
    folder = bench.folder / "signing"
    folder.mkdir(exist_ok=True)
    _call(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=Caravane's bench", "-addext", "extendedKeyUsage=codeSigning",
        "-keyout", folder / "key.pem", "-out", folder / "certificate.pem",
    )  # fmt: skip
    program = folder / "sign"
    program.write_text(
        f"""#!/bin/sh -e
cd "{folder}"
osslsigncode sign -h sha256 -certs certificate.pem -key key.pem -in "$1" -out signed >/dev/null
mv signed "$1"
"""
    )
    program.chmod(0o755)
    return program


def sign(bench: Bench, file: Path) -> None:
    _call(bench.folder / "signing" / "sign", file)


def verify(bench: Bench, file: Path) -> None:
    """BenchError where ``file`` has no signature, or has changed since."""
    certificate = bench.folder / "signing" / "certificate.pem"
    _call("osslsigncode", "verify", "-CAfile", certificate, "-in", file)


def _call(*words: str | Path) -> None:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError(f"{' '.join(map(str, words[:2]))}: {(done.stdout + done.stderr)[-1500:]}")
