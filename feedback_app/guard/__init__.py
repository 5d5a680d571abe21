"""The guard before publishing: what in a text or in a file must not go before the public, and where it stands.

`inspect_text` takes plain words and is for everything that is published, answers to the public too. `inspect_file` reads a
file page by page and writes the safe copy that alone is published; `inspect_apart` does so in a process of its own, with
limits of time and memory. Nothing here knows of records, tickets or the database.
"""

from feedback_app.guard.detectors import BY_KEY, DETECTORS, Detector, Found, inspect_text, mask
from feedback_app.guard.files import (
    FILE_TRAITS,
    NAME_PLACE,
    CannotPublish,
    FileFinding,
    FileReport,
    FileTrait,
    Limits,
    inspect_apart,
    inspect_file,
)

__all__ = [
    "BY_KEY",
    "DETECTORS",
    "FILE_TRAITS",
    "NAME_PLACE",
    "CannotPublish",
    "Detector",
    "FileFinding",
    "FileReport",
    "FileTrait",
    "Found",
    "Limits",
    "inspect_apart",
    "inspect_file",
    "inspect_text",
    "mask",
]
