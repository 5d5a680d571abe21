"""Filling in the citizens' pages: what the tests of the report form and of its submission share."""

import io
import re
import struct
import zipfile
import zlib
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

WORDS = "你局公示的昌州环阜罚〔2026〕3号，我公司是被罚6.8万元，网上“罚款金额”一栏写成68万元。"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def png(colour: bytes = b"\xff\x00\x00") -> bytes:
    """A real picture of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    picture = zlib.compress(b"\x00" + colour)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")


def zipped(*names: str) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return box.getvalue()


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


class ReportPage:
    """The report form of one record, as one person has it open."""

    def __init__(self, client: FlaskClient, ref: str, field: str = "amount") -> None:
        self.client, self.ref = client, ref
        self.html = client.get(f"/records/{ref}/report?field={field}").text
        self.hidden = hidden_of(self.html)

    def fill(self, **typed: Any) -> dict[str, Any]:
        """Everything the browser would send, with example C-1 where the test says nothing else."""
        return {"field": "amount", "should_say": "6.8万元", "words": WORDS} | self.hidden | typed

    def send(self, **typed: Any) -> TestResponse:
        answer = self.client.post(f"/records/{self.ref}/report", data=self.fill(**typed))
        answer.request.environ[
            "wsgi.input"
        ].close()  # a large body lies in a file that nobody else would close
        return answer

    def send_again(self, answer: TestResponse, **typed: Any) -> TestResponse:
        """Press the button of the form that came back, with what it holds."""
        return self.send(**hidden_of(answer.text) | {"held": held_in(answer)} | typed)


def hidden_of(html: str) -> dict[str, str]:
    form = html[html.index('class="form"') :]
    return dict(re.findall(r'<input id="\w+" name="(\w+)" type="hidden" value="([^"]*)">', form))


def held_in(answer: TestResponse) -> list[str]:
    """The signed references of the files a form carries."""
    return re.findall(r'<input[^>]*checked[^>]*name="held"[^>]*value="([^"]+)"', answer.text)


def code_on(receipt: TestResponse) -> str:
    return "".join(re.findall(r'<span class="code-group">(\w+)</span>', receipt.text))


def words_of(html: str) -> str:
    """The page's text, without tags, on one line."""
    body = re.sub(
        r"(?s)<(script|style|svg)\b.*?</\1>", " ", html[html.index("<main") : html.index("</main>")]
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)).replace("&#34;", '"').replace("&amp;", "&")
