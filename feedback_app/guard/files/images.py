"""Pictures: drawn anew from their dots, so that nothing but the dots is published (no EXIF, GPS, thumbnail, comment)."""

import warnings
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from feedback_app.guard.files.report import CannotPublish, FileReport, Limits, broken

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}
_HOW: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 90},
}


def inspect_image(path: Path, media_type: str, report: FileReport, limits: Limits, copy: Path) -> None:
    """Write the copy and note what it no longer carries. Raises CannotPublish."""
    kind = _FORMATS[media_type]
    most = limits.megapixels * 1_000_000
    Image.MAX_IMAGE_PIXELS = most
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[kind]) as picture:
                if picture.width * picture.height > most:
                    raise _too_large(limits)
                _note_traces(picture, report)
                _drawn_anew(picture, kind, limits.longest_side).save(copy, kind, **_HOW[kind])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large(limits) from None
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        KeyError,
    ) as fault:
        if isinstance(fault, CannotPublish):
            raise
        raise broken() from fault
    report.pages = 1
    report.note("no_text_layer", "整张图片", "the whole picture")


def _drawn_anew(picture: Image.Image, kind: str, longest_side: int) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "P" and kind == "PNG":
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    elif upright.mode not in _MODES[kind]:
        upright = upright.convert("RGBA" if kind != "JPEG" and "A" in upright.getbands() else "RGB")
    if longest_side and max(upright.size) > longest_side:
        upright.thumbnail((longest_side, longest_side))
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _note_traces(picture: Image.Image, report: FileReport) -> None:
    exif = picture.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        report.without("拍摄地点（GPS）", "where it was taken (GPS)")
    if exif or picture.info.keys() & {"exif", "xmp", "comment", "XML:com.adobe.xmp", "photoshop"}:
        report.without("拍摄时间、设备等照片信息", "when and with what it was taken")


def _too_large(limits: Limits) -> CannotPublish:
    return CannotPublish(
        f"图片超过 {limits.megapixels} 百万像素。请缩小后再上传。",
        f"The picture has more than {limits.megapixels} million dots. Make it smaller and upload it again.",
    )


_KEPT_SEGMENTS = frozenset({0xE0, 0xEE})  # JFIF, and Adobe's note on how the colours are meant


def bare_jpeg(raw: bytes) -> bytes:
    """A JPEG without its notes (EXIF, XMP, comments), its dots untouched; bytes that are none come back as they are."""
    if raw[:2] != b"\xff\xd8":
        return raw
    kept, at = [raw[:2]], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, end = raw[at + 1], at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == 0xDA:
            break
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_SEGMENTS:
            kept.append(raw[at:end])
        at = end
    return b"".join([*kept, raw[at:]])
