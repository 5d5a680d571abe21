"""What could not be read in a mail, each as a sentence for the clerk who opens it. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that could not be read as it was meant."""

    code: str
    words_zh: str
    words_en: str


_ROWS = (
    Fault("empty", "邮件是空的。", "The mail is empty."),
    Fault("no_headers", "没有邮件头，全文当作正文。", "It has no mail header; all of it is taken as text."),
    Fault("charset_guessed", "文字编码标注有误，已按内容判断，个别字可能不对。",
          "The text is labelled with the wrong character set; it was guessed from the content, and single signs may be wrong."),
    Fault("charset_lost", "有些字的编码已经损坏，无法还原，用“\ufffd”代替。", "Some signs are damaged beyond repair and stand as “\ufffd”."),
    Fault("transfer_broken", "正文或附件在传输中损坏，只取出了完好的部分。",
          "Text or a file was damaged on its way; what was whole has been taken out."),
    Fault("structure_broken", "邮件结构残缺，已尽量取出文字和附件。",
          "The mail's structure is broken; words and files were taken out as far as possible."),
    Fault("too_deep", "邮件层层嵌套，只读到一定深度。", "Mails are nested in mails; reading stopped at some depth."),
    Fault("too_many_parts", "邮件的部分太多，只读了前面一些。", "The mail has too many parts; the first ones were read."),
    Fault("too_long", "正文过长，这里只显示开头；原件完整保存。", "The text is very long and only its beginning is shown; the original is kept whole."),
    Fault("tnef_broken", "附件 winmail.dat 打不开。", "The attachment winmail.dat cannot be opened."),
    Fault("smime_encrypted", "邮件是加密的（S/MIME），没有密钥，读不出内容。",
          "The mail is encrypted (S/MIME) and cannot be read without its key."),
    Fault("smime_broken", "签名邮件的内容取不出来。", "The content of the signed mail cannot be taken out."),
    Fault("pgp_encrypted", "邮件是加密的（PGP），没有密钥，读不出内容。", "The mail is encrypted (PGP) and cannot be read without its key."),
    Fault("file_elsewhere", "附件不在邮件里，只有一个外部链接。", "A file is not in the mail; there is only a link to it."),
    Fault("gave_up", "这封邮件读得太久或者占用太多，系统停了下来；原件完整保存。",
          "Reading this mail took too long or too much; the program stopped. The original is kept whole."),
)  # fmt: skip
FAULTS = {row.code: row for row in _ROWS}
