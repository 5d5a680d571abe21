"""What must be ours before anything starts: the data folder, the lock on it, the port."""

import errno
import fcntl
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from feedback_app.launcher.words import CannotStart, news

PATIENCE = 12.0  # seconds in which the last run may still be going down


def open_folder(data_dir: Path) -> None:
    """Make the data folder, or say why it cannot be used."""
    try:
        for folder in (data_dir, data_dir / "logs", data_dir / "run", data_dir / "mail"):
            folder.mkdir(parents=True, exist_ok=True)
        probe = data_dir / "run" / f".{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as fault:
        raise CannotStart(
            f"数据目录不能写入：{data_dir}（{fault.strerror}）。请换一个，例：DATA_DIR=/var/lib/zhengming\n"
            f"DATA_DIR cannot be written: {fault.strerror}. Choose another."
        ) from fault


def lock_folder(data_dir: Path, wait: Callable[[float], None]) -> int:
    """Take the one lock of the data folder; returns its descriptor.

    Every process of the system inherits it, so the lock is free only when the last of them is gone.
    """
    lock = os.open(data_dir / "run" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + PATIENCE
    while not _try_lock(lock):
        holder = os.pread(lock, 20, 0).decode() or "?"
        if _is_alive(holder) or time.monotonic() > until:
            raise CannotStart(
                f"另一个正在运行的实例占用着数据目录 {data_dir}（进程 {holder}）。先停止它，或换一个 DATA_DIR。\n"
                f"Another instance (process {holder}) holds this DATA_DIR. Stop it, or choose another DATA_DIR."
            )
        wait(0.1)
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    os.set_inheritable(lock, True)
    return lock


def _try_lock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(pid: str) -> bool:
    """Whether the launcher that wrote its number into the lock file still runs (its children may outlive it briefly)."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


FAULTS = {
    errno.EADDRINUSE: ("已被占用", "is taken"),
    errno.EACCES: ("需要更高权限（1024 以下）", "needs more rights (below 1024)"),
    errno.EADDRNOTAVAIL: ("不是本机的地址", "is not an address of this machine"),
}


def take_port(settings: dict[str, Any]) -> socket.socket:
    """Listen where the settings say. The launcher holds the socket, so callers wait while the web server is restarted."""
    host, port = settings["HOST"], settings["PORT"]
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as fault:
        zh, en = FAULTS.get(fault.errno or 0, ("不能使用", f"cannot be used ({fault.strerror})"))
        raise CannotStart(
            f"{host} 端口 {port} {zh}。换一个：PORT={port + 1 if 1024 < port < 65535 else 8080} make run\n"
            f"{host}, port {port} {en}. Choose another."
        ) from fault


def warn_if_open_to_all(settings: dict[str, Any]) -> None:
    if settings["ENVIRONMENT"] == "development" and settings["HOST"] not in ("127.0.0.1", "::1", "localhost"):
        news("演示账号的口令是公开的，而本网站对外开放；正式运行请设 ENVIRONMENT=production。",
             "Demonstration passwords are public and this site is open to others; set ENVIRONMENT=production.")  # fmt: skip
