"""Files before they are published: what stands in them, seen and unseen, and the safe copy that alone goes out."""

from feedback_app.guard.files.apart import inspect_apart
from feedback_app.guard.files.inspecting import inspect_file
from feedback_app.guard.files.report import (
    FILE_TRAITS,
    NAME_PLACE,
    CannotPublish,
    FileFinding,
    FileReport,
    FileTrait,
    Limits,
)

__all__ = [
    "FILE_TRAITS",
    "NAME_PLACE",
    "CannotPublish",
    "FileFinding",
    "FileReport",
    "FileTrait",
    "Limits",
    "inspect_apart",
    "inspect_file",
]
