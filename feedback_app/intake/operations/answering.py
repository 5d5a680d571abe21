"""At most one automatic answer to one address on one day: two programs that answer each other stop after it."""

from sqlalchemy.dialects import postgresql, sqlite

from feedback_app import clock
from feedback_app.extensions import db, keyring
from feedback_app.intake.models import AutomaticAnswer


def may_answer(address: str) -> bool:
    """Whether this address may have an automatic answer now; asking uses up the one it has today."""
    if not address:
        return False
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    mark = keyring.fingerprint("automatic answer", address.strip().lower())
    statement = insert(AutomaticAnswer).values(address=mark, on_day=clock.today()).on_conflict_do_nothing()
    return bool(db.session.execute(statement.returning(AutomaticAnswer.address)).scalar_one_or_none())
