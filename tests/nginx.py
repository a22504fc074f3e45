"""A real nginx with the shipped configurations, and servers for it: a portal with scripted responses, a DNS server."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.serving import PROJECT, free_port, until

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin:/opt/homebrew/bin")
Answer = tuple[int, http.client.HTTPMessage, bytes]


class Nginx:
    """Runs nginx with a shipped configuration, except for its address, its folders and what a test replaces."""

    def __init__(self, folder: Path, name: str, *replacements: tuple[str, str]) -> None:
        self.port = free_port()
        text = (PROJECT / "deploy" / "nginx" / name).read_text()
        text, listens = re.subn(r"listen \d+;", f"listen 127.0.0.1:{self.port};", text)
        assert listens == 1
        for shipped, replacement in (("/tmp/", f"{folder}/"), *replacements):  # noqa: S108
            assert text.count(shipped) >= 1
            text = text.replace(shipped, replacement)
        self.file = folder / name
        self.file.write_text(text)
        options = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")  # only this user may enter the folder
        self.command = [str(NGINX), "-p", str(folder), "-c", str(self.file), "-g", options]
        self.log = (folder / f"{name}.log").open("w+")
        self.process = subprocess.Popen(self.command, stderr=self.log)
        until(lambda: self.ask("GET", "/_started")[0])

    def reload(self, old: str, new: str) -> None:
        """Change the configuration, and return once the workers that use the old one have finished their requests."""
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))
        workers = self._workers()
        subprocess.run([*self.command, "-s", "reload"], check=True, stderr=self.log)
        until(lambda: not workers & self._workers())

    def _workers(self) -> set[str]:
        process = self.process.pid
        return set(Path(f"/proc/{process}/task/{process}/children").read_text().split())

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Send a request over a new connection and return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=50)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def send(self, data: bytes) -> Answer:
        """Send bytes as they are, read one response."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.sendall(data)
            response = http.client.HTTPResponse(connection)
            response.begin()
            return response.status, response.headers, response.read()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


class Proxy(Nginx):
    """The proxy in front of the portal at an address."""

    def __init__(self, folder: Path, portal: str, *replacements: tuple[str, str]) -> None:
        super().__init__(folder, "nginx.conf", ("set $portal portal:3000;", f"set $portal {portal};"), *replacements)


def fixed_addresses(*ports: int) -> tuple[str, str]:
    """Replace the name of the portals by an `upstream` group called `portals`, as docs/operating.md says."""
    servers = "".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)
    return "    server {", f"    upstream portals {{ {servers} }}\n    server {{"


class Balancer(Nginx):
    """The balancer in front of executors at several addresses."""

    def __init__(self, folder: Path, *executors: str) -> None:
        self._executors = executors
        super().__init__(
            folder,
            "executors.conf",
            self._servers("max_fails=1 fail_timeout=5s"),
            self._servers("max_fails=0"),
        )

    def _servers(self, options: str) -> tuple[str, str]:
        shipped = "".join(f"        server executor-{number}:3001 {options};\n" for number in (1, 2))
        return shipped, "".join(f"        server {address} {options};\n" for address in self._executors)


class ScriptedPortal(ThreadingHTTPServer):
    """Responds to GET and POST with `headers` and `body`, after `delay_s`; keeps paths and headers of requests."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0, body: bytes = b"") -> None:
        self.body, self.headers, self.delay_s = body, dict[str, str](), 0.0
        self.paths: list[str] = []
        self.request_headers: list[Message] = []
        super().__init__((host, port), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def address(self) -> str:
        return f"{self.server_address[0]!s}:{self.server_address[1]}"

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        return


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedPortal

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.server.request_headers.append(self.headers)
        time.sleep(self.server.delay_s)
        self.send_response(200)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        return


class NameServer:
    """Answers every query for a name with the IPv4 addresses in `addresses`, which a test may change."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            query, client = self._socket.recvfrom(512)
            if not query:
                return
            question = query[12 : query.index(b"\0", 12) + 5]
            records = [b"\xc0\x0c\0\x01\0\x01\0\0\0\x01\0\x04" + socket.inet_aton(ip) for ip in self.addresses]
            head = query[:2] + b"\x81\x80\0\x01" + len(records).to_bytes(2, "big") + b"\0\0\0\0"
            with suppress(OSError):
                self._socket.sendto(head + question + b"".join(records), client)
