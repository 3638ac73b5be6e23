"""Native network services: some clients ask for them first, and get "none"."""

from __future__ import annotations

import struct
from typing import Final

from app.lab.wire.bytes import Reader

MAGIC: Final = bytes.fromhex("DEADBEEF")
_VERSION: Final = 0x17000000
_AUTHENTICATION, _ENCRYPTION, _INTEGRITY, _SUPERVISOR = 1, 2, 3, 4


def is_request(reader: Reader) -> bool:
    return reader.data[reader.at : reader.at + 4] == MAGIC


def _field(kind: int, data: bytes) -> bytes:
    return struct.pack(">HH", len(data), kind) + data


def _service(number: int, *fields: bytes) -> bytes:
    return struct.pack(">HHI", number, len(fields), 0) + b"".join(fields)


def answer(_: Reader) -> bytes:
    """No authentication adapter, no encryption, no integrity check; the supervisor agrees."""
    version = _field(5, struct.pack(">I", _VERSION))
    services = [
        _service(
            _SUPERVISOR,
            version,
            _field(6, struct.pack(">H", 31)),
            _field(1, MAGIC + struct.pack(">HIHH", 3, 2, 4, 1)),
        ),
        _service(_AUTHENTICATION, version, _field(6, struct.pack(">H", 0xFBFF))),
        _service(_ENCRYPTION, version, _field(2, b"\0")),
        _service(_INTEGRITY, version, _field(2, b"\0")),
    ]
    body = b"".join(services)
    return MAGIC + struct.pack(">HIHB", len(body) + 13, _VERSION, len(services), 0) + body
