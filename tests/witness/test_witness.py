"""The witness as the bureau meets it: a program of its own behind a real socket, that signs growth and nothing else."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedback_app.audit import merkle, tlog_witness
from feedback_app.audit.checkpoint import of
from feedback_app.audit.note import (
    COSIGNATURE,
    Note,
    SigningKey,
    cosigned_at,
    opened,
    signature,
    verifier_key,
)
from feedback_app.audit.tlog_witness import AddCheckpoint, Behind, Cosigned, NotCosigned, Unreachable, asking

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@dataclass
class Log:
    """A log of the bureau's, as far as a witness can see it."""

    key: SigningKey = field(default_factory=lambda: SigningKey("log.example/fukang", bytes(range(32))))
    leaves: list[bytes] = field(default_factory=list)

    def grow(self, to: int, words: str = "entry") -> "Log":
        while len(self.leaves) < to:
            self.leaves.append(hashlib.sha256(f"{words} {len(self.leaves)}".encode()).digest())
        return self

    def note(self, size: int) -> str:
        checkpoint = of(
            self.key.name, size, merkle.root(size, merkle.reader_of(self.leaves)), issued_at=NOON, after=0
        )
        return str(Note(checkpoint.text, (self.key.sign(checkpoint.text),)))

    def asks(self, old: int, new: int) -> AddCheckpoint:
        path = merkle.consistency_path(old, new, merkle.reader_of(self.leaves))
        return asking(old, tuple(path), self.note(new))


@dataclass
class RunningWitness:
    folder: Path
    port: int
    program: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def key(self):  # type: ignore[no-untyped-def]
        return verifier_key(self.ran("--key").stdout.decode().splitlines()[0])

    def ran(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(_command(self.folder, *words), capture_output=True, timeout=60, check=False)

    def ask(self, asked: AddCheckpoint) -> Cosigned | Behind | NotCosigned:
        return tlog_witness.ask(self.url, asked)


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "feedback_app.witness", "--folder", str(folder), *words]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., RunningWitness]]:
    """Starts the witness of this test's folder; started again after an end, it is the same witness."""
    yield from _starter(tmp_path)


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWitness]:
    """A witness that knows one log and has signed nothing yet; for requests that leave it so."""
    starter = _starter(tmp_path_factory.mktemp("idle"))
    yield next(starter)(Log())
    next(starter, None)


def _starter(folder: Path) -> Iterator[Callable[..., RunningWitness]]:
    running: list[subprocess.Popen[bytes]] = []

    def start(*logs: Log) -> RunningWitness:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        known = [word for log in logs for word in ("--log", log.key.verifier.text)]
        command = _command(
            folder, "--name", "witness.example/prefecture", "--listen", f"127.0.0.1:{port}", *known
        )
        program = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        running.append(program)
        _wait_for(port, program)
        return RunningWitness(folder, port, program)

    yield start
    for program in running:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _wait_for(port: int, program: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert program.poll() is None, "the witness ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the witness does not listen")


def test_it_cosigns_a_log_that_grows_and_tells_from_where_to_prove(
    start: Callable[..., RunningWitness],
) -> None:
    log = Log().grow(300)
    witness = start(log)
    first = witness.ask(log.asks(0, 7))
    assert isinstance(first, Cosigned)
    assert witness.ask(log.asks(0, 300)) == Behind(7)
    second = witness.ask(log.asks(7, 300))
    assert isinstance(second, Cosigned)
    made = signature(second.lines[0])
    text = log.asks(7, 300).note.text
    assert witness.key.holds(made, text)
    assert not witness.key.holds(made, text.replace("300", "301")), "a cosignature is of one checkpoint only"
    assert abs(cosigned_at(made) - time.time()) < 60
    assert isinstance(witness.ask(log.asks(300, 300)), Cosigned), "the same checkpoint may be asked for again"


def test_two_histories_of_one_length_get_one_signature(start: Callable[..., RunningWitness]) -> None:
    honest, forked = Log().grow(50), Log().grow(49).grow(50, "another")
    witness = start(honest)
    assert isinstance(witness.ask(honest.asks(0, 50)), Cosigned)
    assert witness.ask(forked.asks(50, 50)) == Behind(50)
    with_more = forked.grow(60).asks(50, 60)
    refused = witness.ask(with_more)
    assert isinstance(refused, NotCosigned)
    assert refused.status == 422


