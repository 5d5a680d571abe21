"""Zhengming 正名: what the bureau publishes, what people say is wrong with it, and who answers for it."""

import os
from pathlib import Path
from typing import Any

from flask import Flask

from feedback_app import cli, config, numbering, runs, web
from feedback_app.audit.signing import signer
from feedback_app.deadlines import clock_rule
from feedback_app.disclosures import catalogue
from feedback_app.extensions import babel, csrf, db, keyring, limiter, login_manager, mail, migrate
from feedback_app.guard import settled
from feedback_app.web import guards, words

__all__ = [
    "create_app",
    "numbering",
    "runs",
]  # the last two: so that their tables are known wherever the app is
ROOT = Path(__file__).resolve().parent.parent


def create_app(**overrides: Any) -> Flask:
    """The application, configured from the environment; `overrides` win over it (tests use them).

    Raises config.WrongSettings with a sentence for each setting that is missing or malformed.
    """
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.from_mapping(config.load(os.environ, overrides))
    keyring.load(app.config["SEAL_KEYS"], app.config["CODE_KEY"])
    signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])
    clock_rule.settle(app.config)
    catalogue.settle(app.config)
    settled.settle(app.config)
    guards.trust_proxies(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    csrf.init_app(app)
    login_manager.init_app(app)
    babel.init_app(
        app,
        locale_selector=words.chosen_language,
        default_translation_directories=str(ROOT / "feedback_app" / "translations"),
    )
    mail.init_app(app)
    limiter.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    return app
