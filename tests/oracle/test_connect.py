"""Connecting to things that are not what they should be."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import traceback
from datetime import UTC, datetime, timedelta

import oracledb
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.errors import OracleError
from app.oracle import ConnectionSpec, connect

PASSWORD = "correct-horse-battery"


def failure(spec, dsn, timeout=10.0):
    with pytest.raises(OracleError) as caught:
        connect(spec(dsn, timeout), PASSWORD)
    return caught.value


def attempt_threads():
    return [t for t in threading.enumerate() if t.name.startswith("connect-")]


def wait_for_end():
    for thread in attempt_threads():
        thread.join(10)
    return attempt_threads()


def refuse(peer: socket.socket, code: int) -> None:
    """What a listener says to a service that it does not serve (TNS packet type 4)."""
    peer.recv(8192)
    text = f"(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR={code})(ERROR_STACK=(ERROR=(CODE={code})(EMFI=4))))"
    body = struct.pack(">BBH", 34, 0, len(text)) + text.encode()
    peer.sendall(struct.pack(">HHBBH", len(body) + 8, 0, 4, 0, 0) + body)
    peer.close()


def test_closed_port_is_named(spec):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = failure(spec, f"127.0.0.1:{port}/MAROC")
    assert error.code == "oracle.no_listener"
    assert error.facts["target"] == "Maroc"
    assert error.facts["dsn"] == f"127.0.0.1:{port}/MAROC"
    assert error.retryable


def test_unknown_host_is_named(spec):
    error = failure(spec, "no-such-host.invalid:1521/MAROC")
    assert error.code == "oracle.unknown_host"


def test_silent_listener_does_not_hold_the_caller_nor_a_thread(spec, listener):
    silent = threading.Event()
    port = listener(lambda peer: silent.wait(60))
    error = failure(spec, f"127.0.0.1:{port}/MAROC", timeout=0.4)
    silent.set()
    assert error.code == "oracle.silent_listener"
    assert error.facts["seconds"] == 0.4
    assert error.retryable
    assert wait_for_end() == []


def test_silence_in_the_middle_of_a_tls_handshake(spec, listener):
    silent = threading.Event()
    port = listener(lambda peer: silent.wait(60))
    error = failure(spec, f"tcps://127.0.0.1:{port}/MAROC", timeout=0.4)
    silent.set()
    assert error.code == "oracle.silent_listener"
    assert wait_for_end() == []


def test_listener_that_hangs_up_at_once(spec, listener):
    port = listener(lambda peer: peer.close())
    error = failure(spec, f"127.0.0.1:{port}/MAROC")
    assert error.code == "oracle.lost"
    assert error.retryable


def test_listener_that_talks_nonsense(spec, listener):
    def nonsense(peer: socket.socket) -> None:
        peer.recv(8192)
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.close()

    error = failure(spec, f"127.0.0.1:{listener(nonsense)}/MAROC", timeout=5)
    assert error.code in {"oracle.driver", "oracle.lost", "oracle.silent_listener"}
    assert wait_for_end() == []


@pytest.mark.parametrize("code", [12514, 12505])
def test_unknown_service(spec, listener, code):
    error = failure(spec, f"127.0.0.1:{listener(lambda p: refuse(p, code))}/NOWHERE")
    assert error.code == "oracle.unknown_service"
    assert error.ora in {12514, 12505}


def test_other_refusals_keep_their_number_and_may_be_retried(spec, listener):
    error = failure(spec, f"127.0.0.1:{listener(lambda p: refuse(p, 12519))}/MAROC")
    assert (error.code, error.ora, error.retryable) == ("oracle.refused", 12519, True)


@pytest.mark.parametrize("dsn", ["(DESCRIPTION=", "", "/", "host:port/x", "NOT_IN_ANY"])
def test_dsn_that_cannot_be_read(spec, dsn):
    assert failure(spec, dsn).code == "oracle.bad_dsn"


def test_password_is_in_no_error(spec, listener):
    ports = [listener(lambda p: p.close()), listener(lambda p: refuse(p, 12514))]
    for dsn in [*(f"127.0.0.1:{p}/X" for p in ports), "(DESC", f"(X={PASSWORD}"]:
        error = failure(spec, dsn)
        shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.facts)
        assert PASSWORD not in shown.replace(f"(X={PASSWORD}", "") or dsn.endswith(PASSWORD)
        assert PASSWORD not in repr(error.facts)


def test_many_silent_listeners_side_by_side(spec, listener):
    """One after the other would take twenty times as long and leak twenty threads."""
    silent = threading.Event()
    port = listener(lambda peer: silent.wait(60))
    codes: list[str] = []

    def attempt() -> None:
        codes.append(failure(spec, f"127.0.0.1:{port}/MAROC", timeout=0.5).code)

    callers = [threading.Thread(target=attempt) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(30)
    silent.set()
    assert codes == ["oracle.silent_listener"] * 20
    assert wait_for_end() == []


def test_whatever_the_driver_raises_is_an_error_and_no_traceback_on_screen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        raise RecursionError("of tr3s-secret")

    monkeypatch.setattr(oracledb, "connect", broken)
    with pytest.raises(OracleError) as caught:
        connect(ConnectionSpec("x", "127.0.0.1:1/x", "u"), "tr3s-secret")
    assert caught.value.code == "oracle.driver"
    assert caught.value.facts["detail"] == "RecursionError: of •••"
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "dsn",
    [
        "tcps://db.example:2484/x?ssl_server_dn_match=false",
        "(description=(address=(protocol=tcps)(host=h)(port=1))(connect_data=(service_name=x))"
        "(security=(ssl_server_dn_match=no)))",
        "UNCHECKED",
    ],
)
def test_tls_that_looks_away_from_the_servers_name_is_refused_before_anything_is_sent(
    tmp_path, monkeypatch, dsn
):
    (tmp_path / "tnsnames.ora").write_text(
        "UNCHECKED = (description=(address=(protocol=tcps)(host=h)(port=1))"
        "(connect_data=(service_name=x))(security=(ssl_server_dn_match=off)))\n"
    )
    monkeypatch.setattr(oracledb, "connect", lambda **_: pytest.fail("something was sent"))
    with pytest.raises(OracleError) as caught:
        connect(ConnectionSpec("Maroc", dsn, "U", wallet=str(tmp_path)), PASSWORD)
    assert caught.value.code == "oracle.tls_unchecked"


def test_a_wallet_without_its_key_is_named(tmp_path, listener):
    port = listener(lambda peer: peer.recv(1))
    spec = ConnectionSpec("Maroc", f"tcps://127.0.0.1:{port}/x", "U", wallet=str(tmp_path))
    with pytest.raises(OracleError) as caught:
        connect(spec, PASSWORD, "w4llet")
    assert caught.value.code == "oracle.wallet"
    assert "ewallet.pem" in caught.value.facts["detail"]


def test_the_wallet_and_its_password_go_to_the_driver_with_a_long_descriptor(monkeypatch):
    seen = {}

    def record(**given):
        seen.update(given)
        raise OSError("enough")

    monkeypatch.setattr(oracledb, "connect", record)
    dsn = (
        "(description=(retry_count=20)(retry_delay=3)(address=(protocol=tcps)(port=1522)"
        f"(host=adb.eu-paris-1.oraclecloud.com))(connect_data=(service_name={'g' * 300}"
        "_high.adb.oraclecloud.com))(security=(ssl_server_dn_match=yes)))"
    )
    spec = ConnectionSpec("Maroc", dsn, "DEPLOY[ORASSADM]", wallet="/w")
    with pytest.raises(OracleError):
        connect(spec, PASSWORD, "w4llet")
    assert (seen["wallet_location"], seen["config_dir"]) == ("/w", "/w")
    assert (seen["wallet_password"], seen["user"]) == ("w4llet", "DEPLOY[ORASSADM]")
    assert seen["dsn"] == dsn
    assert spec.schema == "ORASSADM"


def certificate(folder, name):
    """A key and a certificate that signs itself, for the host ``name``; the wallet trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "server.pem").write_bytes(private + pem)
    (folder / "ewallet.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


@pytest.mark.parametrize(("name", "code"), [("elsewhere.example", "oracle.tls_name"),
                                            ("localhost", "oracle.lost")])  # fmt: skip
def test_the_servers_name_is_checked_before_the_password_goes_out(tmp_path, listener, name, code):
    context = certificate(tmp_path, name)
    heard: list[bytes] = []

    def serve(peer: socket.socket) -> None:
        try:
            with context.wrap_socket(peer, server_side=True) as safe:
                heard.append(safe.recv(8192))
        except OSError:
            heard.append(b"")

    spec = ConnectionSpec(
        "Maroc", f"tcps://localhost:{listener(serve)}/x", "U", wallet=str(tmp_path)
    )
    with pytest.raises(OracleError) as caught:
        connect(spec, PASSWORD)
    assert caught.value.code == code
    if code == "oracle.tls_name":
        assert heard in ([], [b""])
