"""A line to a server that breaks where it is told to."""

import socket
import threading

from tests.rig.mail_server import HOST


class cut_off_at:  # noqa: N801 - used like a function
    """A line to the server that breaks whenever these bytes come along it; its port."""

    def __init__(self, mark: bytes, port: int) -> None:
        self._mark, self._to = mark, port
        self._listening = socket.create_server((HOST, 0))
        self._threads = [threading.Thread(target=self._serve, daemon=True)]

    def __enter__(self) -> int:
        self._threads[0].start()
        return int(self._listening.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection((HOST, self._to))
            for one, other, is_answer in ((client, server, False), (server, client, True)):
                thread = threading.Thread(target=self._carry, args=(one, other, is_answer), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _carry(self, one: socket.socket, other: socket.socket, is_answer: bool) -> None:
        with one:
            while True:
                try:
                    said = one.recv(65536)
                    if not said or (is_answer and self._mark in said):
                        break
                    other.sendall(said)
                except OSError:
                    break
            for end in (one, other):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
