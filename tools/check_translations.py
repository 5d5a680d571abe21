"""Every text of the pages has its English: present, not empty, not fuzzy, with the same placeholders.

python tools/check_translations.py            says what is missing, exit code 1
python tools/check_translations.py --update   collects the texts into the catalogues, keeping what is translated
"""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "feedback_app" / "translations"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
SHOWN = 40


def main(arguments: list[str]) -> int:
    wanted = _texts_of_pages()
    if arguments == ["--update"]:
        return _update(wanted)
    faults = list(_faults(wanted, _read(CATALOGUES / "en" / "LC_MESSAGES" / "messages.po")))
    for fault in faults[:SHOWN]:
        print(fault)
    if faults:
        print(f"{len(faults)} 处译文有问题 · texts without good English. make messages collects them.")
        return 1
    print(f"{len(wanted)} texts, all in English")
    return 0


def _texts_of_pages() -> Catalog:
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    wanted = Catalog(project="zhengming")
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True,
                             directory_filter=_is_ours)  # fmt: skip
    for file, line, text, comments, context in found:
        wanted.add(text, locations=[(file, line)], auto_comments=comments, context=context)
    return wanted


def _is_ours(folder: str | Path) -> bool:
    parts = Path(folder).relative_to(ROOT).parts if Path(folder).is_absolute() else Path(folder).parts
    return not parts or parts[0] in ("feedback_app", "templates")


def _faults(wanted: Catalog, english: Catalog) -> "list[str]":
    return [
        f"{_place(message)}: {reason}: {message.id!r}"
        for message in wanted
        if message.id and (reason := _fault(message, english.get(message.id, message.context)))
    ]


def _fault(message: Message, translated: Message | None) -> str | None:
    if translated is None:
        return "没有译文 missing"
    words = translated.string if isinstance(translated.string, tuple) else (translated.string,)
    if not all(words):
        return "译文为空 empty"
    if translated.fuzzy:
        return "译文未确认 fuzzy"
    original = message.id[0] if isinstance(message.id, tuple) else message.id
    if any(_placeholders(text) - _placeholders(original) for text in words):
        return "占位符不同 unknown placeholder"
    return None


def _placeholders(text: str) -> set[str]:
    return {"".join(pair) for pair in PLACEHOLDER.findall(text)}


def _place(message: Message) -> str:
    return ":".join(str(part) for part in message.locations[0]) if message.locations else "?"


def _read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as rows:
        return read_po(rows, locale="en")


def _update(wanted: Catalog) -> int:
    file = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
    english = _read(file)
    english.update(wanted, no_fuzzy_matching=True)
    english.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as rows:
        write_po(rows, english, width=120, omit_header=False, sort_by_file=True, include_lineno=False)
    print(f"{file.relative_to(ROOT)}: {len(wanted)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
