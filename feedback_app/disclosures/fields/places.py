"""Where something else stands: an address on the web, the numbers of other records."""

import re
from urllib.parse import urlsplit

from feedback_app.disclosures.fields.field import FieldRefused

_REFERENCE = re.compile(r"[A-C][0-9]{1,2}p?-[0-9]{4}-[0-9]{4,9}", re.IGNORECASE)
REFERENCE_JOINT = "、"
MOST_REFERENCES = 50


def read_link(text: str) -> str:
    """A web address. Raises FieldRefused for one that is not complete or leads elsewhere than to a website."""
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        is_web = False
    if not is_web or re.search(r"\s", text):
        raise FieldRefused(
            "请填完整的网址，以 https:// 或者 http:// 开头。",
            "Enter a full web address beginning with https:// or http://.",
        )
    return text


def read_references(text: str) -> str:
    """Numbers of records (信息编号) such as A8-2026-0001, parted by commas or spaces; each kept once.

    Raises FieldRefused, naming the first that is none.
    """
    typed = [part for part in re.split(r"[\s,;、，；]+", text) if part]
    for part in typed:
        if not _REFERENCE.fullmatch(part):
            raise FieldRefused(
                f"“{part[:40]}”不是信息编号；信息编号的样子是 A8-2026-0001。",
                f"“{part[:40]}” is no record number; they look like A8-2026-0001.",
            )
    if len(typed) > MOST_REFERENCES:
        raise FieldRefused(f"最多{MOST_REFERENCES}个信息编号。", f"At most {MOST_REFERENCES} record numbers.")
    named = dict.fromkeys(part[0].upper() + part[1:].lower() for part in typed)
    return REFERENCE_JOINT.join(named)
