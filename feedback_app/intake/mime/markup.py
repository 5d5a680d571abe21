"""HTML to the words its reader sees, in one pass and in time that grows with its length only.

Blocks begin on new lines, `<br>` breaks one, cells of a row stand side by side; scripts, styles, heads and what is hidden
by `display:none` are not read. Nothing is kept of links and pictures but their words.
"""

import html
import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
_UNREAD = frozenset(("script", "style", "head", "title", "template", "select", "object", "noframes"))
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:_-]{0,40})")
_INSIDE = re.compile(r"""[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>""")
_NEXT = re.compile("[<>]")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # not the blank that stays
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


def declared_charset(raw: bytes) -> str:
    """What the HTML itself says of its character set, for mails whose header says nothing."""
    found = _DECLARED.search(raw[:4096])
    return found[1].decode("ascii") if found else ""


def to_text(source: str) -> str:
    """The words of an HTML text."""
    page = _Page()
    for tag, opens, text in _tokens(source):
        if not tag:
            page.say(text)
        elif opens:
            page.open(tag, text)
        else:
            page.close(tag)
    return page.words()


class _Page:
    """What has been written so far, and inside which tag nothing is read."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.unread: list[str] = []  # kept aside: a hidden tag that never closes hides nothing
        self.inside, self.depth, self.kept_as_is = "", 0, 0

    def say(self, text: str) -> None:
        text = html.unescape(text)
        if self.inside:
            self.unread.append(_BLANKS.sub(" ", text) if self.inside not in _UNREAD else "")
        else:
            self.out.append(text.replace(" ", "\u00a0") if self.kept_as_is else _BLANKS.sub(" ", text))

    def open(self, tag: str, attributes: str) -> None:
        if self.inside:
            self.depth += tag == self.inside
        elif tag in _UNREAD or (tag not in _VOID and _HIDDEN.search(attributes)):
            self.inside, self.depth = tag, 1
        else:
            self.kept_as_is += tag == "pre"
            self._set_apart(tag)

    def close(self, tag: str) -> None:
        if self.inside:
            self.depth -= tag == self.inside
            if self.depth <= 0:
                self.inside, self.unread = "", []
            return
        self.kept_as_is = max(0, self.kept_as_is - (tag == "pre"))
        if tag != "br":
            self._set_apart(tag)

    def _set_apart(self, tag: str) -> None:
        if tag == "br":
            self.out.append("\n")
        elif tag in _BLOCKS:
            self.out.append("\v")  # a new line unless one has just begun
        elif tag in _CELLS:
            self.out.append(" ")

    def words(self) -> str:
        text = "".join([*self.out, *self.unread])
        text = re.sub(r" {2,}", " ", text)  # first of all: long rows of blanks are never looked through twice
        text = re.sub(r" ?\v[ \v]*", "\v", text)
        text = re.sub(r"\n\v|\v", "\n", text)
        lines = (line.strip(" ") for line in text.split("\n"))
        return "\n".join(lines).replace("\u00a0", " ")


def _tokens(source: str) -> Iterator[tuple[str, bool, str]]:
    """(tag, whether it opens, attributes) for tags and ("", False, text) for words between them."""
    at = 0
    gone: set[str] = set()  # ends that do not come any more: looked for once, not at every beginning
    while (start := source.find("<", at)) >= 0:
        yield "", False, source[at:start]
        found = _TAG.match(source, start)
        if found:
            opens, at = source[start + 1] != "/", _tag_end(source, found.end())
            yield found[1].lower(), opens, source[found.end() : at]
            if opens and found[1].lower() in ("script", "style"):
                at = _ahead(source, f"</{found[1].lower()}", at, gone) or at
        elif source.startswith("<!--", start):
            at = _ahead(source, "-->", start, gone) or _tag_end(source, start + 1)
        elif source[start + 1 : start + 2] in ("!", "?"):
            at = _tag_end(source, start + 1)
        else:
            yield "", False, "<"
            at = start + 1
    yield "", False, source[at:]


def _tag_end(source: str, inside: int) -> int:
    """Behind the `>` of the tag we are inside of; where it is missing, the next `<` ends the tag."""
    found = _INSIDE.match(source, inside)
    if found:
        return found.end()
    found = _NEXT.search(source, inside)
    return len(source) if found is None else found.end() - (found[0] == "<")


def _ahead(source: str, end: str, at: int, gone: set[str]) -> int | None:
    """Where `end` comes next, in either case of its letters; None when it does not."""
    found = None if end in gone else re.compile(re.escape(end), re.IGNORECASE).search(source, at)
    if found is None:
        gone.add(end)
        return None
    return found.end() if end == "-->" else found.start()
