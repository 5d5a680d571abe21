"""With no mail server set, a mail becomes a file that opens in any mail program; written whole or not at all."""

import os
import tempfile
from pathlib import Path

from flask import current_app

from feedback_app.outbox.channels import Parcel
from feedback_app.outbox.composing import compose, on_the_wire
from feedback_app.outbox.models import OwedMessage


class Folder:
    """`DATA_DIR/mail`."""

    def pack(self, message: OwedMessage) -> Parcel:
        return Parcel(f"{message.id:08d}.eml", message.to_address, on_the_wire(compose(message)))

    def hand_over(self, parcel: Parcel) -> None:
        folder = Path(current_app.config["DATA_DIR"]) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=folder, prefix=".new-")
        with os.fdopen(handle, "wb") as out:
            out.write(parcel.content)
            out.flush()
            os.fsync(out.fileno())
        Path(scratch).replace(folder / parcel.name)

    def close(self) -> None:
        """Nothing is held."""
