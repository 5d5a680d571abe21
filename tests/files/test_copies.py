"""Safe copies: what a phone wrote into a picture stays behind, and what cannot be drawn anew is only said so."""

import io
from typing import Any

import pytest
from flask import Flask
from PIL import ExifTags, Image

from feedback_app.audit.actor import REPORTER
from feedback_app.extensions import db
from feedback_app.files import copying, jobs, operations
from feedback_app.files.handing_over import files_folder
from feedback_app.files.models import FAILED, NO_COPY, READY, WAITING, Attachment
from feedback_app.files.shelf import read
from tests.guard import made
from tests.tickets.reporting import PDF, zipped

pytestmark = pytest.mark.one_database


def handed_in(content: bytes, name: str, subject: str = "ticket:FK-1") -> Attachment:
    kept = operations.store(io.BytesIO(content), name, folder=files_folder(), limit=9_999_999)
    row = operations.keep(kept, subject=subject, kept_by="reporter", by=REPORTER)
    db.session.commit()
    return row


def photo() -> bytes:
    """A phone's photo: held upright, large, with the place where it was taken."""
    picture = Image.new("RGB", (3000, 1000), "teal")
    exif = picture.getexif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Model] = "CANARY-PHONE"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (44.0, 9.0, 0.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_is_turned_right_reduced_and_says_nothing_of_the_phone(app: Flask, db_session: Any) -> None:
    assert b"CANARY" in photo()
    row = handed_in(photo(), "照片.jpg")
    assert row.copy_state == WAITING
    assert jobs.make_copies_due() == 1
    row = db.session.get_one(Attachment, row.id)
    assert (row.copy_state, row.is_copied) == (READY, True)
    copy = b"".join(read(files_folder(), row.copy_sha256 or ""))
    assert b"CANARY" not in copy
    with Image.open(io.BytesIO(copy)) as picture:
        assert not picture.getexif()
        assert picture.size == (667, jobs.LONGEST_SIDE)
    assert b"".join(read(files_folder(), row.sha256)) == photo(), "the original stays as it came"
    assert jobs.make_copies_due() == 0


def test_of_other_kinds_and_subjects_none_is_made_and_of_a_broken_file_none_can_be(
    app: Flask, db_session: Any
) -> None:
    word = handed_in(zipped("word/document.xml"), "a.docx")
    other = handed_in(photo(), "a.jpg", subject="record:C4-1")
    broken = handed_in(PDF, "a.pdf")
    good = handed_in(made.pdf(), "b.pdf")
    jobs.make_copies_due()
    states = [db.session.get_one(Attachment, row.id).copy_state for row in (word, other, broken, good)]
    assert states == [NO_COPY, NO_COPY, FAILED, READY]


def test_a_file_that_ends_its_worker_is_left_alone_after_some_tries(app: Flask, db_session: Any) -> None:
    row = handed_in(photo(), "a.jpg")
    for _turn in range(copying.MOST_TRIES):
        assert copying.claim(row.id) is not None
        db.session.commit()
    assert copying.claim(row.id) is None
    db.session.commit()
    assert db.session.get_one(Attachment, row.id).copy_state == FAILED
