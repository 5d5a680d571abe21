"""Environment → settings, or sentences that say what to mend.

A value that cannot be understood is never replaced by a default: `load` collects every fault and raises `WrongSettings`,
so the operator sees all of them at once, in both languages, before anything has started.
"""

import difflib
import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feedback_app.config import kept_secrets
from feedback_app.config.kinds import KINDS
from feedback_app.config.table import FACTS, FAMILIES, SETTINGS, Setting

__all__ = ["WrongSettings", "check", "load", "unknown_name"]

DATABASE_FILE = "zhengming.sqlite3"
REDIS_URL_FILE = "run/redis-url"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class WrongSettings(ValueError):
    """One or more settings cannot be used; `sentences` says which, why, and gives an example of a good one."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def load(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every setting of the table, typed, and the names Flask and its extensions know them by.

    `overrides` win: text is read as the environment would be, other values are taken as they are, and names that are not
    in the table (Flask's own) are passed through. Raises WrongSettings.
    """
    overrides = overrides or {}
    faults = [
        unknown_name(name) for name in sorted(environ) if name.startswith(FAMILIES) and name not in SETTINGS
    ]
    settings = dict(_read_all(environ, overrides, faults))
    if not faults:
        _fill_in(settings, faults)
    faults = faults or check(settings)
    if faults:
        raise WrongSettings(faults)
    settings["EXAMPLE_FACTS"] = frozenset(
        name for name in FACTS if not environ.get(name) and name not in overrides
    )
    own = {name: value for name, value in overrides.items() if name not in SETTINGS}
    return settings | _names_of_extensions(settings) | own


def check(settings: Mapping[str, Any]) -> list[str]:
    """What cannot stand together, as sentences; empty when all is well."""
    sentences = [rule.sentence for rule in RULES if rule.is_broken(settings)]
    if settings["ENVIRONMENT"] == "production":
        sentences += [
            _missing(row) for row in SETTINGS.values() if row.needed_in_production and not settings[row.name]
        ]
    return sentences


