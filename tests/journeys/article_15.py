"""The steps every report goes through, as the staff take them: from accepting to closing. A letter by mail, too."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.desk import in_days
from tests.journeys.people import NUMBER, box, go_to, take
from tests.rig.running_system import ROOT, RunningSystem, clean_environ

if TYPE_CHECKING:
    from playwright.sync_api import Page

Person = Callable[..., "Page"]
CLERK, LEADER, INVESTIGATOR = "孙蕾", "李卫东", "刘芳"


def letter_comes(system: RunningSystem, sender: str, subject: str, words: str, *, number: int = 1) -> None:
    """A letter by mail as an operator takes it in, with the settings of the running system."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "fankui@example.gov.cn", subject
    letter["Message-ID"] = f"<{number}.{abs(hash(sender))}@reporter.example>"
    letter.set_content(words)
    file = system.data_dir / f"letter-{number}.eml"
    file.write_bytes(letter.as_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "import", str(file)],
        cwd=ROOT, env=clean_environ(DATA_DIR=str(system.data_dir), FLASK_SKIP_DOTENV="1"),
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def number_on(page: "Page") -> str:
    """The number of the ticket on this page."""
    found = NUMBER.search(page.get_by_role("main").inner_text())
    assert found, page.url
    return found[0]


def open_newest(page: "Page", words: str) -> str:
    """Of what waits for this person, the ticket whose row holds these words. Its number."""
    page.goto("/staff/")
    row = page.get_by_role("row").filter(has_text=words).first
    row.get_by_role("link").first.click()
    page.get_by_role("heading", name="反映的内容").wait_for()
    return number_on(page)


def submitted(page: "Page", number: str) -> None:
    """The clerk accepts and submits it to the leader."""
    page.goto(f"/staff/tickets/{number}")
    take(page, "受理")
    go_to(page, "报送主管领导")
    page.get_by_role("radio", name=re.compile(LEADER)).check()
    take(page, "报送主管领导")
    expect(page.get_by_role("status").first).to_contain_text("已报送")


def appointed(page: "Page", number: str) -> None:
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "指派调查人员")
    page.get_by_role("radio", name=re.compile(INVESTIGATOR)).check()
    take(page, "指派调查人员")
    expect(page.get_by_role("status").first).to_contain_text("已指派")


def found(page: "Page", number: str, finding: str, compared: str, basis: str) -> None:
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "提交核实结论")
    page.get_by_role("radio", name=finding, exact=True).check()
    box(page, "对照了什么").fill(compared)
    page.get_by_role("textbox", name="依据 必填", exact=True).fill(basis)
    take(page, "提交核实结论")
    expect(page.get_by_role("main")).to_contain_text("等主管领导签发")


def signed(page: "Page", number: str) -> None:
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "签发结论")
    take(page, "签发结论")
    expect(page.get_by_role("main")).to_contain_text("已签发")


def answered(page: "Page", number: str, *drafted: str, more: str = "") -> str:
    """The draft says these words already; sent as it stands, with what is added. What was sent."""
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "答复反映人")
    draft = box(page, "答复内容")
    for words in drafted:
        expect(draft).to_have_value(re.compile(re.escape(words)))
    draft.fill(draft.input_value() + more)
    sent = draft.input_value()
    take(page, "答复反映人")
    expect(page.get_by_role("status").first).to_contain_text("已答复")
    return sent


def carriers_confirmed(page: "Page", number: str, words: str) -> None:
    """Whoever this is opens each channel, sees it, and says so."""
    page.goto(f"/staff/tickets/{number}")
    waiting = page.get_by_role("button", name=re.compile("^确认已(撤下|更新)$"))
    for _turn in range(waiting.count()):
        carrier = page.get_by_role("listitem").filter(has=waiting).first
        box(carrier, "怎样确认的").fill(words)
        carrier.get_by_role("button", name=re.compile("^确认已")).click()
        expect(page.get_by_role("status").first).to_contain_text("已确认")
    expect(waiting).to_have_count(0)


def cause_found(page: "Page", number: str, causes: Sequence[str], words: str, prevention: str) -> None:
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "分析原因")
    for cause in causes:
        page.get_by_role("checkbox", name=cause, exact=True).check()
    page.get_by_role("radio", name="过失", exact=True).check()
    box(page, "经过和原因").fill(words)
    box(page, "今后怎样防止").fill(prevention)
    box(page, "由谁落实").fill("法制科")
    page.get_by_label("什么时候落实").fill(in_days(5))
    take(page, "记录原因")
    expect(page.get_by_role("status").first).to_contain_text("原因已记录")


def answers_for_it(
    page: "Page", number: str, who: str, breach: str, measure: str, why: str, *, said: str = ""
) -> None:
    """One person or unit, one measure. A person is heard first: `said`."""
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "记录责任追究")
    page.get_by_role("radio", name=re.compile(f"^{who}")).check()
    page.get_by_role("radio", name=breach, exact=True).check()
    page.get_by_role("radio", name=measure, exact=True).check()
    page.get_by_role("radio", name="已经决定，或者已经移送").check()
    box(page, "理由").fill(why)
    if said:
        take(page, "记录责任追究")
        expect(page.get_by_role("main")).to_contain_text("决定以前，要先听取本人陈述")
        page.get_by_role("radio", name="已听取陈述").check()
        box(page, "本人怎么说的").fill(said)
    take(page, "记录责任追究")
    expect(page.get_by_role("status").first).to_contain_text("责任追究已记录")


def closed(page: "Page", number: str) -> None:
    page.goto(f"/staff/tickets/{number}")
    go_to(page, "办结")
    take(page, "办结")
    expect(page.get_by_role("status").first).to_contain_text("已办结")
