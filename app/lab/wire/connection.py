"""One connection: the way in, then one request after the other."""

from __future__ import annotations

import logging
import socket
import threading
from typing import TYPE_CHECKING, Any, Final

from app.lab.backend import BackendSession, OraError
from app.lab.wire import answers
from app.lab.wire.bytes import FLAG_EOF, Message, ProtocolError, Writer
from app.lab.wire.channel import Broken, Channel, Gone
from app.lab.wire.cursors import Book
from app.lab.wire.dialect import Dialect
from app.lab.wire.handshake import Guest, Handshake
from app.lab.wire.requests import Function, Login, Parser, Request
from app.lab.wire.worker import Worker

if TYPE_CHECKING:
    from app.lab.wire.server import LabServer

log = logging.getLogger("caravane.lab")
CANCELLED: Final = OraError(1013, "user requested cancel of current operation")


class Connection:
    """``cut`` and ``notify`` may be called from any thread."""

    def __init__(self, server: LabServer, sock: socket.socket) -> None:
        self._server = server
        self.channel = Channel(
            sock,
            server.sdu,
            self._interrupt,
            lambda: self._error(CANCELLED),
            server.faults.bandwidth,
        )
        self.book, self.dialect = Book(), Dialect()
        self._parser = Parser(self.book, self.dialect)
        self._guest: Guest | None = None
        self._pipeline_mode = 0
        self._pipeline_failed = False

    @property
    def busy(self) -> bool:
        return self.channel.busy

    @property
    def session(self) -> BackendSession | None:
        return self._guest.session if self._guest else None

    def start(self) -> None:
        self.channel.start()
        threading.Thread(target=self._work, name="lab worker", daemon=True).start()

    def _interrupt(self) -> None:
        if self.session is not None:
            self.session.cancel()

    def _error(self, error: OraError, **facts: Any) -> bytes:
        return answers.end_of_call(self.dialect, self.in_transaction, error=error, **facts)

    @property
    def in_transaction(self) -> bool:
        return self.session is not None and self.session.in_transaction

    def _work(self) -> None:
        try:
            self._guest = guest = Handshake(self.channel, self._server, self._parser).guest()
            if guest is not None:
                faults = self._server.faults
                self._worker = Worker(
                    guest.session, self.dialect, self.book, faults, self.channel.pause
                )
                self._requests(guest)
        except (Gone, OSError, Broken):
            pass
        except ProtocolError as error:
            log.warning("a client that speaks something else: %s", error)
        except Exception:
            log.exception("a connection failed")
        finally:
            if self.session is not None:
                self.session.close()
            self.channel.close()
            self._server.forget(self)

    # -- requests --------------------------------------------------------------------------

    def _requests(self, guest: Guest) -> None:
        while not self.channel.closing.is_set() and not self._server.draining:
            try:
                request = self._request()
            except Broken:
                continue
            if request is None:
                continue
            guest.session.begin_call()
            if not self.channel.begin():
                continue
            try:
                self._serve(guest, request)
            except Broken:
                continue
            finally:
                self.channel.end()

    def _request(self) -> Request | None:
        reader = self.channel.first()
        if self.channel.flags & FLAG_EOF:
            raise Gone
        if not reader.left():
            return None
        found = self.channel.parsed(reader, self._parser.request)
        if found is not None and found.error is not None:
            self.channel.drop_rest()
        return found

    def _serve(self, guest: Guest, request: Request) -> None:
        self.channel.pause(self._server.faults.latency)
        for function, value in request.before:
            self._before(guest, function, value)
        head = Writer().u8(Message.TOKEN).ub(request.token).bytes() if request.token else b""
        try:
            if request.error is not None:
                raise request.error
            if request.token and self._pipeline_failed:
                text = "pipeline operation was not executed because an earlier one failed"
                raise OraError(43610, text)
            body, action = self._answer(guest, request)
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
            self._server.count_trip()
            self.channel.send(head + body)
        else:
            self._misbehave(action, head + body)

    def _before(self, guest: Guest, function: int, value: Any) -> None:
        if function == Function.CLOSE_CURSORS:
            self.book.close(value)
        elif function == Function.CANCEL_CURSORS:
            self.book.cancel(value)
        elif function == Function.LOB:
            self.book.free(value)
        elif function == Function.END_TO_END:
            guest.session.set_client_info(value)
        elif function == Function.SET_SCHEMA:
            guest.session.set_client_info({"current_schema": value})
        elif function == Function.PIPELINE_BEGIN:
            self._pipeline_mode, self._pipeline_failed = value, False

    def _answer(self, guest: Guest, request: Request) -> tuple[bytes, str | None]:
        match request.function:
            case Function.EXECUTE | Function.REEXECUTE | Function.REEXECUTE_FETCH:
                return self._worker.execute(request.body)
            case Function.FETCH:
                return self._worker.fetch(*request.body), None
            case Function.LOB:
                return self._worker.lob(request.body), None
            case Function.DESCRIBE:
                return self._worker.describe(request.body), None
            case Function.COMMIT:
                struck = self._server.faults.strike("<commit>")
                guest.session.commit()
                action = next((f.action for f in struck), None)
                return answers.status(self.in_transaction), action
            case Function.ROLLBACK | Function.LOGOFF:
                guest.session.rollback()
            case Function.VERSION:
                banner = answers.banner(self.dialect, guest.backend.version)
                return banner + answers.status(self.in_transaction), None
            case Function.AUTH_TWO:
                return self._change_password(guest, request.body), None
            case Function.PIPELINE_END:
                self._pipeline_mode, self._pipeline_failed = 0, False
        return answers.status(self.in_transaction), None

    def _change_password(self, guest: Guest, login: Login) -> bytes:
        old = guest.logon.opened(login.pairs.get("AUTH_PASSWORD", ""))
        new = guest.logon.opened(login.pairs.get("AUTH_NEWPASSWORD", ""))
        change = getattr(guest.backend, "change_password", None)
        if old is None or new is None or change is None:
            raise OraError(1017, "invalid credential or not authorized; logon denied")
        change(guest.user, old.decode(), new.decode())
        return answers.parameters([]) + answers.status(self.in_transaction)

    def _misbehave(self, action: str, payload: bytes) -> None:
        """Act out a fault."""
        if action == "hang":
            self.channel.freeze()
        elif action == "kill":
            self.channel.send(self._error(OraError(28, "your session has been killed")))
        elif action == "half":
            framed = self.channel.framed(payload)
            self.channel.raw(framed[: max(12, len(framed) // 2)])
        elif action == "reset":
            self.channel.reset()
        raise Gone
