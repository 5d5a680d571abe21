"""The check page: everything is checked in the reader's own browser, from one file, with the network off."""

import base64
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import checkpoints
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.checkpoint import Checkpoint
from feedback_app.audit.signing import Signer, signer
from feedback_app.extensions import db, reading_only
from tests.factories import NOBODY, code_of, ticket_after, ticket_at
from tests.rig.browser import PHONE
from tests.rig.proof_check import check
from tests.tickets.reporting import PDF

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_database
Change = Callable[[dict[str, Any]], None]


class CheckPage:
    """The downloaded page, opened from disk in a browser without a network."""

    def __init__(self, page: "Page", file: Path) -> None:
        self.page, self.asked = page, list[str]()
        page.context.set_offline(True)
        page.goto(file.as_uri())
        page.on("request", lambda request: self.asked.append(request.url))

    def check(
        self, text: str, said: bytes | None = None, files: tuple[bytes, ...] = (), other: str = ""
    ) -> str:
        """Choose the files, press the button, read the answer."""
        page = self.page
        page.set_input_files("#check-proof", _file("回执.json", text.encode()))
        page.evaluate("document.querySelectorAll('details').forEach(function (one) { one.open = true; })")
        page.set_input_files("#check-said", [_file("反映内容.txt", said)] if said is not None else [])
        page.set_input_files("#check-attachments", [_file(f"{n}.pdf", one) for n, one in enumerate(files, 1)])
        page.fill("#check-other", other)
        page.evaluate("document.getElementById('check-result').textContent = ''")
        page.get_by_role("button", name="核对").click()
        page.locator("#check-result h2").wait_for()
        assert self.asked == []
        return page.locator("#check-result").inner_text()


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def downloaded(client: FlaskClient, db_session: Any, tmp_path: Path) -> Path:
    answer = client.get("/log/check/offline")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    file = tmp_path / "check.html"
    file.write_bytes(answer.data)
    return file


@pytest.fixture
def offline(downloaded: Path, new_page: Callable[..., "Page"]) -> CheckPage:
    return CheckPage(new_page(width=PHONE), downloaded)


def receipt(client: FlaskClient, **how: Any) -> tuple[str, bytes]:
    """A receipt's file and the text of what was said."""
    ticket = ticket_after(None, reporter=NOBODY, **how)
    client.post("/status", data={"code": code_of(ticket)})
    return client.get("/status/ticket/proof.json").text, client.get("/status/ticket/said.txt").data


def with_files(client: FlaskClient) -> tuple[str, bytes]:
    from feedback_app.files.kinds import BY_ENDING
    from feedback_app.files.operations import KeptBytes

    kept = tuple(
        KeptBytes(f"{n}.pdf", BY_ENDING["pdf"], 3, hashlib.sha256(PDF + bytes([n])).hexdigest())
        for n in (1, 2)
    )
    audit.append("log.verify", by=SYSTEM, subject="log:all")
    return receipt(client, kept=kept)


def test_a_receipt_holds_with_its_words_and_files(offline: CheckPage, client: FlaskClient) -> None:
    text, said = with_files(client)
    answer = offline.check(text, said, (PDF + b"\2", PDF + b"\1"))
    number = json.loads(text)["number"]
    place = check(text, signer.verifier.text).entry["number"]
    assert "这份回执成立" in answer
    assert f"您在2026年11月9日 15:12（北京时间）提交的反映 {number}，已写入责任日志第 {place} 条" in answer
    assert "就是当时提交的，一字不差" in answer
    assert "文件“1.pdf”：就是当时交的第 2 个文件" in answer
    assert "对不上\n" not in answer
    assert "6.8万元" not in answer


def test_a_text_saved_again_by_an_editor_is_still_the_text(offline: CheckPage, client: FlaskClient) -> None:
    text, said = receipt(client)
    assert "一字不差" in offline.check(text, b"\xef\xbb\xbf" + said.replace(b"\n", b"\r\n"))


def test_other_words_and_other_files_are_told_apart(offline: CheckPage, client: FlaskClient) -> None:
    text, said = with_files(client)
    answer = offline.check(text, said.replace(b"6.8", b"6.9"), (PDF,))
    assert "文件本身成立，但有一处对不上" in answer
    assert "您选的反映内容：与当时提交的不一样" in answer
    assert "文件“1.pdf”：不是当时交的文件" in answer


