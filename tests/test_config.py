"""Settings: the table, what is read, what is refused and in which words."""

import base64
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from feedback_app import config
from feedback_app.config import kept_secrets
from feedback_app.config.kinds import KINDS
from feedback_app.config.table import FACTS, SETTINGS, env_example
from feedback_app.launcher.dotenv_file import read_dotenv

ROOT = Path(__file__).parents[1]
KEY = base64.b64encode(bytes(32)).decode()
SECRETS = {"SECRET_KEY": "s" * 32, "SEAL_KEYS": f"k1:{KEY}", "CODE_KEY": KEY, "LOG_SIGNING_KEY": KEY}
PRODUCTION = {"ENVIRONMENT": "production", "PUBLIC_URL": "https://gs.example.gov.cn", **SECRETS}


def load(tmp_path: Path, **environ: str) -> dict[str, Any]:
    return config.load({"DATA_DIR": str(tmp_path), **environ})


def refused(tmp_path: Path, **environ: str) -> list[str]:
    with pytest.raises(config.WrongSettings) as caught:
        load(tmp_path, **environ)
    return caught.value.sentences


def test_env_example_is_the_table() -> None:
    assert (ROOT / ".env.example").read_text() == env_example(), "make env-example"


def test_env_example_uncommented_changes_nothing(tmp_path: Path) -> None:
    lines = [line.removeprefix("#") for line in env_example().splitlines() if not line.startswith("# ")]
    (tmp_path / ".env").write_text("\n".join(lines))
    read = read_dotenv(tmp_path / ".env") | {"DATA_DIR": str(tmp_path), **SECRETS}
    facts = dict.fromkeys(FACTS, frozenset[str]())
    assert config.load(read) | {"EXAMPLE_FACTS": facts} == load(tmp_path, **SECRETS) | {
        "EXAMPLE_FACTS": facts
    }


@pytest.mark.parametrize("row", SETTINGS.values(), ids=lambda row: row.name)
def test_each_default_reads(row: Any) -> None:
    assert row.kind in KINDS
    assert row.zh.endswith("。")
    assert row.en.endswith(".")
    if row.default:
        KINDS[row.kind].read(row.default)


BAD = [
    ("PORT", "80a", "0 到 65535"), ("PORT", "65536", "0 到 65535"), ("PORT", "-1", "0 到 65535"), ("PORT", "８０", "0 到 65535"),
    ("WEB_WORKERS", "0", "1 到"), ("TRUSTED_PROXIES", "many", "0 到 9"), ("ENVIRONMENT", "prod", "development 或 production"),
    ("DATABASE_URL", "mysql://x/y", "postgresql://"), ("DATABASE_URL", "sqlite:///:memory:", "postgresql://"),
    ("REDIS_URL", "10.0.0.1:6379", "redis://"), ("PUBLIC_URL", "gs.example.gov.cn", "完整网址"),
    ("PUBLIC_URL", "ftp://gs.example.gov.cn", "完整网址"), ("TRUSTED_HOSTS", "http://a", "主机名"),
    ("TRUSTED_HOSTS", "a:80", "主机名"), ("MAIL_USE_TLS", "maybe", "yes 或 no"), ("MAIL_DEFAULT_SENDER", "nobody", "邮箱"),
    ("MAIL_DEFAULT_SENDER", "a@b.cn\r\nBcc: c@d.cn", "邮箱"), ("LIMIT_CODE", "ten", "次数"), ("LIMIT_CODE", "0 per hour", "次数"),
    ("SECRET_KEY", "short", "32 个字符"), ("CODE_KEY", "AAAA", "32 字节"), ("SEAL_KEYS", KEY, "32 字节"),
    ("SEAL_KEYS", f"k1:{KEY},k1:{KEY}", "32 字节"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "words"), BAD)
