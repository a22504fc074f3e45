"""Mail servers that encrypt: the password goes only to one whose certificate is valid, and never in clear text."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from portal.services.mail import Mailer
from tests.serving import free_port

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


class Server:
    """Receives mail from those who sign in."""

    def __init__(self) -> None:
        self.port = free_port()
        self.sign_ins: list[tuple[bool, bytes, bytes]] = []
        self.recipients: list[str] = []

    def authenticate(self, smtp: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        self.sign_ins.append((smtp.transport.get_extra_info("ssl_object") is not None, data.login, data.password))
        return AuthResult(success=True)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost, signed by itself, and its key in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    files = ["-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run(["openssl", "req", *kind, *names, *files], check=True, capture_output=True)
    (folder / "both").write_bytes((folder / "key").read_bytes() + (folder / "certificate").read_bytes())
    return folder / "both"


@pytest.fixture(params=["smtp", "smtps"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Encryption that begins with STARTTLS, or with the connection."""
    return str(request.param)


@pytest.fixture
def server(certificate: Path, scheme: str) -> Iterator[Server]:
    server = Server()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        authenticator=server.authenticate,
        auth_require_tls=False,  # so that it would hear a password in clear text
        ssl_context=context if scheme == "smtps" else None,
        tls_context=context if scheme == "smtp" else None,
    )
    controller.start()
    yield server
    controller.stop()


def send(server: Server, scheme: str) -> None:
    mailer = Mailer(f"{scheme}://me:p%40ss@localhost:{server.port}", "portal@example.org")
    mailer.send("ada@example.org", "A link", "For you.")
    mailer.close()


def test_the_password_is_sent_encrypted_and_the_mail_arrives(
    server: Server, scheme: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send(server, scheme)
    assert server.sign_ins == [(True, b"me", b"p@ss")]
    assert server.recipients == ["ada@example.org"]


def test_deny_a_server_whose_certificate_nobody_vouches_for(
    server: Server, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    send(server, scheme)
    assert (server.sign_ins, server.recipients) == ([], [])
    assert "certificate verify failed" in caplog.text


def test_mail_beyond_the_queue_is_dropped_and_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("portal.services.mail._MAX_QUEUED", 0)
    mailer = Mailer("smtp://localhost:1", "portal@example.org")
    mailer.send("ada@example.org", "A link", "For you.")
    mailer.close()
    assert caplog.messages == ["mail could not be sent: the queue is full"]