def turned(text: str) -> str:
    """Another sign of the same kind in place of the first letter or figure found from the middle on."""
    places = (i for i in range(len(text) // 2, len(text)) if text[i].isalnum() and text[i].isascii())
    at = next(places, None)
    if at is None:
        return text + "0"
    sign = text[at]
    other = {"9": "8", "f": "e", "z": "y", "Z": "Y"}.get(sign) or chr(ord(sign) + 1)
    return text[:at] + other + text[at + 1 :]


def in_member(name: str) -> Change:
    return lambda file: file.__setitem__(name, turned(file[name]))


def in_line(member: str, find: str) -> Change:
    """In the line that begins so; a number is a line of its number alone."""

    def change(file: dict[str, Any]) -> None:
        lines = file[member].split("\n")
        at = next(i for i, line in enumerate(lines) if re.match(find, line))
        lines[at] = turned(lines[at])
        file[member] = "\n".join(lines)

    return change


def in_entry(name: str) -> Change:
    def change(file: dict[str, Any]) -> None:
        entry = json.loads(file["entry"])
        entry[name] = turned(str(entry[name])) if not isinstance(entry[name], int) else entry[name] + 1
        file["entry"] = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    return change


def swapped_files(file: dict[str, Any]) -> None:
    file["files"].reverse()


def without_files(file: dict[str, Any]) -> None:
    file["files"] = file["files"][:1]


def spelt_otherwise(pattern: str) -> Change:
    """The same bytes in base64 that nobody would write: a bit set that says nothing."""

    def change(file: dict[str, Any]) -> None:
        found = re.search(pattern, file["proof"], re.MULTILINE)
        assert found
        last = found.end() - 2
        other = chr(ord(file["proof"][last]) + 1)
        file["proof"] = file["proof"][:last] + other + file["proof"][last + 1 :]

    return change


PLACE, SIGNATURE, HEAD, SAID = (
    "日志条目：",
    "签名：检查点或签名被改动过",
    "编号和时间：与日志写的不一样",
    "反映内容的指纹：与日志写的不一样",
)
FILES, KEY, UNREADABLE = "文件的指纹：与日志写的不一样", "公钥：不是本局责任日志的公钥", "这不是回执文件"
CHANGES: dict[str, tuple[Change, str]] = {
    "format": (in_member("format"), UNREADABLE),
    "kind": (in_member("kind"), UNREADABLE),
    "a member more": (lambda file: file.update(more=1), UNREADABLE),
    "a member less": (lambda file: file.pop("salt"), UNREADABLE),
    "number": (in_member("number"), HEAD),
    "time": (in_member("at"), HEAD),
    "salt": (in_member("salt"), SAID),
    "salt, seen by the files": (in_member("salt"), FILES),
    "hash of the words": (in_member("said"), SAID),
    "hash of a file": (lambda file: file["files"].__setitem__(1, turned(file["files"][1])), FILES),
    "files swapped": (swapped_files, FILES),
    "a file left out": (without_files, FILES),
    "key": (in_member("key"), KEY),
    "another log's key": (lambda file: file.update(key=_strange().verifier.text), KEY),
    **{f"entry: {name}": (in_entry(name), PLACE) for name in (
        "number", "at", "actor_name", "action", "subject", "about", "facts", "sealed_hash", "previous_hash", "format")},
    "a space in the entry": (lambda file: file.update(entry=file["entry"].replace(",", ", ", 1)), PLACE),
    "proof: head": (in_line("proof", "c2sp"), PLACE),
    "proof: index": (in_line("proof", "index"), PLACE),
    "proof: path": (in_line("proof", r"[A-Za-z0-9+/]{43}=$"), PLACE),
    "proof: a step less": (lambda file: file.update(proof=re.sub(r"\n[A-Za-z0-9+/]{43}=\n", "\n", file["proof"], count=1)), PLACE),
    "proof: a hash spelt otherwise": (spelt_otherwise(r"^[A-Za-z0-9+/]{43}=$"), PLACE),
    "checkpoint: the signature spelt otherwise": (spelt_otherwise(r"^— .*=$"), SIGNATURE),
    "checkpoint: origin": (in_line("proof", r"[^ ]+/[^ ]+$"), SIGNATURE),
    "checkpoint: size": (in_line("proof", r"\d+$"), SIGNATURE),
    "checkpoint: moment": (in_line("proof", "issued"), SIGNATURE),
    "checkpoint: signature": (in_line("proof", "—"), SIGNATURE),
    "checkpoint: signed by a stranger": (lambda file: file.update(proof=_signed_by_a_stranger(file["proof"])), SIGNATURE),
}  # fmt: skip


def _strange() -> Signer:
    strange = Signer()
    strange.load(signer.origin, b"\7" * 32)
    return strange


def _signed_by_a_stranger(proof: str) -> str:
    head, _, signed = proof.partition("\n\n")
    found = checkpoints.checkpoint_at(int(signed.split("\n")[1]))
    return f"{head}\n\n{_strange().sign(found)}"


def test_whatever_is_changed_is_refused_and_named(
    offline: CheckPage, client: FlaskClient, subtests: pytest.Subtests
) -> None:
    text, _ = with_files(client)
    assert "这份回执成立" in offline.check(text)
    for name, (change, words) in CHANGES.items():
        with subtests.test(name):
            file = json.loads(text)
            change(file)
            assert file != json.loads(text)
            answer = offline.check(json.dumps(file, ensure_ascii=False))
            assert "这份回执成立" not in answer
            assert words in answer


def test_any_one_sign_of_the_values_is_noticed(offline: CheckPage, client: FlaskClient) -> None:
    """Sixty places, drawn by lot."""
    text, _ = with_files(client)
    file, lot = json.loads(text), random.Random(6)
    flat = [name for name, value in file.items() if isinstance(value, str)]
    for _turn in range(60):
        name = lot.choice(flat)
        at = lot.randrange(len(file[name]))
        other = lot.choice([sign for sign in "0aZ+ \n你" if sign != file[name][at]])
        changed = file | {name: file[name][:at] + other + file[name][at + 1 :]}
        answer = offline.check(json.dumps(changed, ensure_ascii=False))
        assert "这份回执成立" not in answer, (name, at, other)


def test_what_is_no_receipt_is_said_to_be_none(offline: CheckPage) -> None:
    for text in (
        "",
        "{}",
        "[]",
        "null",
        "\0\xff",
        '{"kind": "report"}',
        "x" * 100_000,
        '{"kind": "toString"}',
    ):
        assert "这不是回执文件" in offline.check(text), text[:20]


def test_nothing_chosen_is_said_so(offline: CheckPage) -> None:
    offline.page.get_by_role("button", name="核对").click()
    assert "请先选回执文件" in offline.page.locator("#check-result").inner_text()


def test_every_size_of_log_and_every_place(offline: CheckPage, client: FlaskClient) -> None:
    """Receipts from logs of many shapes: each is the last entry, or has others after it."""
    texts = []
    for number in range(9):
        for _more in range(number % 4):
            audit.append("log.verify", by=SYSTEM, subject="log:all")
        texts.append(receipt(client)[0])
    texts.append(receipt(client)[0])
    for text in texts:
        assert "这份回执成立" in offline.check(text)


def test_a_version_is_shown_as_it_stood(offline: CheckPage, client: FlaskClient) -> None:
    record = ticket_at("closed").record
    assert record is not None
    text = client.get(f"/records/{record.ref}/versions/2/proof.json").text
    answer = offline.check(text)
    assert "这份存证成立" in answer
    assert f"公示信息 {record.ref} 第 2 版，自2026年11月10日 " in answer
    assert "罚款金额：6.8 万元（68,000 元）" in answer
    for name, turn, words in (
        ("content", lambda old: old.replace("6.8 万元", "6.9 万元"), "公示的内容：与日志写的不一样"),
        ("version", lambda old: 1, "编号和时间：与日志写的不一样"),
        ("number", turned, "编号和时间：与日志写的不一样"),
    ):
        file = json.loads(text)
        file[name] = turn(file[name])
        answer = offline.check(json.dumps(file))
        assert "这份存证不成立" in answer
        assert words in answer
        assert "罚款金额：" not in answer


def test_another_checkpoint_is_compared(offline: CheckPage, client: FlaskClient) -> None:
    text, _ = receipt(client)
    proof = json.loads(text)["proof"]
    same = proof.partition("\n\n")[2]
    with reading_only():
        older = checkpoints.signed_at(int(same.split("\n")[1]) - 1)
        db.session.rollback()
    size = int(same.split("\n")[1])
    forked = str(
        signer.sign(Checkpoint(signer.origin, size, b"\1" * 32, ("issued 2026-11-09T07:12:00.000000Z",)))
    )
    strange = str(_strange().sign(Checkpoint(signer.origin, size, b"\1" * 32)))
    for other, words in (
        (same, "写到同一条，内容也相同"),
        (same.replace("\n", "\r\n") + "\n\n", "写到同一条，内容也相同"),
        (older, f"写到第 {size - 1} 条，比这份早"),
        (strange, "没有本局责任日志的有效签名"),
        ("abc", "另一个检查点：读不出来"),
    ):
        assert words in offline.check(text, other=other)
    answer = offline.check(text, other=forked)
    assert "有两份不同的责任日志" in answer
    assert "这份回执成立" not in answer


@pytest.fixture
def another_key_file() -> Iterator[None]:
    """From here on the program signs with another key of the same name."""
    seed = signer._loaded.seed
    signer.load(signer.origin, b"\7" * 32)
    yield
    signer.load(signer.origin, seed)


@pytest.fixture
def old_receipt(client: FlaskClient, db_session: Any) -> str:
    """A receipt that leads to a checkpoint given out with the first key."""
    ticket = ticket_after(None, reporter=NOBODY)
    audit.issue_checkpoint(by=SYSTEM)
    client.post("/status", data={"code": code_of(ticket)})
    return client.get("/status/ticket/proof.json").text


def test_receipts_of_the_old_key_hold_after_a_lawful_change(
    old_receipt: str,
    another_key_file: None,
    client: FlaskClient,
    new_page: Callable[..., "Page"],
    tmp_path: Path,
) -> None:
    audit.change_key(by=SYSTEM, reason="密钥到期")
    file = tmp_path / "check.html"
    file.write_bytes(client.get("/log/check/offline").data)
    page = CheckPage(new_page(width=PHONE), file)
    new_receipt, _ = receipt(client)
    assert json.loads(old_receipt)["key"] != json.loads(new_receipt)["key"] == signer.verifier.text
    assert client.get("/log/check").text.count("fingerprint") == 2
    for text in (old_receipt, new_receipt):
        assert "这份回执成立" in page.check(text)


def test_a_key_file_put_in_place_of_the_right_one_is_shown_to_nobody(
    old_receipt: str, another_key_file: None, client: FlaskClient
) -> None:
    html = client.get("/log/check").text
    assert json.loads(old_receipt)["key"] in html
    assert signer.verifier.text not in html
    ticket = ticket_after(None)
    client.post("/status", data={"code": code_of(ticket)})
    assert "现在出不了证明" in client.get("/status/ticket/proof").text


def test_sha256_is_sha256(offline: CheckPage) -> None:
    lot = random.Random(3)
    blocks = [lot.randbytes(length) for length in (*range(130), 1_000, 65_537)]
    found = offline.page.evaluate(
        """(blocks) => blocks.map(function (one) {
          var raw = atob(one), bytes = new Uint8Array(raw.length), i;
          for (i = 0; i < raw.length; i += 1) { bytes[i] = raw.charCodeAt(i); }
          return zmProof.sha256(bytes);
        })""",
        [base64.b64encode(one).decode() for one in blocks],
    )
    assert found == [hashlib.sha256(one).hexdigest() for one in blocks]


def test_the_download_is_one_file_that_may_reach_nothing(downloaded: Path) -> None:
    html = downloaded.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!#|data:|tel:|mailto:)', html)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert signer.verifier.text in html
    assert f"{clock.today().year}年" in html


def test_scripts_keep_to_what_old_phones_understand() -> None:
    """ES5 in our own: no arrow functions, template strings, let, const, BigInt."""
    folder = Path(__file__).parents[2] / "feedback_app" / "static"
    for name in ("js/proof.js", "js/check.js", "vendor/tweetnacl/nacl-fast.min.js"):
        source = (folder / name).read_text(encoding="utf-8")
        assert not re.search(r"=>|`|\b(let|const|async|await|class)\s+[\w{\[]|\b\d+n\b", source), name


def test_without_scripts_the_page_says_what_to_do(client: FlaskClient, db_session: Any) -> None:
    html = client.get("/log/check").text
    for words in ("这个浏览器没有运行脚本", "/log/verify_log.py", "拿给监督人员看", signer.verifier.text):
        assert words in html
    assert re.search(r'<form class="form check-form"[^>]* hidden>', html)


def test_whoever_chooses_the_pdf_is_told_which_file_is_needed(offline: CheckPage) -> None:
    said = offline.check("%PDF-1.7 \x00")
    assert "您选的是 PDF" in said
    assert "后缀 .json" in said