def test_malformed_value_stops_the_start(tmp_path: Path, name: str, value: str, words: str) -> None:
    (sentence,) = refused(tmp_path, **{name: value})
    assert sentence.startswith(f"{name} 的值")
    assert words in sentence
    assert f"{name}=" in sentence.partition("example:")[2], "an example of a good one"
    assert (repr(value) in sentence) is (not SETTINGS[name].is_secret), (
        "what was given is shown, unless it is a secret"
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    sentences = refused(tmp_path, PORT="x", LIMIT_SUBMIT="x", MAIL_SEVER="x")
    assert len(sentences) == 3


def test_misspelt_name_is_refused_with_the_likely_one(tmp_path: Path) -> None:
    (sentence,) = refused(tmp_path, MAIL_SEVER="smtp.example.gov.cn")
    assert "是不是 MAIL_SERVER" in sentence
    load(tmp_path, MAILCHECK="60", SITE_PACKAGES="x")  # somebody else's variables


@pytest.mark.parametrize("name", [row.name for row in SETTINGS.values() if row.needed_in_production])
def test_production_says_what_to_set(tmp_path: Path, name: str) -> None:
    (sentence,) = refused(tmp_path, **{key: value for key, value in PRODUCTION.items() if key != name})
    assert sentence.startswith(f"正式运行必须设置 {name}")
    assert not list(tmp_path.iterdir()), "nothing is made up in production"


def test_production_with_everything_set_starts(tmp_path: Path) -> None:
    settings = load(tmp_path, **PRODUCTION)
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert "gs.example.gov.cn" in settings["TRUSTED_HOSTS"]


@pytest.mark.parametrize(
    "environ",
    [
        {"MAIL_SERVER": "smtp.example.gov.cn"},
        {"MAIL_USE_TLS": "yes", "MAIL_USE_SSL": "yes"},
        {"MAIL_USERNAME": "noreply"},
        {"MAIL_PASSWORD": "x"},
    ],
)
def test_what_cannot_stand_together_is_refused(tmp_path: Path, environ: dict[str, str]) -> None:
    assert len(refused(tmp_path, **environ)) == 1


def test_trial_secrets_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["SEAL_KEYS"] == second["SEAL_KEYS"]
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o600
    assert [len(key) for key in (first["CODE_KEY"], *first["SEAL_KEYS"].values())] == [32, 32]


def test_secrets_of_an_earlier_version_are_kept_and_completed_once(tmp_path: Path) -> None:
    old = {name: value for name, value in kept_secrets.fresh().items() if name != "LOG_SIGNING_KEY"}
    (tmp_path / "secrets").write_text(json.dumps(old))
    with ThreadPoolExecutor(8) as pool:
        keys = {settings["LOG_SIGNING_KEY"] for settings in pool.map(lambda _: load(tmp_path), range(32))}
    assert len(keys) == 1
    kept = json.loads((tmp_path / "secrets").read_text())
    assert {name: kept[name] for name in old} == old
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secrets"]


@pytest.mark.parametrize("name", ["a b", "a+b", "x" * 201, "三 字"])
def test_the_log_needs_a_name_a_key_may_bear(tmp_path: Path, name: str) -> None:
    assert "LOG_ORIGIN" in refused(tmp_path, LOG_ORIGIN=name)[0]


def test_processes_starting_at_once_get_the_same_secrets(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {settings["SECRET_KEY"] for settings in pool.map(lambda _: load(tmp_path), range(32))}
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secrets"]


def test_a_database_without_its_keys_is_not_opened_with_new_ones(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "zhengming.sqlite3").touch()
    (tmp_path / "secrets").unlink()
    (sentence,) = refused(tmp_path)
    assert "从备份放回" in sentence


def test_a_torn_secrets_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text(json.dumps({"SECRET_KEY": "x"}))
    assert len(refused(tmp_path)) == 1


def test_given_secrets_win_over_kept_ones(tmp_path: Path) -> None:
    assert load(tmp_path, SECRET_KEY="g" * 40)["SECRET_KEY"] == "g" * 40


def test_seal_keys_keep_their_order(tmp_path: Path) -> None:
    assert list(load(tmp_path, SEAL_KEYS=f"new:{KEY},old:{KEY}")["SEAL_KEYS"]) == ["new", "old"]


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_addresses_name_our_driver(tmp_path: Path, given: str) -> None:
    assert load(tmp_path, DATABASE_URL=given)["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/d"


def test_a_relative_sqlite_file_counts_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(tmp_path, DATABASE_URL="sqlite:///x.db")["DATABASE_URL"] == f"sqlite:///{tmp_path}/x.db"


def test_overrides_win_and_what_follows_from_them_follows(tmp_path: Path) -> None:
    settings = config.load(
        {"DATA_DIR": str(tmp_path), "PORT": "1"},
        {"PORT": 8123, "DATABASE_URL": "postgres://h/d", "TESTING": True, "SESSION_COOKIE_NAME": "x"},
    )
    assert settings["PUBLIC_URL"] == "http://127.0.0.1:8123"
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://h/d"
    assert settings["TESTING"] is True
    assert settings["SESSION_COOKIE_NAME"] == "x"


def test_facts_that_nobody_set_are_known_as_examples(tmp_path: Path) -> None:
    settings = load(tmp_path, HOTLINE="0994-1234567")
    assert "HOTLINE" not in settings["EXAMPLE_FACTS"]
    assert "MAILBOX" in settings["EXAMPLE_FACTS"]


def test_empty_means_not_set(tmp_path: Path) -> None:
    assert load(tmp_path, PORT="", HOTLINE=" ")["PORT"] == 8000


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000"), ("::", "http://[::1]:8000")],
)
def test_the_address_for_every_address_is_loopback(tmp_path: Path, host: str, address: str) -> None:
    assert load(tmp_path, HOST=host)["PUBLIC_URL"] == address


def test_embedded_redis_is_found_while_it_runs(tmp_path: Path) -> None:
    assert load(tmp_path)["RATELIMIT_STORAGE_URI"] == "memory://"
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "redis-url").write_text("redis://:p@127.0.0.1:7000/0\n")
    assert load(tmp_path)["REDIS_URL"] == "redis://:p@127.0.0.1:7000/0"
    assert load(tmp_path, REDIS_URL="redis://elsewhere/0")["REDIS_URL"] == "redis://elsewhere/0"


@pytest.mark.parametrize("line", ["PRT=8001", "PORT", "FOO=1"])
def test_dotenv_with_a_line_that_means_nothing_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"# words\nHOST=127.0.0.1\n{line}\n")
    with pytest.raises(config.WrongSettings):
        read_dotenv(tmp_path / ".env")


def test_fresh_secrets_are_good_ones(tmp_path: Path) -> None:
    load(tmp_path, **PRODUCTION | kept_secrets.fresh())
    assert os.environ["DATA_DIR"] != str(tmp_path)
