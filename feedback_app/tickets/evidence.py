"""The evidence of a flood as one file: what was said each time, when, by which door, with its hash; nobody's identity."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence

from feedback_app import clock
from feedback_app.tickets.models import Ticket


def packed(tickets: Sequence[Ticket]) -> bytes:
    """A ZIP: one text for each report as it came in, and a list with the SHA-256 of each."""
    out, listed = io.BytesIO(), io.StringIO()
    rows = csv.writer(listed)
    rows.writerow(("工单 ticket", "收到 received (Beijing)", "渠道 channel", "文件 file", "SHA-256"))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in tickets:
            name, words = f"{one.ref}.txt", one.words.encode()
            archive.writestr(name, words)
            at = f"{clock.to_local(one.received_at):%Y-%m-%d %H:%M:%S}"
            rows.writerow((one.ref, at, one.channel, name, hashlib.sha256(words).hexdigest()))
        archive.writestr("list.csv", "\ufeff" + listed.getvalue())
    return out.getvalue()
