"""When it cannot start, the launcher says why in a sentence, leaves with exit code 1 and leaves nothing behind."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.rig.running_system import ROOT, RunningSystem, clean_environ, processes_of


def refused(data_dir: Path, **settings: str) -> str:
    """Start it, expect it to refuse; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "feedback_app.launcher"],
        cwd=ROOT,
        env=clean_environ(**{"PORT": "0", **settings, "DATA_DIR": str(data_dir)}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert processes_of(data_dir) == {}
    return done.stdout


def test_port_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path, PORT=str(port))
    assert f"端口 {port} 已被占用" in said
    assert "PORT=" in said


def test_address_of_another_machine(tmp_path: Path) -> None:
    assert "不是本机的地址" in refused(tmp_path, HOST="192.0.2.1", PORT="8123")


def test_data_folder_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "DATA_DIR" in refused(tmp_path / "file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "DATA_DIR" in refused(tmp_path / "inner")


def test_second_instance_in_the_same_folder(running_system: RunningSystem) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "feedback_app.launcher"],
        cwd=ROOT,
        env=clean_environ(PORT="0", DATA_DIR=str(running_system.data_dir)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert f"进程 {running_system.launcher.pid}" in done.stdout
    assert running_system.processes(), "the first goes on"


def test_database_that_is_not_there(tmp_path: Path) -> None:
    said = refused(tmp_path, DATABASE_URL="postgresql://zm:secret-word@127.0.0.1:1/zm")
    assert "连不上数据库" in said
    assert "secret-word" not in said


def test_database_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "other.sqlite3").write_bytes(b"this is no database, whatever its name says" * 100)
    assert "连不上数据库" in refused(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/other.sqlite3")


def test_malformed_setting(tmp_path: Path) -> None:
    assert "WEB_WORKERS 的值 'two' 不对" in refused(tmp_path, WEB_WORKERS="two")


def test_production_without_secrets(tmp_path: Path) -> None:
    said = refused(tmp_path, ENVIRONMENT="production", SECRET_KEY="", SEAL_KEYS="", CODE_KEY="")
    assert [
        name
        for name in ("SECRET_KEY", "SEAL_KEYS", "CODE_KEY", "PUBLIC_URL")
        if f"必须设置 {name}" not in said
    ] == []


def test_two_at_once_in_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    environ = clean_environ(PORT="0", DATA_DIR=str(folder), WEB_WORKERS="1")
    command = [sys.executable, "-m", "feedback_app.launcher"]
    both = [subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL) for _ in range(2)]
    try:
        ended = _first_to_end(both, 30)
        assert ended.returncode == 1
        other = both[1 - both.index(ended)]
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(3)
    finally:
        for one in both:
            one.terminate()
            one.wait(30)
    assert processes_of(folder) == {}


def _first_to_end(programs: "list[subprocess.Popen[bytes]]", seconds: float) -> "subprocess.Popen[bytes]":
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for program in programs:
            if program.poll() is not None:
                return program
        time.sleep(0.05)
    pytest.fail("both went on")
