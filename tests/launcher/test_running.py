"""What `make run` promises while it runs: ready soon, parts restarted, nothing left behind however it ends."""

import os
import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from redis import Redis

from feedback_app.config import kept_secrets
from tests.rig.running_system import RunningSystem, get

START = Callable[..., RunningSystem]
PARTS = ("zm-web", "zm-worker", "zm-relay")


def wait_for(what: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def answers(system: RunningSystem) -> bool:
    return get(f"{system.url}/healthz") == 200


def kill(number: int) -> None:
    os.kill(number, signal.SIGKILL)


def test_it_starts_quickly_and_quicker_the_second_time(
    start_system: START, capsys: pytest.CaptureFixture[str]
) -> None:
    first = start_system()
    first.stop()
    second = start_system(DATA_DIR=str(first.data_dir))
    with capsys.disabled():
        print(f"\n  ready: first {first.seconds_to_ready:.1f} s, second {second.seconds_to_ready:.1f} s")
    assert first.seconds_to_ready < 45
    assert second.seconds_to_ready < 15, "5 s on an idle machine; here others are running"


def test_it_says_where_it_is_and_who_may_sign_in(running_system: RunningSystem) -> None:
    assert f"site      {running_system.url}/" in running_system.said
    assert "sunlei" in running_system.said
    assert "Ctrl-C" in running_system.said


def test_it_may_listen_on_every_address_and_is_asked_by_its_own_name(start_system: START) -> None:
    system = start_system(
        HOST="0.0.0.0", PUBLIC_URL="https://gs.example.gov.cn", TRUSTED_HOSTS="gs.example.gov.cn"
    )
    assert "回答" not in system.said
    assert "对外开放" in system.said


def test_production_has_no_account_with_a_known_password(start_system: START) -> None:
    system = start_system(
        ENVIRONMENT="production", PUBLIC_URL="https://gs.example.gov.cn", **kept_secrets.fresh()
    )
    with closing(sqlite3.connect(system.data_dir / "zhengming.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM staff_user").fetchone() == (0,)
    assert "demo-zhengming" not in system.said
    assert not (system.data_dir / "secrets").exists()


def test_all_parts_run_and_redis_is_a_real_server(running_system: RunningSystem) -> None:
    names = list(running_system.processes().values())
    assert all(part in names for part in PARTS)
    assert Redis.from_url(running_system.redis_url).info()["tcp_port"]


def test_the_launcher_has_one_thread_for_it_forks(running_system: RunningSystem) -> None:
    assert len(list(Path(f"/proc/{running_system.launcher.pid}/task").iterdir())) == 1


def test_redis_listens_on_loopback_only_and_asks_for_its_password(running_system: RunningSystem) -> None:
    port = int(running_system.redis_url.rpartition(":")[2].removesuffix("/0"))
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(b"PING\r\n")
        assert b"NOAUTH" in line.recv(200)
    listening = Path("/proc/net/tcp").read_text()
    assert f"0100007F:{port:04X} 00000000:0000 0A" in listening
    assert f"00000000:{port:04X} 00000000:0000 0A" not in listening


def test_the_data_folder_is_closed_to_others(running_system: RunningSystem) -> None:
    closed = [file for file in running_system.data_dir.rglob("*") if file.name != "terminal"]
    assert closed
    assert [file for file in closed if stat.S_IMODE(file.stat().st_mode) & 0o077] == []


def test_no_address_of_a_visitor_is_logged(running_system: RunningSystem) -> None:
    connection = HTTPConnection(running_system.url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/?q=canary-in-the-address", headers={"User-Agent": "canary-agent"})
    connection.getresponse().read()
    connection.close()
    assert "canary" not in "".join(file.read_text() for file in (running_system.data_dir / "logs").iterdir())


@pytest.mark.parametrize("part", ["redis", "web", "worker", "relay"])
def test_a_part_that_dies_is_started_again(running_system: RunningSystem, part: str) -> None:
    name = "-server" if part == "redis" else f"zm-{part}"
    before = running_system.numbers_of(name)
    kill(before[0])
    wait_for(lambda: bool(set(running_system.numbers_of(name)) - set(before)))
    wait_for(lambda: before[0] not in running_system.processes())
    assert answers(running_system)
    assert f"{part} died" in running_system.said
    if part == "redis":
        wait_for(lambda: _pings(running_system.redis_url))


def _pings(url: str) -> bool:
    try:
        return bool(Redis.from_url(url).ping())
    except OSError:
        return False
    except Exception as fault:  # noqa: BLE001 - whatever the client calls it, it is not up yet
        return "Connection" not in type(fault).__name__ and "Loading" not in type(fault).__name__


def test_visitors_wait_while_the_web_server_is_restarted(running_system: RunningSystem) -> None:
    for number in running_system.numbers_of("zm-web"):
        kill(number)
    assert answers(running_system), "the launcher holds the port; nobody is turned away"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing_behind(start_system: START, number: signal.Signals) -> None:
    system = start_system(WEB_WORKERS="1")
    assert system.stop(number) == 0
    assert system.processes() == {}
    assert not (system.data_dir / "run" / "redis-url").exists()
    assert "已停止" in system.said


def test_killed_outright_it_leaves_nothing_behind(start_system: START) -> None:
    system = start_system()
    kill(system.launcher.pid)
    assert system.wait_for_end(15) == {}


def test_killed_outright_while_a_job_runs_it_leaves_nothing_behind(start_system: START) -> None:
    system = start_system(WEB_WORKERS="1")
    _give_a_long_job(system)
    wait_for(lambda: len(system.numbers_of("zm-worker")) == 2)
    kill(system.launcher.pid)
    assert system.wait_for_end(15) == {}


def test_a_killed_worker_takes_its_work_horse_with_it(start_system: START) -> None:
    system = start_system(WEB_WORKERS="1")
    _give_a_long_job(system)
    wait_for(lambda: len(system.numbers_of("zm-worker")) == 2)
    worker, horse = system.numbers_of("zm-worker")
    kill(worker)
    wait_for(lambda: not {worker, horse} & set(system.processes()))


def _give_a_long_job(system: RunningSystem) -> None:
    """A job that sleeps: any importable callable will do."""
    from rq import Queue

    from feedback_app.outbox.jobs import QUEUE

    Queue(QUEUE, connection=Redis.from_url(system.redis_url)).enqueue("time.sleep", 60)


def test_after_a_kill_it_starts_again_in_the_same_folder(start_system: START) -> None:
    first = start_system(WEB_WORKERS="1")
    kill(first.launcher.pid)
    first.launcher.wait()
    second = start_system(DATA_DIR=str(first.data_dir), WEB_WORKERS="1")
    assert answers(second)


def test_redis_that_cannot_read_its_old_files_begins_anew(start_system: START) -> None:
    first = start_system(WEB_WORKERS="1")
    first.stop()
    for file in (first.data_dir / "redis").rglob("*.manifest"):
        file.write_text("not a manifest\n")
    second = start_system(DATA_DIR=str(first.data_dir), WEB_WORKERS="1")
    assert "旧的 Redis 数据读不出" in second.said
    assert _pings(second.redis_url)
