"""What a good value of each kind looks like: how it is read from text, and the words for a bad one."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Kind:
    """`read` turns text into a value and raises ValueError when it cannot."""

    read: Callable[[str], Any]
    zh: str
    en: str
    example: str


def _whole(least: int, most: int, example: str) -> Kind:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return Kind(
        read, f"应为 {least} 到 {most} 的整数", f"must be a whole number from {least} to {most}", example
    )


def _matching(pattern: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError
        return text

    return read


SWITCH = {
    "yes": True,
    "true": True,
    "1": True,
    "on": True,
    "no": False,
    "false": False,
    "0": False,
    "off": False,
}


def _switch(text: str) -> bool:
    if text.lower() not in SWITCH:
        raise ValueError
    return SWITCH[text.lower()]


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return text.rstrip("/")


def _database(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/") not in ("", ":memory:"):
        return f"sqlite:///{_folder(rest[1:])}"  # a relative file counts from here, not from Flask's instance folder
    raise ValueError


def _hosts(text: str) -> list[str]:
    hosts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"\.?[\w.-]+|\[[0-9a-fA-F:]+\]", host) for host in hosts):
        raise ValueError
    return hosts


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(key) != 32:
        raise ValueError
    return key


def _keyring(text: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        name, _, key = part.strip().partition(":")
        if not re.fullmatch(r"[A-Za-z0-9]{1,16}", name) or name in keys:
            raise ValueError
        keys[name] = _key(key)
    return keys


def _witnesses(text: str) -> list[tuple[str, str]]:
    pairs = [part.split() for part in text.split(",")]
    if not all(len(pair) == 2 and "+" in pair[1] for pair in pairs):
        raise ValueError
    return [(_web_address(url), vkey) for url, vkey in pairs]


def _mailboxes(text: str) -> list[str]:
    found = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(_ADDRESS, one) for one in found):
        raise ValueError
    return found


_ADDRESS = r"[^@\s<>]+@[\w.-]+"
_MADE = "…（make secrets 可生成 prints one）"

KINDS: dict[str, Kind] = {
    "text": Kind(str, "", "", "…"),
    "key_name": Kind(_matching(r"[^\s+]{1,200}"), "应为不含空格和加号的名字", "must be a name without spaces or plus signs",
                     "gs.example.gov.cn/log"),
    "environment": Kind(_matching("development|production"), "应为 development 或 production",
                        "must be development or production", "production"),
    "host": Kind(_matching(r"[\w.:-]+"), "应为主机名或 IP 地址", "must be a host name or an IP address", "127.0.0.1"),
    "port": _whole(0, 65535, "8000"),
    "count": _whole(1, 1000, "4"),
    "rows": _whole(1, 1_000_000, "20000"),
    "public_log": Kind(_matching("none|counts|sentences"), "应为 none、counts 或 sentences",
                       "must be none, counts or sentences", "counts"),
    "proxies": _whole(0, 9, "1"),
    "hours": _whole(1, 720, "8"),
    "hour": _whole(0, 23, "10"),
    "megabytes": _whole(1, 1024, "20"),
    "folder": Kind(_folder, "", "", "/var/lib/zhengming"),
    "web_address": Kind(_web_address, "应为完整网址", "must be a full web address", "https://gs.example.gov.cn"),
    "database": Kind(_database, "应为 postgresql:// 或 sqlite:/// 地址", "must be a postgresql:// or sqlite:/// address",
                     "postgresql://user:password@127.0.0.1/zhengming"),
    "redis": Kind(_matching(r"(rediss?|unix)://.+"), "应为 redis:// 地址", "must be a redis:// address",
                  "redis://127.0.0.1:6379/0"),
    "hosts": Kind(_hosts, "应为逗号分隔的主机名，不带端口", "must be host names without ports, comma separated",
                  "gs.example.gov.cn,127.0.0.1"),
    "secret": Kind(_matching(r"(?s).{32,}"), "至少要 32 个字符", "must have at least 32 characters", _MADE),
    "key": Kind(_key, "应为 base64 的 32 字节", "must be 32 bytes in base64", _MADE),
    "keyring": Kind(_keyring, "应为“编号:base64 的 32 字节”，逗号分隔，编号不重复",
                    "must be id:base64 of 32 bytes, comma separated, no id twice", f"k1:{_MADE}"),
    "switch": Kind(_switch, "应为 yes 或 no", "must be yes or no", "yes"),
    "mailbox": Kind(_matching(rf"{_ADDRESS}|[^<>\r\n]+ <{_ADDRESS}>"), "应为邮箱地址", "must be a mail address",
                    "noreply@example.gov.cn"),
    "mailboxes": Kind(_mailboxes, "应为逗号分隔的邮箱地址", "must be mail addresses, comma separated",
                      "jiandu@example.gov.cn,sifaju@example.gov.cn"),
    "listen": Kind(_matching(r"[\w.-]+:[0-9]{1,5}"), "应为 地址:端口", "must be address:port", "127.0.0.1:2424"),
    "mail_days": Kind(_matching("workdays|weekly|off"), "应为 workdays、weekly 或 off", "must be workdays, weekly or off",
                      "workdays"),
    "witnesses": Kind(_witnesses, "应为“网址 公钥vkey”，逗号分隔", "must be addresses, each with a space and its vkey, comma separated",
                      "https://jz.example.gov.cn witness.example+0123abcd+BA…"),
    "name_mode": Kind(_matching("masked|full"), "应为 masked 或 full", "must be masked or full", "masked"),
    "years": _whole(1, 30, "2"),
    "rate": Kind(_matching(r"[1-9][0-9]* per ([1-9][0-9]* )?(second|minute|hour|day)s?"), "应为“次数 per 时间”",
                 "must be a number per time", '"30 per hour"'),
}  # fmt: skip
