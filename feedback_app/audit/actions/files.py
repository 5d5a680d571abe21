"""Files."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "file.keep": Action(
        "保存文件",
        "File kept",
        "{actor}为{subject}提交的文件已保存[，{media_type}][，{size} 字节]。",
        "A file handed in by {actor} for {subject} is kept[, {media_type}][, {size} bytes].",
        "file",
    ),
    "file.download": Action(
        "下载文件",
        "File downloaded",
        "{actor}下载了{subject}的文件[（{size} 字节）]。",
        "{actor} downloaded a file of {subject}[ ({size} bytes)].",
        "file",
    ),
    "file.view": Action(
        "查看文件副本",
        "Safe copy viewed",
        "{actor}查看了{subject}的文件副本[（文件 {file}）]。",
        "{actor} looked at the safe copy of a file of {subject}[ (file {file})].",
        "file",
    ),
}