def unknown_name(name: str) -> str:
    """The sentence about a name that is none of ours, with the likeliest one that is."""
    near = difflib.get_close_matches(name, SETTINGS, n=1)
    zh, en = (f"，是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("。", ".")
    return f"没有 {name} 这个设置{zh} / There is no setting {name}{en} (.env.example)"


@dataclass(frozen=True)
class Rule:
    """A combination that cannot work, and the sentence that says how to mend it."""

    is_broken: Callable[[Mapping[str, Any]], bool]
    sentence: str


RULES = (
    Rule(lambda s: s["MAIL_USE_TLS"] and s["MAIL_USE_SSL"],
         "MAIL_USE_TLS 和 MAIL_USE_SSL 只能选一个。/ Set MAIL_USE_TLS or MAIL_USE_SSL, not both."),
    Rule(lambda s: bool(s["MAIL_SERVER"]) and not s["MAIL_DEFAULT_SENDER"],
         "设置了 MAIL_SERVER，还要设置发件人，例：MAIL_DEFAULT_SENDER=noreply@example.gov.cn。/ "
         "MAIL_SERVER is set, so MAIL_DEFAULT_SENDER must be too."),
    Rule(lambda s: bool(s["MAIL_USERNAME"]) != bool(s["MAIL_PASSWORD"]),
         "MAIL_USERNAME 与 MAIL_PASSWORD 要一起设置。/ Set MAIL_USERNAME and MAIL_PASSWORD together."),
    Rule(lambda s: any(s[f"{name}_URL"] and not s[f"{name}_SECRET"] for name in ("SMS", "WECHAT")),
         "设置了 SMS_URL 或 WECHAT_URL，还要设置它的 SECRET。/ SMS_URL and WECHAT_URL need their SECRET."),
)  # fmt: skip


def _read_all(
    environ: Mapping[str, str], overrides: Mapping[str, Any], faults: list[str]
) -> Iterator[tuple[str, Any]]:
    for name, row in SETTINGS.items():
        given = overrides.get(name, environ.get(name) or row.default)
        if not isinstance(given, str):
            yield name, given
            continue
        try:
            # Empty means "not set", as in a line `MAIL_SERVER=` of .env.
            yield name, KINDS[row.kind].read(given.strip()) if given.strip() else None
        except ValueError:
            faults.append(_malformed(row, given))


def _malformed(row: Setting, given: str) -> str:
    kind, shown = KINDS[row.kind], "(***)" if row.is_secret else repr(given)
    return f"{row.name} 的值 {shown} 不对：{kind.zh}。/ It {kind.en}. 例 example: {row.name}={kind.example}"


def _missing(row: Setting) -> str:
    example = f"{row.name}={KINDS[row.kind].example}"
    return f"正式运行必须设置 {row.name}（{row.zh}）/ {row.name} must be set in production: {row.en} 例 example: {example}"


def _fill_in(settings: dict[str, Any], faults: list[str]) -> None:
    """The defaults that follow from other settings."""
    if settings["ENVIRONMENT"] == "development":
        _fill_in_secrets(settings, faults)
        settings["PUBLIC_URL"] = (
            settings["PUBLIC_URL"] or f"http://{host_for_url(settings['HOST'])}:{settings['PORT']}"
        )
    settings["DATABASE_URL"] = settings["DATABASE_URL"] or f"sqlite:///{settings['DATA_DIR'] / DATABASE_FILE}"
    settings["REDIS_URL"] = settings["REDIS_URL"] or _embedded_redis(settings["DATA_DIR"])
    own = urlsplit(settings["PUBLIC_URL"] or "").hostname
    named = settings["TRUSTED_HOSTS"] or LOOPBACK
    settings["TRUSTED_HOSTS"] = list(dict.fromkeys([*named, *([host_for_url(own)] if own else [])]))


def _fill_in_secrets(settings: dict[str, Any], faults: list[str]) -> None:
    missing = [
        row
        for row in SETTINGS.values()
        if row.kind in ("secret", "key", "keyring") and not settings[row.name]
    ]
    data_dir = settings["DATA_DIR"]
    if not missing:
        return
    try:
        kept = kept_secrets.kept(data_dir, database=data_dir / DATABASE_FILE)
        settings.update({row.name: KINDS[row.kind].read(kept[row.name]) for row in missing})
    except OSError as fault:
        faults.append(f"数据目录 DATA_DIR={data_dir} 不能写入 / DATA_DIR cannot be written: {fault.strerror}")
    except (ValueError, KeyError) as fault:
        faults.append(
            f"密钥文件 {data_dir / kept_secrets.FILE} 不能用 / The secrets file cannot be used: {fault}"
        )


def host_for_url(host: str) -> str:
    """A host as it stands in an address: IPv6 in brackets, "every address" as loopback."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return "[::1]" if address.is_unspecified else f"[{host}]"
    return "127.0.0.1" if address.is_unspecified else host


def _embedded_redis(data_dir: Path) -> str | None:
    """Where the launcher's own Redis listens while it runs, for commands typed beside it; None otherwise."""
    try:
        return (data_dir / REDIS_URL_FILE).read_text().strip()
    except OSError:
        return None


def _names_of_extensions(settings: dict[str, Any]) -> dict[str, Any]:
    """The same facts under the names Flask, SQLAlchemy, Limiter, Babel and WTF look for."""
    is_https = settings["PUBLIC_URL"].startswith("https://")
    return {
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"],
        # What people wrote must not reach a log by way of a failed statement.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_pre_ping": "postgresql" in settings["DATABASE_URL"],
        },
        # The prefix makes browsers refuse the cookie from plain HTTP or from a sibling domain.
        "SESSION_COOKIE_NAME": "__Host-zhengming" if is_https else "zhengming",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_https,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings["SESSION_HOURS"]),
        # One more megabyte for the words of the form around the files.
        "MAX_CONTENT_LENGTH": (settings["MAX_UPLOAD_MB"] * settings["MAX_FILES"] + 1) * 1024 * 1024,
        # Without Redis each process counts alone; with it, and Redis down, the limits go on in memory.
        "RATELIMIT_STORAGE_URI": settings["REDIS_URL"] or "memory://",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        # A Redis that says nothing counts as down: nobody may wait for it.
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1}
        if settings["REDIS_URL"]
        else {},
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        # A form's token lives as long as its session: a slow typist must not lose a page of text.
        "WTF_CSRF_TIME_LIMIT": None,
        # Over HTTPS it would ask for a Referer, which our own pages tell browsers not to send; the token and the
        # __Host- cookie do the work.
        "WTF_CSRF_SSL_STRICT": False,
    }
