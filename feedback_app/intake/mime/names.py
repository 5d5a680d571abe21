"""What a file is called when it came by mail."""

import mimetypes

_LONGEST = 200  # bytes; file systems take 255
_ENDINGS = {
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    "text/html": "html",
}


def tidy_name(name: str) -> str:
    """The name alone, without folders and control signs; empty when nothing is left."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(sign for sign in base if sign.isprintable()).strip(". ")
    stem, dot, ending = base.rpartition(".")
    return f"{_cut(stem)}{dot}{ending[:10]}" if dot and len(ending) <= 10 else _cut(base)


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST].decode(errors="ignore").rstrip(". ")


def name_for(name: str, kind: str, number: int) -> str:
    """The file's own name, or `附件N` with the ending its kind has."""
    tidy = tidy_name(name)
    if tidy:
        return tidy
    ending = _ENDINGS.get(kind) or (mimetypes.guess_extension(kind) or ".bin").lstrip(".")
    return f"附件{number}.{ending}"
