"""What is done once before the parts start: database reached, schema brought up to date, starting content loaded.

A process of its own, so that the launcher itself holds no database and stays small.
"""

import logging
import sys

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from feedback_app import create_app
from feedback_app.extensions import db
from feedback_app.launcher.words import step


def main() -> int:
    app = create_app()
    with app.app_context():
        if fault := _unreachable():
            print(fault, file=sys.stderr)
            return 1
        _bring_up_to_date()
        step("数据库就绪", "database ready")
    if app.config["ENVIRONMENT"] == "production":
        # The examples come with accounts whose password everybody knows.
        step("正式运行：不装入示例内容", "production: no examples are loaded")
    else:
        _load_content(app)
        step("起始内容就绪", "starting content ready")
    with app.app_context():
        _complete_search_index()
    _command(app, "settings", "note")
    return 0


def _unreachable() -> str | None:
    place = db.engine.url.render_as_string(hide_password=True)
    try:
        inspect(
            db.engine
        ).get_table_names()  # reads the file too: opening one that is no database is no fault yet
    except DBAPIError as fault:
        why = str(fault.orig).strip().splitlines()[0]
        return f"连不上数据库 {place}：{why}。请检查 DATABASE_URL。\nThe database cannot be reached. Check DATABASE_URL."
    return None


def _bring_up_to_date() -> None:
    from flask_migrate import upgrade

    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()


def _complete_search_index() -> None:
    """A database from before the index, or one that was filled by other means, is searched in full from the first page on."""
    from feedback_app.disclosures.jobs import mend_index

    if mended := mend_index():
        step(f"检索索引已补齐 {mended} 条", f"search index completed: {mended} entries")


def _load_content(app: Flask) -> None:
    """The command decides itself whether there is anything to load."""
    _command(app, "content", "load")


def _command(app: Flask, *words: str) -> None:
    app.cli.main([*words], prog_name="flask", obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)


if __name__ == "__main__":
    sys.exit(main())
