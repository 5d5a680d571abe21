"""Taking in mail: so many letters of 20 kB, each kept, read apart and made a ticket, while somebody uses the site.

python -m benching.mail_in 1000      takes them in, in the environment of the settings
"""

import random
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from benching import servers
from benching.browser import WrongAnswer
from benching.mail_out import asked
from benching.pages import pages_of

SIZE = 20_000  # bytes of each
SIGNS = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"


def measure(folder: Path, settings: dict[str, str], mails: int, stack: ExitStack) -> None:
    """Print how fast the mails became tickets, and what the site took meanwhile."""
    environ = servers.environment(folder, **settings)
    content = servers.fill(environ, 20, 5)
    port = stack.enter_context(servers.serving("system", environ, folder))
    pages = [page for page in pages_of(port, content) if page.expects in (200, 303)]
    pages = [pages[0], *[page for page in pages if page.expects == 303][:1]]
    before = {page.label: asked(page, port) for page in pages}
    command = [sys.executable, "-m", "benching.mail_in", str(mails)]
    taking = subprocess.Popen(command, cwd=servers.ROOT, env=environ)
    time.sleep(2)  # the program is up and the first mails are in
    during = {page.label: asked(page, port) for page in pages}
    if taking.poll() is not None:
        print("  站点的数字是收完以后测的 the site was measured after the end: take more")
    if taking.wait(3600):
        raise WrongAnswer("taking in mail failed")
    for label, ms in before.items():
        print(f"  {label}: {ms:.1f} ms, 收信时 meanwhile {during[label]:.1f} ms (p50)", flush=True)


def take_in(mails: int) -> None:
    """So many different letters, one after the other, and how long that took."""
    from feedback_app import create_app
    from feedback_app.intake import jobs, queries

    letters = [letter(number) for number in range(mails)]
    with create_app().app_context():
        began = time.monotonic()
        for raw in letters:
            jobs.take_in(raw, came_by="imap")
        seconds = time.monotonic() - began
        if queries.is_waiting():
            raise SystemExit("some mail has not become a ticket")
    print(f"  收信 mails: {mails:,}, {seconds:.1f} 秒 s, {mails / seconds:.0f}/秒 per second", flush=True)


def letter(number: int) -> bytes:
    """Chinese in GBK with a made-up text of its own, base64, as most mail comes."""
    from email.mime.text import MIMEText

    drawn = random.Random(number)
    text = f"请问第 {number} 件事怎么办？" + "".join(drawn.choices(SIGNS, k=SIZE * 3 // 8))
    mail = MIMEText(text, "plain", "gb18030")
    mail["From"], mail["To"] = f"r{number}@reporter.example", "feedback@example.gov.cn"
    mail["Subject"], mail["Message-ID"] = f"咨询 {number}", f"<{number}@reporter.example>"
    mail["Date"] = "Mon, 16 Nov 2026 09:00:00 +0800"
    return mail.as_bytes()


if __name__ == "__main__":
    take_in(int(sys.argv[1]))
