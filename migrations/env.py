"""How Alembic reaches the database: through the running application, so that settings are read in one place."""

import logging
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

logging.getLogger("alembic").setLevel(logging.WARNING)
extension = current_app.extensions["migrate"]


def plain_type(kind: str, item: Any, autogen: Any) -> str | bool:
    """Migrations import nothing of ours: a column type of our own is written as what the database sees."""
    if kind == "type" and isinstance(item, TypeDecorator) and "feedback_app" in type(item).__module__:
        implemented = item.impl_instance
        return (
            f"sa.{implemented!r}"
            if implemented.__class__.__name__ != "DateTime"
            else "sa.DateTime(timezone=True)"
        )
    return False


def is_ours(name: str | None, kind: str, parent: Any) -> bool:
    """The words of the search index stand beside the tables of the models (see feedback_app/search/models.py)."""
    return kind not in ("table", "index") or not (name or "").startswith("search_words")


def run() -> None:
    """Upgrade or downgrade over one connection and one transaction."""
    with extension.db.engine.connect() as connection:
        arguments = dict(extension.configure_args)
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            render_item=plain_type,
            include_name=is_ours,
            **arguments,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
