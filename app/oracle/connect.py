"""Connecting, within a deadline of our own.

``oracledb.connect`` waits for ever for a listener that accepts and stays silent, whatever its TCP
timeout says. So the attempt runs in a thread of its own: at the deadline its socket is shut down,
which ends the thread too, and the caller goes on. Nothing here logs or keeps the password.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from app import waiting
from app.errors import OracleError
from app.lazy import lazy
from app.oracle.failures import connect_error
from app.oracle.session import ConnectionSpec, Session, TripCounter

if TYPE_CHECKING:
    import oracledb
else:
    oracledb = lazy("oracledb")

MODULE: Final = "Caravane"
log = logging.getLogger(__name__)

# Large packets for large objects; the server answers with what it allows.
_SDU: Final = 65_535

# Minutes between keep-alive probes: firewalls forget a line that is silent during a long import.
_KEEP_ALIVE: Final = 2


def connect(spec: ConnectionSpec, password: str, wallet_password: str = "") -> Session:
    """Open a session within ``spec.connect_timeout`` seconds.

    Raises OracleError: ``oracle.unknown_host``, ``oracle.unreachable``, ``oracle.no_listener``,
    ``oracle.silent_listener``, ``oracle.unknown_service``, ``oracle.bad_dsn``, ``oracle.tls``,
    ``oracle.tls_name``, ``oracle.tls_unchecked``, ``oracle.wallet``, ``oracle.native_encryption``,
    ``oracle.wrong_password``, ``oracle.account_locked``, ``oracle.password_expired``,
    ``oracle.no_create_session``, ``oracle.lost``, ``oracle.refused``, ``oracle.driver``.
    """
    # Until the first connection succeeded, the driver lets only one attempt run at a time, to see
    # whether its other mode is wanted; one silent listener would then hold up all other clients.
    oracledb.enable_thin_mode()  # type: ignore[no-untyped-call]
    trips = TripCounter()
    _server_is_checked(spec)
    attempt = _Attempt(spec, password, wallet_password, trips)
    attempt.start()
    connection = attempt.wait()
    # Set once, and only here: on a connection that lost its socket this call crashes the driver.
    if connection.is_healthy():
        connection.call_timeout = max(1, round(spec.call_timeout * 1000))
        # Sent along with the first call: DBMS_APPLICATION_INFO without a trip of its own.
        connection.module = MODULE
    return Session(spec, connection, trips)


def _server_is_checked(spec: ConnectionSpec) -> None:
    """TLS without a look at the server's name gives the password to whoever answers: an address
    that turns the look off is refused before anything is sent."""
    params = oracledb.ConnectParams(config_dir=spec.wallet or None)
    try:
        params.parse_connect_string(spec.dsn)
    except (oracledb.Error, ValueError, OSError):
        return  # connecting says better what is wrong with it
    checks = params.ssl_server_dn_match
    if not all(checks if isinstance(checks, list) else [checks]):
        raise OracleError(
            "oracle.tls_unchecked", target=spec.name, dsn=spec.dsn, detail="", statement=""
        )


class _Attempt(threading.Thread):
    """One attempt to connect, and what became of it."""

    def __init__(
        self, spec: ConnectionSpec, password: str, wallet_password: str, trips: TripCounter
    ) -> None:
        super().__init__(name=f"connect-{spec.name}", daemon=True)
        self._spec, self._password, self._trips = spec, password, trips
        self._wallet_password = wallet_password
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._abandoned = False
        self._socket: socket.socket | None = None
        self._connection: Any = None
        self._failure: OracleError | None = None

    def run(self) -> None:
        connection: Any = None
        failure: OracleError | None = None
        sys.setprofile(self._watch)
        try:
            connection = oracledb.connect(
                user=self._spec.user,
                password=self._password,
                dsn=self._spec.dsn,
                tcp_connect_timeout=self._spec.connect_timeout,
                expire_time=_KEEP_ALIVE,
                sdu=_SDU,
                round_trip_callback=self._trips,
                **self._wallet(),
            )
        except Exception as error:
            secrets = (self._password, self._wallet_password)
            failure = connect_error(error, self._spec.name, self._spec.dsn, secrets)
            if not isinstance(error, oracledb.Error | OSError | ValueError):
                log.exception("the driver failed in a way of its own: %s", self._spec.name)
        finally:
            sys.setprofile(None)
            self._password = self._wallet_password = ""
            with self._lock:
                late = self._abandoned
                self._connection, self._failure = connection, failure
                if self._socket is not None:
                    self._socket.close()
                    self._socket = None
            self._ended.set()
        if late and connection is not None:
            Session(self._spec, connection, self._trips).close()

    def _wallet(self) -> dict[str, Any]:
        folder = self._spec.wallet
        if not folder:
            return {}
        return {
            "wallet_location": folder,
            "wallet_password": self._wallet_password or None,
            "config_dir": folder,
        }

    def wait(self) -> Any:
        """The connection; raises its failure, or the silence at the deadline."""
        waiting.wait(self._ended, self._spec.connect_timeout)
        with self._lock:
            if not self._ended.is_set() and self._connection is None and self._failure is None:
                self._abandoned = True
                raise self._give_up()
        if self._failure is not None:
            raise self._failure
        return self._connection

    def _give_up(self) -> OracleError:
        code = "oracle.unreachable"
        if self._socket is not None:
            code = "oracle.silent_listener"
            with suppress(OSError):  # the peer may be faster
                self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits on it
        return OracleError(
            code,
            retryable=True,
            target=self._spec.name,
            dsn=self._spec.dsn,
            seconds=self._spec.connect_timeout,
            detail="",
        )

    def _watch(self, frame: FrameType, event: str, result: Any) -> None:
        """Profile hook of this thread alone: keep a handle of the socket that the driver opens.

        The handle is a duplicate, because TLS takes the original socket apart.
        """
        opened = event == "return" and frame.f_code is socket.create_connection.__code__
        if opened and isinstance(result, socket.socket):
            with self._lock:
                if self._socket is not None:
                    self._socket.close()
                self._socket = result.dup()
