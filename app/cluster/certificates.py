"""Certificates for a cluster: an authority of its own, and one for each machine that takes part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app import durable

AUTHORITY: Final = "authority"
YEARS: Final = 3


def make(folder: Path, names: tuple[str, ...]) -> dict[str, tuple[Path, Path]]:
    """``NAME.pem`` and ``NAME.key`` in ``folder`` for each name, signed by the authority there,
    which is made where there is none. What exists stays. By name; raises OSError.

    Who has ``authority.key`` can let anybody in: it stays at the vendor's, offline.
    """
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = _authority(folder)
    found = {}
    for name in names:
        paths = folder / f"{name}.pem", folder / f"{name}.key"
        if not paths[0].exists():
            _write(folder, name, *_signed(name, certificate, key))
        found[name] = paths
    return found


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path, key_path = folder / f"{AUTHORITY}.pem", folder / f"{AUTHORITY}.key"
    if path.exists():
        read = serialization.load_pem_private_key(key_path.read_bytes(), None)
        assert isinstance(read, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(path.read_bytes()), read
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Caravane cluster")
    basic = x509.BasicConstraints(ca=True, path_length=0)
    made = _built(name, name, key).add_extension(basic, critical=True).sign(key, hashes.SHA256())
    _write(folder, AUTHORITY, made, key)
    return made, key


def _signed(
    name: str, authority: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Each may dial and be dialled."""
    own = ec.generate_private_key(ec.SECP256R1())
    uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    made = (
        _built(_name(name), authority.subject, own)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    )
    return made.sign(key, hashes.SHA256()), own


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _built(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks differ
        .not_valid_after(now + timedelta(days=365 * YEARS))
    )


def _write(
    folder: Path, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    plain = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    durable.write(folder / f"{name}.key", plain.decode(), private=True)
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    durable.write(folder / f"{name}.pem", pem.decode())
