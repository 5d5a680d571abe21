"""Tables of the log (being written)."""

from feedback_app.extensions import db


class LogEntry(db.Model):  # placeholder replaced by the next commit
    __tablename__ = "log_entry"
    number = db.Column(db.BigInteger, primary_key=True, autoincrement=False)
