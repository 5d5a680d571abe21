"""Where the bytes of files lie."""

from pathlib import Path

from flask import current_app


def files_folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"
