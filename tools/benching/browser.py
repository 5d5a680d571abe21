"""A browser as small as possible: one kept-alive connection, cookies, forms. It must cost less than what it measures."""

import html
import re
import select
import socket
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode

PATIENCE = 60.0
TOKEN = re.compile(r'name="(csrf_token|form_token)"[^>]*value="([^"]+)"')


class WrongAnswer(Exception):
    """A page answered something else than expected: what was measured would mean nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds`: from the first byte sent to the last received; `server_ms`: what the server says it took."""

    status: int
    head: str
    body: bytes
    seconds: float
    server_ms: float

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: *(.+?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""

    def tokens(self) -> dict[str, str]:
        """The hidden tokens of the page's first form."""
        found: dict[str, str] = {}
        for name, value in TOKEN.findall(self.text):
            found.setdefault(name, html.unescape(value))
        return found


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _line: socket.socket | None = None

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, form: dict[str, str]) -> Answer:
        body = urlencode(form).encode()
        head = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{head}", body)

    def post_with_file(
        self, path: str, form: dict[str, str], name: str, filename: str, content: bytes
    ) -> Answer:
        """A form with one picture, as multipart/form-data."""
        mark = "0123456789abcdef-bench"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in form.items()
        ]
        parts.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: image/png\r\n\r\n"
        )
        body = "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
        head = f"Content-Type: multipart/form-data; boundary={mark}\r\nContent-Length: {len(body)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{head}", body)

    def close(self) -> None:
        if self._line:
            self._line.close()
            self._line = None

    def _ask(self, begin: str, body: bytes) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{begin}Host: localhost\r\nConnection: keep-alive\r\n" + (
            f"Cookie: {cookies}\r\n" if cookies else ""
        )
        began = perf_counter()
        if self._line and select.select([self._line], [], [], 0)[0]:
            self.close()  # nothing was asked, so what can be read is the server's farewell to an idle connection
        line = self._line or self._connect()
        line.sendall(f"{head}\r\n".encode() + body)
        said, rest = self._receive(line)
        took = perf_counter() - began
        answer = Answer(int(said[9:12]), said, rest, took, 0.0)
        if answer.header("Connection").lower() == "close":
            self.close()
        self._remember(said)
        return Answer(answer.status, said, rest, took, _server_ms(answer.header("Server-Timing")))

    def _connect(self) -> socket.socket:
        self._line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._line

    def _receive(self, line: socket.socket) -> tuple[str, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more(line)
        head, _, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        while length and len(body) < int(length[1]):
            body += self._more(line)
        return head.decode("latin-1"), body

    def _more(self, line: socket.socket) -> bytes:
        part = line.recv(1 << 17)
        if not part:
            self.close()
            raise WrongAnswer("the server hung up")
        return part

    def _remember(self, head: str) -> None:
        for name, value in re.findall(
            r"^set-cookie: *([^=]+)=([^;\r\n]*)", head, re.IGNORECASE | re.MULTILINE
        ):
            self.cookies[name] = value


def _server_ms(header: str) -> float:
    found = re.search(r"dur=([\d.]+)", header)
    return float(found[1]) if found else 0.0
