"""One connection: negotiation, logon, then one request after the other.

Two threads: one reads packets and acts on breaks at once, the other works on requests. A response
is written whole or not at all, so a break finds the stream between two messages.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from app.lab.backend import BackendSession, OraError
from app.lab.wire import ano, answers
from app.lab.wire.auth import Logon
from app.lab.wire.bytes import (
    FLAG_END_OF_RESPONSE,
    FLAG_EOF,
    Marker,
    Message,
    NeedMore,
    Packet,
    ProtocolError,
    Reader,
    Writer,
    clr,
)
from app.lab.wire.cursors import Book, Worker
from app.lab.wire.faults import LOGON
from app.lab.wire.requests import Function, Login, Parser, Request

if TYPE_CHECKING:
    from app.lab.wire.server import LabServer

log = logging.getLogger("caravane.lab")
BREAK_BYTE: Final = 0x21
CANCELLED: Final = OraError(1013, "user requested cancel of current operation")
_NAME: Final = re.compile(rb"(SERVICE_NAME|SID)\s*=\s*([^)]*)", re.IGNORECASE)


class Gone(Exception):  # noqa: N818
    """The client left, or the lab is stopping."""


class Broken(Exception):  # noqa: N818
    """A break arrived: what was being read or done is dropped."""


class Connection:
    def __init__(self, server: LabServer, sock: socket.socket) -> None:
        self.server, self.sock = server, sock
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)  # a break byte stays in line
        self.packets: queue.Queue[tuple[int, int, bytes] | None] = queue.Queue()
        self.wide = False  # packet lengths are four bytes after ACCEPT
        self.sdu = server.sdu
        self.ready = False
        self.ends_response = False
        self.session: BackendSession | None = None
        self.book = Book()
        self.parser = Parser(self.book)
        self.round_trips = 0
        self._gate = threading.Condition()
        self._breaking = False
        self._busy = False
        self._frozen = False
        self._full = False
        self._flags = 0
        self._pipeline_mode = 0
        self._pipeline_failed = False
        self.closing = threading.Event()

    @property
    def busy(self) -> bool:
        return self._busy

    def start(self) -> None:
        for body, name in ((self._read, "reader"), (self._work, "worker")):
            threading.Thread(target=body, name=f"lab {name}", daemon=True).start()

    # -- the reading thread ----------------------------------------------------------------

    def _read(self) -> None:
        buffer = bytearray()
        try:
            while True:
                data = self.sock.recv(1 << 16)
                if not data:
                    break
                if not self._frozen:
                    buffer += data
                    self._packets(buffer)
        except OSError:
            pass  # a reset is a way of leaving
        finally:
            self.closing.set()
            self.packets.put(None)
            session = self.session
            if session is not None:
                session.cancel()

    def _packets(self, buffer: bytearray) -> None:
        while buffer:
            if buffer[0] == BREAK_BYTE:  # a packet never begins so
                del buffer[:1]
                if self.ready:
                    self._break()
                continue
            if len(buffer) < 8:
                return
            size = int.from_bytes(buffer[:4] if self.wide else buffer[:2], "big")
            if size < 8:
                raise OSError("a packet shorter than its head")
            if len(buffer) < size:
                return
            kind, body = buffer[4], bytes(buffer[8:size])
            del buffer[:size]
            if kind == Packet.MARKER:
                self._marker(body[2] if len(body) > 2 else 0)
            elif kind == Packet.DATA and self._breaking:
                continue  # everything is dropped until RESET
            else:
                self.packets.put((kind, size, body))

    def _marker(self, kind: int) -> None:
        if not self.ready:
            return  # the check of out-of-band data at connect wants no answer
        if kind != Marker.RESET:
            self._break()
            return
        with self._gate:
            self._gate.wait_for(lambda: not self._busy, timeout=60)
            self._breaking = False
            self._packet(Packet.MARKER, bytes((1, 0, Marker.RESET)))
            self._data(self._error(CANCELLED))

    def _break(self) -> None:
        with self._gate:
            if self._breaking:
                return
            self._breaking = True
            while not self.packets.empty():
                self.packets.get_nowait()
            self.packets.put((0, 0, b""))  # wakes a worker that waits for the rest of a request
            self._packet(Packet.MARKER, bytes((1, 0, Marker.BREAK)))
        if self.session is not None and self._busy:
            self.session.cancel()

    # -- writing ---------------------------------------------------------------------------

    def _packet(self, kind: int, body: bytes, wide: bool | None = None) -> None:
        size = len(body) + 8
        head = (
            struct.pack(">IBBH", size, kind, 0, 0)
            if (self.wide if wide is None else wide)
            else struct.pack(">HHBBH", size, 0, kind, 0, 0)
        )
        self.sock.sendall(head + body)

    def notify(self, code: int) -> None:
        """An in-band notification: the driver closes the connection before its next call."""
        with self._gate, contextlib.suppress(OSError):  # who left needs no notice
            self._packet(Packet.CONTROL, struct.pack(">HII", 8, 0, code))

    def _framed(self, payload: bytes) -> bytes:
        if self.ends_response:
            payload += bytes((Message.END_OF_RESPONSE,))
        room = self.sdu - 10
        out = []
        for at in range(0, len(payload) or 1, room):
            part = payload[at : at + room]
            last = self.ends_response and at + room >= len(payload)
            flags = FLAG_END_OF_RESPONSE if last else 0
            out.append(struct.pack(">IBBHH", len(part) + 10, Packet.DATA, 0, 0, flags) + part)
        return b"".join(out)

    def _data(self, payload: bytes) -> None:
        self.sock.sendall(self._framed(payload))

    def _send(self, payload: bytes) -> None:
        """The whole answer, unless a break came first."""
        with self._gate:
            if self._breaking:
                raise Broken
            self.round_trips += 1
            self.server.count_trip()
            self._data(payload)

    def _error(self, error: OraError, **facts: Any) -> bytes:
        return answers.end_of_call(self.parser.version, self.in_transaction, error=error, **facts)

    @property
    def in_transaction(self) -> bool:
        return self.session is not None and self.session.in_transaction

    # -- the working thread ----------------------------------------------------------------

    def _work(self) -> None:
        try:
            if self._handshake():
                self.ready = True
                self._requests()
        except (Gone, OSError, Broken):
            pass
        except ProtocolError as error:
            log.warning("a client that speaks something else: %s", error)
        except Exception:
            log.exception("a connection failed")
        finally:
            if self.session is not None:
                self.session.close()
            self._close()
            self.server.forget(self)

    def _close(self) -> None:
        with contextlib.suppress(OSError):  # it is closed already
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def _next(self, timeout: float | None = None) -> tuple[int, int, bytes] | None:
        """The next packet; None when none comes within ``timeout`` seconds."""
        try:
            found = self.packets.get(timeout=timeout)
        except queue.Empty:
            return None
        if found is None:
            self.packets.put(None)
            raise Gone
        if found[0] == 0:
            raise Broken
        return found

    def _must(self) -> tuple[int, int, bytes]:
        found = self._next()
        assert found is not None
        return found

    def _first(self) -> Reader:
        _, size, body = self._must()
        self._full = size >= self.sdu - 16
        self._flags = int.from_bytes(body[:2], "big")
        return Reader(body, 2)

    def _parsed(self, reader: Reader, parse: Callable[[Reader], Any]) -> Any:
        """Parse; when bytes are missing take more packets and parse again from the start."""
        start, parts = reader.at, [reader.data]
        while True:
            while self._full:  # a nearly full packet is nearly always followed by another
                more = self._next(timeout=0.02)
                if more is None:
                    break
                self._full = more[1] >= self.sdu - 16
                parts.append(more[2][2:])
            if len(parts) > 1:
                parts = [b"".join(parts)]
            reader = Reader(parts[0], start)
            try:
                return parse(reader)
            except NeedMore:
                _, size, body = self._must()
                self._full = size >= self.sdu - 16
                parts.append(body[2:])

    # -- negotiation -----------------------------------------------------------------------

    def _handshake(self) -> bool:
        kind, _, body = self._must()
        if kind != Packet.CONNECT or len(body) < 50:
            return False
        version, _, options = struct.unpack(">HHH", body[:6])
        small_sdu = int.from_bytes(body[6:8], "big")
        length, offset = struct.unpack(">HH", body[16:20])
        sdu = int.from_bytes(body[50:54], "big") if len(body) >= 54 else small_sdu
        flags = int.from_bytes(body[62:66], "big") if len(body) >= 66 else 0
        descriptor = body[offset - 8 :] if offset >= 8 else b""
        if not descriptor and length:
            descriptor = self._must()[2][2:]
        found = _NAME.search(descriptor)
        name = found[2].decode("ascii", "replace") if found else ""
        if self.server.refusal:
            self._refuse(self.server.refusal)
            return False
        backend = self.server.backend(name)
        if backend is None:
            code = 12505 if found and found[1].upper() == b"SID" else 12514
            self._refuse(code)
            return False
        self.backend, self.service = backend, name
        profile = self.server.profile
        version = min(version, profile.tns_version)
        modern = profile.fast_auth and version >= 319
        self.sdu = min(self.server.sdu, sdu or small_sdu or self.server.sdu)
        oob = bool(options & 0x0400)
        answer = (0x12000000 if modern else 0) | (1 if oob and flags & 1 else 0)
        small = min(self.sdu, 65535)
        accept = struct.pack(
            ">HHHHHHHBB", version, 1 | (0x0400 if oob else 0), small, small, 1, 0, 45, 0, 0
        )
        accept += bytes(8) + struct.pack(">I", self.sdu)
        if version >= 318:
            accept += struct.pack(">I", self.sdu) + b"\0" + struct.pack(">I", answer)
        with self._gate:
            self.wide = True  # before the answer: what the client sends next may come at once
            self._packet(Packet.ACCEPT, accept, wide=False)
        return self._negotiate(modern)

    def _refuse(self, code: int) -> None:
        text = (
            f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={code})(ERROR_STACK=(ERROR=(CODE={code})(EMFI=4))))"
        ).encode()
        self._packet(Packet.REFUSE, bytes((34, 0)) + struct.pack(">H", len(text)) + text)

    def _negotiate(self, modern: bool) -> bool:
        reader = self._first()
        while ano.is_request(reader):
            self._data(ano.answer(reader))
            reader = self._first()
        if reader.data[reader.at] == Message.FAST_AUTH:
            login = self._parsed(reader, self._fast_auth)
            self.ends_response = modern
            self._send(self._protocol(modern) + b"\x02\0\0" + self._challenge(login))
        else:
            self._parsed(reader, self._read_protocol)
            self._send(self._protocol(modern))
            self._parsed(self._first(), self._read_types)
            self._send(b"\x02\0\0")
            self.ends_response = modern
            login = self._parsed(self._first(), self.parser.login)
            self._send(self._challenge(login))
        return self._log_on(self._parsed(self._first(), self.parser.login))

    def _read_protocol(self, r: Reader) -> None:
        if r.u8() != Message.PROTOCOL:
            raise ProtocolError("the protocol message was expected")
        r.skip("11")
        r.until_zero()

    def _read_types(self, r: Reader) -> None:
        if r.u8() != Message.DATA_TYPES:
            raise ProtocolError("the data types message was expected")
        r.raw(5)
        capabilities = r.clr() or b""
        r.clr()
        while r.u16():
            if r.u16():
                r.raw(4)
        client = capabilities[7] if len(capabilities) > 7 else 0
        self.parser.version = min(client, self.server.profile.field_version)

    def _fast_auth(self, r: Reader) -> Login:
        r.raw(4)
        self._read_protocol(r)
        r.raw(5)
        version = r.u8()
        self._read_types(r)
        negotiated, self.parser.version = self.parser.version, version
        try:
            return self.parser.login(r)
        finally:
            self.parser.version = negotiated

    def _protocol(self, modern: bool) -> bytes:
        compile_time = bytearray(60)
        compile_time[0], compile_time[4] = 6, 8 | 2 | 32
        compile_time[7] = self.server.profile.field_version
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

    def _challenge(self, login: Login) -> bytes:
        self.user = login.user.strip('"').upper()
        self.machine = login.pairs.get("AUTH_MACHINE", "")
        self.refused: OraError | None = None
        try:
            verifier = self.backend.verifier(self.user)
        except OraError as error:
            verifier, self.refused = None, error
        self.logon = Logon(verifier)
        return answers.parameters(self.logon.challenge()) + answers.status(False)

    def _log_on(self, login: Login) -> bool:
        error: OraError | None = None
        for fault in self.server.faults.strike(LOGON):
            self._pause(fault.delay)
            if fault.error:
                error = OraError(*fault.error)
            if fault.action == "hang":
                self._frozen = True
                self.closing.wait()
                raise Gone
        right = login.function == Function.AUTH_TWO and self.logon.accepts(login.pairs)
        if error is None and not right:
            new = self.server.profile.fast_auth
            text = "invalid credential or not authorized" if new else "invalid username/password"
            error = self.refused or OraError(1017, f"{text}; logon denied")
        if error is None:
            try:
                program = login.pairs.get("SESSION_CLIENT_DRIVER_NAME", "")
                client = login.pairs.get("PROXY_CLIENT_NAME", "").strip('"')
                self.session = self.backend.log_on(self.user, program, client)
                self.session.set_client_info({"machine": self.machine})
            except OraError as refused:
                error = refused
        if error is not None:
            self._send(self._error(error))
            self.closing.wait(5)  # closing first could overtake the answer
            return False
        assert self.session is not None
        self.worker = Worker(self.session, self.parser, self.book, self.server.faults, self._pause)
        self._send(self._welcome())
        return True

    def _welcome(self) -> bytes:
        assert self.session is not None
        major, minor, x, y, z = self.backend.version
        if self.parser.version >= 11:
            number = major << 24 | minor << 16 | x << 12 | y << 4 | z
        else:
            number = major << 24 | minor << 20 | x << 12 | y << 8 | z
        name = self.backend.service
        facts = {
            "AUTH_VERSION_STRING": "- Lab", "AUTH_VERSION_SQL": "26", "AUTH_XACTION_TRAITS": "3",
            "AUTH_VERSION_NO": str(number), "AUTH_SESSION_ID": str(self.session.session_id),
            "AUTH_SERIAL_NUM": str(self.session.serial), "AUTH_INSTANCE_NO": "1",
            "AUTH_INSTANCENAME": name, "AUTH_SC_SERVICE_NAME": name,
            "AUTH_SC_DBUNIQUE_NAME": name, "AUTH_SC_REAL_DBUNIQUE_NAME": name,
            "AUTH_DBNAME": name, "AUTH_SC_DB_DOMAIN": "", "AUTH_MAX_OPEN_CURSORS": "300",
            "AUTH_MAX_IDEN_LENGTH": "128", "AUTH_SVR_RESPONSE": self.logon.response(),
        }  # fmt: skip
        pairs = [(k, v, 0) for k, v in facts.items()]
        days = self.backend.expires_in(self.user)
        warning = answers.warning(28002, f"the password will expire within {days} days")
        return answers.parameters(pairs) + (warning if days else b"") + answers.status(False)

    # -- requests --------------------------------------------------------------------------

    def _requests(self) -> None:
        while not self.closing.is_set() and not self.server.draining:
            try:
                request = self._request()
            except Broken:
                continue
            if request is None:
                continue
            with self._gate:
                if self._breaking:
                    continue
                self._busy = True
            try:
                self._serve(request)
            except Broken:
                continue
            finally:
                with self._gate:
                    self._busy = False
                    self._gate.notify_all()

    def _request(self) -> Request | None:
        reader = self._first()
        if self._flags & FLAG_EOF:
            raise Gone
        if not reader.left():
            return None
        found: Request | None = self._parsed(reader, self.parser.request)
        if found is not None and found.error is not None:
            while self._full:  # the rest of a request that was not understood
                more = self._next(timeout=0.05)
                self._full = more is not None and more[1] >= self.sdu - 16
        return found

    def _pause(self, seconds: float) -> None:
        """Wait, but not longer than the client does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.closing.is_set() and not self._breaking:
            self.closing.wait(min(0.01, max(0.0, until - time.monotonic())))

    def _serve(self, request: Request) -> None:
        assert self.session is not None
        self._pause(self.server.faults.latency)
        for function, value in request.before:
            self._before(function, value)
        head = Writer().u8(Message.TOKEN).ub(request.token).bytes() if request.token else b""
        try:
            if request.error is not None:
                raise request.error
            if request.token and self._pipeline_failed:
                text = "pipeline operation was not executed because an earlier one failed"
                raise OraError(43610, text)
            body, action = self._answer(request)
        except OraError as error:
            self._pipeline_failed = bool(request.token) and self._pipeline_mode == 2
            facts = {k: getattr(error, k) for k in ("cursor", "rows") if hasattr(error, k)}
            body, action = self._error(error, **facts), None
        except Broken:
            raise
        except Exception as error:
            log.exception("a request failed")
            # not ORA-00600: drivers take that one for a dead session
            text = f"lab failure: {type(error).__name__}: {error}"
            body, action = self._error(OraError(20999, text)), None
        if action is None:
            self._send(head + body)
        else:
            self._misbehave(action, head + body)

    def _before(self, function: int, value: Any) -> None:
        assert self.session is not None
        if function == Function.CLOSE_CURSORS:
            self.book.close(value)
        elif function == Function.LOB:
            self.book.free(value)
        elif function == Function.END_TO_END:
            self.session.set_client_info(value)
        elif function == Function.SET_SCHEMA:
            self.session.set_client_info({"current_schema": value})
        elif function == Function.PIPELINE_BEGIN:
            self._pipeline_mode, self._pipeline_failed = value, False

    def _answer(self, request: Request) -> tuple[bytes, str | None]:
        assert self.session is not None
        match request.function:
            case Function.EXECUTE | Function.REEXECUTE | Function.REEXECUTE_FETCH:
                return self.worker.execute(request.body)
            case Function.FETCH:
                return self.worker.fetch(*request.body), None
            case Function.LOB:
                return self.worker.lob(request.body), None
            case Function.COMMIT:
                action = next((f.action for f in self.server.faults.strike("<commit>")), None)
                self.session.commit()
                return answers.status(self.in_transaction), action
            case Function.ROLLBACK | Function.LOGOFF:
                self.session.rollback()
            case Function.AUTH_TWO:
                return self._change_password(request.body), None
            case Function.PIPELINE_END:
                self._pipeline_mode, self._pipeline_failed = 0, False
        return answers.status(self.in_transaction), None

    def _change_password(self, login: Login) -> bytes:
        old = self.logon.opened(login.pairs.get("AUTH_PASSWORD", ""))
        new = self.logon.opened(login.pairs.get("AUTH_NEWPASSWORD", ""))
        change = getattr(self.backend, "change_password", None)
        if old is None or new is None or change is None:
            raise OraError(1017, "invalid credential or not authorized; logon denied")
        change(self.user, old.decode(), new.decode())
        return answers.parameters([]) + answers.status(self.in_transaction)

    def _misbehave(self, action: str, payload: bytes) -> None:
        """Act out a fault."""
        if action == "hang":
            self._frozen = True
            self.closing.wait()
        elif action == "kill":
            self._send(self._error(OraError(28, "your session has been killed")))
        elif action == "half":
            framed = self._framed(payload)
            self.sock.sendall(framed[: max(12, len(framed) // 2)])
        elif action == "reset":
            linger = struct.pack("ii", 1, 0)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        raise Gone
