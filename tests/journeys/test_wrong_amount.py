"""Example C-1 from the citizen's phone to the supervisor's check: a fine of 6.8万元 was published as 68万元.

One story, told by five people in five browsers (a sixth lends a hand), against the system `make run`
starts: real pages, real Redis, a real worker, real mail in the local outbox. The chapters are functions in the order
of the story.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from feedback_app import clock
from tests.journeys.people import (
    COMPANY,
    FIELD,
    RECORD,
    WORDS,
    Receipt,
    box,
    fill_report,
    go_to,
    look_up,
    open_record,
    open_report_on_amount,
    open_ticket,
    path_of,
    send_report,
    sign_in,
    take,
    text_of,
)  # fmt: skip
from tests.rig.browser import PHONE
from tests.rig.running_system import ROOT, RunningSystem, clean_environ

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HE_JING, HER_MAIL = "何静（晋庭化工 法务）", "hejing@reporter.example"
ANSWER = (
    "您好：经核实，该处罚信息“罚款金额”录入有误，应为6.8万元，已于当日更正并同步更新相关平台。"
    "对由此造成的不便深表歉意，并感谢监督。如需书面说明，请打公布的电话。"
)
STEPS = ("报送主管领导", "调查核实", "澄清", "更正", "分析原因", "倒查责任")
CHAIN = (  # what the supervisor has to find, in this order
    "孙蕾.*受理", "孙蕾.*报送.*李卫东", "李卫东.*指派.*刘芳", "刘芳.*核实", "李卫东.*签发", "刘芳.*更正", "王晓燕.*信用中国",
    "孙蕾.*答复", "刘芳.*原因", "李卫东.*责任", "李卫东.*责任", "孙蕾.*办结",
)  # fmt: skip
MAIL_WITHIN = 15.0  # seconds; an idle machine needs one or two


def test_citizen_reports_wrong_amount(
    running_system: RunningSystem, new_page: Callable[..., "Page"], scan: Path
) -> None:
    def someone(width: int = 1280) -> "Page":
        return new_page(width=width, base_url=running_system.url)

    citizen = someone(PHONE)
    clerk, leader, investigator, supervisor = someone(), someone(), someone(), someone()
    receipt = _citizen_reports(citizen, scan)
    mail = MailBox(running_system.data_dir / "mail", receipt)
    mail.arrives("收到", HER_MAIL)
    _citizen_asks_how_far_it_is(citizen, receipt, "我们已经收到")

    _clerk_accepts_and_submits(clerk, receipt)
    _record_says_it_is_being_verified(citizen)
    mail.arrives("受理", HER_MAIL)
    mail.arrives("待指派", "liweidong@")
    _leader_appoints(leader, receipt)
    mail.arrives("待核实", "liufang@")
    _investigator_verifies(investigator, receipt, scan)
    mail.arrives("待签发", "liweidong@")
    _leader_signs(leader, receipt)
    neighbour = _neighbour_begins_the_same_report(someone(PHONE))
    _investigator_publishes(investigator, receipt)
    _neighbour_learns_that_it_is_corrected(neighbour)
    _everybody_sees_the_correction(citizen)
    _colleague_confirms_the_carrier(someone(), receipt)
    _clerk_answers(clerk, receipt)
    mail.arrives("答复", HER_MAIL)
    _clerk_cannot_close_yet(clerk, receipt)
    _investigator_finds_the_cause(investigator, receipt)
    _leader_says_who_answers_for_it(leader, receipt)
    _clerk_closes(clerk, receipt)

    _citizen_reads_answer_and_six_steps(citizen, receipt)
    _clerk_looks_at_the_mail(clerk, receipt)
    mail.holds_no_secret()
    _supervisor_reads_the_chain(supervisor, receipt)
    _log_holds_at_the_command_line(running_system)


# ---- the citizen ----


def _citizen_reports(page: "Page", scan: Path) -> Receipt:
    open_report_on_amount(page)
    expect(page.get_by_text(f"“{FIELD}”现在公示的是")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("68 万元（680,000 元）")
    expect(page.get_by_label("哪一栏有问题").locator("option:checked")).to_have_text(f"{FIELD}：68万元")
    fill_report(page, scan)
    box(page, "姓名或者单位").fill(HE_JING)
    box(page, "邮箱").fill(HER_MAIL)
    receipt = send_report(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text(RECORD)
    expect(main).to_contain_text(scan.name)
    expect(main).to_contain_text(re.compile(r"最晚 \d{4}年\d+月\d+日 答复您"))
    assert receipt.code.replace(" ", "") not in page.url
    return receipt


def _citizen_asks_how_far_it_is(page: "Page", receipt: Receipt, where: str) -> None:
    look_up(page, receipt.as_typed_in_a_hurry)
    expect(page.get_by_role("heading", level=1)).to_contain_text(where)
    assert receipt.number not in page.url
    assert receipt.code.replace(" ", "") not in page.url


def _record_says_it_is_being_verified(page: "Page") -> None:
    open_record(page)
    expect(page.get_by_role("main")).to_contain_text("核实中")
    expect(page.get_by_role("main")).to_contain_text("68 万元（680,000 元）")


def _neighbour_begins_the_same_report(page: "Page") -> "Page":
    open_report_on_amount(page)
    fill_report(page, words="我也看到了，应该是6.8万元。")
    return page


def _neighbour_learns_that_it_is_corrected(page: "Page") -> None:
    """His page is older than the correction: nothing is sent, what he wrote is kept, the new value is shown."""
    page.get_by_role("button", name="提交反映").click()
    expect(page.get_by_role("alert")).to_contain_text("这条信息更新了，还没有提交")
    expect(page.get_by_role("main")).to_contain_text("6.8 万元（68,000 元）")
    expect(box(page, "是怎么回事")).to_have_value("我也看到了，应该是6.8万元。")


def _citizen_reads_answer_and_six_steps(page: "Page", receipt: Receipt) -> None:
    _citizen_asks_how_far_it_is(page, receipt, "已经办结")
    main = page.get_by_role("main")
    expect(main).to_contain_text(ANSWER[:40])
    expect(main).to_contain_text("计量（万元/元）换算错误")
    expect(main).to_contain_text("发布前自动核对")
    steps = main.get_by_role("listitem").filter(has=page.get_by_text(re.compile("^(已完成|不需要)$")))
    said = [text_of(step) for step in steps.all()]
    assert [next(step for step in STEPS if step in line) for line in said] == list(STEPS), said
    assert ["不需要" in line for line in said] == [step == "澄清" for step in STEPS], said
    for name in ("孙蕾", "李卫东", "刘芳", "赵明"):
        expect(page.locator("body")).not_to_contain_text(name)


def _everybody_sees_the_correction(page: "Page") -> None:
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="更正公告").click()
    entry = page.get_by_role("main").get_by_role("listitem").filter(has_text=RECORD)
    expect(entry).to_contain_text(re.compile(rf"{FIELD}\s*原为\s*68万元\s*现为\s*6.8万元"))
    entry.get_by_role("link", name=RECORD).click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="这条信息已经更正")).to_be_visible()
    expect(main).to_contain_text(re.compile(r"原为\s*68万元\s*现为\s*6.8万元"))
    expect(main).to_contain_text("6.8 万元（68,000 元）")
    expect(main).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d 更正：罚款金额由“68万元”更正为“6.8万元”"))
    expect(main).not_to_contain_text("核实中")
    page.get_by_role("link", name="第 1 版").click()
    expect(page.get_by_role("main")).to_contain_text("68 万元（680,000 元）")


# ---- the bureau ----


def _clerk_accepts_and_submits(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "孙蕾")
    expect(page.get_by_role("row").filter(has_text=receipt.number)).to_contain_text("68万元 → 6.8万元")
    open_ticket(page, receipt.number)
    expect(page.get_by_role("main")).to_contain_text(WORDS[:60])
    take(page, "受理")
    expect(page.get_by_role("status").first).to_contain_text("已受理")
    go_to(page, "报送主管领导")
    conflicted = page.get_by_role("radio", name=re.compile("古丽娜尔"))
    expect(conflicted).to_be_disabled()
    expect(conflicted).to_have_accessible_description(re.compile("批准.*须回避"))
    page.get_by_role("radio", name=re.compile("李卫东")).check()
    take(page, "报送主管领导")
    expect(page.get_by_role("status").first).to_contain_text("已报送")


def _leader_appoints(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "李卫东")
    open_ticket(page, receipt.number)
    go_to(page, "指派调查人员")
    expect(page.get_by_role("radio", name=re.compile("周婷"))).to_be_disabled()
    expect(page.get_by_role("radio", name=re.compile("周婷"))).to_have_accessible_description(
        re.compile("发布.*须回避")
    )
    for name, act in {"赵明": "拟", "叶尔肯·哈力克": "审核", "古丽娜尔·艾山": "批准", "周婷": "发布"}.items():
        expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text(act)
    for name in ("赵明", "叶尔肯"):
        expect(page.get_by_role("radio", name=re.compile(name))).to_have_count(0)
    page.get_by_role("radio", name=re.compile("刘芳")).check()
    take(page, "指派调查人员")
    expect(page.get_by_role("status").first).to_contain_text("已指派")


def _investigator_verifies(page: "Page", receipt: Receipt, scan: Path) -> None:
    sign_in(page, "刘芳")
    open_ticket(page, receipt.number)
    with page.expect_download() as handed_over:
        page.get_by_role("link", name=scan.name).click()
    assert handed_over.value.suggested_filename == scan.name
    assert handed_over.value.path().read_bytes() == scan.read_bytes()
    go_to(page, "提交核实结论")
    page.get_by_role("radio", name="属实：信息不准确").check()
    box(page, "对照了什么").fill("昌州环阜罚〔2026〕3号决定书原件、案卷中的审批表。")
    box(page, "依据").fill("决定书原件载明：罚款人民币6.8万元。公示时把6.8万元录成了68万元。")
    amount = box(page, FIELD)
    expect(amount).to_have_value("6.8")
    page.get_by_label("证据材料").set_input_files(scan)
    take(page, "提交核实结论")
    expect(page.get_by_role("main")).to_contain_text("等主管领导签发")


def _leader_signs(page: "Page", receipt: Receipt) -> None:
    open_ticket(page, receipt.number)
    go_to(page, "签发结论")
    expect(page.get_by_role("main")).to_contain_text("罚款金额由“68万元”更正为“6.8万元”")
    take(page, "签发结论")
    expect(page.get_by_role("main")).to_contain_text("已签发")


def _investigator_publishes(page: "Page", receipt: Receipt) -> None:
    open_ticket(page, receipt.number)
    go_to(page, "发布更正")
    expect(page.get_by_role("main")).to_contain_text("更正：罚款金额由“68万元”更正为“6.8万元”")
    take(page, "发布更正")
    expect(page.get_by_role("status").first).to_contain_text("更正已发布")


def _colleague_confirms_the_carrier(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "王晓燕")
    page.get_by_role("link", name=re.compile(r"^全部在办")).click()
    page.get_by_role("row").filter(has_text=receipt.number).get_by_role("link", name=COMPANY).click()
    carrier = page.get_by_role("listitem").filter(has_text="信用中国").first
    expect(carrier).to_contain_text("等待确认")
    box(carrier, "怎样确认的").fill("信用中国页面已更新，金额为6.8万元，截图留存。")
    carrier.get_by_role("button", name="确认已更新").click()
    expect(page.get_by_role("status").first).to_contain_text("已确认")
    expect(carrier).to_contain_text("已更新")


def _clerk_answers(page: "Page", receipt: Receipt) -> None:
    open_ticket(page, receipt.number)
    go_to(page, "答复反映人")
    draft = box(page, "答复内容")
    expect(draft).to_have_value(re.compile("您说得对.*“68万元”，已更正为“6.8万元”"))
    draft.fill(ANSWER)
    take(page, "答复反映人")
    expect(page.get_by_role("status").first).to_contain_text("已答复")


def _clerk_cannot_close_yet(page: "Page", receipt: Receipt) -> None:
    missing = ["原因分析", "责任追究记录"]
    expect(page.get_by_role("heading", name="办结前还缺")).to_be_visible()
    page.goto(f"{path_of(page)}/closing")
    expect(page.get_by_role("heading", level=1, name="办结")).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"还缺：{'、'.join(missing)}")
    lines = main.get_by_role("listitem").filter(has_text="还没有")
    assert [text_of(line).split()[0] for line in lines.all()] == missing
    expect(main.get_by_role("button", name="办结")).to_have_count(0)


def _investigator_finds_the_cause(page: "Page", receipt: Receipt) -> None:
    open_ticket(page, receipt.number)
    go_to(page, "分析原因")
    page.get_by_role("checkbox", name="计量（万元/元）换算错误").check()
    page.get_by_role("checkbox", name="审核把关不严").check()
    box(page, "经过和原因").fill("录入时把6.8万元写成68，金额与决定书正文不一致；审核时没有对照原件。")
    page.get_by_role("radio", name="过失", exact=True).check()
    box(page, "今后怎样防止").fill("发布前自动核对金额栏与处罚内容中的金额，不一致的不能发布。")
    box(page, "由谁落实").fill("法制科")
    box(page, "什么时候落实").fill((clock.today() + timedelta(days=7)).isoformat())
    take(page, "记录原因")
    expect(page.get_by_role("status").first).to_contain_text("原因已记录")


def _leader_says_who_answers_for_it(page: "Page", receipt: Receipt) -> None:
    open_ticket(page, receipt.number)
    for who, measure, statement, why in (
        (
            re.compile("^赵明"),
            "批评教育",
            "是我录错的，没有异议。",
            "录入时没有核对计量单位，情节轻微，已改正。",
        ),
        (re.compile("^执法大队"), "责令改正", "", "审核把关不严，责令完善复核。"),
    ):
        go_to(page, "记录责任追究")
        page.get_by_role("radio", name=who).check()
        page.get_by_role("radio", name="不按要求公示", exact=True).check()
        page.get_by_role("radio", name=measure, exact=True).check()
        if statement:
            page.get_by_role("radio", name="已听取陈述", exact=True).check()
            box(page, "本人怎么说的").fill(statement)
        box(page, "理由").fill(why)
        take(page, "记录责任追究")
        expect(page.get_by_role("status").first).to_contain_text("责任追究已记录")


def _clerk_closes(page: "Page", receipt: Receipt) -> None:
    open_ticket(page, receipt.number)
    go_to(page, "办结")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="还没有")).to_have_count(0)
    take(page, "办结")
    expect(page.get_by_role("status").first).to_contain_text("已办结")


# ---- mail ----


class MailBox:
    """The local outbox on disk. `arrives` waits until a mail with these words in its subject has come to this address."""

    def __init__(self, folder: Path, receipt: Receipt) -> None:
        self.folder, self.receipt = folder, receipt

    def all(self) -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]

    def arrives(self, subject: str, to: str) -> None:
        until = time.monotonic() + MAIL_WITHIN
        while not any(subject in one["Subject"] and to in one["To"] for one in self.all()):
            assert time.monotonic() < until, (
                f"no mail {subject} to {to}: {[one['Subject'] for one in self.all()]}"
            )
            time.sleep(0.05)

    def holds_no_secret(self) -> None:
        """Nothing goes by mail that opens the report, and nothing goes to staff that says who reported."""
        for one in self.all():
            parts = [part.get_content() for part in one.walk() if part.get_content_maintype() == "text"]
            assert parts
            words = "\n".join((one["Subject"], *parts))
            squeezed = re.sub(r"[\s-]", "", words).upper()
            assert self.receipt.code.replace(" ", "") not in squeezed
            assert self.receipt.number in words
            if HER_MAIL not in one["To"]:
                assert "何静" not in words
                assert HER_MAIL not in str(one)


def _clerk_looks_at_the_mail(page: "Page", receipt: Receipt) -> None:
    page.get_by_role("link", name="往来邮件").click()
    rows = page.get_by_role("row").filter(has_text=receipt.number)
    expect(rows).to_have_count(6)
    expect(rows.filter(has_text="已发出")).to_have_count(6)
    expect(page.get_by_role("main")).not_to_contain_text(HER_MAIL)
    rows.filter(has_text="反映人").get_by_role("link", name=re.compile("^答复")).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(ANSWER[:40])
    expect(main).not_to_contain_text(receipt.code)
    expect(main).not_to_contain_text(HER_MAIL)


# ---- the supervisor ----


def _supervisor_reads_the_chain(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "何文博")
    page.get_by_label("查找：工单号、信息编号、文号或人名").fill(receipt.number)
    page.get_by_role("button", name="筛选").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"孙蕾（值班员）.*受理"))
    chain = [_log_line(line) for line in main.get_by_role("listitem").filter(has_text="校验值").all()]
    assert len(chain) >= len(CHAIN)
    assert len({line.own for line in chain}) == len(chain)
    before = {line.number: line.own for line in chain}
    assert all(line.before == before.get(line.number - 1, line.before) for line in chain), (
        "each holds the one before"
    )
    page.get_by_role("link", name="全部工单").click()
    page.get_by_role("link", name=receipt.number).click()
    said = text_of(main)
    assert re.search(".*".join(CHAIN), said, re.DOTALL), said
    expect(page.locator("body")).not_to_contain_text("何静")
    page.get_by_role("link", name="责任日志").first.click()
    page.get_by_role("button", name="现在核验全部日志").click()
    expect(page.get_by_role("status").first).to_contain_text("责任日志成立")


@dataclass(frozen=True)
class LogLine:
    number: int
    said: str
    own: str
    before: str


def _log_line(line: "Locator") -> LogLine:
    """One entry as the supervisor reads it, with its two hashes unfolded."""
    line.get_by_text("校验值", exact=True).click()
    own, before = line.get_by_text(re.compile(r"^[0-9a-f]{64}$")).all_inner_texts()
    said = text_of(line)
    return LogLine(int(re.search(r"第 (\d+) 条", said)[1]), said, own, before)  # type: ignore[index]


def _log_holds_at_the_command_line(system: RunningSystem) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "log", "verify"],
        cwd=ROOT, env=clean_environ(DATA_DIR=str(system.data_dir), FLASK_SKIP_DOTENV="1"),
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "责任日志成立" in done.stdout
