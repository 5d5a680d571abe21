"""Mail that is only HTML: what its reader sees, and nothing else."""

from collections.abc import Iterator

from tests.intake.corpus.case import TEXT, Case
from tests.intake.corpus.writing import mail, part

HTML = (
    "<!DOCTYPE html><html><head><title>不要</title><style>p{color:red}</style><script>alert('不要')</script></head><body>"
    "<div>你局10月9日公示的处罚，罚款金额写成68万元。<br>应为6.8万元，请更正。</div><p>晋庭化工&nbsp;何静</p><!-- 不要 -->"
    "</body></html>"
)
LINES = tuple(TEXT.split("\n"))


def html(content: str = HTML, charset: str = "utf-8", transfer: str = "base64") -> bytes:
    return part(content, "text/html", charset, transfer)


def cases() -> Iterator[Case]:
    for charset in ("utf-8", "gb2312", "gb18030"):
        for transfer in ("8bit", "quoted-printable", "base64"):
            yield Case(
                f"html only, {charset}, {transfer}",
                mail(html(charset=charset, transfer=transfer)),
                charset=charset,
                transfer=transfer,
                structure="html only",
                text=None,
                lines=LINES,
                lacks=("不要", "<", "color"),
            )
    shown = {
        "entities": ("<p>&#32602;&#x6B3E; &lt;68&gt; &amp; 6.8&hellip;</p>", ("罚款 <68> & 6.8…",)),
        "table": (
            "<table><tr><td>罚款</td><td>68万元</td></tr><tr><td>应为</td><td>6.8万元</td></tr></table>",
            None,
        ),
        "list": ("<ul><li>罚款68万元</li><li>应为6.8万元</li></ul>", None),
        "never closed": ("<div><p>罚款68万元<p>应为6.8万元<b>请更正", ("罚款68万元", "应为6.8万元请更正")),
        "hidden preheader": ('<div style="display:none">罚款</div><p>应为6.8万元</p>', None),
        "comment never closed": ("<p>应为6.8万元</p><!-- 罚款", None),
        "word's own tags": (
            "<o:p></o:p><p class=MsoNormal>应为6.8万元<o:p>&nbsp;</o:p></p>",
            ("应为6.8万元",),
        ),
        "breaks": ("应为6.8万元<br><br><br><br>请更正<br/>", ("应为6.8万元", "请更正")),
        "script in the middle": (
            "应为<script>document.write('<p>不要</p>')</script>6.8万元",
            ("应为6.8万元",),
        ),
        "tag inside an attribute": ('<p title="a > b">应为6.8万元</p>', ("应为6.8万元",)),
    }
    for name, (content, lines) in shown.items():
        yield Case(
            f"html: {name}",
            mail(html(content)),
            structure="html only",
            text=None,
            lines=lines,
            holds=() if lines else ("应为",) if name != "list" else ("应为6.8万元",),
            lacks=("不要",),
        )
    yield Case(
        "html that names another character set than the header",
        mail(html('<meta charset="gb2312"><p>应为6.8万元</p>')),
        structure="html only",
        text=None,
        lines=("应为6.8万元",),
    )
    yield Case(
        "html in GBK that only its meta element says",
        mail(
            part(
                '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>应为6.8万元</p>'.encode(
                    "gbk"
                ),
                "text/html",
                None,
                "base64",
            )
        ),
        charset="gbk",
        structure="html only",
        text=None,
        lines=("应为6.8万元",),
        faults=None,
    )
    yield Case(
        "html nested ten thousand deep",
        mail(html("<div>" * 10_000 + "应为6.8万元" + "</div>" * 10_000)),
        structure="html only",
        text=None,
        holds=("应为6.8万元",),
        faults=None,
    )
