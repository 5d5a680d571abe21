"""How many words one form may carry, files not counted, in both ways browsers send a form.

Werkzeug holds each text field of a multipart form to a limit, but not their sum: a thousand fields just below it would
lie in memory together. Here everything that is not the content of a file counts, while it streams in.
"""

from io import SEEK_END, IOBase
from typing import IO, Any

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import File

MAX_FORM_WORDS = 1_000_000  # bytes; more gets a clear page
_HELD_BACK = 2 * 64 * 1024  # what the parser has read and not yet given to a file


class _Counted(IOBase):
    """The stream of a form; refuses to go on when too much of it belongs to no file."""

    def __init__(self, stream: IO[bytes], parser: "_CountingParser") -> None:
        self._stream, self._parser, self._read = stream, parser, 0

    def read(self, size: int = -1) -> bytes:
        portion = self._stream.read(size)
        self._read += len(portion)
        if self._read - self._parser.in_files > MAX_FORM_WORDS + _HELD_BACK:
            raise RequestEntityTooLarge
        return portion


class _CountingParser(MultiPartParser):
    """Knows how many bytes went into files."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._files: list[IO[bytes]] = []
        self._finished = 0

    @property
    def in_files(self) -> int:
        return self._finished + (_length(self._files[-1]) if self._files else 0)

    def start_file_streaming(self, event: File, total_content_length: int | None) -> IO[bytes]:
        self._finished = self.in_files
        self._files.append(super().start_file_streaming(event, total_content_length))
        return self._files[-1]

    def parse(
        self, stream: IO[bytes], boundary: bytes, content_length: int | None
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
        try:
            return super().parse(_Counted(stream, self), boundary, content_length)  # type: ignore[arg-type]
        except BaseException:
            for file in self._files:
                file.close()
            raise


def _length(file: IO[bytes]) -> int:
    here = file.tell()
    file.seek(0, SEEK_END)  # the parser goes back to the beginning of a file that came whole
    end = file.tell()
    file.seek(here)
    return end


class _FormParser(FormDataParser):
    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        parser = _CountingParser(
            stream_factory=self.stream_factory,
            max_form_memory_size=self.max_form_memory_size,
            max_form_parts=self.max_form_parts,
            cls=self.cls,
        )
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("Missing boundary")
        form, files = parser.parse(stream, boundary, content_length)
        return stream, form, files


class WordLimitedRequest(Request):
    """A request whose forms are held to MAX_FORM_WORDS."""

    form_data_parser_class = _FormParser
