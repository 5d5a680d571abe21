"""One file from its bytes to its report and its safe copy, in this process. Outside tests use `inspect_apart`."""

from collections.abc import Collection
from pathlib import Path

from feedback_app.guard.files.images import inspect_image
from feedback_app.guard.files.office import DOCX, XLSX, inspect_docx, inspect_xlsx
from feedback_app.guard.files.pdf import inspect_pdf
from feedback_app.guard.files.report import NAME_PLACE, CannotPublish, FileReport, Limits

PDF = "application/pdf"
_PICTURES = ("image/jpeg", "image/png", "image/webp")
# Taken as evidence, but no safe copy can be made of them.
_NOT_FOR_PUBLICATION = {
    "image/heic": ("JPG", "HEIC"),
    "application/ofd": ("PDF", "OFD"),
}


def inspect_file(
    path: Path, media_type: str, name: str, *, copy: Path, limits: Limits, own: Collection[str] = ()
) -> FileReport:
    """Look through a file and its name, and write the safe copy to `copy`.

    `own`: numbers and addresses the bureau itself publishes. Raises CannotPublish where no safe copy can be made.
    """
    report = FileReport()
    report.read(name, *NAME_PLACE, own)
    report.words = ""  # the name is no part of what the file says
    if media_type == PDF:
        inspect_pdf(path, report, limits, copy, own)
    elif media_type == DOCX:
        inspect_docx(path, report, limits, copy, own)
    elif media_type == XLSX:
        inspect_xlsx(path, report, limits, copy, own)
    elif media_type in _PICTURES:
        inspect_image(path, media_type, report, limits, copy)
    else:
        better, worse = _NOT_FOR_PUBLICATION.get(media_type, ("PDF", "这种"))
        raise CannotPublish(
            f"{worse} 格式的文件不能自动清理，不能公布。请转成 {better} 再上传。",
            f"No safe copy can be made of this kind of file. Turn it into {better} and upload that.",
        )
    return report
