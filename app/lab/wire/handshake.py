"""From the first packet to a session: address, capabilities, logon."""

from __future__ import annotations

import contextlib
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.lab.backend import Backend, BackendSession, OraError
from app.lab.wire import ano, answers
from app.lab.wire.auth import Logon
from app.lab.wire.bytes import Message, Packet, ProtocolError, Reader, clr
from app.lab.wire.channel import Channel, Gone
from app.lab.wire.faults import LOGON
from app.lab.wire.requests import Function, Login, Parser

if TYPE_CHECKING:
    from app.lab.wire.server import LabServer

_NAME: Final = re.compile(rb"(SERVICE_NAME|SID)\s*=\s*([^)]*)", re.IGNORECASE)

_TYPES: Final = bytes((Message.DATA_TYPES, 0, 0))  # the client's are taken as they are


@dataclass(frozen=True)
class Guest:
    """Who is logged on, and where."""

    backend: Backend
    session: BackendSession
    user: str
    logon: Logon


class Handshake:
    """One client's way in. ``guest`` returns None for one that was refused, who has been told."""

    def __init__(self, channel: Channel, server: LabServer, parser: Parser) -> None:
        self._channel, self._server, self._parser = channel, server, parser
        self._profile = server.profile

    def guest(self) -> Guest | None:
        kind, _, body = self._channel.must()
        if kind != Packet.CONNECT or len(body) < 50:
            return None
        backend = self._backend(body)
        if backend is None:
            return None
        modern = self._accept(body)
        return self._log_on(backend, modern)

    # -- where to --------------------------------------------------------------------------

    def _backend(self, body: bytes) -> Backend | None:
        length, offset = struct.unpack(">HH", body[16:20])
        descriptor = body[offset - 8 :] if offset >= 8 else b""
        if not descriptor and length:
            descriptor = self._channel.must()[2][2:]
        found = _NAME.search(descriptor)
        name = found[2].decode("ascii", "replace") if found else ""
        if self._server.refusal:
            self._refuse(self._server.refusal)
            return None
        backend = self._server.backend(name)
        if backend is None:
            self._refuse(12505 if found and found[1].upper() == b"SID" else 12514)
        return backend

    def _refuse(self, code: int) -> None:
        text = (
            f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={code})(ERROR_STACK=(ERROR=(CODE={code})(EMFI=4))))"
        ).encode()
        self._channel.packet(Packet.REFUSE, bytes((34, 0)) + struct.pack(">H", len(text)) + text)

    def _accept(self, body: bytes) -> bool:
        """Agree on sizes and options; whether the client is a modern one."""
        asked, _, options = struct.unpack(">HHH", body[:6])
        small = int.from_bytes(body[6:8], "big")
        large = int.from_bytes(body[50:54], "big") if len(body) >= 54 else small
        flags = int.from_bytes(body[62:66], "big") if len(body) >= 66 else 0
        version = min(asked, self._profile.tns_version)
        modern = self._profile.fast_auth and version >= 319
        sdu = self._channel.sdu = min(self._server.sdu, large or small or self._server.sdu)
        urgent = bool(options & 0x0400)
        answer = (0x12000000 if modern else 0) | (1 if urgent and flags & 1 else 0)
        short = min(sdu, 65535)
        accept = struct.pack(
            ">HHHHHHHBB", version, 1 | (0x0400 if urgent else 0), short, short, 1, 0, 45, 0, 0
        )
        accept += bytes(8) + struct.pack(">I", sdu)
        if version >= 318:
            accept += struct.pack(">I", sdu) + b"\0" + struct.pack(">I", answer)
        self._channel.accept(accept)
        return modern

    # -- what both can ---------------------------------------------------------------------

    def _read_protocol(self, r: Reader) -> None:
        if r.u8() != Message.PROTOCOL:
            raise ProtocolError("the protocol message was expected")
        r.until_zero()  # the versions that the client knows
        self._parser.dialect.meet(r.until_zero())

    def _read_types(self, r: Reader) -> None:
        if r.u8() != Message.DATA_TYPES:
            raise ProtocolError("the data types message was expected")
        r.raw(5)
        capabilities = r.clr() or b""
        run_time = r.clr() or b""
        if len(run_time) > 1 and run_time[1] & 1:
            r.raw(11)  # the client's time zone; our capabilities say that we name none
        while r.u16():
            if r.u16():
                r.raw(4)
        client = capabilities[7] if len(capabilities) > 7 else 0
        self._parser.dialect.version = min(client, self._profile.field_version)

    def _fast_auth(self, r: Reader) -> Login:
        r.raw(4)
        self._read_protocol(r)
        r.raw(5)
        version = r.u8()
        self._read_types(r)
        dialect = self._parser.dialect
        negotiated, dialect.version = dialect.version, version
        try:
            return self._parser.login(r)
        finally:
            dialect.version = negotiated

    def _protocol(self, modern: bool) -> bytes:
        compile_time = bytearray(60)
        compile_time[0], compile_time[4] = 6, 8 | 2 | 32
        compile_time[7] = self._profile.field_version
        compile_time[15:20] = bytes((0x29, 0x90, 3, 7, 3))
        compile_time[21], compile_time[23], compile_time[27] = 1, 0xCF, 1
        compile_time[37], compile_time[42] = 0xB8, 5
        compile_time[40] = 0x04 | (0x20 if modern else 0)
        run_time = bytearray(11)
        run_time[0], run_time[6] = 2, 0x01 | 0x04
        forms = bytes(9) + struct.pack(">H", 2000)
        return (
            b"\x01\x06\x00Caravane lab, not Oracle\x00"
            + struct.pack("<HBH", answers.CHARSET, 1, 0)
            + struct.pack(">H", len(forms))
            + forms
            + clr(bytes(compile_time))
            + clr(bytes(run_time))
        )

    # -- who -------------------------------------------------------------------------------

    def _log_on(self, backend: Backend, modern: bool) -> Guest | None:
        channel = self._channel
        reader = channel.first()
        while ano.is_request(reader):
            channel.data(ano.answer(reader))
            reader = channel.first()
        if reader.data[reader.at] == Message.FAST_AUTH:
            asked = channel.parsed(reader, self._fast_auth)
            channel.ends_response = modern
            head = self._protocol(modern) + _TYPES
        else:
            channel.parsed(reader, self._read_protocol)
            self._send(self._protocol(modern))
            channel.parsed(channel.first(), self._read_types)
            self._send(_TYPES)
            channel.ends_response = modern
            asked = channel.parsed(channel.first(), self._parser.login)
            head = b""
        user = asked.user.strip('"').upper()
        refusal: OraError | None = None
        try:
            verifier = backend.verifier(user)
        except OraError as error:
            verifier, refusal = None, error
        logon = Logon(verifier)
        challenge = answers.parameters(logon.challenge()) + answers.status(False)
        self._send(head + challenge)
        login = channel.parsed(channel.first(), self._parser.login)
        with contextlib.ExitStack() as undo:
            try:
                self._check(login, logon, refusal)
                program = login.pairs.get("SESSION_CLIENT_DRIVER_NAME", "")
                proxied = login.pairs.get("PROXY_CLIENT_NAME", "").strip('"')
                session = backend.log_on(user, program, proxied)
                undo.callback(session.close)
                session.set_client_info({"machine": asked.pairs.get("AUTH_MACHINE", "")})
            except OraError as error:
                self._send(answers.end_of_call(self._parser.dialect, False, error=error))
                channel.closing.wait(5)  # closing first could overtake the answer
                return None
            guest = Guest(backend, session, user, logon)
            channel.marker_follows = self._parser.dialect.java
            channel.ready = True  # before the welcome: the client's next word may be a break
            self._send(self._welcome(guest))
            undo.pop_all()
        return guest

    def _check(self, login: Login, logon: Logon, refusal: OraError | None) -> None:
        """Raises OraError for a wrong password, a locked account, or a fault that strikes here."""
        error: OraError | None = None
        for fault in self._server.faults.strike(LOGON):
            self._channel.pause(fault.delay)
            if fault.error:
                error = OraError(*fault.error)
            if fault.action == "hang":
                self._channel.freeze()
                raise Gone
        right = login.function == Function.AUTH_TWO and logon.accepts(login.pairs)
        if error is None and not right:
            new = self._profile.fast_auth
            text = "invalid credential or not authorized" if new else "invalid username/password"
            error = refusal or OraError(1017, f"{text}; logon denied")
        if error is not None:
            raise error

    def _welcome(self, guest: Guest) -> bytes:
        major, minor, x, y, z = guest.backend.version
        if self._parser.dialect.version >= 11:
            number = major << 24 | minor << 16 | x << 12 | y << 4 | z
        else:
            number = major << 24 | minor << 20 | x << 12 | y << 8 | z
        name = guest.backend.service
        facts = {
            "AUTH_VERSION_STRING": "- Lab", "AUTH_VERSION_SQL": "26", "AUTH_XACTION_TRAITS": "3",
            "AUTH_VERSION_NO": str(number), "AUTH_SESSION_ID": str(guest.session.session_id),
            "AUTH_SERIAL_NUM": str(guest.session.serial), "AUTH_INSTANCE_NO": "1",
            "AUTH_INSTANCENAME": name, "AUTH_SC_SERVICE_NAME": name,
            "AUTH_SC_DBUNIQUE_NAME": name, "AUTH_SC_REAL_DBUNIQUE_NAME": name,
            "AUTH_DBNAME": name, "AUTH_SC_DB_DOMAIN": "", "AUTH_MAX_OPEN_CURSORS": "300",
            "AUTH_MAX_IDEN_LENGTH": "128", "AUTH_SVR_RESPONSE": guest.logon.response(),
        }  # fmt: skip
        pairs = [(k, v, 0) for k, v in facts.items()]
        days = guest.backend.expires_in(guest.user)
        warning = answers.warning(28002, f"the password will expire within {days} days")
        return answers.parameters(pairs) + (warning if days else b"") + answers.status(False)

    def _send(self, payload: bytes) -> None:
        self._server.count_trip()
        self._channel.send(payload)
