"""The Flask extensions, and the column types every model shares.

One risk lives here: how a transaction begins on SQLite. The driver's default begins none before a SELECT, so two
"read, then write" requests silently lose an update. We begin every transaction ourselves: IMMEDIATE (the write lock
first) unless the caller has said it only reads.
"""

import ipaddress
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Engine, MetaData, Text, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from feedback_app.sealing import Keyring

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, compare_type=True)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
mail = Mail()
keyring = Keyring()
_reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


def caller_key() -> str:
    """Who is throttled: a keyed hash of the address, so that no address is stored anywhere.

    Of an IPv6 address only the first 64 bits count: whoever has one such address has all the others behind it.
    """
    from flask import request

    return keyring.fingerprint("caller", _household(request.remote_addr or ""))


def _household(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv4Address):
        return address
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(ipaddress.ip_network((int(read), 64), strict=False).network_address)


limiter = Limiter(key_func=caller_key)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment on both databases (SQLite keeps no zone of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Text encrypted at rest (AES-256-GCM); the place name is bound in, so a value cannot be moved to another column."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.seal(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.open(value, self.place)


class Confidential(str):
    """A text that a Sealable column keeps encrypted."""

    __slots__ = ()


class Sealable(Sealed):
    """Text of which some rows are encrypted at rest: those given as Confidential. The others can be searched as they are.

    A sealed value begins with a mark; a plain text that happens to begin so is sealed as well, so no typed words are ever
    taken for a seal.
    """

    cache_ok = True
    MARK = "sealed:"

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not (isinstance(value, Confidential) or value.startswith(self.MARK)):
            return value
        return f"{self.MARK}{super().process_bind_param(str(value), dialect)}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not value.startswith(self.MARK):
            return value
        return Confidential(super().process_result_value(value.removeprefix(self.MARK), dialect))


class SealedJson(Sealed):
    """A JSON value encrypted at rest."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return super().process_bind_param(json.dumps(value, ensure_ascii=False), dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        opened = super().process_result_value(value, dialect)
        return None if opened is None else json.loads(opened)


@contextmanager
def reading_only() -> Iterator[None]:
    """Inside, transactions take no write lock (for GET requests: reads never queue behind a writer)."""
    token = _reading_only.set(True)
    try:
        yield
    finally:
        _reading_only.reset(token)


@contextmanager
def writing_apart() -> Iterator[None]:
    """Inside, a transaction of its own that may write, also in a request that only reads: for the log to say that
    somebody looked, took away, or was refused. Whatever was not committed before is dropped."""
    db.session.rollback()
    token = _reading_only.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        _reading_only.reset(token)


def is_reading_only() -> bool:
    return _reading_only.get()


def set_reading_only(value: bool) -> None:
    _reading_only.set(value)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see the head of this module
    cursor = connection.cursor()
    # synchronous=FULL: a receipt is a promise that survives a power cut.
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if is_reading_only() else "BEGIN IMMEDIATE")
    elif is_reading_only():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
