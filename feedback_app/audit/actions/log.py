"""The log itself."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "log.verify": Action(
        "核验日志",
        "Log verified",
        "{actor}核验责任日志[，共 {entries} 条][，结果：{verdict}]。",
        "{actor} verified the accountability log[, entries: {entries}][, result: {verdict}].",
        "log",
    ),
    "log.begin": Action(
        "日志开始签名",
        "Log begins to be signed",
        "责任日志开始签名，公钥为 {vkey}。",
        "The accountability log begins to be signed, with the public key {vkey}.",
        "log",
    ),
    "log.change_key": Action(
        "更换日志密钥",
        "Log key changed",
        "{actor}更换责任日志的签名密钥，新公钥为 {vkey}[，原公钥为 {previous}]。",
        "{actor} changed the signing key of the accountability log to {vkey}[, before: {previous}].",
        "log",
    ),
    "log.know_witness": Action(
        "登记见证人",
        "Witness made known",
        "责任日志开始由见证人签名，其公钥为 {vkey}。",
        "A witness begins to cosign the accountability log, with the public key {vkey}.",
        "log",
    ),
    "log.mend_tree": Action(
        "补全哈希树",
        "Tree mended",
        "{actor}补全责任日志的哈希树，补写 {hashes} 个哈希。",
        "{actor} mended the tree of the accountability log; hashes written: {hashes}.",
        "log",
    ),
    "log.erase_sealed": Action(
        "删除密封内容",
        "Sealed words erased",
        "{actor}依法删除第 {entry} 条的密封内容，条目本身仍在。",
        "{actor} erased the sealed words of entry {entry} as the law provides; the entry itself stays.",
        "log",
    ),
    "log.export": Action(
        "导出日志",
        "Log exported",
        "{actor}导出责任日志[，共 {entries} 条][，格式：{format}]。",
        "{actor} exported the accountability log[, entries: {entries}][, format: {format}].",
        "log",
    ),
}
