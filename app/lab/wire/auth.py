"""The server's side of the logon with a 12c verifier (PBKDF2 and SHA-512)."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TYPE_12C: Final = 0x4815
ITERATIONS: Final = 4096
_SPEEDY: Final = b"AUTH_PBKDF2_SPEEDY_KEY"


def _aes(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(bytes(16)))


def encrypt(key: bytes, data: bytes) -> bytes:
    worker = _aes(key).encryptor()
    return worker.update(data) + worker.finalize()


def decrypt(key: bytes, data: bytes) -> bytes:
    worker = _aes(key).decryptor()
    return worker.update(data) + worker.finalize()


class Logon:
    """One conversation: a challenge, then the check of what the client made of it.

    ``verifier`` is 16 bytes of salt and 64 of T; None plays the same for an unknown user, so that
    nobody learns which users there are.
    """

    def __init__(self, verifier: bytes | None) -> None:
        self._decoy = verifier is None
        stored = verifier or os.urandom(80)
        self._salt, self._hash = stored[:16], stored[16:]
        self._ours, self._mixing = os.urandom(32), os.urandom(16)
        self._combined = b""

    def challenge(self) -> list[tuple[str, str, int]]:
        """Key, value and flags of the first answer."""
        key = encrypt(self._hash[:32], self._ours)
        return [
            ("AUTH_SESSKEY", key.hex().upper(), 0),
            ("AUTH_VFR_DATA", self._salt.hex().upper(), TYPE_12C),
            ("AUTH_PBKDF2_CSK_SALT", self._mixing.hex().upper(), 0),
            ("AUTH_PBKDF2_VGEN_COUNT", str(ITERATIONS), 0),
            ("AUTH_PBKDF2_SDER_COUNT", "3", 0),
        ]

    def accepts(self, answer: Mapping[str, str]) -> bool:
        """Whether the client knows the password."""
        try:
            theirs = decrypt(self._hash[:32], bytes.fromhex(answer["AUTH_SESSKEY"]))
            mixed = (theirs[:32] + self._ours).hex().upper().encode()
            self._combined = hashlib.pbkdf2_hmac("sha512", mixed, self._mixing, 3, 32)
            password = self.opened(answer["AUTH_PASSWORD"])
            if password is None:
                return False
            if "AUTH_PBKDF2_SPEEDY_KEY" in answer:  # saves the slow derivation
                sent = bytes.fromhex(answer["AUTH_PBKDF2_SPEEDY_KEY"])
                key = decrypt(self._combined, sent)[16:80]
            else:
                key = hashlib.pbkdf2_hmac("sha512", password, self._salt + _SPEEDY, ITERATIONS, 64)
        except (KeyError, ValueError, IndexError):
            return False
        made = hashlib.sha512(key + self._salt).digest()
        return hmac.compare_digest(made, self._hash) and not self._decoy

    def opened(self, sent: str) -> bytes | None:
        """A password as the client sent it, or None where the padding is wrong."""
        clear = decrypt(self._combined, bytes.fromhex(sent))
        count = clear[-1]
        if not 1 <= count <= 16 or clear[-count:] != bytes((count,)) * count:
            return None
        return clear[16:-count]

    def response(self) -> str:
        """The proof that the server knew the verifier."""
        clear = os.urandom(16) + b"SERVER_TO_CLIENT" + bytes((16,)) * 16
        return encrypt(self._combined, clear).hex().upper()
