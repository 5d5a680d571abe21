"""A citizen who believes nobody: keeps the receipt and the check page on the phone, switches the network off, and looks."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.people import COMPANY, Receipt, fill_report, open_report_on_amount, path_of, send_report
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

Keep = Callable[[str], Path]


def test_citizen_checks_a_receipt_with_the_network_off(
    running_system: RunningSystem,
    new_page: Callable[..., "Page"],
    photo: Path,
    tmp_path: Path,
    axe: Callable[["Page"], list[str]],
    shoot: Callable[["Page", str], Path],
) -> None:
    phone = new_page(width=PHONE, base_url=running_system.url)
    open_report_on_amount(phone)
    fill_report(phone, photo)
    receipt = send_report(phone)

    phone.get_by_role("link", name="下载回执证明").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("回执证明")
    assert axe(phone) == []
    shoot(phone, "receipt-proof")
    file, said = keeps(phone, "下载回执文件", tmp_path), keeps(phone, "下载反映内容", tmp_path)
    assert (file.name, said.name) == (f"回执-{receipt.number}.json", f"反映内容-{receipt.number}.txt")
    phone.get_by_role("link", name=re.compile("log.check$")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("核对回执")
    assert axe(phone) == []
    page = keeps(phone, "下载本页", tmp_path)

    phone.context.set_offline(True)
    phone.goto(page.as_uri())
    asked = listens(phone)
    answer = checks(phone, file, said, photo)
    assert "这份回执成立" in answer
    assert f"提交的反映 {receipt.number}，已写入责任日志第 " in answer
    assert "您选的反映内容：就是当时提交的，一字不差" in answer
    assert f"文件“{photo.name}”：就是当时交的第 1 个文件" in answer
    _nothing_private_is_shown(phone, file, receipt)
    assert axe(phone) == []
    shoot(phone, "receipt-holds")

    answer = checks(phone, one_sign_changed(file, tmp_path))
    assert "这份回执不成立" in answer
    assert "编号和时间：与日志写的不一样，被改动过" in answer
    shoot(phone, "receipt-refused")
    assert asked == []


def test_anyone_checks_that_a_record_stood_so(
    running_system: RunningSystem, page: "Page", tmp_path: Path, axe: Callable[["Page"], list[str]],
    shoot: Callable[["Page", str], Path],
) -> None:  # fmt: skip
    page.goto("/disclosures/ex_post/penalty")
    page.locator("main .entries a, main li a").first.click()
    page.get_by_role("link", name="这一版自公示起没有改动的证明").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("的存证")
    assert axe(page) == []
    shoot(page, "version-proof")
    file = keeps(page, "下载存证文件", tmp_path)
    assert file.name.startswith("存证-C4-")
    page.get_by_role("link", name=re.compile("log.check$")).click()
    page.wait_for_load_state("networkidle")
    asked = listens(page)
    answer = checks(page, file)
    assert "这份存证成立" in answer
    assert re.search(
        r"公示信息 C4-\d{4}-\d{4} 第 \d 版，自\d{4}年\d+月\d+日 \d\d:\d\d（北京时间）起就是下面这样", answer
    )
    assert asked == []


def keeps(page: "Page", name: str, folder: Path) -> Path:
    """Press a download and keep the file under the name it comes with."""
    with page.expect_download() as got:
        page.get_by_role("link", name=name).click()
    file = folder / got.value.suggested_filename
    got.value.save_as(file)
    return file


def listens(page: "Page") -> list[str]:
    """Every address the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def checks(page: "Page", proof: Path, said: Path | None = None, *files: Path) -> str:
    """Choose the files, press 核对, read the answer."""
    page.get_by_label("回执文件").set_input_files(proof)
    if said is not None:
        page.get_by_text("也核对当时写的话和交的文件").click()
        page.get_by_label("反映内容").set_input_files(said)
        page.get_by_label("当时交的文件").set_input_files(list(files))
    page.get_by_role("button", name="核对").click()
    answer = page.locator("#check-result")
    expect(answer.get_by_role("heading")).to_be_focused()
    return answer.inner_text()


def one_sign_changed(file: Path, folder: Path) -> Path:
    """The same receipt, for a report that came in a second sooner or later."""
    content = json.loads(file.read_text(encoding="utf-8"))
    last = content["at"].index(".") - 1
    other = "0" if content["at"][last] != "0" else "1"
    content["at"] = content["at"][:last] + other + content["at"][last + 1 :]
    changed = folder / "改过的回执.json"
    changed.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return changed


def _nothing_private_is_shown(page: "Page", file: Path, receipt: Receipt) -> None:
    shown, kept = page.inner_text("main"), file.read_text(encoding="utf-8")
    for secret in (receipt.code, receipt.code.replace(" ", ""), COMPANY, "银行都来问我们了", "6.8万元"):
        assert secret not in shown
        assert secret not in kept
    assert receipt.code.replace(" ", "") not in path_of(page)
