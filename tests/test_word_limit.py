"""The words of one form together stay within the limit, whatever number of fields and files they come with."""

import io

import pytest
from flask import Flask

pytestmark = pytest.mark.one_database
TOO_LARGE = 413


def send(app: Flask, **parts: object) -> int:
    answer = app.test_client().post(
        "/status", data={"code": "x", **parts}, content_type="multipart/form-data"
    )
    answer.request.environ["wsgi.input"].close()  # a large body lies in a file that nobody else would close
    return answer.status_code


def test_many_fields_are_counted_together_and_refused_with_a_page(app: Flask, db_session: object) -> None:
    assert send(app, **{f"field{n}": "x" * 100_000 for n in range(8)}) == 422
    assert send(app, **{f"field{n}": "x" * 100_000 for n in range(14)}) == TOO_LARGE
    # The plain kind of form may take three bytes for one.
    page = app.test_client().post("/status", data={"code": "x" * 3_200_000})
    page.request.environ["wsgi.input"].close()
    assert "每个文件不超过 20 MB" in page.text


def test_files_are_not_counted_as_words(app: Flask, db_session: object) -> None:
    files = {f"file{n}": (io.BytesIO(bytes(4_000_000)), f"{n}.png") for n in range(3)}
    assert send(app, before="x" * 400_000, **files, after="x" * 400_000) == 422
    files = {f"file{n}": (io.BytesIO(bytes(4_000_000)), f"{n}.png") for n in range(3)}
    assert send(app, before="x" * 700_000, **files, after="x" * 700_000) == TOO_LARGE
