"""What the check page may say. The page's script picks and fills these; it holds no words of its own."""

from flask_babel import gettext as _


def words() -> dict[str, str]:
    """The sentences in the reader's language, by the name check.js knows them by; `{place}` and the like are filled there."""
    return {**_conclusions(), **_parts(), **_chosen(), **_others()}


def _conclusions() -> dict[str, str]:
    return {
        "moment": _("{y}年{m}月{d}日 {time}（北京时间）"),
        "mark_holds": _("对得上"),
        "mark_fails": _("对不上"),
        "none_title": _("还没有选文件"),
        "none": _("请先选回执文件，再按“核对”。"),
        "unreadable_title": _("这不是回执文件"),
        "unreadable": _("这个文件读不出来：它不是从本站下载的回执或存证文件，或者没有存完整。文件名一般是“回执-”或“存证-”开头，后缀 .json。"),
        "pdf": _("您选的是 PDF，它是打印用的。核对要用另一个小文件，后缀 .json：在下载 PDF 的那一页，按“下载回执文件”。"),
        "report_holds_title": _("这份回执成立"),
        "report_holds": _("您在{moment}提交的反映 {number}，已写入责任日志第 {place} 条。"),
        "report_fails_title": _("这份回执不成立"),
        "version_holds_title": _("这份存证成立"),
        "version_holds": _("公示信息 {number} 第 {version} 版，自{moment}起就是下面这样，已写入责任日志第 {place} 条。"),
        "version_fails_title": _("这份存证不成立"),
        "clarification_holds_title": _("这份存证成立"),
        "clarification_holds": _("公示信息 {number} 的第 {clarification} 份澄清说明，自{moment}起就是下面这样，已写入责任日志第 {place} 条。"),
        "clarification_fails_title": _("这份存证不成立"),
        "signed_on": _("责任日志写到第 {size} 条时，{issued}，本局签了名。此后谁改动、删除或者倒填这一条，都会与这份文件对不上。"),
        "signed": _("责任日志写到第 {size} 条时，本局签了名。此后谁改动、删除或者倒填这一条，都会与这份文件对不上。"),
        "fails": _("有 {count} 处对不上，见下面标着“对不上”的几行。文件可能被改动过，也可能没有存完整。请换当初下载的那一份再试。还是不行，请带上文件找监督人员。"),
        "but_title": _("文件本身成立，但有一处对不上"),
        "but": _("下面标着“对不上”的，与这份文件对不上。请看看是不是选错了文件。"),
        "fork_title": _("有两份不同的责任日志"),
    }  # fmt: skip


def _parts() -> dict[str, str]:
    return {
        "key_holds": _("公钥：就是本局责任日志的公钥。"),
        "key_fails": _("公钥：不是本局责任日志的公钥。"),
        "signature_holds": _("签名：责任日志的检查点有本局的签名。"),
        "signature_fails": _("签名：检查点或签名被改动过，或者不是本局签的。"),
        "place_holds": _("位置：这一条就在责任日志第 {place} 条。"),
        "place_fails": _("日志条目：条目的内容或它在日志里的位置被改动过。"),
        "head_holds": _("编号和时间：与日志写的一样。"),
        "head_fails": _("编号和时间：与日志写的不一样，被改动过。"),
        "said_holds": _("反映内容的指纹：与日志写的一样。"),
        "said_fails": _("反映内容的指纹：与日志写的不一样，被改动过。"),
        "files_holds": _("{count} 个文件的指纹：与日志写的一样。"),
        "files_fails": _("文件的指纹：与日志写的不一样，被改动过。"),
        "no_files_holds": _("文件：当时没有交文件，与日志写的一样。"),
        "content_holds": _("公示的内容：与日志写的一样，一字不差。"),
        "content_fails": _("公示的内容：与日志写的不一样，被改动过。"),
    }


def _chosen() -> dict[str, str]:
    return {
        "text_holds": _("您选的反映内容：就是当时提交的，一字不差。"),
        "text_fails": _("您选的反映内容：与当时提交的不一样。"),
        "attachment_holds": _("文件“{name}”：就是当时交的第 {place} 个文件。"),
        "attachment_fails": _("文件“{name}”：不是当时交的文件，或者改动过。"),
    }


def _others() -> dict[str, str]:
    return {
        "other_unreadable": _("另一个检查点：读不出来。请把整段文字原样贴上，最后一行以“—”开头。"),
        "other_unsigned": _("另一个检查点：没有本局责任日志的有效签名。"),
        "other_same": _("另一个检查点：同一把钥匙签的，写到同一条，内容也相同。"),
        "other_fork": _("两个检查点都有本局的签名，写到同一条，内容却不同。日志被改动过，或者给不同的人看了不同的日志。请把两份都保存好，交给监督人员。"),
        "other_older": _("另一个检查点：同一把钥匙签的，写到第 {size} 条，比这份早。前后两份是否接得上，要用核验程序看。"),
        "other_newer": _("另一个检查点：同一把钥匙签的，写到第 {size} 条，比这份晚。前后两份是否接得上，要用核验程序看。"),
    }  # fmt: skip
