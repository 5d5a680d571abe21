"""Which channels there are, which are on, and the lines a worker holds open while it has something to send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app

from feedback_app.outbox.channels import Channel, NotNow
from feedback_app.outbox.channels.folder import Folder
from feedback_app.outbox.channels.gateway import Gateway
from feedback_app.outbox.channels.smtp import Smtp


@dataclass(frozen=True)
class ChannelRow:
    """`switch`: the setting that turns it on; empty: it is always on."""

    name: str
    label_zh: str
    label_en: str
    switch: str
    open: Callable[[], Channel]


def _mail() -> Channel:
    return Smtp() if current_app.config["MAIL_SERVER"] else Folder()


CHANNELS = {
    row.name: row
    for row in (
        ChannelRow("smtp", "电子邮件", "E-mail", "", _mail),
        ChannelRow("sms", "短信", "Text message", "SMS_URL", lambda: Gateway("SMS")),
        ChannelRow("wechat", "微信", "WeChat", "WECHAT_URL", lambda: Gateway("WECHAT")),
    )
}


def is_on(name: str) -> bool:
    """Whether the bureau has this channel."""
    switch = CHANNELS[name].switch
    return not switch or bool(current_app.config[switch])


class Lines:
    """Each channel opened when it is first needed."""

    def __init__(self) -> None:
        self._open: dict[str, Channel] = {}

    def to(self, name: str) -> Channel:
        """Raises NotNow while the channel is switched off: what is owed waits for it."""
        if not is_on(name):
            raise NotNow(f"{CHANNELS[name].switch} is not set")
        if name not in self._open:
            self._open[name] = CHANNELS[name].open()
        return self._open[name]

    def close(self) -> None:
        for channel in self._open.values():
            channel.close()


@contextmanager
def lines() -> Iterator[Lines]:
    held = Lines()
    try:
        yield held
    finally:
        held.close()
