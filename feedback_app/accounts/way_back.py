"""Where a person is sent back to, when the request itself says where: a page of ours or nowhere."""

from urllib.parse import urlsplit


def own_page(wanted: str) -> str | None:
    """Path and query of an address of this site; None for any other place and for what is no address at all."""
    try:
        parts = urlsplit(wanted)
    except ValueError:  # brackets that hold no address, for example
        return None
    # Only a path of our own: no host, no scheme, and not `//host` in disguise.
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    if not ours:
        return None
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