def test_a_log_put_back_to_an_old_backup_is_not_signed_again(start: Callable[..., RunningWitness]) -> None:
    log = Log().grow(200)
    witness = start(log)
    witness.ask(log.asks(0, 200))
    put_back = Log(leaves=log.leaves[:120])
    assert witness.ask(put_back.asks(100, 120)) == Behind(200), "it is 200 long for the witness"
    regrown = put_back.grow(230, "after the rollback")
    refused = witness.ask(regrown.asks(200, 230))
    assert isinstance(refused, NotCosigned)
    assert refused.status == 422
    shorter = witness.ask(AddCheckpoint(200, (), *_parts(put_back.note(150))))
    assert isinstance(shorter, NotCosigned)
    assert shorter.status == 400


def _parts(note_text: str):  # type: ignore[no-untyped-def]
    asked = asking(0, (), note_text)
    return asked.note, asked.checkpoint


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (Log(key=SigningKey("log.example/other", bytes(32))).grow(3).asks(0, 3), 404),
        (Log(key=SigningKey("log.example/fukang", bytes(32))).grow(3).asks(0, 3), 403),
        (AddCheckpoint(0, (bytes(32),), *_parts(Log().grow(3).note(3))), 422),
    ],
    ids=["a log it does not know", "a key that is not the log's", "a proof of nothing"],
)
def test_what_is_not_the_known_log_is_refused(
    idle: RunningWitness, asked: AddCheckpoint, status: int
) -> None:
    refused = idle.ask(asked)
    assert isinstance(refused, NotCosigned)
    assert refused.status == status


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 0\n",
        "old -1\n\nx",
        "old 0\nnot base64\n\nx",
        "new 0\n\nx",
        "old 0\n\nno note",
        "old 0\n" + "A" * 200_000,
    ],
)
def test_a_body_that_is_no_request_is_refused(idle: RunningWitness, body: str) -> None:
    head = f"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", idle.port), timeout=10) as line:
        line.sendall(head.encode() + body.encode())
        answer = line.makefile("rb").read().decode()
    assert answer.split()[1] in ("400", "413")


def test_what_it_signed_outlives_a_kill(start: Callable[..., RunningWitness]) -> None:
    log = Log().grow(90)
    witness = start(log)
    key = witness.key
    witness.ask(log.asks(0, 90))
    os.killpg(witness.program.pid, signal.SIGKILL)
    witness.program.wait()
    again = start()  # the logs it knows are in its folder
    assert again.key == key
    assert again.ask(log.asks(0, 40)) == Behind(90)


def test_of_two_histories_that_come_at_once_one_is_signed(start: Callable[..., RunningWitness]) -> None:
    log = Log().grow(10)
    witness = start(log)
    witness.ask(log.asks(0, 10))
    ways = [Log(leaves=log.leaves[:10]).grow(20, f"way {number}").asks(10, 20) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(witness.ask, ways))
    assert [type(one) for one in answers].count(Cosigned) == 1
    assert answers.count(Behind(20)) == 7


def test_without_its_memory_it_says_nothing(start: Callable[..., RunningWitness]) -> None:
    log = Log().grow(5)
    witness = start(log)
    (witness.folder / "witness.sqlite3").write_bytes(b"no database, but what somebody put in its place" * 100)
    with pytest.raises(Unreachable, match="500"):
        witness.ask(log.asks(0, 5))


def test_a_damaged_key_is_said_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "witness.key").write_text("PRIVATE+KEY+witness.example+00000000+AAAA\n")
    ended = subprocess.run(_command(tmp_path, "--key"), capture_output=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "无法使用" in ended.stderr.decode()
    assert (tmp_path / "witness.key").read_text().endswith("AAAA\n")


def test_its_key_is_for_its_owner_alone(start: Callable[..., RunningWitness]) -> None:
    witness = start(Log())
    assert (witness.folder / "witness.key").stat().st_mode & 0o077 == 0
    assert witness.key.kind == COSIGNATURE


def test_a_witness_is_asked_over_https_or_on_this_machine_only() -> None:
    asked = Log().grow(1).asks(0, 1)
    for url in ("http://witness.example", "ftp://127.0.0.1", "file:///etc/passwd", "witness", ""):
        with pytest.raises(Unreachable):
            tlog_witness.ask(url, asked)
    assert tlog_witness.is_address("https://witness.example/prefix")


def test_a_request_reads_as_it_was_written() -> None:
    asked = Log().grow(77).asks(33, 77)
    read = tlog_witness.parse(asked.text)
    assert read == asked
    assert opened(read.note, [Log().key.verifier])
