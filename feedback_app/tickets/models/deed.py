"""What every step leaves behind: on which ticket, in which round, by whom, when."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from feedback_app.extensions import UtcDateTime


class Deed:
    """A step that was taken: on which ticket, by whom (as they were called then), when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(default=1, server_default="1")  # see Ticket.round
    by_name: Mapped[str] = mapped_column(String(120))
    by_post: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def ticket_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("ticket.id"), index=True)

    @declared_attr
    def by_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("staff_user.id"))


class Said:
    """What the reporter did of their own accord: by their code, or typed for them by a clerk (`typed_by_*`)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    typed_by_name: Mapped[str] = mapped_column(String(120), default="")

    @declared_attr
    def ticket_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("ticket.id"), index=True)

    @declared_attr
    def typed_by_id(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey("staff_user.id"))
