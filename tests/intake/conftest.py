"""Mail for the tests of taking it in."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from feedback_app.intake import apart


@pytest.fixture(autouse=True)
def _reader_ends() -> Iterator[None]:
    """The reader of one test is not met by the next."""
    yield
    apart._READER._end()


def letter(
    text: str = "请问公示栏在哪里看？",
    *,
    subject: str = "咨询",
    sender: str = "何静 <hejing@reporter.example>",
    message_id: str | None = "<1@reporter.example>",
    to: str = "feedback@example.gov.cn",
    **headers: str,
) -> bytes:
    """A plain letter; further headers with `_` for `-`."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Sat, 14 Nov 2026 01:07:00 +0800"
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
