"""An IMAP server that misbehaves where told to: for what no real server can be asked to do."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class BreakingImap:
    """One mailbox: UID → mail. `breaks_at`: in whose FETCH the connection ends half-way, every time."""

    def __init__(
        self, mails: dict[int, bytes], *, breaks_at: frozenset[int] = frozenset(), uidvalidity: int = 7
    ) -> None:
        self.mails, self.breaks_at, self.uidvalidity = mails, breaks_at, uidvalidity
        self.seen: set[int] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    @contextmanager
    def running(self) -> Iterator["BreakingImap"]:
        threading.Thread(target=self._serve, daemon=True).start()
        try:
            yield self
        finally:
            self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as line:
            line.write(b"* OK ready\r\n")
            line.flush()
            while asked := line.readline():
                tag, _, command = asked.strip().partition(b" ")
                if not self._answer(line, command.decode()):
                    return
                line.write(tag + b" OK done\r\n")
                line.flush()
                if command.upper() == b"LOGOUT":
                    return

    def _answer(self, line, command: str) -> bool:
        if command.upper().startswith("CAPABILITY"):
            line.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif command.upper().startswith("SELECT"):
            line.write(f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.uidvalidity}] ok\r\n".encode())
        elif command.upper().startswith("UID SEARCH"):
            line.write(b"* SEARCH " + " ".join(map(str, self._found(command))).encode() + b"\r\n")
        elif found := re.match(r"UID FETCH (\d+)", command, re.IGNORECASE):
            return self._fetch(line, int(found[1]))
        elif found := re.match(r"UID STORE (\d+)", command, re.IGNORECASE):
            self.seen.add(int(found[1]))
        return True

    def _found(self, command: str) -> list[int]:
        above = re.search(r"UID (\d+):\*", command)
        if above:
            return [uid for uid in self.mails if uid >= int(above[1])] or [max(self.mails, default=0)]
        return sorted(self.mails.keys() - self.seen)

    def _fetch(self, line, uid: int) -> bool:
        raw = self.mails[uid]
        head = f'* {uid} FETCH (UID {uid} INTERNALDATE "14-Nov-2026 01:07:00 +0800" BODY[] {{{len(raw)}}}\r\n'
        line.write(head.encode())
        if uid in self.breaks_at:
            line.write(raw[: len(raw) // 2])
            line.flush()
            return False
        line.write(raw + b")\r\n")
        return True
