"""A page with its styles and scripts put inside it, so that one file is all there is.

The page then says by its own policy that it may run just these scripts and reach nothing else: no server, no network.
"""

import base64
import hashlib
import re
from pathlib import Path

_STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*?/static/([^"?]+)[^"]*"( media="print")?>')
_SCRIPT = re.compile(r'<script src="[^"]*?/static/([^"?]+)[^"]*"( defer)?></script>')
_ICON = re.compile(r'<link rel="icon"[^>]*>\n?')
_IMAGE = re.compile(r'url\("\.\./([^"]+\.svg)"\)')
_POLICY = "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; form-action 'none'; base-uri 'none'"


def in_one_file(page: str, static: Path) -> str:
    """`page` links its styles and scripts from /static/. Raises ValueError when one could end its element too early."""
    inside: dict[str, list[str]] = {"style": [], "script": []}

    def put(kind: str, source: str, attributes: str = "") -> str:
        if f"</{kind}" in source.lower():
            raise ValueError(f"a {kind} holds its own end mark")
        inside[kind].append(source)
        return f"<{kind}{attributes}>{source}</{kind}>"

    def style(found: re.Match[str]) -> str:
        source = _IMAGE.sub(lambda image: f'url("{_image(static / image[1])}")', _read(static / found[1]))
        return put("style", source, found[2] or "")

    page = _ICON.sub("", page)
    page = _STYLE.sub(style, page)
    page = _SCRIPT.sub(lambda found: put("script", _read(static / found[1])), page)
    policy = _POLICY.format(scripts=_hashes(inside["script"]), styles=_hashes(inside["style"]))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{meta}', 1)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _image(path: Path) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode()


def _hashes(sources: list[str]) -> str:
    hashes = (base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() for source in sources)
    return " ".join(f"'sha256-{one}'" for one in hashes)
