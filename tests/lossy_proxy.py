"""A proxy in front of a PostgreSQL server that loses the answer to a statement, and the connection with it."""

import socket
import threading
from contextlib import suppress
from pathlib import Path


class LossyProxy:
    """Listens on a socket in its own folder, as the server does."""

    def __init__(self, server: Path, folder: Path, *, port: int = 5432) -> None:
        name = f".s.PGSQL.{port}"
        self.folder = folder
        self._server = str(server / name)
        self._losing: bytes | None = None
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / name))
        self._listener.listen()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def lose_answer_to(self, statement: str) -> None:
        """Close the connection of the next client that sends a statement, once the server has carried it out."""
        self._losing = statement.encode() + b"\0"

    def close(self) -> None:
        """Accept no more clients, and wait until those that there are have closed their connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                self._threads.append(threading.Thread(target=self._serve, args=(client,)))
                self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._server)
            answers = threading.Thread(target=self._pass_on, args=(server, client))
            answers.start()
            with suppress(OSError):
                while data := client.recv(65536):
                    if self._losing is not None and self._losing in data:
                        self._losing = None
                        self._lose(client, server, answers, data)
                        return
                    server.sendall(data)
            server.shutdown(socket.SHUT_RDWR)
            answers.join()

    @staticmethod
    def _lose(client: socket.socket, server: socket.socket, answers: threading.Thread, data: bytes) -> None:
        client.shutdown(socket.SHUT_RDWR)  # nothing that the server says from now on arrives
        server.sendall(data)
        answers.join()

    @staticmethod
    def _pass_on(server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                client.sendall(data)
