"""The last lines of a start: where to go and, in a trial, as whom."""

from collections.abc import Iterator
from typing import Any

from feedback_app.launcher.words import plain, seconds_so_far
from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD, STAFF


def welcome(settings: dict[str, Any], address: str) -> None:
    """Address, folders, demonstration sign-ins (never in production) and how to stop."""
    shown = settings["PUBLIC_URL"] if settings["ENVIRONMENT"] == "production" else address
    plain(f"\n  就绪，用时 {seconds_so_far()} 秒  ready\n")
    plain(f"  网站 site      {shown}/")
    plain(f"  数据 data      {settings['DATA_DIR']}")
    plain(f"  日志 logs      {settings['DATA_DIR'] / 'logs'}")
    if not settings["MAIL_SERVER"]:
        plain(
            f"  邮件 mail      {settings['DATA_DIR'] / 'mail'}（未设置发信服务器，写成文件 no mail server: kept as files）"
        )
    if settings["ENVIRONMENT"] == "development":
        for line in _sign_ins():
            plain(line)
    plain("\n  按 Ctrl-C 停止  Ctrl-C stops\n")


def _sign_ins() -> Iterator[str]:
    yield f"\n  演示账号，口令都是 demonstration sign-ins, password for all:  {DEMONSTRATION_PASSWORD}"
    for person in STAFF:
        yield f"    {person.login:<13} {person.name}，{person.post}  {person.post_en}"
