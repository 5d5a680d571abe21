"""A list to take along, as CSV or Excel: narrowed as the list is, newest first, public fields only.

It is written to a file as it is read from the database, piece by piece, and sent from there: a long list takes no more
memory than a short one, and no transaction stays open while somebody's slow line takes it in.
"""

import tempfile
from collections.abc import Iterator
from itertools import chain

from flask import Response, current_app, request, send_file

from feedback_app import clock
from feedback_app.disclosures import catalogue, finding, sheets
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public import narrowing
from feedback_app.disclosures.views_public.outlets.blueprint import address, outlets
from feedback_app.extensions import caller_key, limiter

MOST = 20_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@outlets.get("/downloads/records.<any(csv, xlsx):file>")
@limiter.limit(lambda: current_app.config["LIMIT_DOWNLOAD"], key_func=caller_key)
def download(file: str) -> Response:
    wanted = narrowing.read(request.args)
    row = catalogue.category(wanted.category) if wanted.category else None
    columns = sheets.columns_for(row, lambda ref: address("public.record", ref=ref))
    counted = _Counted(finding.everything(wanted, most=MOST + 1))
    body = sheets.rows(counted.up_to(MOST), columns)
    name = f"{_label(wanted)}_{clock.today():%Y%m%d}.{file}"
    written = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    cells = chain(body, counted.last_words(len(columns)))
    if file == "csv":
        sheets.as_csv(columns, cells, written)
    else:
        sheets.as_xlsx(columns, cells, _notes(wanted), written)
    written.seek(0)
    made = send_file(written, TYPES[file], as_attachment=True, download_name=name)
    made.headers["Cache-Control"] = "no-store"
    return made


class _Counted:
    """Records on their way, cut at a number; says afterwards whether there were more."""

    def __init__(self, records: Iterator[DisclosureRecord]) -> None:
        self._records, self._is_cut = records, False

    def up_to(self, most: int) -> Iterator[DisclosureRecord]:
        for number, record in enumerate(self._records):
            if number == most:
                self._is_cut = True
                return
            yield record

    def last_words(self, width: int) -> Iterator[list[str]]:
        """Asked for after the last record."""
        if self._is_cut:
            yield [f"只有最新的{MOST}条。要其余的，请按年份、类别分开下载。", *[""] * (width - 1)]


def _label(wanted: Wanted) -> str:
    if wanted.category:
        return catalogue.category(wanted.category).label_zh
    return next((row.label_zh for row in catalogue.STAGES.values() if row.stage == wanted.stage), "公示信息")


def _notes(wanted: Wanted) -> list[str]:
    return [
        f"{current_app.config['SITE_NAME']}：{_label(wanted)}",
        f"下载时间：{clock.to_local(clock.now()):%Y-%m-%d %H:%M}（北京时间）",
        "以网站上现在公示的为准。信息更正或者撤下以后，请不要再使用本文件中的旧内容。",
        f"网址：{address('public.home')}",
    ]
