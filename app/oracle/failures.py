"""What the driver raises, as ``OracleError`` values with a stable code.

Every failure of the driver becomes exactly one ``OracleError`` here, and nowhere else. Its facts
hold the connection's name, the ORA number and the server's own text; bind values, passwords and
the driver's advice links never enter them.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from app import masking
from app.errors import OracleError
from app.lazy import lazy

if TYPE_CHECKING:
    import oracledb
else:
    oracledb = lazy("oracledb")

_BY_NUMBER: Final = {
    1005: "oracle.wrong_password",
    1017: "oracle.wrong_password",
    28000: "oracle.account_locked",
    28001: "oracle.password_expired",
    1045: "oracle.no_create_session",
    1013: "oracle.cancelled",
}

# Codes of the driver itself (its errors.py); the numbers are part of its documented messages.
_BY_DRIVER_CODE: Final = {
    "DPY-1001": "oracle.lost",  # not connected
    "DPY-4011": "oracle.lost",  # the database or network closed the connection
    "DPY-4024": "oracle.timeout",  # call timeout exceeded
    "DPY-4001": "oracle.wrong_password",  # no credentials
    "DPY-6001": "oracle.unknown_service",
    "DPY-6003": "oracle.unknown_service",
    "DPY-2049": "oracle.bad_dsn",
    "DPY-4000": "oracle.bad_dsn",
    "DPY-4017": "oracle.bad_dsn",
    "DPY-4018": "oracle.bad_dsn",
    "DPY-4021": "oracle.bad_dsn",
    "DPY-4026": "oracle.bad_dsn",
    "DPY-4027": "oracle.bad_dsn",
    "DPY-2018": "oracle.wallet",  # no ewallet.pem in the folder
    "DPY-6002": "oracle.tls_name",  # another distinguished name in the certificate
    "DPY-6006": "oracle.tls_name",  # another host name in the certificate
    "DPY-5016": "oracle.native_encryption",  # the negotiation of Oracle's network services failed
}

# "... is only supported in thick mode": either the server demands Oracle's own encryption, or the
# DSN has no host (the driver takes it for a database on this machine, "bequeath").
_THIN_CANNOT: Final = "DPY-3001"
_NATIVE: Final = re.compile(r"native network encryption|data integrity|checksum", re.IGNORECASE)

_RETRYABLE_CODES: Final = frozenset(
    {
        "oracle.lost",
        "oracle.timeout",
        "oracle.cancelled",
        "oracle.no_listener",
        "oracle.silent_listener",
        "oracle.unreachable",
        "oracle.unknown_service",
    }
)

_NO_ROUTE: Final = frozenset(
    {
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
        errno.ENETDOWN,
        errno.EADDRNOTAVAIL,
        10065,  # WSAEHOSTUNREACH
        10051,  # WSAENETUNREACH
        10060,  # WSAETIMEDOUT
    }
)

# Busy, starting or stopping: the same call can succeed later without anyone changing anything.
_RETRYABLE_NUMBERS: Final = frozenset(
    {18, 20, 54, 60, 1033, 1034, 1089, 1090, 4020, 4021, 4061, 4068, 12516, 12518, 12519, 12520}
    | {12526, 12527, 12528, 30006}
)

_OTHER_NAME: Final = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH

_SIMILAR: Final = re.compile(r"Similar to ORA-(\d+)")
_NUMBER: Final = re.compile(r"\bORA-(\d{5})\b")
_STATEMENT_LENGTH: Final = 160
# Where our own block called the statement: not of the statement.
_OUR_LINE: Final = re.compile(r"\nORA-06512: at line \d+\Z")


def first_line(statement: str) -> str:
    """The first non-blank line of a statement, cut to a length that fits a message."""
    line = next((s for raw in statement.splitlines() if (s := raw.strip())), "")
    line = masking.in_statement(line)
    return line if len(line) <= _STATEMENT_LENGTH else line[: _STATEMENT_LENGTH - 1] + "…"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _driver_errors(error: BaseException) -> Iterator[tuple[str, int, str]]:
    """(full code, ORA number or 0, message) of each driver error in the chain, outermost first."""
    for link in _chain(error):
        if isinstance(link, oracledb.Error) and link.args:
            info = link.args[0]
            full = str(getattr(info, "full_code", ""))
            yield full, int(getattr(info, "code", 0) or 0), str(getattr(info, "message", info))


def _clean(message: str) -> str:
    """The server's own text: without the driver's link to a help page."""
    lines = [line.rstrip() for line in message.splitlines() if not line.startswith("Help: ")]
    return "\n".join(line for line in lines if line)


def _of_driver(full: str, message: str) -> str | None:
    if full == _THIN_CANNOT:
        return "oracle.native_encryption" if _NATIVE.search(message) else "oracle.bad_dsn"
    return _BY_DRIVER_CODE.get(full)


def _number(full: str, number: int, message: str) -> int:
    if number:
        return number
    similar = _SIMILAR.search(message)
    if similar is not None:
        return int(similar.group(1))
    return int(found.group(1)) if (found := _NUMBER.match(full)) else 0


def call_error(error: BaseException, target: str, statement: str = "") -> OracleError:
    """The failure of a call on an open connection.

    Facts: ``target``, ``ora`` (0 if none), ``detail``, ``statement`` (first line, no values), and
    ``dpy``, the driver's own code, where there is no number.
    """
    own = ""
    raised = next(_driver_errors(error), None)
    if raised is None:
        ora, detail = 0, _clean(str(error))
        code = "oracle.lost" if isinstance(error, OSError) else "oracle.driver"
    else:
        full, number, message = raised
        ora, detail = _number(full, number, message), _clean(message)
        # A number that ends the session (600, 3113 ...) carries the driver's "closed" code.
        code = _of_driver(full, message) or _BY_NUMBER.get(ora, "")
        code = code or ("oracle.refused" if ora else "oracle.driver")
        own = "" if ora else full
    return OracleError(
        code,
        ora=ora,
        retryable=_retryable(code, ora),
        target=target,
        detail=detail,
        statement=first_line(statement),
        **({"dpy": own} if own else {}),
    )


def told_error(ora: int, text: str, target: str, statement: str) -> OracleError:
    """The failure of a statement that a block ran, as the block told it: facts as ``call_error``
    has them. ``text`` is DBMS_UTILITY.FORMAT_ERROR_STACK."""
    code = _BY_NUMBER.get(ora) or "oracle.refused"
    return OracleError(
        code,
        ora=ora,
        retryable=_retryable(code, ora),
        target=target,
        detail=_OUR_LINE.sub("", _clean(text)),
        statement=first_line(statement),
    )


def connect_error(
    error: BaseException, target: str, dsn: str, secrets: Iterable[str]
) -> OracleError:
    """The failure of a connection attempt. Facts: ``target``, ``dsn``, ``ora``, ``detail``, and an
    empty ``statement``: nothing was sent. ``dpy`` as for a call. ``secrets`` are masked."""
    code, ora, detail = _classify_connect(error)
    masks = masking.Masks(secrets)
    detail, dsn = masks.masked(detail), masks.masked(dsn)
    own = next((full for full, _, _ in _driver_errors(error) if full.startswith("DPY-")), "")
    return OracleError(
        code,
        ora=ora,
        retryable=_retryable(code, ora),
        target=target,
        dsn=dsn,
        detail=detail,
        statement="",
        **({"dpy": own} if own and not ora else {}),
    )


def _classify_connect(error: BaseException) -> tuple[str, int, str]:
    code, ora, detail = "", 0, _clean(str(error))
    for full, number, message in _driver_errors(error):
        found = _number(full, number, message)
        known = _of_driver(full, message) or _BY_NUMBER.get(found)
        if known:
            return known, found, _clean(message)
        if found and not ora:
            ora, detail = found, _clean(message)
    if ora:
        return "oracle.refused", ora, detail
    for link in _chain(error):
        code = _network_code(link)
        if code:
            return code, 0, str(link)
    if not isinstance(error, oracledb.Error | OSError):
        detail = f"{type(error).__name__}: {detail}"
    return "oracle.driver", 0, detail


def _network_code(error: BaseException) -> str:
    match error:
        case socket.gaierror():
            return "oracle.unknown_host"
        case ssl.SSLCertVerificationError() if error.verify_code in _OTHER_NAME:
            return "oracle.tls_name"
        case ssl.SSLError():
            return "oracle.tls"
        case ConnectionRefusedError():
            return "oracle.no_listener"
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            return "oracle.lost"
        case TimeoutError():
            return "oracle.unreachable"
        case OSError() if error.errno in _NO_ROUTE:
            return "oracle.unreachable"
        case UnicodeError():  # a host name that no resolver can even encode
            return "oracle.unknown_host"
    return ""


def _retryable(code: str, ora: int) -> bool:
    return code in _RETRYABLE_CODES or ora in _RETRYABLE_NUMBERS
